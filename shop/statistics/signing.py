"""Exports that an auditor can check without the site: the rows, what was asked, what the figures
mean, a digest of each file and row, and one signature over the digests."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from shop.ledger.models import Entry
from shop.sheets import safe
from shop.statistics import counted_rows
from shop.statistics.counted_rows import CountedRows
from shop.statistics.ledger_rows import COLUMNS, Row

SCRIPT = Path(__file__).with_name("check_export.py")
DEFINITIONS = settings.BASE_DIR / "docs" / "figures.md"
# A table program knows UTF-8 by this mark.
MARK = "\ufeff"
# The earliest a ZIP can say: the same rows are the same bytes whenever they are packed.
LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass
class RowsFiles:
    """rows.csv, with the digest of each of its rows and how it counts beside it, while they are
    written; the archive of them is made in the same folder."""

    folder: Path

    def write(self, told: Iterable[tuple[Entry, Row]]) -> None:
        with (
            self.csv.open("w", encoding="utf-8", newline="") as file,
            self.counted.open("w", encoding="utf-8", newline="") as beside,
            self.digests.open("w") as digests,
        ):
            file.write(MARK)
            beside.write(MARK)
            rows, counted = csv.writer(file), csv.writer(beside)
            rows.writerow(COLUMNS)
            counted.writerow(counted_rows.COLUMNS)
            counting = CountedRows()
            for number, (entry, row) in enumerate(told, 1):
                cells = ["" if value is None else str(safe(value)) for value in row]
                rows.writerow(cells)
                digests.write(sha256("\x1f".join(cells).encode()).hexdigest() + "\n")
                counted.writerow([safe(value) for value in counting.cells(number, entry)])

    @property
    def csv(self) -> Path:
        return self.folder / "rows.csv"

    @property
    def digests(self) -> Path:
        return self.folder / "rows.sha256"

    @property
    def counted(self) -> Path:
        return self.folder / "counted.csv"

    @property
    def digest(self) -> str:
        with self.csv.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()


def signed_zip(rows: RowsFiles, *, question: dict, figures: dict, definitions: bytes) -> Path:
    """A file beside the rows. `figures` names total and channels, and those tables of a bulletin it
    has, to which the rows are to add up; `definitions` is the text they were worked out by."""
    beside = {
        "question.json": as_json(question),
        "figures.json": as_json(figures),
        "definitions.md": definitions,
        "check_export.py": SCRIPT.read_bytes(),
        "public.pem": public_pem(),
    }
    packed = rows.folder / "signed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        files = (rows.csv, rows.digests, rows.counted)
        digests = {path.name: add_file(archive, path) for path in files}
        for name, content in beside.items():
            digests[name] = add(archive, name, io.BytesIO(content))
        listed = "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()
        add(archive, "digests.txt", io.BytesIO(listed))
        add(archive, "digests.sig", io.BytesIO(private_key().sign(listed)))
    return packed


def add_file(archive: zipfile.ZipFile, path: Path) -> str:
    with path.open("rb") as file:
        return add(archive, path.name, file)


def add(archive: zipfile.ZipFile, name: str, content: BinaryIO) -> str:
    """Returns the digest of what was added."""
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    digest = sha256()
    with archive.open(info, "w") as target:
        while part := content.read(1 << 20):
            digest.update(part)
            target.write(part)
    return digest.hexdigest()


def as_json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def definitions_now() -> bytes:
    """The text of docs/figures.md."""
    return DEFINITIONS.read_bytes()


def edition_of(definitions: bytes) -> str:
    """By its digest."""
    return sha256(definitions).hexdigest()[:12]


def private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.SIGNING_KEY))


def public_pem() -> bytes:
    return private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
