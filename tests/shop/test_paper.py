"""Paper looks the same on every machine, and says when it cannot print a character."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest
from django.conf import settings

from producers.regions.loading import DATA
from shop.paper import missing, pdf, qr_svg

DOCUMENT = '#let told = json("data.json")\n= #told.name\n#image("qr.svg", width: 3cm)'
PRINTED = f"""
from hashlib import sha256
from shop.paper import pdf, qr_svg
files = {{"qr.svg": qr_svg("https://shanhuo.example/").encode()}}
print(sha256(pdf({DOCUMENT!r}, data={{"name": "巫山脆李"}}, files=files)).hexdigest())
"""


def test_a_document_is_the_same_bytes_in_every_process():
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINTED], check=True, capture_output=True, cwd=settings.BASE_DIR
        ).stdout
        for _ in range(2)
    }
    assert len(printed) == 1


def test_a_document_is_a_pdf_and_changes_with_what_it_says():
    source = '#json("data.json").name'
    plums, millet = (pdf(source, data={"name": name}) for name in ("脆李", "小米"))
    assert plums.startswith(b"%PDF-")
    assert plums != millet


def test_a_character_the_font_lacks_is_found():
    assert missing("𠮷林县𠮷家坡，巫山 2022") == ["𠮷"]


def test_a_character_the_font_lacks_is_printed_as_its_code_point():
    source = '#json("data.json").name'
    assert pdf(source, data={"name": "𠮷家坡"}) == pdf(source, data={"name": "〔U+20BB7〕家坡"})


@pytest.mark.parametrize("table", ["regions", "spans", "listed_counties"])
def test_every_name_of_a_place_can_be_printed(table):
    assert missing((DATA / f"{table}.csv").read_text()) == []


def test_a_qr_code_is_a_picture_that_stands_alone():
    drawn = ElementTree.fromstring(qr_svg("https://shanhuo.example/?a=1&b=<2>"))
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn.find("{*}title").text == "https://shanhuo.example/?a=1&b=<2>"
