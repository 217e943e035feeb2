"""From the animal, the river and the kitchen."""

import math

from PIL import ImageDraw

from cms.pages.demo.drawing.brush import (
    clear,
    curve,
    darker,
    draw_line,
    gleam,
    inside,
    lighter,
    outline,
    oval,
    px,
    solid,
    speckle,
    varied,
)
from cms.pages.demo.drawing.field import lumpy, tapered


def meat(rng, width=260, colour=(168, 52, 52), *, fat=(240, 222, 204), bone=True):
    """A cut with its rim of fat, marbled."""
    shape = list(lumpy(rng, 4, 0.08))
    slab = solid(outline(shape, width, width * 0.7), fat, dark=120, shine=60)
    flesh = solid(
        outline(shape, width * 0.88, width * 0.58), varied(rng, colour, 8), dark=130, shine=70
    )
    layer = clear(flesh)
    pen = ImageDraw.Draw(layer)
    for _ in range(26):
        x, y = rng.uniform(0, flesh.width), rng.uniform(0, flesh.height)
        line = list(
            curve(
                (x, y),
                (x + 18, y + rng.uniform(-14, 14)),
                (x + rng.uniform(20, 52), y + rng.uniform(-20, 20)),
            )
        )
        draw_line(pen, line, (*fat, 150), rng.uniform(1.2, 3))
    if bone:
        x, y, r = flesh.width * 0.7, flesh.height * 0.42, px(20)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(*lighter(fat, 0.4), 255))
        pen.ellipse((x - r / 2, y - r / 2, x + r / 2, y + r / 2), fill=(*darker(fat, 0.3), 255))
    inside(flesh, layer)
    slab.alpha_composite(flesh, (round(slab.width * 0.05), round(slab.height * 0.05)))
    return slab


def rack(rng, width=330, colour=(176, 64, 60)):
    """Chops in a row, the bones upwards."""
    w, h = px(width), px(width * 0.78)
    layer = clear((w, h))
    pen = ImageDraw.Draw(layer)
    for n in range(6):
        x = w * (0.14 + 0.145 * n)
        line = list(curve((x, h * 0.66), (x + w * 0.02, h * 0.3), (x + w * 0.07, h * 0.04)))
        draw_line(pen, line, (214, 196, 166, 255), 15)
        draw_line(pen, [(a - 3, b) for a, b in line], (246, 236, 214, 255), 8)
    block = solid(
        outline(oval(power=3.2), width, width * 0.42), (238, 220, 200), dark=130, shine=60
    )
    layer.alpha_composite(block, (0, round(h - block.height - 1)))
    for n in range(6):
        chop = meat(rng, width * 0.2, colour, bone=False)
        layer.alpha_composite(
            chop, (round(w * (0.03 + 0.155 * n)), round(h * 0.6 + px(rng.uniform(0, 8))))
        )
    return layer


def belly(rng, width=300, *, skin=(206, 150, 104), lean=(186, 84, 78), fat=(246, 226, 210)):
    """Layers of lean and fat below the skin."""
    w, h = px(width), px(width * 0.52)
    body = solid(outline(oval(power=4.5), width, width * 0.52), fat, dark=110, shine=60)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    pen.rectangle((0, 0, w, h * 0.13), fill=(*skin, 255))
    for top, thick in ((0.3, 0.1), (0.48, 0.16), (0.72, 0.12)):
        y = [h * (top + 0.03 * math.sin(n * 0.7 + top * 9)) for n in range(31)]
        upper = [(w * n / 30, y[n]) for n in range(31)]
        lower = [(w * n / 30, y[n] + h * thick * (1 + 0.3 * math.sin(n * 0.5))) for n in range(31)]
        pen.polygon(upper + lower[::-1], fill=(*varied(rng, lean, 8), 255))
    inside(body, layer)
    return body


def cured(rng, width=100, height=330, colour=(126, 58, 36)):
    """A strip of smoked meat on its string."""
    strip = solid(
        outline(oval([(0, 0.7), (0.5, 1), (1, 0.92)], power=3.6), width, height),
        varied(rng, colour, 8),
        light=(0.3, 0.3),
        shine=90,
    )
    layer = clear(strip)
    pen = ImageDraw.Draw(layer)
    w, h = strip.size
    for x in (0.26, 0.62):
        side = [(w * (x + 0.05 * math.sin(n * 0.6 + x)), h * n / 20) for n in range(21)]
        draw_line(pen, side, (224, 176, 116, 235), 11)
        draw_line(pen, [(a + 7, b) for a, b in side], (*darker(colour, 0.3), 120), 3)
    inside(strip, layer)
    taller = clear((w, h + px(52)))
    draw_line(
        ImageDraw.Draw(taller),
        list(curve((w * 0.5, px(64)), (w * 0.3, px(30)), (w * 0.55, px(2)))),
        (206, 176, 116, 255),
        5,
    )
    taller.alpha_composite(strip, (0, px(52)))
    return taller


