"""Fruit, whole and cut."""

import math

from PIL import Image, ImageDraw

from cms.pages.demo.drawing.brush import (
    clear,
    curve,
    darker,
    draw_line,
    gleam,
    glow,
    inside,
    leaf,
    lighter,
    outline,
    oval,
    px,
    solid,
    speckle,
    varied,
)

HEAP = [(390, 430), (560, 425), (300, 500), (475, 495), (650, 500), (385, 570), (570, 575)]
PAIR = [(340, 470), (600, 460), (470, 530)]


def stem(sprite, *, at=(0.5, 0.08), length=0.16, colour=(98, 74, 44), width=5.0, hollow=True):
    """A stalk, with the hollow it stands in; the sprite grows upwards to hold it."""
    grow = round(sprite.height * length)
    taller = clear((sprite.width, sprite.height + grow))
    taller.paste(sprite, (0, grow))
    x, y = at[0] * sprite.width, at[1] * sprite.height + grow
    if hollow:
        dent = clear(taller)
        w, h = sprite.width * 0.15, sprite.height * 0.055
        ImageDraw.Draw(dent).ellipse((x - w, y - h, x + w, y + h), fill=(40, 26, 16, 90))
        taller.alpha_composite(dent)
    end = (x + sprite.width * 0.07, y - grow - sprite.height * 0.06)
    draw_line(
        ImageDraw.Draw(taller),
        list(curve((x, y), (x, (y + end[1]) / 2), end)),
        (*colour, 255),
        width,
    )
    return taller


def plum(rng, size=150, colour=(150, 176, 78), blush=(206, 200, 108)):
    body = solid(
        outline(oval([(0, 0.95), (0.5, 1), (1, 0.9)]), size, size * 1.02),
        varied(rng, colour),
        blush=(blush, (rng.uniform(0.55, 0.8), 0.62), 0.5),
        dark=165,
    )
    layer = clear(body)
    w, h = body.size
    side = rng.choice((0.3, 0.7))
    seam = list(curve((w * 0.5, h * 0.04), (w * side, h * 0.5), (w * 0.5, h * 0.97)))
    draw_line(ImageDraw.Draw(layer), seam, (*darker(colour, 0.45), 90), 2.2)
    inside(body, layer)
    bloom = Image.new("RGBA", body.size, (240, 246, 240, 255))
    bloom.putalpha(glow(body.size, (0.4, 0.34), 0.6, 88))
    inside(body, bloom)
    speckle(body, rng, lighter(colour, 0.6), count=34, size=(0.6, 1.3), alpha=110)
    gleam(body, width=0.2, height=0.12, alpha=130)
    return stem(body, length=0.1, width=3.4)


def citrus(rng, size=170, colour=(240, 146, 40), *, tall=0.97, navel=True):
    body = solid(outline(oval([(0, 0.97), (1, 1)]), size, size * tall), varied(rng, colour, 8))
    speckle(body, rng, darker(colour, 0.3), count=150, size=(0.7, 1.3), alpha=60)
    speckle(body, rng, lighter(colour, 0.5), count=70, size=(0.6, 1.1), alpha=90)
    gleam(body, width=0.24, height=0.16, alpha=110)
    if navel:
        layer = clear(body)
        w, h = body.size
        x, y = w * rng.uniform(0.55, 0.68), h * rng.uniform(0.56, 0.7)
        pen = ImageDraw.Draw(layer)
        for r, tone in (
            (0.075, darker(colour, 0.35)),
            (0.05, lighter(colour, 0.3)),
            (0.022, darker(colour, 0.55)),
        ):
            pen.ellipse((x - r * w, y - r * h, x + r * w, y + r * h), fill=(*tone, 200))
        inside(body, layer)
    return body


def cut(rng, size, rind, flesh, *, segments=10, pith=(252, 240, 214), seeds=None, core=0.1):
    """A half, seen on its cut face."""
    body = solid(outline(oval(), size, size), rind, dark=80, shine=40)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    c = body.width / 2
    pen.ellipse((c * 0.07, c * 0.07, c * 1.93, c * 1.93), fill=(*pith, 255))
    turn = rng.uniform(0, 1)
    for n in range(segments):
        start = (n + turn) * 2 * math.pi / segments
        points = [(c, c)]
        for step in range(9):
            a = start + 0.05 + (2 * math.pi / segments - 0.1) * step / 8
            r = c * (0.84 if 0 < step < 8 else 0.8)
            points.append((c + r * math.cos(a), c + r * math.sin(a)))
        middle = start + math.pi / segments
        points[0] = (c + c * core * math.cos(middle), c + c * core * math.sin(middle))
        pen.polygon(points, fill=(*varied(rng, flesh, 8), 255))
        if seeds:
            for r in (0.34, 0.42):
                a = middle + rng.uniform(-0.12, 0.12)
                x, y = c + c * r * math.cos(a), c + c * r * math.sin(a)
                s = c * 0.04
                pen.ellipse((x - s, y - s * 1.4, x + s, y + s * 1.4), fill=(*seeds, 255))
    inside(body, layer)
    gleam(body, at=(0.33, 0.3), width=0.36, height=0.26, alpha=110)
    return body


