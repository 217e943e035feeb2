"""A telephone can keep the site among its apps: the manifest says how, and what it names is
there."""

import io
import json
import re
from urllib.parse import urljoin

import pytest
from PIL import Image

from cms.pages.demo.pages import make_pages
from tests import world

pytestmark = pytest.mark.django_db
# The sizes that Android asks for, whole and to be cut.
WANTED = {(size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")}


@pytest.fixture
def head(client) -> str:
    world.country()
    make_pages()
    return client.get("/").content.decode()


def test_the_manifest_and_what_it_names_are_there(client, head):
    address = re.search(r'<link rel="manifest" href="([^"]+)"', head)[1]
    answer = client.get(address)
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.getvalue())
    assert {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]} >= WANTED
    for icon in manifest["icons"]:
        drawn = client.get(urljoin(address, icon["src"]))
        assert (drawn.status_code, drawn["Content-Type"]) == (200, icon["type"])
        if icon["type"] == "image/png":
            size = Image.open(io.BytesIO(drawn.getvalue())).size
            assert icon["sizes"] == "{}x{}".format(*size)
    start = client.get(urljoin(address, manifest["start_url"]))
    assert (start.status_code, start["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_an_iphone_has_its_icon(client, head):
    address = re.search(r'<link rel="apple-touch-icon" href="([^"]+)"', head)[1]
    drawn = client.get(address)
    assert drawn["Content-Type"] == "image/png"
    # Its corners are cut by the telephone, and what shines through would be black.
    assert Image.open(io.BytesIO(drawn.getvalue())).getextrema()[-1] == (255, 255)
