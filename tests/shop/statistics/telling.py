"""Sales of which every amount tells which of them are in it, and what a page or file tells.

Each is 100 yuan times another power of two: where all the sales in an amount are one's own, so is
every difference."""

import io
import re
import zipfile

from openpyxl import load_workbook

from shop.models import Entry
from tests.codes import streams_of
from tests.shop.statistics import rows

# Text, and amounts in yuan.
Told = tuple[str, list[float]]

# Grown in, sent to, bought by.
SALES = [
    ("500237", "370613", "370613"),
    ("500237", "110101", "370602"),
    ("500237", "110101", "110101"),
    ("500236", "370613", "370613"),
    ("500236", "110101", "110101"),
    ("620524", "370613", "370613"),
    ("620524", "110101", "110101"),
    ("620524", "500237", "500236"),
    ("370686", "500237", "500237"),
]
# Where each is posted, and which of the sales are theirs to read.
ROLES = {
    "county": ("500237", {0, 1, 2, 7, 8}),
    "province": ("500000", {0, 1, 2, 3, 4, 7, 8}),
    "prefecture": ("620500", {5, 6, 7}),
    "partner city": ("370600", {0, 1, 3, 5, 8}),
    "national": (None, set(range(9))),
}


def sold(number: int, origin: str, destination: str, buyer_region: str, **fields) -> Entry:
    return rows.sold(
        rows.product(f"货{number}号", origin),
        100 * 2**number,
        destination=destination,
        buyer_region=buyer_region,
        # No price a kilogram is a multiple of 100 yuan.
        weight_g=97_000,
        online=number % 2 == 0,
        **fields,
    )


def told(path: str, content: bytes) -> tuple[str, set[int]]:
    """The text of a page or file, and its amounts in units of 100 yuan: a bit for each sale."""
    text, yuan = read(path, content)
    return text, {int(amount) // 100 for amount in yuan if amount % 100 == 0}


def read(path: str, content: bytes) -> Told:
    return READERS.get(suffix_of(path), from_page)(content)


def suffix_of(path: str) -> str:
    return path.rpartition(".")[2]


def from_page(content: bytes) -> Told:
    text = content.decode()
    return text, [number(one) for one in re.findall(r"[¥+−](-?[\d,]+\.\d\d)", text)]


def from_csv(content: bytes) -> Told:
    text = content.decode("utf-8-sig")
    return text, [number(one) for one in re.findall(r"-?\d+\.\d\d(?=,|\r|$)", text)]


def from_json(content: bytes) -> Told:
    text = content.decode()
    return text, [int(fen) / 100 for fen in re.findall(r'_fen": ?(-?\d+)', text)]


def from_xlsx(content: bytes) -> Told:
    columns = [column for sheet in load_workbook(io.BytesIO(content)) for column in sheet.columns]
    text = " ".join(str(cell.value) for column in columns for cell in column)
    money = [cells for head, *cells in columns if re.search("yuan|元", str(head.value))]
    amounts = [cell.value for cells in money for cell in cells]
    return text, [amount for amount in amounts if isinstance(amount, float | int)]


def from_zip(content: bytes) -> Told:
    """Less what is the same for everybody: keys, definitions, the script that checks it."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [name for name in packed.namelist() if suffix_of(name) in READERS]
        found = [read(name, packed.read(name)) for name in names]
    return " ".join(text for text, _ in found), [one for _, amounts in found for one in amounts]


def from_pdf(content: bytes) -> Told:
    """Of ours, which have one font: what stands on a page are numbers of its signs."""
    streams = list(streams_of(content))
    (signs,) = (stream for stream in streams if b"beginbfchar" in stream)
    sign_of = {
        bytes.fromhex(code.decode()): bytes.fromhex(sign.decode()).decode("utf-16-be")
        for code, sign in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4,8})>\n", signs)
    }
    lines = []
    for drawn in re.findall(rb"\nBT (.*?)\nET", b"".join(streams), re.S):
        codes = b"".join(map(unescaped, IN_BRACKETS.findall(drawn)))
        lines.append("".join(sign_of[codes[at : at + 2]] for at in range(0, len(codes), 2)))
    amounts = re.findall(r"(?m)^¥?(-?[\d,]+\.\d\d)$", "\n".join(lines))
    return "\n".join(lines), [number(one) for one in amounts]


READERS = {
    "csv": from_csv,
    "json": from_json,
    "pdf": from_pdf,
    "xlsx": from_xlsx,
    "zip": from_zip,
}
# Two bytes a sign, of which the second may be a bracket, too.
BYTE = rb"(?:\\[0-7]{3}|\\.|[^\\])"
IN_BRACKETS = re.compile(rb"\(((?:" + 2 * BYTE + rb")*?)\)", re.S)
ESCAPED = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def unescaped(string: bytes) -> bytes:
    def one(match) -> bytes:
        code = match[1]
        return bytes([int(code, 8)]) if code.isdigit() else ESCAPED.get(code, code)

    return re.sub(rb"\\([0-7]{3}|.)", one, string, flags=re.S)


def number(said: str) -> float:
    return float(said.replace(",", ""))
