"""The document of the look and the style sheet say the same."""

import re

from cms.settings import BASE_DIR

SHEET = (BASE_DIR / "cms/static/css/site.css").read_text()
DOCUMENT = (BASE_DIR / "docs/design.md").read_text()
DECLARED = re.compile(r"(--[\w-]+):\s*([^;]+);")
# Too long for a table.
SHOWN_IN_THE_SHEET = {"--sans", "--serif", "--sky", "--ridges"}


def declared() -> tuple[dict, dict]:
    """By token its value in the light and in the dark."""
    light, dark = re.search(
        r"@layer tokens \{(.*?)prefers-color-scheme: dark(.*?)\n\}", SHEET, re.DOTALL
    ).groups()
    return dict(DECLARED.findall(light)), dict(DECLARED.findall(dark))


def test_each_token_is_documented_with_its_value():
    light, dark = declared()
    rows = re.findall(r"^\| `(--[\w-]+)` \| (.*) \|$", DOCUMENT, re.MULTILINE)
    documented = {token: re.findall(r"`([^`]+)`", values) for token, values in rows}
    assert documented == {
        token: [] if token in SHOWN_IN_THE_SHEET else [value, *filter(None, [dark.get(token)])]
        for token, value in light.items()
    }


def test_each_token_is_used():
    everywhere = "".join(path.read_text() for path in (BASE_DIR / "cms/static/css").glob("*.css"))
    unused = {token for token in declared()[0] if f"var({token})" not in everywhere}
    assert not unused


def test_no_token_is_used_that_is_not_there():
    light, _ = declared()
    for path in (BASE_DIR / "cms/static/css").glob("*.css"):
        assert set(re.findall(r"var\((--[\w-]+)\)", path.read_text())) <= light.keys(), path.name


def test_each_class_of_the_document_is_there():
    for name in re.findall(r"`\.([\w-]+)`", DOCUMENT):
        assert f".{name}" in SHEET