def jerky(rng, size=190, colour=(112, 48, 34)):
    shape = tapered([(0.04, 0.5), (0.5, rng.uniform(0.2, 0.8)), (0.96, 0.5)], 0.5, 0.3)
    body = solid(outline(shape, size, size * 0.36), varied(rng, colour, 12), shine=80)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    for _ in range(18):
        x, y = rng.uniform(0, body.width), rng.uniform(0.2, 0.8) * body.height
        draw_line(
            pen,
            [(x, y), (x + rng.uniform(20, 60), y + rng.uniform(-5, 5))],
            (*darker(colour, 0.5), 130),
            2,
        )
    inside(body, layer)
    speckle(body, rng, (232, 206, 150), count=30, size=(1, 2), alpha=190)
    return body


def bird(rng, size=330, colour=(150, 150, 146), *, neck=1.0, beak=(226, 140, 50), head=None):
    """A goose, or with a short neck a duck, at rest."""
    head = head or colour
    w, h = px(size), px(size * 0.92)
    layer = clear((w, h))
    top = h * (0.5 - 0.38 * neck)
    line = [(w * 0.32, h * 0.64), (w * 0.06, h * 0.44), (w * 0.24, top + h * 0.06)]
    column = solid(
        outline([(x / w, y / h) for x, y in tapered(line, w * 0.2, w * 0.11)], size, size * 0.92),
        head,
        light=(0.2, 0.3),
    )
    layer.alpha_composite(column)
    trunk = solid(
        outline(
            [(y, x) for x, y in oval([(0, 0.8), (0.4, 1.05), (0.8, 0.7), (1, 0.5)], bend=0.1)],
            size * 0.86,
            size * 0.5,
        ),
        varied(rng, colour, 6),
        light=(0.4, 0.2),
    )
    feathers = clear(trunk)
    pen = ImageDraw.Draw(feathers)
    tw, th = trunk.size
    pen.pieslice(
        (tw * 0.1, th * 0.5, tw * 0.7, th * 1.6), 180, 360, fill=(*lighter(colour, 0.55), 150)
    )
    for row in range(4):
        for n in range(7):
            x, y = tw * (0.3 + 0.085 * n), th * (0.2 + 0.13 * row)
            pen.arc(
                (x, y, x + px(36), y + px(26)),
                10,
                170,
                fill=(*darker(colour, 0.4), 190),
                width=px(2.4),
            )
    inside(trunk, feathers)
    layer.alpha_composite(trunk, (round(w * 0.14), round(h * 0.46)))
    pen = ImageDraw.Draw(layer)
    x, y = w * 0.2, top + h * 0.07
    pen.polygon(
        [(x - px(10), y - px(16)), (x - px(62), y + px(8)), (x - px(8), y + px(16))],
        fill=(*beak, 255),
    )
    skull = solid(outline(oval(), size * 0.21, size * 0.18), head, shine=80)
    layer.alpha_composite(skull, (round(x - px(22)), round(y - skull.height / 2)))
    pen.ellipse((x + px(6), y - px(13), x + px(15), y - px(4)), fill=(26, 20, 20, 255))
    return layer


