"""Films as editors hand them in, and as browsers ask for them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document

from cms.pages.editors import editors_group
from tests import world

pytestmark = pytest.mark.django_db


def box(kind: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


MP4 = box(b"ftyp", b"isom\0\0\2\0isommp41") + box(b"moov", box(b"mvhd", bytes(100)))
# A picture of a phone, which is made of such boxes as well.
HEIC = box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", bytes(40))
ENDLESS = box(b"ftyp", b"isom") + b"\0\0\0\1free" + (0).to_bytes(8, "big")
WEBM = b"\x1a\x45\xdf\xa3" + bytes(40)
CAPTIONS = b"\xef\xbb\xbfWEBVTT\n\n00:00.000 --> 00:01.000\n" + "天亮了".encode()


@pytest.fixture
def handed_in(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    editor = world.user("editor")
    editor.groups.add(editors_group())
    client.force_login(editor)

    def hand_in(name: str, content: bytes) -> dict:
        # Whatever the browser says of it.
        file = SimpleUploadedFile(name, content, "video/mp4")
        return client.post(reverse("wagtaildocs:add_multiple"), {"files[]": file}).json()

    return hand_in


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plums.mp4", MP4, "video/mp4"),
        (
            "PLUMS.MP4",
            box(b"ftyp", b"isom") + b"\0\0\0\1mdat" + (20).to_bytes(8, "big") + bytes(4) + MP4[24:],
            "video/mp4",
        ),
        ("plums.webm", WEBM, "video/webm"),
        ("plums.vtt", CAPTIONS, "text/vtt"),
    ],
)
def test_a_film_is_taken_and_given_in_parts(client, handed_in, name, content, kind):
    assert handed_in(name, content)["success"]
    address = Document.objects.get().file.url
    answer = client.get(address, headers={"Range": "bytes=4-7"})
    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (206, kind)
    assert answer.getvalue() == content[4:8]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plums.mp4", b"<html><script>alert(1)</script>"),
        ("plums.mp4", b"MZ\x90\0" + bytes(200)),
        ("plums.mp4", HEIC),
        ("plums.mp4", ENDLESS),
        ("plums.mp4", WEBM),
        ("plums.webm", MP4),
        ("plums.vtt", b"1\n00:00:00,000 --> 00:00:01,000\n"),
    ],
)
def test_what_is_no_film_is_refused_and_not_kept(handed_in, name, content):
    answer = handed_in(name, content)
    assert not answer["success"] and "MP4" in answer["error_message"]
    assert not Document.objects.exists()
