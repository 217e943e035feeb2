"""How produce is laid out: in a pile, a basket, a bowl, on a tray."""

from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from cms.pages.demo.drawing import field, fruit, larder
from cms.pages.demo.drawing.brush import Colour, leaf
from cms.pages.demo.drawing.fruit import heap, leaves, of
from cms.pages.demo.drawing.scene import Scene
from cms.pages.demo.drawing.vessels import (
    CELADON,
    CLAY,
    CREAM,
    STRAW,
    bottle,
    bowl,
    cup,
    grains,
    jar,
    pieces,
    tray,
)

APRICOT: Colour = (246, 226, 204)
CLOUD: Colour = (226, 232, 230)
MINT: Colour = (224, 232, 214)
SAND: Colour = (240, 230, 208)
ROSE: Colour = (244, 222, 214)
MIST: Colour = (222, 228, 234)
LILAC: Colour = (232, 226, 236)

WALNUT: Colour = (140, 104, 78)
LINEN: Colour = (214, 198, 172)
SLATE: Colour = (104, 120, 128)
MOSS: Colour = (128, 140, 104)
TERRACOTTA: Colour = (186, 132, 104)
NAVY: Colour = (74, 88, 112)
PLUM: Colour = (130, 104, 120)


class Motif(NamedTuple):
    paper: Colour
    cloth: Colour
    paint: Callable[[Scene], None]


def pile(kind, *, count=4, cut=None, spots=fruit.HEAP, angle=14, leaf_colour=(92, 130, 62), **how):
    """A pile of one fruit; `cut` is what one of them shows inside."""

    def paint(scene):
        kinds = of(kind, scene, count, **how)
        if cut:
            kinds.append(cut(scene.rng))
        heap(scene, kinds, spots=spots, angle=angle, leaf_colour=leaf_colour)

    return paint


def orange(colour, flesh, **how):
    return pile(
        fruit.citrus,
        cut=lambda rng: fruit.cut(rng, 178, colour, flesh),
        colour=colour,
        **{"size": 188, **how},
    )


def basketful(make, *, vessel=STRAW, woven=True, rows=5, across=7, angle=40, beside=None, **how):
    """Small things in a basket or bowl, a few of them before it."""

    def paint(scene):
        rng = scene.rng
        kinds = [make(rng, **how) for _ in range(7)]
        filled = bowl(
            rng,
            520,
            vessel,
            pieces(rng, kinds, rows=rows, across=across, angle=angle),
            woven=woven,
            deep=0.34,
        )
        side = rng.choice((-1, 1))
        leaves(scene, [(480 + side * 270, 420, 40 + 90 * (side < 0))])
        scene.put(filled, 480 - side * 30, 446, cast=0.9)
        if beside:
            scene.put(beside(rng), 480 + side * 210, 560)
        scene.scatter(
            kinds,
            [(480 - side * 190, 612), (480 - side * 70, 642), (480 + side * 60, 630)],
            angle=60,
        )

    return paint


def bowlful(colours, *, size=(6, 6), vessel=CELADON, ear=None, beside=None):
    """Grain in a bowl, and its ear."""

    def paint(scene):
        rng = scene.rng
        side = rng.choice((-1, 1))
        if ear:
            for n in range(3):
                sprite = field.ear(rng, 290, ear)
                sprite = sprite if side > 0 else sprite.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
                scene.put(
                    sprite,
                    480 + side * (190 + 34 * n),
                    350 + 46 * n,
                    angle=side * -8 * n,
                    cast=0.25,
                )
        scene.put(
            bowl(rng, 480, vessel, grains(rng, colours, size=size), deep=0.4, heap=0.26),
            450 - side * 20,
            468,
        )
        spill(scene, colours, size, 480 + side * 190, 618)
        if beside:
            scene.put(beside(rng), 480 + side * 250, 560)

    return paint


