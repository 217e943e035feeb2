"""What an auditor does with an export, on a machine that knows nothing of the site."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from shop.models import Export
from shop.statistics.check_export import __file__ as SCRIPT
from tests import world
from tests.shop.bulletins import bulletins
from tests.shop.statistics import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def plums():
    world.country()
    made = rows.product(slug="wushan-cuili")
    to_yantai = rows.sold(made, 130)
    rows.sold(made, 400, source="report:=cmd|A1", supplier_name="=1+1")
    rows.a_refund_of(to_yantai, 30, at=rows.at_end_of(bulletins.LAST))
    return made


@pytest.fixture
def export(plums) -> bytes:
    closing = bulletins.drawn_up(by=world.official())
    return bytes(closing.bulletin.files.get(suffix="zip").content)


def check(tmp_path, content: bytes, *more: str, python: tuple[str, ...] = ()):
    file = tmp_path / "export.zip"
    file.write_bytes(content)
    asked = [sys.executable, "-I", *python, SCRIPT, str(file), *more]
    return subprocess.run(asked, capture_output=True, text=True)


def tampered(content: bytes, name: str, change, *, leave_out: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as there, zipfile.ZipFile(file, "w") as made:
        for one in there.namelist():
            if one != leave_out:
                made.writestr(one, change(there.read(one)) if one == name else there.read(one))
    return file.getvalue()


# Without its libraries Python has no cryptography, so that OpenSSL is asked.
@pytest.mark.parametrize("python", [(), ("-S",)])
def test_an_auditor_adds_an_export_up_without_the_site(export, tmp_path, client, python):
    key = tmp_path / "key.pem"
    key.write_bytes(client.get("/bulletins/signing-key.pem").content)
    found = check(tmp_path, export, str(key), python=python)
    assert (found.returncode, found.stdout) == (0, "RIGHT  3 rows, 500.00 yuan, signed\n")


def test_the_script_in_the_export_is_the_one_that_checks(export):
    with zipfile.ZipFile(io.BytesIO(export)) as archive, open(SCRIPT, "rb") as it:
        assert archive.read("check_export.py") == it.read()


def test_a_row_that_was_changed_is_named(export, tmp_path):
    changed = tampered(export, "rows.csv", lambda rows: rows.replace(b"400.00", b"900.00"))
    found = check(tmp_path, changed)
    assert found.returncode == 1
    assert "rows.csv is not the file that was signed" in found.stdout
    assert "row 2 (report:=cmd|A1) is not the row that was signed" in found.stdout
    assert "RETAIL: the rows are 1000.00 yuan, the figures say 500.00" in found.stdout


def test_a_row_left_out_is_missed(export, tmp_path):
    def without_last(rows: bytes) -> bytes:
        return b"\r\n".join(rows.split(b"\r\n")[:-2]) + b"\r\n"

    found = check(tmp_path, tampered(export, "rows.csv", without_last))
    assert found.returncode == 1
    assert "rows.csv has 2 rows, 3 were signed" in found.stdout


def test_each_table_of_a_bulletin_is_added_up(export, tmp_path):
    wrongly = {
        "channels": "orders",
        "counties": "sold_fen",
        "pairings": "refunded_fen",
        "products": "orders",
        "provinces": "weight_g",
        "suppliers": "rows",
    }

    def one_more(content: bytes) -> bytes:
        figures = json.loads(content)
        figures["total"]["refunded_fen"] += 1
        for table, measure in wrongly.items():
            figures[table][0][measure] += 1
        return json.dumps(figures).encode()

    found = check(tmp_path, tampered(export, "figures.json", one_more)).stdout
    sums = [line.removeprefix("WRONG  ") for line in found.splitlines() if "the rows are" in line]
    assert sums[0] == "total: the rows are 30.00 yuan refunded, the figures say 30.01 yuan refunded"
    assert [line.split()[0].rstrip(":") for line in sums[1:]] == ORDER


def test_a_table_without_lines_is_missed(export, tmp_path):
    def emptied(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"channels": []}).encode()

    found = check(tmp_path, tampered(export, "figures.json", emptied))
    assert "RETAIL: the rows are 3 rows, the figures say 0 rows" in found.stdout


# As the script adds them up.
ORDER = ["channels", "pairings", "suppliers", "counties", "products", "provinces"]


def test_rows_under_codes_that_ended_are_added_up_where_they_count(tmp_path):
    world.country()
    for code, destination in (("500105", "370602"), ("500112", "500112"), ("500157", "370000")):
        rows.sold(rows.product("沙茶", code), 100, origin=code, destination=destination)
    closing = bulletins.drawn_up(by=world.official(), region="500157")
    content = bytes(closing.bulletin.files.get(suffix="zip").content)
    found = check(tmp_path, content)
    assert "RIGHT  3 rows, 300.00 yuan, signed" in found.stdout, found.stdout
    assert closing.bulletin.figures["counties"][0]["amount_fen"] == 30_000

    def without(name: str) -> bytes:
        lines = zipfile.ZipFile(io.BytesIO(content)).read("digests.txt").splitlines(keepends=True)
        listed = b"".join(line for line in lines if not line.endswith(name.encode() + b"\n"))
        return tampered(content, "digests.txt", lambda _: listed, leave_out=name)

    older = check(tmp_path, without("counted.csv")).stdout
    assert "NOTE   there is no counted.csv" in older and "the rows are" not in older


@pytest.mark.parametrize("python", [(), ("-S",)])
def test_digests_made_anew_do_not_fit_the_signature(export, tmp_path, python):
    changed = tampered(export, "digests.txt", lambda text: text.replace(b"a", b"b"))
    assert "was not signed with this key" in check(tmp_path, changed, python=python).stdout


def test_the_rows_of_any_figure_are_exported_signed(client, plums, tmp_path):
    client.force_login(world.official("370600", "yantai"))
    rows.sold(plums, 900, destination="110101")
    asked = {"since": "2022-07-01", "until": "2022-07-31"}
    answer = client.get("/statistics/rows.zip", asked)
    found = check(tmp_path, answer.getvalue())
    assert found.returncode == 0
    assert "RIGHT  3 rows, 500.00 yuan, signed" in found.stdout
    assert answer["Content-Disposition"] == 'attachment; filename="rows.zip"'
    assert Export.objects.get().file == "rows.zip"


def test_a_signed_export_says_the_moment_and_the_orders_of_its_question(client, plums, tmp_path):
    client.force_login(world.official())
    # In the same parcel as the plums.
    rows.sold(rows.product("沙茶", category="TEA"), 50, parcel_count=0)
    moment = timezone.localtime().replace(tzinfo=None)
    later = timezone.now() + timedelta(hours=1)
    rows.sold(plums, 7, recorded_at=later)
    asked = {"since": "2022-07-01", "until": "2022-07-31", "as_of": moment.isoformat()}
    for more, orders in (({}, 2), ({"by": "product"}, 3), ({"category": "TEA"}, 1)):
        content = client.get("/statistics/rows.zip", asked | more).getvalue()
        assert check(tmp_path, content).returncode == 0
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            figures, question = (
                json.loads(archive.read(f"{name}.json")) for name in ("figures", "question")
            )
        assert figures["total"]["orders"] == orders
        assert datetime.fromisoformat(question["as_of"]) == timezone.make_aware(moment)
    # Recorded after the moment at which it is taken, which is that of a question without one.
    del asked["as_of"]
    content = client.get("/statistics/rows.zip", asked).getvalue()
    assert "RIGHT  4 rows, 550.00 yuan" in check(tmp_path, content).stdout


def test_more_rows_than_an_export_holds_are_not_cut_off_unsaid(client, plums, monkeypatch):
    monkeypatch.setattr("shop.statistics.signed_rows.MOST_SIGNED", 2)
    client.force_login(world.official())
    asked = {"since": "2022-07-01", "until": "2022-07-31"}
    answer = client.get("/statistics/rows.zip", asked)
    assert answer["Location"].startswith("/statistics/rows/?since=2022-07-01")
    assert not Export.objects.exists()


def test_an_export_never_carries_a_formula(export):
    with zipfile.ZipFile(io.BytesIO(export)) as archive:
        lines = archive.read("rows.csv").decode("utf-8-sig").splitlines()
    assert any("'=1+1" in line for line in lines)
    assert not [line for line in lines if ",=" in line]
