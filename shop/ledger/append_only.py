from django.db import models
from django.db.backends.ddl_references import Statement, Table

MESSAGE = "This table is append only: write a row that answers the earlier one."

SQLITE = """
CREATE TRIGGER %(name)s BEFORE {event} ON %(table)s
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER %(name)s BEFORE {event} ON %(table)s
FOR EACH STATEMENT EXECUTE FUNCTION {function}()
"""
EVENTS = {
    "sqlite": {"update": "UPDATE", "delete": "DELETE"},
    # A row's trigger does not see TRUNCATE.
    "postgresql": {"update": "UPDATE", "delete": "DELETE OR TRUNCATE"},
}


class AppendOnly(models.Index):
    """A trigger that refuses one kind of change to a table.

    It is an index to Django, since only what stands among a table's indexes comes back when
    SQLite remakes the table for a later migration.
    """

    def __init__(self, *, name: str, refuses: str):
        super().__init__(fields=["id"], name=name)
        self.refuses = refuses

    def deconstruct(self):
        path = f"{self.__class__.__module__}.{self.__class__.__qualname__}"
        return path, (), {"name": self.name, "refuses": self.refuses}

    def create_sql(self, model, schema_editor, using="", **kwargs):
        vendor = schema_editor.connection.vendor
        template = SQLITE if vendor == "sqlite" else POSTGRESQL
        return self.statement(
            template.format(
                event=EVENTS[vendor][self.refuses],
                message=MESSAGE,
                function="shop_refuse_change",
            ),
            model,
            schema_editor,
        )

    def remove_sql(self, model, schema_editor, **kwargs):
        on_table = "" if schema_editor.connection.vendor == "sqlite" else " ON %(table)s"
        return self.statement(f"DROP TRIGGER IF EXISTS %(name)s{on_table}", model, schema_editor)

    def statement(self, sql, model, schema_editor):
        quote = schema_editor.quote_name
        return Statement(sql, table=Table(model._meta.db_table, quote), name=quote(self.name))
