"""What goods are served in: bowls, baskets and trays; and how they are heaped there."""

import math

from PIL import Image, ImageChops, ImageDraw

from cms.pages.demo.drawing.brush import (
    clear,
    darker,
    draw_line,
    lighter,
    mix,
    px,
    shade,
    solid,
    turned,
    varied,
)

CELADON = (158, 188, 170)
CLAY = (150, 96, 66)
INDIGO = (72, 92, 128)
STRAW = (206, 166, 104)
CREAM = (236, 228, 208)


def bowl(rng, width, colour, pour, *, deep=0.5, heap=0.3, woven=False):
    """A bowl seen a little from above. `pour(layer, mound)` fills it: the mound is the mask of
    what shows above the rim."""
    w, up, body_h = px(width), px(width * heap), px(width * deep)
    rim = px(width * 0.13)
    layer = clear((w, up + rim + body_h))
    pen = ImageDraw.Draw(layer)
    pen.ellipse((0, up - rim, w - 1, up + rim), fill=(*darker(colour, 0.55), 255))
    mound = Image.new("L", layer.size)
    ImageDraw.Draw(mound).ellipse((w * 0.05, 0, w * 0.95, up * 2 + rim * 0.7), fill=255)
    pour(layer, mound)
    front = front_of(layer.size, w, up, rim, body_h)
    side = solid(front, colour, light=(0.3, 0.55), dark=140, shine=70)
    if woven:
        weave(side, rng, colour, top=up)
    layer.alpha_composite(side)
    pen = ImageDraw.Draw(layer)
    edge = (*lighter(colour, 0.5), 255)
    pen.arc((px(1), up - rim, w - px(1), up + rim), 0, 180, fill=edge, width=px(4))
    return layer


def front_of(size, w, up, rim, body_h):
    front = Image.new("L", (size[0] * 2, size[1] * 2))
    arc = [
        (w * (1 - math.cos(math.pi * t / 40)), 2 * up + 2 * rim * math.sin(math.pi * t / 40))
        for t in range(41)
    ]
    side = [
        (
            w * (2 - 0.64 * (t / 20) ** 2.2),
            2 * up + 2 * (body_h + rim * 0.7) * math.sin(t / 20 * 1.5),
        )
        for t in range(21)
    ]
    other = [(2 * w - x, y) for x, y in reversed(side)]
    ImageDraw.Draw(front).polygon(arc + side + other, fill=255)
    return front.resize(size, Image.Resampling.BOX)


def weave(side, rng, colour, *, top):
    layer = clear(side)
    pen = ImageDraw.Draw(layer)
    step = px(13)
    for row, y in enumerate(range(top - step, side.height, step)):
        for x in range(-step * 2, side.width + step, step * 2):
            start = x + (row % 2) * step
            tone = varied(rng, lighter(colour, 0.25), 10)
            draw_line(pen, [(start, y), (start + step * 1.2, y + px(2))], (*tone, 190), 6)
            draw_line(
                pen, [(start, y + px(5)), (start + step, y + px(6))], (*darker(colour, 0.4), 90), 2
            )
    edge = side.getchannel("A")
    side.alpha_composite(layer)
    side.paste(
        darker(colour, 0.6), mask=ImageChops.multiply(shade(side.size, (0.35, 0.5), 120), edge)
    )
    side.putalpha(edge)


def tray(rng, width, colour=STRAW, *, tall=0.42):
    """A flat round winnowing tray of bamboo."""
    w, h = px(width), px(width * tall)
    layer = clear((w, h + px(16)))
    pen = ImageDraw.Draw(layer)
    pen.ellipse((0, px(14), w - 1, h + px(14)), fill=(*darker(colour, 0.55), 255))
    pen.ellipse((0, 0, w - 1, h), fill=(*lighter(colour, 0.2), 255))
    inner = (px(13), px(8), w - px(13), h - px(6))
    pen.ellipse(inner, fill=(*darker(colour, 0.12), 255))
    lines = clear(layer)
    pen = ImageDraw.Draw(lines)
    for n in range(-30, 31):
        tone = (*darker(colour, rng.uniform(0.2, 0.4)), 70)
        x = w / 2 + n * px(16)
        pen.line((x, 0, x + px(70), h), fill=tone, width=px(2))
        pen.line((x + px(70), 0, x, h), fill=tone, width=px(2))
    mask = Image.new("L", layer.size)
    ImageDraw.Draw(mask).ellipse(inner, fill=255)
    layer.paste(Image.alpha_composite(layer, lines), mask=mask)
    return layer