def spill(scene, colours, size, x, y):
    for _ in range(60):
        grain = field.solid(
            field.outline(field.oval(), size[0] * 1.3, size[1] * 1.3),
            field.varied(scene.rng, scene.rng.choice(colours), 12),
            dark=110,
        )
        scene.put(
            grain,
            x + scene.rng.gauss(0, 62),
            y + scene.rng.gauss(0, 18),
            angle=scene.rng.uniform(0, 180),
            cast=0.3,
        )


def on_tray(make, *, spots=None, angle=50, count=5, behind=None, **how):
    """Things spread on a bamboo tray."""
    spots = spots or [
        (360, 480),
        (490, 465),
        (610, 485),
        (330, 540),
        (460, 535),
        (590, 550),
        (420, 590),
        (540, 600),
    ]

    def paint(scene):
        rng = scene.rng
        if behind:
            behind(scene)
        scene.put(tray(rng, 660), 480, 535, cast=0.8)
        scene.scatter([make(rng, **how) for _ in range(count)], spots, angle=angle, cast=0.7)

    return paint


def tea(colours, *, brew, leaf_colour=(88, 124, 60), size=(5, 17), **how):
    """Made tea on a tray, a cup of it, and the leaf it came from."""

    def paint(scene):
        rng = scene.rng
        side = rng.choice((-1, 1))
        twig = field.sprig(rng, 300, leaf_colour, pairs=3, wide=0.4, length=0.4)
        scene.put(twig, 480 - side * 190, 372, angle=rng.uniform(-10, 24), cast=0.3)
        scene.put(
            bowl(
                rng,
                430,
                how.get("vessel", STRAW),
                grains(rng, colours, size=size, count=1500),
                deep=0.22,
                heap=0.26,
                woven="vessel" not in how,
            ),
            480 - side * 110,
            500,
        )
        scene.put(cup(rng, 220, how.get("cup", CREAM), tea=brew), 480 + side * 220, 520)
        spill(scene, colours, size, 480 + side * 40, 630)

    return paint


def tea_cake(colour, brew, *, wrapped):
    def paint(scene):
        rng = scene.rng
        side = rng.choice((-1, 1))
        scene.put(larder.pressed(rng, 430, colour, wrapped=wrapped), 480 - side * 100, 480)
        scene.put(cup(rng, 230, CLAY, tea=brew), 480 + side * 230, 540)
        spill(scene, [colour, (60, 44, 34)], (5, 15), 480 - side * 60, 636)

    return paint


def oil(content, *, flowers=None, fruit_of=None, leaf_colour=(70, 108, 60)):
    def paint(scene):
        rng = scene.rng
        side = rng.choice((-1, 1))
        twig = field.sprig(rng, 330, leaf_colour, pairs=4, wide=0.44, length=0.32)
        scene.put(twig, 480 + side * 110, 440, angle=24 * side, cast=0.3)
        scene.put(bottle(rng, 138, 380, content=content), 480 - side * 120, 410)
        scene.put(bottle(rng, 112, 300, content=content), 480 - side * 240, 470)
        if flowers:
            for x, y, s in ((120, 470, 150), (230, 530, 128), (60, 580, 116)):
                scene.put(
                    larder.flower(rng, s, flowers),
                    480 + side * x,
                    y,
                    angle=rng.uniform(0, 60),
                    cast=0.5,
                )
        if fruit_of:
            scene.scatter(
                [fruit_of(rng) for _ in range(4)],
                [
                    (480 + side * x, y)
                    for x, y in (
                        (70, 560),
                        (140, 600),
                        (220, 570),
                        (10, 620),
                        (150, 530),
                        (280, 610),
                    )
                ],
                angle=90,
            )

    return paint


def honey(content):
    def paint(scene):
        rng = scene.rng
        side = rng.choice((-1, 1))
        scene.put(
            larder.comb(rng, 270, darker_honey(content)), 480 + side * 150, 540, angle=side * -6
        )
        scene.put(jar(rng, 230, 300, content=content), 480 - side * 110, 450)
        dip = larder.dipper(rng, 250)
        scene.put(
            dip if side > 0 else dip.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
            480 + side * 170,
            450,
            angle=-24 * side,
            cast=0.6,
        )
        scene.put(larder.flower(rng, 86, (248, 214, 120), petals=5), 480 - side * 260, 610)
        scene.put(larder.flower(rng, 70, (250, 240, 224), petals=5), 480 - side * 320, 580)

    return paint