def crayfish(rng, size=300, colour=(196, 44, 34)):
    w, h = px(size), px(size * 0.62)
    layer = clear((w, h))
    pen = ImageDraw.Draw(layer)
    shell = (*darker(colour, 0.25), 255)
    for side in (-1, 1):
        for n in range(4):
            x = w * (0.46 + 0.05 * n)
            draw_line(
                pen,
                list(
                    curve(
                        (x, h * 0.5),
                        (x - 8, h * (0.5 + side * 0.26)),
                        (x + 26, h * (0.5 + side * 0.36)),
                    )
                ),
                shell,
                5,
            )
        arm = list(
            curve(
                (w * 0.42, h * 0.5),
                (w * 0.3, h * (0.5 + side * 0.32)),
                (w * 0.2, h * (0.5 + side * 0.26)),
            )
        )
        draw_line(pen, arm, shell, 14)
        for lift in (-0.07, 0.07):
            tip = [
                (w * 0.22, h * (0.5 + side * 0.26)),
                (w * 0.1, h * (0.5 + side * 0.26 + lift * 2.2)),
                (w * 0.0, h * (0.5 + side * 0.22 + lift)),
            ]
            pen.polygon(tapered(tip, px(30), 3), fill=(*varied(rng, colour, 8), 255))
        draw_line(
            pen,
            list(
                curve(
                    (w * 0.32, h * 0.48),
                    (w * 0.16, h * (0.5 + side * 0.1)),
                    (w * 0.05, h * (0.5 + side * 0.02)),
                )
            ),
            shell,
            2,
        )
    for n in range(6):
        part = solid(
            outline(oval(), size * 0.13, size * (0.24 - 0.018 * n)),
            varied(rng, colour, 8),
            shine=120,
        )
        layer.alpha_composite(part, (round(w * (0.5 + 0.062 * n)), round(h / 2 - part.height / 2)))
    for turn in (-0.16, 0, 0.16):
        fin = solid(
            outline([(y, x) for x, y in oval([(0, 0.5), (1, 1)])], size * 0.16, size * 0.1),
            colour,
            shine=80,
        )
        layer.alpha_composite(
            fin, (round(w * 0.84), max(0, round(h * (0.5 + turn) - fin.height / 2)))
        )
    head = solid(
        outline([(y, x) for x, y in oval([(0, 0.5), (0.6, 1), (1, 0.9)])], size * 0.3, size * 0.26),
        varied(rng, colour, 6),
        shine=140,
    )
    gleam(head)
    layer.alpha_composite(head, (round(w * 0.28), round(h / 2 - head.height / 2)))
    pen = ImageDraw.Draw(layer)
    for side in (-1, 1):
        x, y = w * 0.34, h * (0.5 + side * 0.09)
        pen.ellipse((x - 7, y - 7, x + 7, y + 7), fill=(24, 18, 20, 255))
    return layer


def egg(rng, size=120, colour=(196, 214, 206)):
    body = solid(
        outline(oval([(0, 0.84), (0.6, 1.04), (1, 0.98)]), size * 0.8, size),
        varied(rng, colour, 6),
        dark=120,
    )
    gleam(body, alpha=120)
    return body


def egg_half(rng, size=120, yolk=(226, 120, 34)):
    body = solid(
        outline(oval([(0, 0.9), (0.6, 1.04), (1, 0.98)]), size * 0.82, size),
        (246, 240, 226),
        dark=70,
        shine=60,
    )
    layer = clear(body)
    w, h = body.size
    pen = ImageDraw.Draw(layer)
    pen.ellipse((w * 0.2, h * 0.28, w * 0.8, h * 0.78), fill=(*yolk, 255))
    pen.ellipse((w * 0.3, h * 0.34, w * 0.56, h * 0.54), fill=(*lighter(yolk, 0.4), 130))
    inside(body, layer)
    return body


def cheese(rng, size=130, colour=(240, 222, 170)):
    w, h = px(size), px(size * 0.72)
    body = clear((w, h))
    pen = ImageDraw.Draw(body)
    tone = varied(rng, colour, 8)
    pen.polygon([(0, h * 0.3), (w * 0.6, h * 0.46), (w * 0.6, h), (0, h * 0.8)], fill=(*tone, 255))
    pen.polygon(
        [(w * 0.6, h * 0.46), (w, h * 0.2), (w, h * 0.7), (w * 0.6, h)],
        fill=(*darker(tone, 0.25), 255),
    )
    pen.polygon(
        [(0, h * 0.3), (w * 0.42, 0), (w, h * 0.2), (w * 0.6, h * 0.46)],
        fill=(*lighter(tone, 0.5), 255),
    )
    return body


