"""Whether a page reads the ledger in one snapshot: else rows that arrive meanwhile stand in one of
its figures and not in the next."""

from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def read_in_one(monkeypatch, module: str):
    """What is asked of the ledger in here is asked in the one snapshot that the module opens."""
    ends = []

    @contextmanager
    def snapshot():
        ends.append(len(asked))
        yield
        ends.append(len(asked))

    monkeypatch.setattr(f"{module}.one_snapshot", snapshot)
    with CaptureQueriesContext(connection) as asked:
        yield
    first, last = ends
    of_rows = [n for n, one in enumerate(asked.captured_queries) if "shop_entry" in one["sql"]]
    assert of_rows and first <= of_rows[0] and of_rows[-1] < last
