import pytest
from django.db import DatabaseError, connection, transaction

from shop.models import DataRequest, Entry, FindingEvent, SameBox
from tests import world
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db

CHANGES = ["UPDATE shop_entry SET amount_fen = 0", "DELETE FROM shop_entry"]
if connection.vendor == "postgresql":
    CHANGES += ["TRUNCATE shop_entry CASCADE"]


@pytest.mark.parametrize("change", CHANGES)
def test_no_row_is_changed_or_removed(change):
    world.country()
    rows.sold(rows.product(), 10)
    # Else what refuses to truncate are keys that wait for the end of the transaction.
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="append only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert Entry.objects.get().amount_fen == 1000


TABLES = [Entry, DataRequest, FindingEvent, SameBox]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.db_table)
def test_the_triggers_are_in_the_database(table):
    """After all migrations: SQLite makes a table again when a column is added."""
    look = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
        "AND tgrelid = %s::regclass",
    }
    with connection.cursor() as cursor:
        cursor.execute(look[connection.vendor], [table._meta.db_table])
        names = {name for (name,) in cursor.fetchall()}
    name = table._meta.model_name
    assert names == {f"{name}_refuses_update", f"{name}_refuses_delete"}


def test_the_triggers_go_and_come_with_the_table():
    refuses_update = Entry._meta.indexes[-2]
    editor = connection.schema_editor()
    world.country()
    rows.sold(rows.product(), 10)
    with connection.cursor() as cursor:
        cursor.execute(str(refuses_update.remove_sql(Entry, editor)))
        cursor.execute(CHANGES[0])
        assert Entry.objects.get().amount_fen == 0
        cursor.execute(str(refuses_update.create_sql(Entry, editor)))
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.update(amount_fen=1)
