"""Files that are not what their names say, or would not fit where they are opened."""

import io
import zipfile
from collections.abc import Callable

from PIL import Image

from tests.shop.ledger.reports.reports import as_xlsx, rows

MEGABYTE = 1024 * 1024
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def packed(parts: dict[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx_bomb() -> bytes:
    """Well below a megabyte, and 256 MB when unpacked."""
    return packed({"xl/worksheets/sheet1.xml": b" " * (256 * MEGABYTE)})


def encrypted_xlsx() -> bytes:
    """The flag that asks for a password, on every part."""
    return with_each_part(6, lambda flags: flags | 1)


def of_unknown_method() -> bytes:
    return with_each_part(8, lambda _method: 99)


def with_each_part(at: int, changed: Callable[[int], int]) -> bytes:
    """A workbook with a byte of each part's header changed, and the same in the directory, whose
    entries hold it two bytes later."""
    content = bytearray(as_xlsx(rows({})))
    for mark, place in ((b"PK\x03\x04", at), (b"PK\x01\x02", at + 2)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] = changed(content[start + place])
            start = content.find(mark, start + 4)
    return bytes(content)


def damaged_xlsx() -> bytes:
    """The directory is whole, what it names is not."""
    content = bytearray(as_xlsx(rows({})))
    end = content.find(b"PK\x01\x02")
    for at in range(60, end, 7):
        content[at] ^= 0xFF
    return bytes(content)


def truncated_jpeg() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(file, "JPEG")
    return file.getvalue()[:-4000]