def apple(rng, size=180, colour=(196, 52, 44), second=(236, 190, 92)):
    body = solid(
        outline(oval([(0, 0.98), (0.35, 1.03), (1, 0.82)], power=2.25), size, size * 0.94),
        varied(rng, colour, 8),
        blush=(second, (rng.uniform(0.15, 0.35), 0.75), 0.42),
    )
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    for _ in range(26):
        x = rng.uniform(0.05, 0.95)
        points = list(
            curve(
                (w * (0.5 + (x - 0.5) * 0.3), h * 0.04),
                (w * x, h * 0.3),
                (w * x, h * rng.uniform(0.5, 0.9)),
            )
        )
        draw_line(pen, points, (*lighter(second, 0.2), 40), 2.0)
    inside(body, layer)
    speckle(body, rng, lighter(second, 0.4), count=44, size=(0.7, 1.3), alpha=150)
    gleam(body, width=0.2, height=0.16)
    return stem(body, at=(0.5, 0.07))


def pear(rng, size=170, colour=(214, 196, 96), freckles=(140, 104, 52)):
    body = solid(
        outline(
            oval([(0, 0.5), (0.3, 0.66), (0.62, 1.04), (1, 0.96)], power=2.1), size, size * 1.24
        ),
        varied(rng, colour, 8),
        light=(0.38, 0.5),
    )
    speckle(body, rng, freckles, count=150, size=(0.6, 1.4), alpha=95)
    gleam(body, at=(0.36, 0.56), width=0.16, height=0.18, alpha=130)
    return stem(body, at=(0.5, 0.03), hollow=False, width=4.4)


def peach(rng, size=170, colour=(242, 178, 78), blush=(222, 92, 66), tip=0.0):
    body = solid(
        outline(oval([(0, 1), (0.6, 1), (1, 0.82 - tip)]), size, size * 0.98),
        varied(rng, colour, 6),
        blush=(blush, (rng.uniform(0.6, 0.85), rng.uniform(0.3, 0.6)), 0.6),
        shine=70,
    )
    layer = clear(body)
    w, h = body.size
    seam = list(curve((w * 0.5, h * 0.03), (w * 0.22, h * 0.5), (w * 0.5, h)))
    draw_line(ImageDraw.Draw(layer), seam, (*darker(blush, 0.3), 110), 3)
    inside(body, layer)
    speckle(body, rng, lighter(colour, 0.7), count=120, size=(0.5, 0.9), alpha=70)
    return body


def kiwi(rng, size=150):
    body = solid(
        outline([(y, x) for x, y in oval([(0, 1), (1, 0.96)])], size * 1.18, size * 0.9),
        varied(rng, (126, 96, 52)),
        shine=60,
    )
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    for _ in range(260):
        x, y = rng.uniform(0, body.width), rng.uniform(0, body.height)
        a, r = rng.uniform(0, 6.3), rng.uniform(3, 7)
        pen.line(
            (x, y, x + r * math.cos(a), y + r * math.sin(a)),
            fill=(*darker((126, 96, 52), 0.4), 110),
            width=1,
        )
    inside(body, layer)
    return body


def kiwi_half(rng, size=150, flesh=(136, 172, 58), heart=(190, 44, 62)):
    body = solid(outline(oval(), size, size * 0.92), (118, 88, 48), dark=60, shine=30)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    ring(pen, w, h, 0.94, (158, 190, 76))
    ring(pen, w, h, 0.88, flesh)
    for n in range(40):
        a = n * math.tau / 40
        pen.line(
            (w / 2, h / 2, w / 2 + w * 0.4 * math.cos(a), h / 2 + h * 0.4 * math.sin(a)),
            fill=(*lighter(flesh, 0.3), 120),
            width=px(1.2),
        )
    ring(pen, w, h, 0.52, heart, 190)
    for n in range(34):
        a = n * math.tau / 34 + rng.uniform(-0.05, 0.05)
        r = rng.uniform(0.24, 0.32)
        x, y = w * (0.5 + r * math.cos(a)), h * (0.5 + r * math.sin(a))
        pen.ellipse((x - 3.4, y - 3.4, x + 3.4, y + 3.4), fill=(34, 24, 22, 255))
    ring(pen, w, h, 0.24, (238, 232, 188))
    inside(body, layer)
    gleam(body, width=0.4, height=0.24, alpha=80)
    return body