def grains(rng, colours, *, size=(5, 5), count=2200):
    """Pours small things, round or long, each a little different."""

    def pour(layer, mound):
        heap = Image.new("RGB", layer.size, darker(colours[0], 0.3))
        pen = ImageDraw.Draw(heap)
        w, h = layer.size
        bottom = mound.getbbox()[3]
        kernels = [kernel(rng, rng.choice(colours), size) for _ in range(26)]
        for _ in range(count):
            one = rng.choice(kernels)
            heap.paste(one, (round(rng.uniform(-9, w)), round(rng.uniform(-9, bottom))), mask=one)
        heap.paste(darker(colours[0], 0.6), mask=shade((w, h), (0.36, 0.1), 165))
        del pen
        layer.paste(heap, mask=mound)

    return pour


def kernel(rng, colour, size):
    tone = varied(rng, colour, 14)
    w, h = px(size[0]), px(size[1])
    layer = clear((w * 2 + 2, h * 2 + 2))
    pen = ImageDraw.Draw(layer)
    pen.ellipse((0, 0, w * 2, h * 2), fill=(*darker(tone, 0.35), 255))
    pen.ellipse((0, 0, w * 2 - 2, h * 2 - 2), fill=(*tone, 255))
    pen.ellipse((w * 0.4, h * 0.3, w * 1.1, h), fill=(*lighter(tone, 0.55), 255))
    layer = layer.resize((w + 1, h + 1), Image.Resampling.BOX)
    return turned(layer, rng.uniform(0, 180)) if size[0] != size[1] else layer


def pieces(rng, sprites, *, rows=5, across=6, angle=40, rise=1.0):
    """Pours bigger things in rows, the hindmost first and the middle highest."""

    def pour(layer, mound):
        left, top, right, bottom = mound.getbbox()
        for row in range(rows):
            depth = row / (rows - 1)
            y = top + (bottom - top) * (0.16 + 0.5 * depth * rise)
            half = (right - left) / 2 * (0.5 + 0.42 * math.sin(math.pi * (0.2 + 0.36 * depth)))
            for n in range(across):
                x = (left + right) / 2 + half * (2 * (n + 0.5) / across - 1)
                lift = abs(2 * (n + 0.5) / across - 1) ** 2 * (bottom - top) * 0.2
                sprite = turned(rng.choice(sprites), rng.uniform(-angle, angle))
                at = (
                    round(x - sprite.width / 2 + rng.uniform(-8, 8)),
                    max(0, round(y + lift - sprite.height / 2 + rng.uniform(-6, 6))),
                )
                layer.paste(sprite, at, mask=sprite)

    return pour


def liquid(colour):
    def pour(layer, mound):
        w, h = layer.size
        left, top, right, bottom = mound.getbbox()
        pen = ImageDraw.Draw(layer)
        y, ry = bottom - (bottom - top) * 0.36, (right - left) * 0.115
        pen.ellipse((left, y - ry, right, y + ry), fill=(*colour, 255))
        pen.arc(
            (left + 6, y - ry, right - 6, y + ry),
            185,
            300,
            fill=(*lighter(colour, 0.5), 200),
            width=px(3),
        )

    return pour


def cup(rng, width=150, colour=CREAM, tea=(176, 160, 60)):
    return bowl(rng, width, colour, liquid(tea), deep=0.52, heap=0.2)


