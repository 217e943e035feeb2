"""Vegetables, mushrooms, nuts, roots, leaves and ears."""

import math

from PIL import Image, ImageDraw

from cms.pages.demo.drawing.brush import (
    clear,
    curve,
    darker,
    draw_line,
    gleam,
    inside,
    leaf,
    lighter,
    outline,
    oval,
    px,
    solid,
    speckle,
    turned,
    varied,
)


def lumpy(rng, lumps=5, depth=0.06):
    """The points of something round that grew unevenly."""
    waves = [(rng.uniform(0.3, 1) * depth, n, rng.uniform(0, 6.3)) for n in range(2, lumps + 2)]
    for step in range(72):
        a = step * math.tau / 72
        r = 0.5 * (1 - depth) + sum(d * 0.4 * math.sin(n * a + p) for d, n, p in waves)
        yield 0.5 + r * math.cos(a), 0.5 + r * math.sin(a)


def potato(rng, size=170, colour=(198, 158, 98)):
    body = solid(outline(list(lumpy(rng)), size * 1.25, size), varied(rng, colour, 12), shine=80)
    speckle(body, rng, darker(colour, 0.4), count=60, size=(0.8, 1.8), alpha=100)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    for _ in range(6):
        x, y = rng.uniform(0.15, 0.85) * body.width, rng.uniform(0.2, 0.85) * body.height
        draw_line(
            pen, list(curve((x, y), (x + 10, y + 7), (x + 22, y))), (*darker(colour, 0.5), 130), 2
        )
    inside(body, layer)
    return body


def tapered(points, start, end, steps=30):
    """The outline of a curved thing that is `start` thick at one end and `end` at the other."""
    line = list(curve(*points, steps=steps))
    left, right = [], []
    for n, (x, y) in enumerate(line):
        x2, y2 = line[min(n + 1, steps)]
        x1, y1 = line[max(n - 1, 0)]
        length = math.hypot(x2 - x1, y2 - y1) or 1
        half = (start + (end - start) * (n / steps) ** 1.6) / 2
        nx, ny = -(y2 - y1) / length * half, (x2 - x1) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def chilli(rng, size=230, colour=(190, 36, 34)):
    bend = rng.uniform(0.1, 0.9)
    shape = tapered([(0.1, 0.5), (0.5, bend), (0.97, 0.45)], 0.42, 0.02)
    body = solid(
        outline(shape, size, size * 0.34), varied(rng, colour, 12), light=(0.4, 0.3), shine=130
    )
    gleam(body, at=(0.35, 0.4), width=0.4, height=0.12, alpha=150)
    pen = ImageDraw.Draw(body)
    h = body.height
    draw_line(pen, [(px(26), h * 0.5), (px(6), h * 0.34)], (96, 128, 58, 255), 7)
    pen.ellipse((px(16), h * 0.32, px(42), h * 0.68), fill=(104, 138, 62, 255))
    return body


def cucumber(rng, size=330, colour=(218, 226, 186)):
    shape = tapered([(0.06, 0.5), (0.5, rng.uniform(0.3, 0.7)), (0.95, 0.5)], 0.5, 0.36)
    body = solid(outline(shape, size, size * 0.22), varied(rng, colour, 8), light=(0.4, 0.2))
    speckle(body, rng, lighter(colour, 0.7), count=50, size=(1.4, 2.4), alpha=200)
    speckle(body, rng, darker(colour, 0.35), count=36, size=(0.8, 1.4), alpha=120)
    return body


def cabbage(rng, size=300, colour=(150, 186, 92)):
    layer = clear((px(size), px(size * 0.72)))
    w, h = layer.size
    for n in range(7):
        part = n / 6
        tone = lighter(colour, 0.55 * part)
        shape = [(y, x) for x, y in oval([(0, 0.8), (0.6, 1), (1, 0.8)])]
        blade = solid(
            outline(
                list(ruffled(rng, shape, 0.02)), size * (0.98 - 0.09 * n), size * (0.66 - 0.06 * n)
            ),
            varied(rng, tone, 6),
            dark=110,
            shine=60,
        )
        veins = clear(blade)
        pen = ImageDraw.Draw(veins)
        bw, bh = blade.size
        draw_line(pen, [(0, bh * 0.5), (bw * 0.7, bh * 0.5)], (*lighter(tone, 0.75), 220), 12 - n)
        for k in range(1, 6):
            for side in (-1, 1):
                draw_line(
                    pen,
                    [(bw * k * 0.12, bh * 0.5), (bw * (k * 0.12 + 0.3), bh * (0.5 + side * 0.4))],
                    (*lighter(tone, 0.6), 130),
                    2.4,
                )
        inside(blade, veins)
        blade = turned(blade, rng.uniform(-5, 5) + (14 - n * 2) * (-1) ** n)
        layer.paste(blade, (round(n * w * 0.022), round((h - blade.height) / 2)), mask=blade)
    return layer