def darker_honey(colour):
    return field.lighter(colour, 0.12)


def jarred(content, inside, *, beside=None):
    def paint(scene):
        rng = scene.rng
        side = rng.choice((-1, 1))
        bits = [inside(rng) for _ in range(6)]
        scene.put(
            jar(rng, 230, 300, content=content, pieces_in=bits, lid=(88, 98, 84)),
            480 - side * 120,
            440,
        )
        scene.put(
            bowl(rng, 300, CREAM, pieces(rng, bits, rows=5, across=6), deep=0.4),
            480 + side * 170,
            520,
        )
        if beside:
            beside(scene, side)

    return paint


def laid(make, *, spots, angle=10, behind=None, on=None, count=3, **how):
    """Large things laid down, on a tray where there is one."""

    def paint(scene):
        if behind:
            behind(scene)
        if on:
            scene.put(tray(scene.rng, 660, on), 480, 540, cast=0.8)
        scene.scatter([make(scene.rng, **how) for _ in range(count)], spots, angle=angle)

    return paint


def sprigs(colour):
    def behind(scene):
        for n in range(3):
            scene.put(
                field.sprig(scene.rng, 300, colour),
                330 + 150 * n,
                390 + 16 * (n % 2),
                angle=70 + 20 * n,
                cast=0.25,
            )

    return behind


def hanging(scene):
    rng = scene.rng
    pole = field.solid(field.outline(field.oval(power=8), 900, 26), (150, 112, 66), dark=120)
    scene.put(pole, 480, 150, cast=0)
    for n in range(5):
        strip = larder.cured(rng, rng.uniform(92, 120), rng.uniform(300, 370))
        scene.put(strip, 200 + 140 * n, 150 + strip.height / 3, angle=rng.uniform(-4, 4), cast=0)
    scene.put(
        larder.belly(rng, 300, lean=(142, 58, 46), fat=(226, 178, 120), skin=(132, 70, 40)),
        480,
        600,
    )


def roe(scene):
    rng = scene.rng
    beads = [(226, 92, 40), (236, 118, 52), (214, 76, 34)]
    scene.put(
        bowl(rng, 470, NAVY, grains(rng, beads, size=(13, 13), count=900), deep=0.36, heap=0.26),
        470,
        480,
    )
    spill(scene, beads, (12, 12), 660, 622)


def cold_plate(make, *, spots, garnish=(92, 138, 66), count=3, **how):
    """Meat on a dark board, with something green."""

    def paint(scene):
        rng = scene.rng
        board = field.solid(
            field.outline(field.oval(power=7), 700, 230), (122, 84, 58), dark=110, shine=40
        )
        scene.put(board, 480, 565, cast=0.8)
        scene.scatter([make(rng, **how) for _ in range(count)], spots, angle=6)
        for n in range(4):
            scene.put(
                leaf(rng, 100, garnish),
                270 + 130 * n + rng.uniform(-20, 20),
                640,
                angle=rng.uniform(-30, 30),
                cast=0.4,
            )

    return paint


BIG = [(360, 455), (590, 450), (480, 545)]
ROW = [(300, 480), (480, 460), (660, 485), (390, 560), (570, 565)]
LYING = [(470, 440), (450, 500), (500, 555), (470, 612)]

NAVEL, NAVEL_FLESH = (242, 142, 34), (250, 182, 72)
GREEN_TEA, DARK_TEA = (
    [(92, 116, 56), (70, 96, 46), (120, 138, 70)],
    [(64, 44, 32), (88, 58, 38), (46, 34, 28)],
)
BLACK_TEA = [(62, 38, 28), (104, 66, 34), (150, 104, 50)]
APPLE = {"size": 196}
MUTTON = {"spots": [(400, 470), (570, 520)], "count": 2}