def ring(pen, w, h, share, colour, alpha=255):
    pen.ellipse(
        (w * (1 - share) / 2, h * (1 - share) / 2, w * (1 + share) / 2, h * (1 + share) / 2),
        fill=(*colour, alpha),
    )


def pomegranate(rng, size=180):
    body = solid(
        outline(oval([(0, 0.96), (1, 1)]), size, size * 0.94),
        varied(rng, (192, 58, 58)),
        blush=((230, 150, 92), (0.3, 0.7), 0.5),
    )
    speckle(body, rng, (150, 40, 44), count=60, size=(1, 2.6), alpha=60)
    gleam(body, alpha=120)
    crown = clear((body.width, body.height + px(34)))
    crown.paste(body, (0, px(34)))
    pen = ImageDraw.Draw(crown)
    c = body.width / 2
    for n in range(-2, 3):
        x = c + n * px(13)
        pen.polygon(
            [(x - px(9), px(48)), (x + n * px(4), px(4) + abs(n) * px(4)), (x + px(9), px(48))],
            fill=(*darker((192, 70, 54), 0.1 + 0.08 * abs(n)), 255),
        )
    return crown


def mango(rng, size=180, colour=(238, 178, 52), blush=(226, 96, 52)):
    return finish(
        solid(
            outline(oval([(0, 0.8), (0.45, 1), (1, 0.7)], bend=0.12), size * 0.72, size * 1.2),
            varied(rng, colour, 8),
            blush=(blush, (0.3, 0.12), 0.5),
        ),
        rng,
        colour,
    )


def finish(body, rng, colour):
    speckle(body, rng, lighter(colour, 0.5), count=60, size=(0.6, 1.1), alpha=120)
    gleam(body, width=0.18, height=0.12, alpha=140)
    return body


def cherry(rng, size=82, colour=(176, 30, 44)):
    body = solid(
        outline(oval([(0, 1), (1, 0.88)]), size, size * 0.94), varied(rng, colour, 14), dark=180
    )
    gleam(body, width=0.3, height=0.2, alpha=220)
    return stem(body, at=(0.5, 0.1), length=0.9, colour=(118, 138, 62), width=2.6)


def berry(rng, size=54, colour=(64, 78, 132)):
    body = solid(outline(oval(), size, size * 0.95), varied(rng, colour, 12), dark=170, shine=150)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    x, y, r = body.width * 0.58, body.height * 0.4, body.width * 0.17
    pen.polygon(
        [
            (
                x + r * (1 if n % 2 else 0.5) * math.cos(n * math.pi / 5),
                y + r * (0.9 if n % 2 else 0.45) * math.sin(n * math.pi / 5),
            )
            for n in range(10)
        ],
        fill=(*darker(colour, 0.6), 230),
    )
    inside(body, layer)
    return body


def rambutan(rng, size=120):
    colour = (198, 44, 54)
    body = solid(outline(oval(), size, size * 1.04), varied(rng, colour), dark=150)
    hairy = clear((body.width + px(44), body.height + px(44)))
    pen = ImageDraw.Draw(hairy)
    c = (hairy.width / 2, hairy.height / 2)
    for n in range(54):
        a = n * math.tau / 54 + rng.uniform(-0.06, 0.06)
        r = body.width / 2
        start = (c[0] + r * 0.92 * math.cos(a), c[1] + r * 0.96 * math.sin(a))
        bend = a + 0.25
        end = (c[0] + (r + px(17)) * math.cos(bend), c[1] + (r + px(17)) * math.sin(bend))
        draw_line(pen, [start, end], (*varied(rng, (182, 62, 48)), 255), 2.6)
    hairy.alpha_composite(body, (px(22), px(22)))
    for _ in range(60):
        a, r = rng.uniform(0, math.tau), rng.uniform(0, 0.42) * body.width
        x, y = c[0] + r * math.cos(a), c[1] + r * math.sin(a)
        draw_line(
            pen,
            [(x, y), (x + px(8) * math.cos(a + 0.4), y + px(10) * math.sin(a + 0.4))],
            (*varied(rng, (214, 108, 62)), 235),
            2.2,
        )
    return hairy


def rambutan_open(rng, size=116):
    shell = rambutan(rng, size)
    pulp = solid(outline(oval(), size * 0.74, size * 0.74), (240, 236, 222), dark=90, shine=160)
    gleam(pulp, width=0.3, height=0.2)
    shell.alpha_composite(pulp, (round((shell.width - pulp.width) / 2), round(shell.height * 0.16)))
    return shell


