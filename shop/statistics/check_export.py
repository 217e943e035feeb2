"""Check a signed export of Shanhuo without Shanhuo: python3 check_export.py EXPORT.zip [KEY.pem]

It looks whether every file is the one that was signed, whether every row is, and whether the rows
add up to each table of the figures: in all, by channel, and where it has them by county, pairing,
product, province and supplier. Needs Python 3.9 or later and nothing else; the signature is
checked with the library `cryptography` or with OpenSSL 3, whichever is there. Fetch KEY.pem from
the site yourself: the key inside the export is only the word of whoever made it.

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
SUPPLIER, PAIRING, ONLINE, NOTE = "供应商名称", "结对关系", "销售方式", "备注"
# What counted.csv says of a row: by the codes of today, which figures go by.
COUNTY, FROM_PROVINCE, TO_PROVINCE, PRODUCT = (
    "计入产地县",
    "计入产地省",
    "计入收货省",
    "计入产品",
)
PARCELS, PRODUCTS = "包裹数", "包裹内产品数"
# What the lines of each table go by; provinces go by those of the other side.
COLUMNS = {
    "total": (),
    "channels": (CHANNEL,),
    "pairings": (PAIRING,),
    "suppliers": (SUPPLIER,),
    "counties": (COUNTY, CHANNEL),
    "products": (PRODUCT,),
}
# What rows add up to, and how it is said.
MEASURES = {
    "rows": "rows",
    "amount_fen": "yuan",
    "sold_fen": "yuan sold",
    "refunded_fen": "yuan refunded",
    "online_fen": "yuan online",
    "weight_g": "g",
    "orders": "orders",
}
# Before these a cell has a mark of its own.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
# Tables that go by what only counted.csv says.
COUNTED = ("counties", "products", "provinces")


def main(export, key=None):
    with zipfile.ZipFile(export) as archive:
        signature = wrong_signature(archive, Path(key).read_bytes() if key else None)
        wrong = [*signature, *wrong_files(archive), *wrong_rows(archive), *wrong_sums(archive)]
        total = json.loads(archive.read("figures.json"))["total"]
        counts = is_counted(archive)
    for line in wrong:
        print(f"WRONG  {line}")
    if not key:
        print("NOTE   the key is the export's own: compare it with the one the site publishes")
    if not counts:
        print("NOTE   there is no counted.csv: orders and three tables are not added up")
    if not wrong:
        print(f"RIGHT  {total['rows']} rows, {yuan(total['amount_fen'])} yuan, signed")
    return 1 if wrong else 0


def wrong_signature(archive, key):
    verify = by_cryptography if has_cryptography() else by_openssl
    signed = [archive.read(name) for name in ("digests.txt", "digests.sig")]
    if not verify(key or archive.read("public.pem"), *signed):
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


def wrong_files(archive):
    """digests.txt is as sha256sum writes it."""
    lines = text(archive.read("digests.txt")).splitlines()
    signed = dict(reversed(line.split("  ", 1)) for line in lines)
    there = set(archive.namelist())
    for name in sorted(signed.keys() | there - {"digests.txt", "digests.sig"}):
        if name not in there:
            yield f"{name} is missing"
        elif digest_of(archive, name) != signed.get(name):
            yield f"{name} is not the file that was signed"


def digest_of(archive, name):
    digest = hashlib.sha256()
    with archive.open(name) as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def wrong_rows(archive):
    digests = text(archive.read("rows.sha256")).split()
    rows = 0
    for row in rows_of(archive, "rows.csv"):
        digest = hashlib.sha256("\x1f".join(row.values()).encode()).hexdigest()
        if rows < len(digests) and digest != digests[rows]:
            yield f"row {row[NUMBER]} ({row[ORDER]}) is not the row that was signed"
        rows += 1
    if rows != len(digests):
        yield f"rows.csv has {rows} rows, {len(digests)} were signed"


def is_counted(archive):
    return "counted.csv" in archive.namelist()


def wrong_sums(archive):
    """Each table is added up anew; what no line tells of is to be nothing."""
    figures, question = (
        json.loads(archive.read(name)) for name in ("figures.json", "question.json")
    )
    tables = tables_of(figures, is_counted(archive))
    found = {table: defaultdict(lambda: defaultdict(int)) for table in tables}
    to_the_other_side = FROM_PROVINCE if question.get("side") == "destination" else TO_PROVINCE
    columns = {**COLUMNS, "provinces": (to_the_other_side,)}
    orders = PRODUCTS if question.get("counts_products") else PARCELS
    for row in rows_counted(archive):
        measures = measures_of(row)
        for table in tables:
            sums = found[table][tuple(plain(row[column]) for column in columns[table])]
            for measure, number in measures.items():
                sums[measure] += number
            if PARCELS in row:
                sums["orders"] += int(row[PRODUCTS if table == "products" else orders])
    for table, lines in tables.items():
        told = measures_told(lines, is_counted(archive))
        for key in sorted(lines.keys() | found[table].keys()):
            for measure in MEASURES:
                said = lines.get(key, {}).get(measure, 0)
                if measure in told and found[table][key][measure] != said:
                    sums = as_said(measure, found[table][key][measure])
                    where = " ".join(filter(None, [table, *key]))
                    yield f"{where}: the rows are {sums}, the figures say {as_said(measure, said)}"


def tables_of(figures, counts):
    """The lines of each table by their keys."""
    tables = {"total": {(): figures["total"]}}
    for table in ("channels", "pairings", "suppliers", *(COUNTED if counts else ())):
        if table in figures:
            tables[table] = {key_of_line(table, line): line for line in figures[table]}
    return tables


def measures_told(lines, counts):
    """What its lines add up; a table without lines says that there are no rows."""
    told = {measure for line in lines.values() for measure in line} & MEASURES.keys()
    if not lines:
        return {"rows"}
    return told if counts else told - {"orders"}


def key_of_line(table, line):
    if table == "counties":
        return (line["key"], line["channel"]["key"])
    return (line["supplier_name"] if table == "suppliers" else line["key"],)


def measures_of(row):
    """A correction of a sale is below zero, one of a refund above."""
    amount = fen(row[AMOUNT])
    is_sold = not row[NOTE] or (row[NOTE] == "更正" and amount < 0)
    return {
        "rows": 1,
        "amount_fen": amount,
        "sold_fen": amount if is_sold else 0,
        "refunded_fen": 0 if is_sold else -amount,
        "online_fen": amount if row[ONLINE] == "线上" else 0,
        "weight_g": int(row[WEIGHT]),
    }


def rows_counted(archive):
    """Each row, with what counted.csv says of it; of a missing one nothing."""
    if not is_counted(archive):
        yield from rows_of(archive, "rows.csv")
        return
    for row, counted in zip(rows_of(archive, "rows.csv"), rows_of(archive, "counted.csv")):
        yield {**row, **counted}


def rows_of(archive, name):
    with archive.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8-sig", newline=""))


def plain(said):
    """Without the mark that keeps table programs from reading a formula."""
    return said[1:] if said[:1] == "'" and said[1:].startswith(FORMULA_SIGNS) else said


def text(content):
    return content.decode("utf-8-sig")


def as_said(measure, number):
    told = yuan(number) if measure.endswith("_fen") else number
    return f"{told} {MEASURES[measure]}"


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