def ruffled(rng, shape, depth):
    for n, (x, y) in enumerate(shape):
        d = depth * math.sin(n * 0.9 + rng.uniform(0, 0.8))
        yield x + d, y + d


def garlic(rng, size=160, colour=(238, 228, 220), stripe=(140, 82, 128)):
    shape = oval([(0, 0.1), (0.2, 0.16), (0.42, 0.9), (0.7, 1.05), (1, 0.7)], power=2.2)
    body = solid(
        outline(shape, size, size * 1.12), varied(rng, colour, 5), light=(0.38, 0.5), shine=60
    )
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    for n in range(-4, 5):
        line = list(
            curve((w / 2, h * 0.1), (w / 2 + n * w * 0.17, h * 0.6), (w / 2 + n * w * 0.06, h))
        )
        draw_line(pen, line, (*stripe, 120 if n % 2 else 190), 3 if n % 2 else 5.5)
    inside(body, layer)
    return body


def shiitake(rng, size=170, colour=(132, 90, 58)):
    w, h = px(size), px(size * 0.92)
    layer = clear((w, h))
    stalk = solid(
        outline(oval([(0, 0.9), (1, 1)], power=3), size * 0.3, size * 0.5),
        (222, 200, 164),
        dark=110,
    )
    layer.paste(stalk, (round(w * 0.36), round(h * 0.42)), mask=stalk)
    dome = [
        (x, min(y, 0.66 + 0.1 * math.sin(math.pi * x)))
        for x, y in oval([(0, 0.96), (1, 1)], power=2.2)
    ]
    cap = solid(
        outline(dome, size, size * 0.8), varied(rng, colour, 10), light=(0.38, 0.24), shine=90
    )
    cracks = clear(cap)
    pen = ImageDraw.Draw(cracks)
    for _ in range(15):
        x, y = rng.uniform(0.12, 0.88) * cap.width, rng.uniform(0.08, 0.5) * cap.height
        r = rng.uniform(9, 17)
        star = [
            (
                x + r * math.cos(a) * rng.uniform(0.5, 1),
                y + 0.7 * r * math.sin(a) * rng.uniform(0.5, 1),
            )
            for a in (0, 1.2, 2.5, 3.8, 5)
        ]
        pen.polygon(star, fill=(*lighter(colour, 0.6), 210))
    inside(cap, cracks)
    layer.paste(cap, (0, 0), mask=cap)
    return layer


def matsutake(rng, size=150, colour=(164, 116, 72)):
    w, h = px(size), px(size * 1.5)
    layer = clear((w, h))
    stalk = solid(
        outline(oval([(0, 0.9), (0.6, 1), (1, 0.7)], bend=0.06, power=3), size * 0.42, size * 1.2),
        (230, 208, 172),
        dark=120,
    )
    speckle(stalk, rng, colour, count=70, size=(1.4, 4), alpha=150)
    layer.paste(stalk, (round(w * 0.3), round(h * 0.2)), mask=stalk)
    dome = [(x, min(y, 0.72)) for x, y in oval(power=2.4)]
    cap = solid(outline(dome, size, size * 0.62), varied(rng, colour, 10), shine=80)
    speckle(cap, rng, darker(colour, 0.45), count=90, size=(1.4, 3.8), alpha=120)
    layer.paste(cap, (0, 0), mask=cap)
    return layer