def jar(
    rng,
    width=190,
    height=240,
    *,
    content,
    lid=(186, 142, 74),
    label=(246, 238, 216),
    pieces_in=None,
):
    """A glass jar with a cloth or metal lid and a blank label."""
    w, h = px(width), px(height)
    glass = Image.new("L", (w * 2, h * 2))
    ImageDraw.Draw(glass).rounded_rectangle(
        (0, h * 0.3, w * 2 - 1, h * 2 - 1), radius=w * 0.34, fill=255
    )
    body = solid(
        glass.resize((w, h), Image.Resampling.BOX), content, light=(0.3, 0.45), dark=150, shine=120
    )
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    if pieces_in:
        for _ in range(70):
            one = turned(rng.choice(pieces_in), rng.uniform(0, 360))
            layer.paste(
                one,
                (round(rng.uniform(-6, w - 10)), round(rng.uniform(h * 0.24, h * 0.95))),
                mask=one,
            )
    pen.rounded_rectangle(
        (w * 0.07, h * 0.22, w * 0.15, h * 0.86), radius=w * 0.04, fill=(255, 255, 255, 120)
    )
    pen.rounded_rectangle((w * 0.2, h * 0.46, w * 0.8, h * 0.82), radius=px(6), fill=(*label, 255))
    pen.rounded_rectangle(
        (w * 0.24, h * 0.49, w * 0.76, h * 0.79),
        radius=px(4),
        outline=(*darker(content, 0.25), 255),
        width=px(2),
    )
    pen.ellipse((w * 0.4, h * 0.55, w * 0.6, h * 0.55 + w * 0.2), fill=(*content, 255))
    edge = body.getchannel("A")
    body.alpha_composite(layer)
    body.putalpha(edge)
    pen = ImageDraw.Draw(body)
    pen.rounded_rectangle((w * 0.08, 0, w * 0.92, h * 0.17), radius=px(9), fill=(*lid, 255))
    pen.rounded_rectangle(
        (w * 0.08, h * 0.12, w * 0.92, h * 0.2), radius=px(6), fill=(*darker(lid, 0.3), 255)
    )
    pen.rectangle((w * 0.2, h * 0.02, w * 0.26, h * 0.17), fill=(*lighter(lid, 0.5), 200))
    return body


def bottle(rng, width=120, height=330, *, content, cap=(66, 50, 40), label=(246, 238, 216)):
    w, h = px(width), px(height)
    glass = Image.new("L", (w * 2, h * 2))
    pen = ImageDraw.Draw(glass)
    pen.rounded_rectangle((0, h * 0.66, w * 2 - 1, h * 2 - 1), radius=w * 0.28, fill=255)
    pen.polygon(
        [(w * 0.66, h * 0.4), (w * 1.34, h * 0.4), (w * 1.97, h * 0.86), (w * 0.03, h * 0.86)],
        fill=255,
    )
    pen.rectangle((w * 0.68, h * 0.12, w * 1.32, h * 0.5), fill=255)
    body = solid(
        glass.resize((w, h), Image.Resampling.BOX), content, light=(0.3, 0.5), dark=150, shine=150
    )
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    pen.rounded_rectangle(
        (w * 0.1, h * 0.42, w * 0.2, h * 0.94), radius=w * 0.05, fill=(255, 255, 255, 130)
    )
    pen.rectangle((0, h * 0.56, w, h * 0.86), fill=(*label, 255))
    pen.rectangle((0, h * 0.58, w, h * 0.59), fill=(*darker(content, 0.3), 255))
    pen.rectangle((0, h * 0.83, w, h * 0.84), fill=(*darker(content, 0.3), 255))
    pen.ellipse(
        (w * 0.33, h * 0.64, w * 0.67, h * 0.64 + w * 0.34), fill=(*mix(content, label, 0.2), 255)
    )
    edge = body.getchannel("A")
    body.alpha_composite(layer)
    body.putalpha(edge)
    pen = ImageDraw.Draw(body)
    pen.rounded_rectangle((w * 0.3, 0, w * 0.7, h * 0.12), radius=px(5), fill=(*cap, 255))
    pen.rectangle((w * 0.36, h * 0.01, w * 0.42, h * 0.11), fill=(*lighter(cap, 0.4), 255))
    return body
