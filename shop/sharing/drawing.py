"""A poster as a picture: what it is about, where it comes from, and the code that leads there. It
says no price: a picture goes on being forwarded when the price is another."""

import io
from dataclasses import dataclass
from functools import cache, lru_cache

import pylopdf_fonts_zh_cn
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageDraw, ImageFont, ImageOps

from shop.paper import qr_png

WIDTH, MARGIN = 750, 48
PICTURE = (WIDTH, 620)
CODE = 216
# The tokens of the site: paper, ink, muted, green.
PAPER, INK, MUTED, GREEN = "#faf6ec", "#232a24", "#5b6358", "#1d5a43"
TITLE, LINE, SMALL = 60, 32, 26


@dataclass(frozen=True, kw_only=True)
class Poster:
    """`link` is what the code says, `picture` stands above all."""

    title: str
    lines: tuple[str, ...]
    link: str
    picture: FieldFile | None = None


@lru_cache(maxsize=100)
def drawn(poster: Poster) -> bytes:
    """A PNG, made for a phone's screen. The latest are kept, some 100 KB each: to draw one takes a
    fifth of a second, and one that is forwarded is asked for by many."""
    title = wrapped(poster.title, TITLE, WIDTH - 2 * MARGIN)
    lines = [part for line in poster.lines for part in wrapped(line, LINE, WIDTH - 2 * MARGIN)]
    top = PICTURE[1] if poster.picture else 24
    text = len(title) * (TITLE + 16) + len(lines) * (LINE + 18)
    height = top + MARGIN + text + MARGIN + CODE + MARGIN
    sheet = Image.new("RGB", (WIDTH, height), PAPER)
    if poster.picture:
        sheet.paste(cut(poster.picture), (0, 0))
    else:
        sheet.paste(GREEN, (0, 0, WIDTH, top))
    draw, y = ImageDraw.Draw(sheet), top + MARGIN
    for part in title:
        # The font has one weight: a thin outline makes it a heading.
        draw.text((MARGIN, y), part, INK, font(TITLE), stroke_width=1, stroke_fill=INK)
        y += TITLE + 16
    for part in lines:
        draw.text((MARGIN, y + 8), part, MUTED, font(LINE))
        y += LINE + 18
    foot(sheet, draw, poster.link, height - MARGIN - CODE)
    file = io.BytesIO()
    sheet.quantize(192).save(file, "PNG", optimize=True)
    return file.getvalue()


def cut(picture: FieldFile) -> Image.Image:
    with picture.open() as file, Image.open(file) as image:
        # A JPEG is read no larger than it is needed.
        image.draft("RGB", (2 * PICTURE[0], 2 * PICTURE[1]))
        return ImageOps.fit(image.convert("RGB"), PICTURE)


def foot(sheet: Image.Image, draw: ImageDraw.ImageDraw, link: str, y: int) -> None:
    code = Image.open(io.BytesIO(qr_png(link))).convert("RGB")
    sheet.paste(code.resize((CODE, CODE), Image.Resampling.NEAREST), (WIDTH - MARGIN - CODE, y))
    draw.text((MARGIN, y + 48), "山货集", GREEN, font(44), stroke_width=1, stroke_fill=GREEN)
    draw.text((MARGIN, y + 124), "长按或扫码，看产地、批次和合格证", MUTED, font(SMALL))


def wrapped(text: str, size: int, width: int) -> list[str]:
    """Chinese may be broken between any two characters."""
    parts = [""]
    for character in text:
        if font(size).getlength(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        pylopdf_fonts_zh_cn.sans_path(), size, layout_engine=ImageFont.Layout.BASIC
    )
