"""What a QR code says, read from what is drawn: it is compared, point by point, with the code drawn
anew of the address that it should carry."""

import html
import re
import zlib
from collections.abc import Iterator

import segno

NUMBER = r"(-?[\d.]+)"
# Where a line begins in an SVG, from where the pen is, and how long it is.
IN_SVG = re.compile(rf"[Mm]{NUMBER} {NUMBER}h{NUMBER}")
# A line in a PDF, in points of the drawing.
IN_PDF = re.compile(rf"{NUMBER} {NUMBER} m {NUMBER} \2 l".encode())
# What is packed may end with a \r of its own.
STREAM = re.compile(rb"\nstream\n(.*?)\nendstream", re.DOTALL)
Points = set[tuple[int, int]]


def code_in(drawn: str | bytes) -> Points:
    """The dark points of the one code in an SVG, on a page or in a PDF."""
    lines = lines_of_pdf(drawn) if isinstance(drawn, bytes) else lines_of_svg(drawn)
    return {(int(x) + across, int(y)) for x, y, length in lines for across in range(round(length))}


def lines_of_svg(drawn: str):
    (path,) = re.findall(r'<path class="qrline" stroke="#000" d="M([^"]+)"', drawn)
    x = y = 0.0
    for dx, dy, length in IN_SVG.findall("M" + path):
        x, y = x + float(dx), y + float(dy)
        yield x, y, float(length)
        x += float(length)


def lines_of_pdf(drawn: bytes):
    for stream in streams_of(drawn):
        for x, y, end in IN_PDF.findall(stream):
            # Half a point down is the middle of a row of points; other lines are lines of a table.
            if float(y) % 1 == 0.5 and float(x) % 1 == 0:
                yield float(x), float(y), float(end) - float(x)


def streams_of(pdf: bytes) -> Iterator[bytes]:
    """What is packed in it as zlib does: all but the few words about the document."""
    return (zlib.decompress(one) for one in STREAM.findall(pdf) if one.startswith(b"x"))


def code_on(shown: str, settings) -> str:
    """Where it leads, as its title says and as its points do."""
    address = html.unescape(re.search(r"<title>(http[^<]+)</title>", shown)[1])
    assert code_in(shown) == code_of(address)
    return address.removeprefix(settings.SITE_URL)


def code_of(address: str) -> Points:
    rows = segno.make_qr(address, error="m").matrix_iter(border=2)
    return {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
