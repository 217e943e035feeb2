"""What is printed: documents as PDF, and the QR code that leads from paper back to the site."""

import io
import json
from functools import cache

import pylopdf_fonts_zh_cn
import segno
import typst
from django.utils.safestring import SafeString, mark_safe
from PIL import ImageFont

# Without a date and with one font, the same document is the same bytes on every machine.
PREAMBLE = """
#set document(date: none)
#set text(font: "Noto Sans SC", lang: "zh", region: "cn")
"""
# A noncharacter: whatever a font draws for it, it draws for all it lacks.
NO_CHARACTER = "\U0010ffff"


def qr_svg(text: str) -> SafeString:
    """An SVG without a size of its own: where it stands says how large it is."""
    code = segno.make_qr(text, error="m")
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, omitsize=True, border=2, title=text, svgclass="qr")
    # segno escapes the title; all else is numbers.
    return mark_safe(drawn.getvalue().decode())


def qr_png(text: str) -> bytes:
    """For a workbook, whose pictures are made of points."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="m").save(drawn, kind="png", scale=4, border=2)
    return drawn.getvalue()


def pdf(source: str, *, data: dict, files: dict[str, bytes] | None = None) -> bytes:
    """A typst document. It reads `data` as data.json, and other files by their names. Characters
    the font lacks are printed as their code points: a name is never silently cut."""
    told = json.dumps(data, ensure_ascii=False, default=str)
    for character in missing(told):
        told = told.replace(character, f"〔U+{ord(character):04X}〕")
    document = {
        "main.typ": (PREAMBLE + source).encode(),
        "data.json": told.encode(),
        **(files or {}),
    }
    return typst.compile(document, font_paths=fonts())


def missing(text: str) -> list[str]:
    """The characters the font has no sign for, each once: rare ones of personal and village
    names."""
    font = measuring_font()
    nothing = bytes(font.getmask(NO_CHARACTER))
    return sorted(c for c in set(text) if c.isprintable() and bytes(font.getmask(c)) == nothing)


@cache
def fonts() -> typst.Fonts:
    folder = pylopdf_fonts_zh_cn.sans_path().parent
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


@cache
def measuring_font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        pylopdf_fonts_zh_cn.sans_path(), 20, layout_engine=ImageFont.Layout.BASIC
    )