def fungus(rng, size=170, colour=(58, 40, 38), *, edge=0.35, folds=6):
    """Ears and petals that curl: wood ear dark, white fungus pale."""
    layer = clear((px(size), px(size * 0.86)))
    w, h = layer.size
    for n in range(folds):
        part = n / folds
        share = 0.82 - 0.5 * part
        shape = list(lumpy(rng, 7, 0.16))
        blade = solid(
            outline(shape, size * share, size * share * 0.72),
            varied(rng, lighter(colour, edge * part), 7),
            dark=150,
            shine=100,
            light=(0.4, 0.2),
        )
        rim = solid(
            outline(shape, size * share, size * share * 0.72),
            lighter(colour, edge),
            dark=60,
            shine=60,
        )
        a = n * 2.4 + rng.uniform(-0.3, 0.3)
        x = w / 2 + w * 0.2 * math.cos(a) * (1 - part * 0.6) - blade.width / 2
        y = h / 2 + h * 0.17 * math.sin(a) * (1 - part * 0.6) - blade.height / 2
        layer.paste(rim, (round(x), round(y - px(3))), mask=rim)
        layer.paste(blade, (round(x), round(y)), mask=blade)
    return layer


def walnut(rng, size=130, colour=(176, 128, 76)):
    body = solid(
        outline(list(lumpy(rng, 6, 0.03)), size, size * 0.92), varied(rng, colour, 10), shine=90
    )
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    for _ in range(22):
        x, y = rng.uniform(0.05, 0.9) * w, rng.uniform(0.05, 0.95) * h
        line = list(
            curve(
                (x, y),
                (x + rng.uniform(-16, 16), y + 10),
                (x + rng.uniform(-14, 14), y + rng.uniform(12, 30)),
            )
        )
        draw_line(pen, line, (*darker(colour, 0.5), 110), 2)
    draw_line(
        pen,
        list(curve((w * 0.5, 0), (w * 0.62, h * 0.5), (w * 0.48, h))),
        (*lighter(colour, 0.4), 220),
        5,
    )
    draw_line(
        pen,
        list(curve((w * 0.52, 0), (w * 0.64, h * 0.5), (w * 0.5, h))),
        (*darker(colour, 0.5), 160),
        2,
    )
    inside(body, layer)
    return body


def walnut_half(rng, size=130, shell=(168, 120, 70), kernel=(222, 186, 128)):
    body = solid(outline(oval(), size, size * 0.9), shell, dark=80, shine=40)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    pen.ellipse((w * 0.09, h * 0.09, w * 0.91, h * 0.91), fill=(*darker(shell, 0.45), 255))
    for side in (-1, 1):
        for n in range(9):
            a = n * 0.7
            x = w / 2 + side * w * 0.17 + w * 0.1 * math.cos(a)
            y = h / 2 + h * 0.22 * math.sin(a)
            r = w * rng.uniform(0.09, 0.13)
            pen.ellipse((x - r, y - r, x + r, y + r), fill=(*varied(rng, kernel, 10), 255))
    pen.line((w / 2, h * 0.15, w / 2, h * 0.85), fill=(*darker(kernel, 0.5), 255), width=px(4))
    inside(body, layer)
    return body


def chestnut(rng, size=120, colour=(112, 58, 36)):
    shape = oval([(0, 0.3), (0.22, 0.7), (0.6, 1.06), (1, 0.98)], power=2.4)
    body = solid(outline(shape, size, size * 0.92), varied(rng, colour, 10), shine=120)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    pen.ellipse((-w * 0.1, h * 0.78, w * 1.1, h * 1.3), fill=(*lighter((170, 128, 84), 0.1), 255))
    for n in range(-4, 5):
        line = list(
            curve(
                (w / 2, h * 0.04), (w / 2 + n * w * 0.11, h * 0.4), (w / 2 + n * w * 0.13, h * 0.8)
            )
        )
        draw_line(pen, line, (*darker(colour, 0.45), 70), 2)
    inside(body, layer)
    gleam(body, width=0.24, height=0.16, alpha=150)
    return body


def almond(rng, size=84, colour=(184, 122, 70)):
    shape = oval([(0, 0.2), (0.45, 0.95), (0.75, 1.05), (1, 0.8)])
    body = solid(outline(shape, size * 0.66, size), varied(rng, colour, 14), shine=90)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    for n in range(-3, 4):
        draw_line(
            pen,
            list(curve((w / 2, 0), (w / 2 + n * w * 0.2, h * 0.55), (w / 2 + n * w * 0.07, h))),
            (*darker(colour, 0.4), 90),
            1.6,
        )
    inside(body, layer)
    return body


