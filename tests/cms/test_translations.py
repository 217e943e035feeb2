"""The Chinese of the site is complete: each text of the source, no guess, and nothing left over."""

import re
import shutil
from pathlib import Path

import allauth
import pytest
from babel.messages import pofile
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext, override

CATALOGUE = settings.BASE_DIR / "cms/locale/zh_Hans/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture
def catalogue():
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="zh_Hans")


def key(message):
    return message.context, message.id[0] if message.pluralizable else message.id


def strings(message):
    return message.string if message.pluralizable else (message.string,)


def test_each_text_has_its_chinese(catalogue):
    assert [m.id for m in catalogue if m.id and not all(strings(m))] == []


def test_nothing_is_a_guess(catalogue):
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []


def test_no_value_is_lost_or_invented(catalogue):
    for message in catalogue:
        if message.id:
            source = " ".join(message.id) if message.pluralizable else message.id
            for string in strings(message):
                assert set(PLACEHOLDER.findall(string)) == set(PLACEHOLDER.findall(source)), source


@pytest.mark.skipif(not shutil.which("xgettext"), reason="reads the source with GNU gettext")
def test_the_catalogue_has_the_texts_of_the_source(catalogue, tmp_path, monkeypatch):
    for part in ("cms", "producers", "shop"):
        shutil.copytree(
            settings.BASE_DIR / part,
            tmp_path / part,
            ignore=shutil.ignore_patterns("__pycache__", "*.mo", "data"),
        )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [tmp_path / "cms/locale"])
    call_command("makemessages", locale=["zh_Hans"], no_obsolete=True, verbosity=0)
    with (tmp_path / "cms/locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        source = pofile.read_po(file, locale="zh_Hans")
    assert {key(m) for m in source if m.id} == {key(m) for m in catalogue if m.id}


@pytest.mark.parametrize("word", ["Pages", "Page", "Reports", "Published"])
def test_a_word_of_the_site_does_not_rename_one_of_the_admin(word):
    """One catalogue serves both: what the admin calls otherwise has a context here."""
    with override("zh-hans"):
        assert gettext(word) in ("页面", "报告", "已发布")


def test_signing_in_says_nothing_half_in_english():
    theirs = Path(allauth.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"
    with theirs.open("rb") as file:
        ids = [m.id for m in pofile.read_po(file) if m.id and not elsewhere(m)]
    assert len(ids) > 200
    with override("zh-hans"):
        said = [re.sub(r"%\(\w+\)s|\{\w+\}|<[^>]+>", "", gettext(text)) for text in ids]
    assert [
        text for text in said if re.search(r"mail|passkey|token|hello", text, re.IGNORECASE)
    ] == []


def elsewhere(message) -> bool:
    """Of parts of allauth that are not switched on, or several forms of one text."""
    off = ("/idp/", "/socialaccount/", "/headless/")
    return message.pluralizable or all(
        any(part in f"/{place}" for part in off) for place, _line in message.locations
    )
