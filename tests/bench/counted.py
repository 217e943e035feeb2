"""The site, saying in a header how many questions each answer asked of the database."""

from django.db import connection

from cms.wsgi import application as site
from tests.queries import NOT_COUNTED


def application(environ, start_response):
    asked = []

    def note(execute, sql, params, many, context):
        if not sql.upper().startswith(NOT_COUNTED):
            asked.append(sql)
        return execute(sql, params, many, context)

    def start(status, headers, *more):
        return start_response(status, [*headers, ("X-Queries", str(len(asked)))], *more)

    with connection.execute_wrapper(note):
        return site(environ, start)