def disc(rng, size, colour, *, dent=True, tall=0.8):
    """A dried or pressed round: apricot, cake, lotus seed."""
    body = solid(
        outline(list(lumpy(rng, 4, 0.04)), size, size * tall), varied(rng, colour, 12), dark=130
    )
    if dent:
        layer = clear(body)
        w, h = body.size
        draw_line(
            ImageDraw.Draw(layer),
            list(curve((w * 0.3, h * 0.4), (w * 0.5, h * 0.62), (w * 0.72, h * 0.44))),
            (*darker(colour, 0.4), 150),
            3,
        )
        inside(body, layer)
    return body


def root(rng, size=250, colour=(186, 146, 92), *, body=0.3, tails=5, rings=False, hair=0):
    """A root with its tails: angelica, ginseng; without tails a ringed tuber."""
    w, h = px(size), px(size * 0.66)
    layer = clear((w, h))
    pen = ImageDraw.Draw(layer)
    for n in range(tails):
        spread = (n + 0.5) / tails - 0.5
        start = (w * 0.34, h * (0.5 + spread * 0.26))
        bend = (w * 0.62, h * (0.5 + spread * 0.9 + rng.uniform(-0.08, 0.08)))
        end = (w * rng.uniform(0.86, 0.99), h * (0.5 + spread * 1.1 + rng.uniform(-0.06, 0.06)))
        points = tapered([start, bend, end], h * body * 0.5, 3)
        pen.polygon(points, fill=(*varied(rng, darker(colour, 0.12), 10), 255))
    for _ in range(hair):
        x, y = rng.uniform(0.5, 0.9) * w, rng.uniform(0.2, 0.8) * h
        draw_line(
            pen,
            list(
                curve(
                    (x, y), (x + 24, y + rng.uniform(-20, 20)), (x + 46, y + rng.uniform(-34, 34))
                )
            ),
            (*darker(colour, 0.2), 170),
            1.4,
        )
    shape = [(y, x) for x, y in oval([(0, 0.7), (0.4, 1.04), (1, 0.62)])]
    trunk = solid(
        outline(
            list(ruffled(rng, shape, 0.008)),
            size * (0.56 if tails else 0.96),
            size * body * (1 if tails else 1.5),
        ),
        varied(rng, colour, 8),
        shine=80,
    )
    marks = clear(trunk)
    pen = ImageDraw.Draw(marks)
    for n in range(16 if rings else 8):
        x = trunk.width * (n + 0.6) / (16 if rings else 8)
        line = list(curve((x, 0), (x + 12, trunk.height / 2), (x, trunk.height)))
        draw_line(pen, line, (*darker(colour, 0.45), 110 if rings else 60), 2.2)
    inside(trunk, marks)
    layer.paste(trunk, (0, round((h - trunk.height) / 2)), mask=trunk)
    return layer


def claw(rng, size=190, colour=(150, 104, 52)):
    """Coptis: a bundle of knotted twigs like a bird's claw."""
    w, h = px(size), px(size * 0.8)
    layer = clear((w, h))
    pen = ImageDraw.Draw(layer)
    for n in range(6):
        end = (w * (0.06 + 0.16 * n + rng.uniform(-0.03, 0.03)), h * rng.uniform(0.02, 0.2))
        line = list(curve((w * 0.5, h * 0.92), (w * (0.26 + 0.09 * n), h * 0.5), end, steps=12))
        for k, (x, y) in enumerate(line):
            r = px(10 - k * 0.35) * rng.uniform(0.75, 1.1)
            pen.ellipse((x - r, y - r, x + r, y + r), fill=(*varied(rng, colour, 16), 255))
        pen.ellipse((end[0] - 9, end[1] - 9, end[0] + 9, end[1] + 9), fill=(226, 180, 50, 255))
    return layer


def knob(rng, size=110, colour=(122, 108, 84)):
    body = solid(
        outline(list(lumpy(rng, 8, 0.14)), size, size * 0.9), varied(rng, colour, 14), shine=90
    )
    speckle(body, rng, darker(colour, 0.5), count=26, size=(1.4, 3), alpha=130)
    speckle(body, rng, lighter(colour, 0.4), count=20, size=(1.4, 3), alpha=130)
    return body


