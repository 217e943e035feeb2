"""Check a signed export of Shanhuo without Shanhuo: python3 check_export.py EXPORT.zip [KEY.pem]

It looks whether every file is the one that was signed, whether every row is, and whether the rows
add up to the figures. Needs Python 3.9 or later and nothing else; the signature is checked with
the library `cryptography` or with OpenSSL 3, whichever is there. Fetch KEY.pem from the site
yourself: the key inside the export is only the word of whoever made it.

Says what it finds, line by line; exits with 0 where all is well, else with 1.
"""

import csv
import hashlib
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path

AMOUNT, WEIGHT, CHANNEL, NUMBER, ORDER = (
    "销售金额（元）",
    "净重（克）",
    "渠道代码",
    "序号",
    "来源单号",
)


def main(export, key=None):
    with zipfile.ZipFile(export) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    signature = wrong_signature(files, Path(key).read_bytes() if key else files["public.pem"])
    wrong = [*signature, *wrong_files(files), *wrong_rows(files), *wrong_sums(files)]
    for line in wrong:
        print(f"WRONG  {line}")
    if not key:
        print("NOTE   the key is the export's own: compare it with the one the site publishes")
    if not wrong:
        total = json.loads(files["figures.json"])["total"]
        print(f"RIGHT  {total['rows']} rows, {yuan(total['amount_fen'])} yuan, signed")
    return 1 if wrong else 0


def wrong_signature(files, key):
    verify = by_cryptography if has_cryptography() else by_openssl
    if not verify(key, files["digests.txt"], files["digests.sig"]):
        yield "digests.txt was not signed with this key, or was changed since"


def has_cryptography():
    return importlib.util.find_spec("cryptography") is not None


def by_cryptography(key, message, signature):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        load_pem_public_key(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def by_openssl(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for name, content in (("key", key), ("message", message), ("signature", signature)):
            paths[name] = Path(folder, name)
            paths[name].write_bytes(content)
        asked = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", paths["key"], "-rawin"]
        asked += ["-in", paths["message"], "-sigfile", paths["signature"]]
        return subprocess.run(asked, capture_output=True).returncode == 0


def wrong_files(files):
    """digests.txt is as sha256sum writes it."""
    signed = dict(reversed(line.split("  ", 1)) for line in text(files["digests.txt"]).splitlines())
    for name in sorted(signed.keys() | files.keys() - {"digests.txt", "digests.sig"}):
        if name not in files:
            yield f"{name} is missing"
        elif hashlib.sha256(files[name]).hexdigest() != signed.get(name):
            yield f"{name} is not the file that was signed"


def wrong_rows(files):
    rows, digests = rows_of(files), text(files["rows.sha256"]).split()
    if len(rows) != len(digests):
        yield f"rows.csv has {len(rows)} rows, {len(digests)} were signed"
    for row, digest in zip(rows, digests):
        if hashlib.sha256("\x1f".join(row.values()).encode()).hexdigest() != digest:
            yield f"row {row[NUMBER]} ({row[ORDER]}) is not the row that was signed"


def wrong_sums(files):
    figures, rows = json.loads(files["figures.json"]), rows_of(files)
    amounts, weights = defaultdict(int), defaultdict(int)
    for row in rows:
        for key in ("total", row[CHANNEL]):
            amounts[key] += fen(row[AMOUNT])
            weights[key] += int(row[WEIGHT])
    said = {"total": figures["total"], **{line["key"]: line for line in figures["channels"]}}
    if len(rows) != figures["total"]["rows"]:
        yield f"there are {len(rows)} rows; the figures say {figures['total']['rows']}"
    for key in sorted(said.keys() | amounts.keys() | {"total"}):
        line = said.get(key, {"amount_fen": 0, "weight_g": 0})
        if amounts[key] != line["amount_fen"]:
            told = yuan(line["amount_fen"])
            yield f"{key}: the rows are {yuan(amounts[key])} yuan, the figures say {told}"
        if weights[key] != line["weight_g"]:
            yield f"{key}: the rows are {weights[key]} g, the figures say {line['weight_g']}"


def rows_of(files):
    return list(csv.DictReader(io.StringIO(text(files["rows.csv"]), newline="")))


def text(content):
    return content.decode("utf-8-sig")


def fen(said):
    """12.30 is 1230: no float, so no rounding."""
    sign = -1 if said.startswith("-") else 1
    whole, _, cents = said.lstrip("-").partition(".")
    return sign * (int(whole) * 100 + int(cents or 0))


def yuan(amount):
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) > 1 else __doc__)
