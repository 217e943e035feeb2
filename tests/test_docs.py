"""What the documents point at is there."""

import ast
import re

import pytest
from django.core.management import get_commands

from cms.settings import BASE_DIR

DOCUMENTS = ["README.md", "CHANGELOG.md"]
DOCUMENTS += sorted(str(path.relative_to(BASE_DIR)) for path in BASE_DIR.glob("docs/**/*.md"))
MAKEFILE = (BASE_DIR / "Makefile").read_text()
PLACE = re.compile(r"`((?:cms|docs|producers|shop|tests)/[^`:\s]*)")
FUNCTION = re.compile(r"`([\w/]+\.py): ([\w.]+)`")
LINK = re.compile(r"""(?:\]\(|src=")(?!https?:)([^)":#\s]+)""")
TARGET = re.compile(r"\bmake ([a-z]+)`")
COMMAND = re.compile(r"manage\.py (\w+)")


def said(pattern: re.Pattern) -> list[tuple]:
    """What documents say that fits, with the document that says it."""
    return [
        (document, found)
        for document in DOCUMENTS
        for found in sorted(set(pattern.findall((BASE_DIR / document).read_text())))
    ]


@pytest.mark.parametrize(("document", "place"), said(PLACE))
def test_each_place_is_there(document, place):
    assert (BASE_DIR / place).exists()


@pytest.mark.parametrize(("document", "link"), said(LINK))
def test_each_link_leads_somewhere(document, link):
    assert ((BASE_DIR / document).parent / link).exists()


@pytest.mark.parametrize(("document", "function"), said(FUNCTION))
def test_each_function_is_there(document, function):
    file, name = function
    body = ast.parse((BASE_DIR / file).read_text()).body
    for part in name.split("."):
        found = [node for node in body if part in names_of(node)]
        assert found, f"{file} has no {name}"
        body = getattr(found[0], "body", [])


def names_of(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return {getattr(node, "name", "")}


@pytest.mark.parametrize(("document", "target"), said(TARGET))
def test_each_thing_to_make_can_be_made(document, target):
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize(("document", "command"), said(COMMAND))
def test_each_command_is_there(document, command):
    assert command in get_commands()
