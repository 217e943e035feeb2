import json

from django.core.exceptions import EmptyResultSet
from django.db.models import Lookup


class Among(Lookup):
    """`name__among=texts`: as `in`, of however many. They are one parameter, where `in` makes one
    of each and a statement takes so many and no more."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        texts = list(self.rhs)
        if not texts:
            raise EmptyResultSet
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY (%s)", [*parameters, texts]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, json.dumps(texts)]