def jujube(rng, size=78, colour=(140, 36, 30), wrinkled=True):
    body = solid(
        outline([(y, x) for x, y in oval()], size * 1.28, size), varied(rng, colour, 12), dark=170
    )
    if wrinkled:
        layer = clear(body)
        pen = ImageDraw.Draw(layer)
        w, h = body.size
        for _ in range(11):
            y = rng.uniform(0.15, 0.85) * h
            x = rng.uniform(0.05, 0.5) * w
            points = list(
                curve(
                    (x, y),
                    (x + w * 0.2, y + rng.uniform(-9, 9)),
                    (x + w * 0.45, y + rng.uniform(-6, 6)),
                )
            )
            draw_line(pen, points, (*darker(colour, 0.6), 120), 1.6)
        inside(body, layer)
    gleam(body, width=0.3, height=0.2, alpha=150)
    return body


def melon(rng, size=280, colour=(226, 196, 96), *, net=True, stripes=None, tall=0.84):
    body = solid(
        outline([(y, x) for x, y in oval(power=2.1)], size, size * tall), varied(rng, colour, 8)
    )
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    if stripes:
        for n in range(9):
            y = h * (n + 0.5) / 9
            points = [
                (w * t / 24, h / 2 + (y - h / 2) * math.sin(math.pi * t / 24) + rng.uniform(-6, 6))
                for t in range(25)
            ]
            draw_line(pen, points, (*stripes, 210), rng.uniform(6, 12))
    if net:
        for _ in range(90):
            x, y, a = rng.uniform(0, w), rng.uniform(0, h), rng.uniform(0, math.pi)
            r = rng.uniform(14, 34)
            draw_line(
                pen,
                list(
                    curve(
                        (x, y),
                        (x + r * math.cos(a), y + r),
                        (x + 1.8 * r * math.cos(a), y + 1.8 * r * math.sin(a)),
                    )
                ),
                (*lighter(colour, 0.55), 150),
                1.8,
            )
    inside(body, layer)
    gleam(body, width=0.22, height=0.16, alpha=110)
    return body


def melon_slice(rng, size=250, flesh=(240, 150, 78), rind=(206, 186, 92), seeds=(246, 226, 176)):
    w, h = px(size), px(size * 0.5)
    body = clear((w, h))
    pen = ImageDraw.Draw(body)
    for share, colour in ((1, rind), (0.93, lighter(flesh, 0.55)), (0.86, flesh)):
        pen.pieslice(
            (w * (1 - share) / 2, -h * share, w * (1 + share) / 2, h * share),
            0,
            180,
            fill=(*colour, 255),
        )
    pen.rectangle((0, 0, w, 0), fill=(0, 0, 0, 0))
    for n in range(9):
        a = math.pi * (n + 0.5) / 9
        x, y = w / 2 + w * 0.24 * math.cos(a), h * 0.46 * math.sin(a)
        pen.ellipse((x - 5, y - 8, x + 5, y + 8), fill=(*seeds, 255))
    return body


def banana(rng, size=260, colour=(238, 204, 74)):
    w, h = px(size), px(size * 0.62)
    body = clear((w, h))
    pen = ImageDraw.Draw(body)
    for n, tone in enumerate((darker(colour, 0.25), colour, lighter(colour, 0.3))):
        inset = n * h * 0.075
        outer = list(curve((w * 0.06, h * 0.16), (w * 0.42, h * 1.5 - inset), (w * 0.94, h * 0.22)))
        inner = list(
            curve((w * 0.94, h * 0.22), (w * 0.46, h * 0.84 - inset * 0.3), (w * 0.06, h * 0.16))
        )
        pen.polygon(outer + inner, fill=(*tone, 255))
    draw_line(pen, [(w * 0.06, h * 0.17), (w * 0.03, h * 0.06)], (*darker(colour, 0.5), 255), 9)
    draw_line(pen, [(w * 0.935, h * 0.22), (w * 0.965, h * 0.16)], (70, 54, 30, 255), 7)
    return body


def leaves(scene, spots, colour=(92, 130, 62), length=120):
    for x, y, angle in spots:
        scene.put(
            leaf(scene.rng, length * scene.rng.uniform(0.85, 1.1), colour),
            x,
            y,
            angle=angle,
            cast=0.35,
        )


def heap(scene, kinds, *, spots=HEAP, angle=14, leaf_colour=(92, 130, 62), sprig=True):
    """A pile of one kind, with leaves at its back."""
    if sprig:
        side = scene.rng.choice((-1, 1))
        leaves(
            scene,
            [
                (480 + side * 260, 400, 20 + 90 * (side < 0)),
                (480 + side * 210, 350, 55 + 40 * (side < 0)),
            ],
            leaf_colour,
        )
    scene.scatter(kinds, spots, angle=angle)
    if sprig:
        leaves(
            scene,
            [(480 + scene.rng.uniform(-170, 170), 625, scene.rng.uniform(-18, 18))],
            leaf_colour,
            100,
        )


def of(kind, scene, count=4, **how):
    return [kind(scene.rng, **how) for _ in range(count)]