def strands(rng, size=280, colour=(214, 150, 60), *, count=60, width=6.0, wave=0.12, tall=0.45):
    """A loose bundle that lies: noodles, daylily."""
    w, h = px(size), px(size * tall)
    layer = clear((w, h))
    pen = ImageDraw.Draw(layer)
    for _ in range(count):
        y = h * (0.5 + rng.gauss(0, 0.15))
        x0, x1 = rng.uniform(0.02, 0.14) * w, rng.uniform(0.86, 0.98) * w
        line = list(
            curve(
                (x0, y),
                (w / 2, y + h * rng.uniform(-wave, wave) * 2),
                (x1, y + h * rng.uniform(-wave, wave)),
            )
        )
        tone = varied(rng, colour, 18)
        draw_line(pen, line, (*darker(tone, 0.3), 255), width)
        draw_line(
            pen, [(x, y - width * 0.3) for x, y in line], (*lighter(tone, 0.25), 255), width * 0.55
        )
    return layer


def ear(rng, size=250, colour=(220, 178, 84), *, grains=26, drop=0.35):
    """An ear of grain that hangs over."""
    w, h = px(size), px(size * 0.7)
    layer = clear((w, h))
    pen = ImageDraw.Draw(layer)
    line = list(curve((w * 0.02, h * 0.98), (w * 0.3, h * -0.1), (w * 0.96, h * drop), steps=40))
    draw_line(pen, line, (*darker(colour, 0.25), 255), 3.4)
    for n in range(grains):
        x, y = line[14 + round(n * 26 / grains)]
        for side in (-1, 1):
            grain = solid(outline(oval(), 9, 21), varied(rng, colour, 14), dark=110, shine=70)
            grain = turned(grain, -60 + side * 34 - n * 1.6)
            layer.paste(
                grain,
                (round(x - grain.width / 2), round(y - grain.height / 2 + side * px(6))),
                mask=grain,
            )
    return layer


def sprig(rng, size=260, colour=(124, 146, 104), *, pairs=7, wide=0.34, length=0.3):
    """A twig with leaves on both sides: mugwort, tea, perilla."""
    w, h = px(size), px(size * 0.62)
    layer = clear((w, h))
    line = list(
        curve((w * 0.02, h * 0.62), (w * 0.5, h * 0.4), (w * 0.84, h * 0.5), steps=pairs * 2)
    )
    draw_line(ImageDraw.Draw(layer), line, (*darker(colour, 0.3), 255), 3.4)
    for n in range(1, pairs + 1):
        x, y = line[n * 2]
        for side in (-1, 1):
            blade = leaf(rng, size * length * (1.1 - 0.6 * n / pairs), colour, wide=wide)
            blade = turned(blade, side * (46 - n * 3) * -1)
            layer.paste(
                blade,
                (round(x - px(4)), round(y - blade.height * (1 if side < 0 else 0))),
                mask=blade,
            )
    return layer


def ribbon(rng, size=300, colour=(70, 88, 52)):
    """Kelp: a long leaf with waves."""
    w, h = px(size), px(size * 0.34)
    layer = clear((w, h))
    top, foot = [], []
    phase = rng.uniform(0, 6)
    for n in range(61):
        x = w * n / 60
        lift = math.sin(n * 0.5 + phase) * h * 0.09
        top.append((x, h * 0.26 + lift + math.sin(n * 1.7 + phase) * h * 0.04))
        foot.append((x, h * 0.74 + lift + math.sin(n * 1.5) * h * 0.05))
    mask = Image.new("L", (w, h))
    ImageDraw.Draw(mask).polygon(top + foot[::-1], fill=255)
    blade = solid(mask, varied(rng, colour, 8), light=(0.4, 0.1), shine=120)
    veins = clear(blade)
    draw_line(
        ImageDraw.Draw(veins),
        [(x, (y + foot[n][1]) / 2) for n, (x, y) in enumerate(top)],
        (*lighter(colour, 0.25), 190),
        7,
    )
    inside(blade, veins)
    layer.alpha_composite(blade)
    return layer