def pressed(rng, size=330, colour=(84, 60, 44), *, wrapped=None):
    """A cake or brick of tea, its leaves showing."""
    body = solid(outline(oval(power=2.3), size, size * 0.62), varied(rng, colour, 6), shine=60)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    for _ in range(260):
        x, y = rng.uniform(0, w), rng.uniform(0, h)
        a, r = rng.uniform(-0.5, 0.5), rng.uniform(8, 26)
        tone = (
            lighter(colour, rng.uniform(0.05, 0.45)) if rng.random() < 0.4 else darker(colour, 0.4)
        )
        draw_line(
            pen,
            [(x, y), (x + r * math.cos(a), y + r * math.sin(a))],
            (*tone, 170),
            rng.uniform(1.4, 3),
        )
    pen.ellipse((w * 0.43, h * 0.4, w * 0.57, h * 0.54), fill=(*darker(colour, 0.5), 160))
    inside(body, layer)
    taller = clear((w, h + px(34)))
    under = solid(
        outline(oval(power=2.3), size, size * 0.62),
        wrapped or darker(colour, 0.35),
        dark=120,
        shine=20,
    )
    taller.alpha_composite(under, (0, px(34)))
    taller.alpha_composite(body)
    return taller


def comb(rng, size=210, colour=(226, 160, 46)):
    """A piece of honeycomb."""
    body = solid(outline(oval(power=4), size, size * 0.76), colour, dark=110, shine=70)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    r = px(15)
    for row in range(-1, 10):
        for n in range(-1, 12):
            x, y = (n + 0.5 * (row % 2)) * r * 1.8, row * r * 1.56
            points = [
                (x + r * 0.94 * math.sin(k * math.pi / 3), y + r * 0.94 * math.cos(k * math.pi / 3))
                for k in range(6)
            ]
            pen.polygon(
                points,
                fill=(*varied(rng, darker(colour, 0.25), 12), 255),
                outline=(*lighter(colour, 0.4), 255),
            )
            pen.ellipse((x - r * 0.5, y - r * 0.5, x, y), fill=(255, 232, 160, 120))
    inside(body, layer)
    return body


def dipper(rng, size=210, wood=(164, 112, 64)):
    w, h = px(size), px(size * 0.28)
    layer = clear((w, h))
    pen = ImageDraw.Draw(layer)
    draw_line(pen, [(w * 0.3, h * 0.5), (w * 0.97, h * 0.42)], (*wood, 255), 9)
    for n in range(6):
        x = w * (0.03 + 0.05 * n)
        tall = h * (0.34 + 0.12 * math.sin(math.pi * (n + 0.5) / 6))
        pen.rounded_rectangle(
            (x, h * 0.5 - tall, x + px(8), h * 0.5 + tall),
            radius=px(4),
            fill=(*varied(rng, wood, 10), 255),
        )
    return layer


def pepper(rng, size=120, colour=(158, 40, 36)):
    """A twig of Sichuan pepper."""
    w, h = px(size), px(size * 0.8)
    layer = clear((w, h))
    pen = ImageDraw.Draw(layer)
    for n in range(7):
        a = -0.2 - n * 0.45
        end = (w * 0.5 + w * 0.36 * math.cos(a), h * 0.62 + h * 0.5 * math.sin(a))
        draw_line(pen, [(w * 0.5, h * 0.94), end], (112, 96, 58, 255), 2.4)
    for n in range(15):
        a, r = n * 2.4, 0.05 + 0.025 * n
        x, y = w * (0.5 + r * math.cos(a)), h * (0.38 + 0.8 * r * math.sin(a))
        pod = solid(outline(oval(), size * 0.17, size * 0.17), varied(rng, colour, 16), dark=170)
        speckle(pod, rng, darker(colour, 0.4), count=9, size=(0.8, 1.5), alpha=150)
        gleam(pod, alpha=130)
        layer.alpha_composite(
            pod, (max(0, round(x - pod.width / 2)), max(0, round(y - pod.height / 2)))
        )
    return layer


def flower(rng, size=120, colour=(250, 246, 238), heart=(232, 184, 60), petals=6):
    """Camellia, white with its golden heart."""
    w = px(size)
    layer = clear((w, w))
    for n in range(petals):
        a = n * math.tau / petals
        petal = solid(
            outline(oval(), size * 0.46, size * 0.46), varied(rng, colour, 5), dark=70, shine=60
        )
        layer.alpha_composite(
            petal,
            (
                round(w / 2 + w * 0.24 * math.cos(a) - petal.width / 2),
                round(w / 2 + w * 0.24 * math.sin(a) - petal.height / 2),
            ),
        )
    pen = ImageDraw.Draw(layer)
    for _ in range(30):
        a, r = rng.uniform(0, math.tau), rng.uniform(0, w * 0.13)
        x, y = w / 2 + r * math.cos(a), w / 2 + r * math.sin(a)
        pen.ellipse((x - 4, y - 4, x + 4, y + 4), fill=(*varied(rng, heart, 16), 255))
    return layer
