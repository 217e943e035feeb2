import pytest
from django.utils import translation

from shop.catalogue.keeping import catalogue_changed, catalogue_version, kept

pytestmark = pytest.mark.django_db


def test_each_change_is_a_new_version():
    before = catalogue_version()
    catalogue_changed()
    catalogue_changed()
    assert catalogue_version() == before + 2


def test_keeps_a_piece_until_the_catalogue_changes():
    assert kept("grid", 1, lambda: "first") == "first"
    assert kept("grid", 1, lambda: "second") == "first"
    assert kept("grid", 2, lambda: "second") == "second"


def test_keeps_a_piece_for_each_language():
    kept("grid", 1, lambda: "脆李")
    with translation.override("en"):
        assert kept("grid", 1, lambda: "plum") == "plum"


def test_keeps_an_empty_piece_too():
    kept("grid", 1, str)
    assert kept("grid", 1, lambda: "not asked") == ""
