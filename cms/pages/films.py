"""Films and their captions as editors hand them in: each is what the end of its name says, so that
no page shows a film that no browser plays."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

EBML = b"\x1a\x45\xdf\xa3"
MOST_BOXES = 1000


class FilmForm(BaseDocumentForm):
    def clean_file(self):
        file = self.cleaned_data["file"]
        looks_so = LOOKS.get(PurePath(file.name).suffix.lower())
        # Other endings are refused by Wagtail.
        if looks_so and "file" in self.changed_data:
            file.seek(0)
            if not looks_so(file):
                raise ValidationError(
                    _(
                        "This file is not what its name says. Export the film as MP4 or WebM, "
                        "captions as WebVTT."
                    )
                )
            file.seek(0)
        return file


def is_mp4(file: BinaryIO) -> bool:
    """It names its kind first and somewhere lists its tracks, which a picture of a phone does
    not."""
    kinds = list(boxes(file))
    return kinds[:1] == [b"ftyp"] and b"moov" in kinds


def boxes(file: BinaryIO) -> Iterator[bytes]:
    """The kinds of the boxes a file is made of (ISO/IEC 14496-12, 4.2), as far as it is made of
    such."""
    at = 0
    for _number in range(MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4]), head[4:8]
        yield kind
        if length == 1:
            length = int.from_bytes(head[8:16])
        # The last box may say that it goes on to the end.
        if length < 8:
            return
        at += length


def is_webm(file: BinaryIO) -> bool:
    return file.read(4) == EBML


def is_webvtt(file: BinaryIO) -> bool:
    return file.read(9).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT")


LOOKS = {".mp4": is_mp4, ".webm": is_webm, ".vtt": is_webvtt}
