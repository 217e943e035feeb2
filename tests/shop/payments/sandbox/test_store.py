import pytest

from shop.payments.sandbox.store import Store


def test_a_change_that_fails_is_undone_as_a_whole():
    store = Store(None)
    with store.change():
        store.put("box", "1", {"plums": 5})
    with pytest.raises(ZeroDivisionError), store.change():
        store.put("box", "1", {"plums": 4})
        store.put("box", "2", {"plums": 1})
        store.remove("box", "1")
        raise ZeroDivisionError
    assert store.rows("box") == [{"plums": 5}]


def test_what_changed_nothing_is_not_written(tmp_path):
    store = Store(tmp_path / "journal")
    with store.change():
        pass
    assert (tmp_path / "journal").read_text() == ""
