"""What is painted for which produce: the first word found in its name decides."""

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
    INDIGO,
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

MOTIFS: list[tuple[str, Motif]] = [
    # Stone fruit
    (
        "脆李",
        Motif(
            APRICOT,
            WALNUT,
            pile(
                fruit.plum,
                size=164,
                count=6,
                spots=[*fruit.HEAP, (480, 400), (690, 570), (280, 575)],
            ),
        ),
    ),
    (
        "新梅",
        Motif(
            MINT,
            LINEN,
            pile(fruit.plum, size=150, colour=(92, 58, 110), blush=(146, 84, 128), count=6),
        ),
    ),
    ("黄桃", Motif(MIST, TERRACOTTA, pile(fruit.peach, size=192))),
    (
        "巴仁杏",
        Motif(
            CLOUD,
            MOSS,
            pile(
                fruit.peach,
                size=134,
                colour=(240, 168, 72),
                blush=(228, 108, 62),
                count=6,
                spots=[*fruit.HEAP, (480, 400), (690, 570), (280, 575)],
            ),
        ),
    ),
    ("樱桃", Motif(MINT, LINEN, basketful(fruit.cherry, rows=5, across=7, angle=60, size=74))),
    # Citrus
    (
        "金桔",
        Motif(
            MINT,
            SLATE,
            basketful(fruit.citrus, vessel=CELADON, woven=False, size=76, tall=1.16, navel=False),
        ),
    ),
    ("血橙", Motif(MINT, SLATE, orange((214, 84, 40), (176, 36, 44)))),
    ("红橙", Motif(MINT, SLATE, orange((220, 92, 44), (186, 40, 46)))),
    ("绿橙", Motif(SAND, TERRACOTTA, orange((118, 152, 52), (246, 180, 70), navel=False))),
    ("玫瑰香橙", Motif(ROSE, SLATE, orange((236, 112, 44), (214, 62, 62), navel=False))),
    ("冰糖橙", Motif(CLOUD, MOSS, orange((246, 164, 48), (252, 196, 92), navel=False, size=164))),
    ("锦橙", Motif(CLOUD, WALNUT, orange((240, 130, 38), (248, 168, 64), navel=False, tall=1.08))),
    ("春橙", Motif(MINT, WALNUT, orange((244, 158, 52), (252, 190, 84), navel=False))),
    (
        "蜜桔",
        Motif(
            MINT, LINEN, orange((240, 128, 30), (248, 156, 52), navel=False, tall=0.82, size=172)
        ),
    ),
    (
        "柑橘",
        Motif(
            CLOUD, LINEN, orange((236, 152, 44), (246, 170, 62), navel=False, tall=0.82, size=168)
        ),
    ),
    ("橙", Motif(MIST, SLATE, orange(NAVEL, NAVEL_FLESH))),
    (
        "蜜柚",
        Motif(
            ROSE,
            MOSS,
            pile(
                fruit.citrus,
                size=280,
                colour=(212, 204, 92),
                tall=1.08,
                navel=False,
                count=2,
                spots=BIG,
                cut=lambda rng: fruit.cut(rng, 270, (212, 204, 92), (236, 150, 140), segments=12),
            ),
        ),
    ),
    # Apples and pears
    (
        "花牛苹果",
        Motif(MINT, LINEN, pile(fruit.apple, colour=(148, 22, 36), second=(182, 52, 48), **APPLE)),
    ),
    (
        "吉县苹果",
        Motif(
            CLOUD, MOSS, pile(fruit.apple, colour=(206, 62, 56), second=(244, 214, 140), **APPLE)
        ),
    ),
    (
        "盐源苹果",
        Motif(SAND, SLATE, pile(fruit.apple, colour=(214, 96, 66), second=(226, 206, 96), **APPLE)),
    ),
    (
        "昭通苹果",
        Motif(
            MIST,
            TERRACOTTA,
            pile(fruit.apple, colour=(222, 124, 78), second=(216, 208, 98), **APPLE),
        ),
    ),
    (
        "礼县苹果",
        Motif(MINT, PLUM, pile(fruit.apple, colour=(178, 34, 44), second=(226, 150, 96), **APPLE)),
    ),
    (
        "栖霞苹果",
        Motif(MIST, NAVY, pile(fruit.apple, colour=(220, 76, 72), second=(250, 222, 150), **APPLE)),
    ),
    ("苹果", Motif(SAND, MOSS, pile(fruit.apple, **APPLE))),
    (
        "玉露香梨",
        Motif(
            MIST, MOSS, pile(fruit.pear, size=184, colour=(188, 200, 98), freckles=(190, 106, 70))
        ),
    ),
    (
        "雪梨",
        Motif(
            APRICOT,
            SLATE,
            pile(fruit.pear, size=176, colour=(198, 152, 92), freckles=(124, 84, 48)),
        ),
    ),
    (
        "安梨",
        Motif(
            CLOUD,
            TERRACOTTA,
            pile(fruit.pear, size=160, colour=(190, 184, 92), freckles=(118, 98, 52)),
        ),
    ),
    (
        "莱阳梨",
        Motif(
            ROSE, MOSS, pile(fruit.pear, size=184, colour=(196, 190, 110), freckles=(96, 74, 46))
        ),
    ),
    ("梨", Motif(MINT, WALNUT, pile(fruit.pear, size=186))),
    # Others from trees and vines
    (
        "红心猕猴桃",
        Motif(
            SAND,
            MOSS,
            pile(fruit.kiwi, size=164, spots=ROW, cut=lambda rng: fruit.kiwi_half(rng, 180)),
        ),
    ),
    (
        "猕猴桃",
        Motif(
            APRICOT,
            MOSS,
            pile(
                fruit.kiwi,
                size=164,
                spots=ROW,
                cut=lambda rng: fruit.kiwi_half(rng, 180, heart=(222, 226, 150)),
            ),
        ),
    ),
    ("石榴", Motif(MINT, WALNUT, pile(fruit.pomegranate, size=190))),
    ("芒果", Motif(MINT, TERRACOTTA, pile(fruit.mango, size=206, angle=44))),
    ("蓝莓", Motif(ROSE, LINEN, basketful(fruit.berry, rows=6, across=10, size=56))),
    (
        "红毛丹",
        Motif(
            MINT,
            LINEN,
            pile(
                fruit.rambutan,
                size=132,
                count=5,
                spots=[*fruit.HEAP, (480, 400)],
                cut=fruit.rambutan_open,
            ),
        ),
    ),
    (
        "香蕉",
        Motif(
            MINT,
            WALNUT,
            laid(
                fruit.banana,
                spots=[(430, 470), (560, 490), (470, 545), (590, 575)],
                size=380,
                angle=12,
                behind=lambda scene: leaves(
                    scene, [(300, 420, 30), (680, 430, 160)], (72, 132, 70), 220
                ),
            ),
        ),
    ),
    (
        "硒砂瓜",
        Motif(
            APRICOT,
            MOSS,
            pile(
                fruit.melon,
                size=330,
                count=2,
                colour=(76, 124, 66),
                net=False,
                stripes=(36, 78, 42),
                spots=BIG,
                cut=lambda rng: fruit.melon_slice(
                    rng, 330, flesh=(222, 62, 66), rind=(60, 112, 58), seeds=(40, 24, 22)
                ),
            ),
        ),
    ),
    (
        "伽师瓜",
        Motif(
            MIST,
            TERRACOTTA,
            pile(
                fruit.melon,
                size=330,
                count=2,
                colour=(132, 142, 76),
                tall=0.72,
                spots=BIG,
                cut=lambda rng: fruit.melon_slice(rng, 330, rind=(128, 138, 70)),
            ),
        ),
    ),
    (
        "蜜瓜",
        Motif(
            ROSE,
            MOSS,
            pile(
                fruit.melon,
                size=300,
                count=2,
                colour=(212, 206, 150),
                tall=0.92,
                spots=BIG,
                cut=lambda rng: fruit.melon_slice(
                    rng, 300, flesh=(246, 166, 92), rind=(206, 200, 142)
                ),
            ),
        ),
    ),
    (
        "香瓜",
        Motif(
            MINT,
            WALNUT,
            pile(
                fruit.melon,
                size=210,
                count=3,
                colour=(242, 204, 74),
                net=False,
                stripes=(250, 234, 168),
                tall=0.78,
                spots=ROW,
                angle=24,
            ),
        ),
    ),
    (
        "同心圆枣",
        Motif(MINT, LINEN, basketful(fruit.jujube, size=70, colour=(150, 130, 60), wrinkled=False)),
    ),
    # Nuts and dried fruit
    ("油枣", Motif(MINT, WALNUT, basketful(fruit.jujube, size=72, colour=(104, 22, 26)))),
    ("红枣", Motif(SAND, SLATE, basketful(fruit.jujube, size=76))),
    (
        "大枣",
        Motif(
            CLOUD,
            TERRACOTTA,
            basketful(fruit.jujube, vessel=CLAY, woven=False, rows=4, across=6, size=92),
        ),
    ),
    (
        "绵核桃",
        Motif(
            MIST,
            MOSS,
            basketful(
                field.walnut,
                rows=4,
                across=6,
                size=104,
                beside=lambda rng: field.walnut_half(rng, 150),
            ),
        ),
    ),
    (
        "核桃",
        Motif(
            SAND,
            SLATE,
            basketful(
                field.walnut,
                vessel=CLAY,
                woven=False,
                rows=4,
                across=6,
                size=108,
                beside=lambda rng: field.walnut_half(rng, 150),
            ),
        ),
    ),
    ("板栗", Motif(MINT, TERRACOTTA, basketful(field.chestnut, rows=4, across=6, size=104))),
    (
        "巴旦姆",
        Motif(
            MIST,
            LINEN,
            basketful(
                field.almond, vessel=INDIGO, woven=False, rows=6, across=8, size=84, angle=90
            ),
        ),
    ),
    (
        "瓜蒌籽",
        Motif(
            MINT, WALNUT, bowlful([(132, 96, 58), (156, 118, 74)], size=(15, 24), vessel=CELADON)
        ),
    ),
    (
        "杏干",
        Motif(
            MIST,
            WALNUT,
            basketful(
                lambda rng: field.disc(rng, 92, (226, 132, 46)),
                vessel=INDIGO,
                woven=False,
                rows=5,
                across=7,
            ),
        ),
    ),
    # Grain
    (
        "贡米",
        Motif(
            MIST,
            MOSS,
            bowlful([(238, 196, 84), (228, 180, 66)], size=(6, 6), vessel=CLAY, ear=(206, 160, 66)),
        ),
    ),
    (
        "小米",
        Motif(
            MINT,
            TERRACOTTA,
            bowlful(
                [(244, 208, 98), (234, 192, 78)], size=(6, 6), vessel=INDIGO, ear=(196, 146, 60)
            ),
        ),
    ),
    (
        "红米",
        Motif(
            MINT,
            LINEN,
            bowlful([(150, 66, 52), (176, 92, 68)], size=(6, 14), vessel=CREAM, ear=(196, 130, 70)),
        ),
    ),
    (
        "八宝米",
        Motif(
            ROSE,
            SLATE,
            bowlful(
                [(246, 240, 222), (236, 228, 204), (224, 206, 170)],
                size=(7, 16),
                vessel=CLAY,
                ear=(218, 178, 84),
            ),
        ),
    ),
    (
        "延寿大米",
        Motif(
            MINT,
            WALNUT,
            bowlful(
                [(250, 246, 232), (240, 234, 214)], size=(8, 13), vessel=CELADON, ear=(222, 184, 92)
            ),
        ),
    ),
    (
        "大米",
        Motif(
            APRICOT,
            NAVY,
            bowlful(
                [(250, 247, 236), (242, 238, 222)], size=(7, 13), vessel=INDIGO, ear=(214, 170, 76)
            ),
        ),
    ),
    (
        "绿豆",
        Motif(
            SAND,
            WALNUT,
            bowlful([(104, 130, 54), (124, 150, 66), (88, 112, 46)], size=(12, 14), vessel=CREAM),
        ),
    ),
    (
        "藜麦",
        Motif(
            MIST,
            PLUM,
            bowlful(
                [(236, 222, 186), (222, 204, 160), (176, 82, 70)],
                size=(7, 7),
                vessel=CLAY,
                ear=(182, 74, 74),
            ),
        ),
    ),
    (
        "莜面",
        Motif(
            CLOUD,
            TERRACOTTA,
            bowlful(
                [(232, 216, 186), (240, 226, 198)], size=(4, 4), vessel=CLAY, ear=(202, 172, 104)
            ),
        ),
    ),
    (
        "苏麻",
        Motif(
            LILAC,
            LINEN,
            bowlful(
                [(112, 92, 82), (140, 118, 104), (92, 76, 70)],
                size=(8, 8),
                vessel=CREAM,
                beside=lambda rng: field.sprig(
                    rng, 220, (108, 74, 112), pairs=3, wide=0.6, length=0.42
                ),
            ),
        ),
    ),
    # Mushrooms
    (
        "香菇",
        Motif(
            MINT,
            LINEN,
            pile(field.shiitake, size=176, spots=[*ROW, (480, 400)], leaf_colour=(110, 140, 80)),
        ),
    ),
    (
        "松茸",
        Motif(
            MIST,
            MOSS,
            pile(
                field.matsutake,
                size=150,
                spots=[(300, 470), (430, 440), (560, 445), (690, 475), (370, 540), (610, 545)],
                angle=24,
                leaf_colour=(70, 110, 74),
            ),
        ),
    ),
    (
        "银耳",
        Motif(
            ROSE,
            SLATE,
            laid(
                field.fungus,
                spots=BIG,
                size=300,
                colour=(240, 228, 190),
                edge=0.7,
                folds=11,
                on=STRAW,
            ),
        ),
    ),
    ("柞水木耳", Motif(ROSE, LINEN, on_tray(lambda rng: field.fungus(rng, 150)))),
    (
        "亚东黑木耳",
        Motif(MIST, TERRACOTTA, on_tray(lambda rng: field.fungus(rng, 134, (46, 36, 44)))),
    ),
    (
        "汪清黑木耳",
        Motif(
            APRICOT,
            NAVY,
            basketful(
                lambda rng: field.fungus(rng, 116, (44, 32, 32)),
                vessel=CREAM,
                woven=False,
                rows=4,
                across=6,
            ),
        ),
    ),
    (
        "阿尔山黑木耳",
        Motif(
            MIST,
            LINEN,
            basketful(lambda rng: field.fungus(rng, 110, (54, 38, 36)), rows=4, across=6),
        ),
    ),
    (
        "卢氏黑木耳",
        Motif(
            MINT,
            TERRACOTTA,
            basketful(
                lambda rng: field.fungus(rng, 116, (62, 44, 36)),
                vessel=CELADON,
                woven=False,
                rows=4,
                across=6,
            ),
        ),
    ),
    ("木耳", Motif(SAND, MOSS, on_tray(lambda rng: field.fungus(rng, 144, (60, 42, 34))))),
    # Vegetables
    (
        "冬季马铃薯",
        Motif(MINT, TERRACOTTA, pile(field.potato, size=160, colour=(214, 180, 116), spots=ROW)),
    ),
    (
        "马铃薯",
        Motif(CLOUD, MOSS, pile(field.potato, size=164, spots=[*ROW, (480, 420)], angle=40)),
    ),
    (
        "硒土豆",
        Motif(
            SAND,
            SLATE,
            basketful(lambda rng: field.potato(rng, 108, (216, 176, 96)), rows=4, across=5),
        ),
    ),
    (
        "洋芋",
        Motif(
            MIST,
            TERRACOTTA,
            pile(field.potato, size=160, colour=(186, 136, 96), spots=[*ROW, (480, 420)], angle=40),
        ),
    ),
    (
        "辣椒",
        Motif(
            MINT,
            LINEN,
            laid(
                field.chilli,
                spots=[
                    (380, 450),
                    (560, 440),
                    (330, 505),
                    (500, 495),
                    (650, 510),
                    (420, 560),
                    (590, 565),
                    (500, 615),
                ],
                count=6,
                size=250,
                angle=34,
            ),
        ),
    ),
    (
        "大白菜",
        Motif(
            APRICOT,
            WALNUT,
            laid(field.cabbage, spots=[(380, 460), (570, 520)], size=420, count=2, angle=8),
        ),
    ),
    (
        "高原夏菜",
        Motif(
            ROSE,
            SLATE,
            lambda scene: (
                laid(field.cabbage, spots=[(400, 430)], size=380, count=1, colour=(110, 160, 84))(
                    scene
                ),
                laid(field.cucumber, spots=[(560, 560), (540, 605)], colour=(96, 140, 74), count=2)(
                    scene
                ),
                laid(
                    field.chilli,
                    spots=[(320, 590), (380, 630)],
                    size=200,
                    colour=(88, 138, 58),
                    count=2,
                )(scene),
            ),
        ),
    ),
    (
        "大蒜",
        Motif(
            MINT,
            WALNUT,
            pile(field.garlic, size=164, spots=[*ROW, (480, 405)], leaf_colour=(130, 150, 96)),
        ),
    ),
    (
        "白黄瓜",
        Motif(
            APRICOT,
            MOSS,
            laid(field.cucumber, spots=[*LYING, (520, 400)], count=4, size=430, angle=12),
        ),
    ),
    # Tea and coffee
    ("普洱茶", Motif(SAND, WALNUT, tea_cake((92, 72, 48), (150, 72, 34), wrapped=(232, 222, 198)))),
    ("黑茶", Motif(CLOUD, TERRACOTTA, tea_cake((54, 42, 36), (120, 50, 28), wrapped=(70, 50, 38)))),
    (
        "银球茶",
        Motif(
            ROSE,
            SLATE,
            basketful(
                lambda rng: larder.pressed(rng, 84, (96, 104, 72)),
                vessel=CELADON,
                woven=False,
                rows=4,
                across=6,
            ),
        ),
    ),
    (
        "苦荞茶",
        Motif(
            MIST,
            MOSS,
            tea(
                [(150, 108, 48), (176, 132, 62)],
                brew=(206, 166, 60),
                size=(9, 10),
                leaf_colour=(120, 148, 80),
                vessel=CLAY,
            ),
        ),
    ),
    ("红茶", Motif(MINT, PLUM, tea(BLACK_TEA, brew=(188, 84, 36), vessel=CREAM))),
    ("黄金茶", Motif(LILAC, MOSS, tea([(168, 156, 66), (140, 132, 58)], brew=(222, 200, 92)))),
    (
        "白毫茶",
        Motif(
            ROSE,
            SLATE,
            tea(
                [(150, 158, 120), (196, 200, 172), (112, 124, 84)],
                brew=(206, 196, 112),
                vessel=INDIGO,
            ),
        ),
    ),
    (
        "六安瓜片",
        Motif(SAND, MOSS, tea([(66, 98, 62), (88, 120, 74)], brew=(180, 188, 84), size=(8, 22))),
    ),
    (
        "翠兰",
        Motif(
            LILAC,
            LINEN,
            tea([(110, 140, 64), (86, 120, 54)], brew=(190, 196, 92), size=(6, 20), vessel=CREAM),
        ),
    ),
    (
        "翠芽",
        Motif(
            APRICOT, MOSS, tea([(122, 146, 62), (98, 124, 50)], brew=(196, 198, 96), size=(7, 15))
        ),
    ),
    (
        "玉露",
        Motif(
            APRICOT,
            SLATE,
            tea([(48, 84, 54), (64, 102, 62)], brew=(168, 186, 84), size=(4, 18), vessel=CELADON),
        ),
    ),
    ("茶叶", Motif(CLOUD, LINEN, tea(GREEN_TEA, brew=(180, 184, 80), size=(4, 16), vessel=CLAY))),
    ("毛尖", Motif(MINT, WALNUT, tea(GREEN_TEA, brew=(186, 178, 76), size=(4, 16)))),
    (
        "女娲茶",
        Motif(
            MIST,
            TERRACOTTA,
            tea([(84, 118, 66), (110, 140, 82)], brew=(184, 190, 92), size=(5, 18)),
        ),
    ),
    (
        "富硒茶",
        Motif(
            ROSE, MOSS, tea([(78, 108, 52), (100, 126, 60)], brew=(190, 184, 78), vessel=CELADON)
        ),
    ),
    (
        "绿茶",
        Motif(SAND, NAVY, tea([(72, 96, 60), (96, 112, 70)], brew=(176, 172, 70), vessel=CREAM)),
    ),
    # Oil and honey
    (
        "橄榄油",
        Motif(
            MIST,
            MOSS,
            oil(
                (150, 150, 44),
                fruit_of=lambda rng: fruit.jujube(rng, 58, (112, 128, 56), wrinkled=False),
                leaf_colour=(132, 148, 116),
            ),
        ),
    ),
    ("茶油", Motif(MINT, WALNUT, oil((222, 166, 48), flowers=(250, 246, 238)))),
    ("黑蜂蜂蜜", Motif(MIST, MOSS, honey((236, 206, 128)))),
    ("城口蜂蜜", Motif(MINT, TERRACOTTA, honey((196, 116, 30)))),
    ("蜂蜜", Motif(CLOUD, WALNUT, honey((222, 150, 40)))),
    # Spices and herbs
    (
        "青花椒",
        Motif(
            APRICOT,
            LINEN,
            basketful(
                lambda rng: larder.pepper(rng, 150, (94, 124, 52)), rows=3, across=5, angle=60
            ),
        ),
    ),
    (
        "大红袍花椒",
        Motif(
            MIST,
            WALNUT,
            basketful(
                lambda rng: larder.pepper(rng, 150, (176, 36, 34)),
                vessel=CREAM,
                woven=False,
                rows=3,
                across=5,
                angle=60,
            ),
        ),
    ),
    (
        "花椒",
        Motif(
            MINT, LINEN, basketful(lambda rng: larder.pepper(rng, 150), rows=3, across=5, angle=60)
        ),
    ),
    ("黄连", Motif(MINT, WALNUT, on_tray(lambda rng: field.claw(rng, 210), angle=70))),
    (
        "林下参",
        Motif(
            MINT,
            TERRACOTTA,
            laid(
                lambda rng: field.root(rng, 380, (222, 184, 124), tails=4, hair=26, body=0.26),
                spots=[(440, 450), (520, 535), (450, 610)],
                angle=12,
            ),
        ),
    ),
    (
        "当归",
        Motif(
            CLOUD,
            MOSS,
            laid(
                lambda rng: field.root(rng, 340, (166, 118, 72), tails=8, hair=14),
                spots=[(400, 450), (560, 500), (430, 575)],
                angle=26,
                on=STRAW,
            ),
        ),
    ),
    (
        "天麻",
        Motif(
            MINT,
            WALNUT,
            on_tray(
                lambda rng: field.root(rng, 200, (214, 178, 112), tails=0, rings=True), angle=40
            ),
        ),
    ),
    ("三七", Motif(SAND, MOSS, basketful(lambda rng: field.knob(rng, 108), rows=4, across=6))),
    (
        "蕲艾",
        Motif(
            APRICOT,
            WALNUT,
            laid(
                lambda rng: field.sprig(rng, 420, (138, 158, 126)),
                spots=[(430, 430), (540, 480), (420, 530), (540, 585)],
                angle=22,
                count=4,
            ),
        ),
    ),
    # Meat, fish and eggs
    ("老腊肉", Motif(APRICOT, WALNUT, hanging)),
    (
        "香猪",
        Motif(
            MINT,
            SLATE,
            cold_plate(larder.belly, spots=[(400, 450), (550, 530)], count=2, width=360),
        ),
    ),
    (
        "牦牛肉干",
        Motif(
            MIST,
            TERRACOTTA,
            on_tray(
                larder.jerky,
                spots=[
                    (330, 470),
                    (480, 455),
                    (620, 480),
                    (360, 535),
                    (520, 530),
                    (640, 550),
                    (430, 590),
                    (560, 605),
                ],
            ),
        ),
    ),
    (
        "牦牛肉",
        Motif(MIST, MOSS, cold_plate(larder.meat, width=330, colour=(134, 28, 40), **MUTTON)),
    ),
    ("滩羊", Motif(SAND, SLATE, cold_plate(larder.rack, spots=[(480, 470)], count=1, width=460))),
    (
        "羊羔肉",
        Motif(
            MINT,
            TERRACOTTA,
            cold_plate(
                larder.rack,
                spots=[(400, 455), (580, 520)],
                count=2,
                width=330,
                colour=(202, 92, 84),
            ),
        ),
    ),
    (
        "香羊",
        Motif(APRICOT, MOSS, cold_plate(larder.meat, width=270, colour=(184, 70, 66), spots=BIG)),
    ),
    (
        "苏尼特羊肉",
        Motif(CLOUD, MOSS, cold_plate(larder.meat, width=310, colour=(190, 62, 62), spots=BIG)),
    ),
    (
        "羊肉",
        Motif(MINT, WALNUT, cold_plate(larder.meat, width=320, colour=(178, 58, 60), **MUTTON)),
    ),
    (
        "灰鹅",
        Motif(
            MINT,
            MOSS,
            laid(larder.bird, spots=[(360, 390), (610, 450)], size=400, count=2, angle=2),
        ),
    ),
    (
        "香鸭",
        Motif(
            APRICOT,
            MOSS,
            laid(
                lambda rng: larder.bird(
                    rng, 380, (126, 92, 64), neck=0.55, head=(44, 96, 76), beak=(222, 178, 62)
                ),
                spots=[(350, 440), (610, 480)],
                count=2,
                angle=2,
            ),
        ),
    ),
    (
        "龙虾",
        Motif(
            MIST,
            LINEN,
            laid(larder.crayfish, spots=[(380, 450), (570, 520), (400, 600)], size=390, angle=16),
        ),
    ),
    ("鱼籽", Motif(CLOUD, SLATE, roe)),
    (
        "海带",
        Motif(
            APRICOT,
            SLATE,
            laid(field.ribbon, spots=[*LYING, (500, 395)], size=560, count=5, angle=14),
        ),
    ),
    (
        "咸鸭蛋",
        Motif(
            APRICOT,
            MOSS,
            basketful(
                lambda rng: larder.egg(rng, 124),
                rows=3,
                across=5,
                angle=30,
                beside=lambda rng: larder.egg_half(rng, 150),
            ),
        ),
    ),
    (
        "奶酪",
        Motif(
            MIST,
            TERRACOTTA,
            basketful(
                lambda rng: larder.cheese(rng, 116),
                vessel=INDIGO,
                woven=False,
                rows=4,
                across=6,
                angle=24,
            ),
        ),
    ),
    # From the kitchen
    (
        "莼菜",
        Motif(
            APRICOT,
            MOSS,
            jarred(
                (150, 172, 120), lambda rng: field.turned(leaf(rng, 46, (82, 118, 62), wide=0.5), 0)
            ),
        ),
    ),
    (
        "白莲",
        Motif(
            MINT, SLATE, bowlful([(244, 234, 206), (236, 222, 188)], size=(21, 21), vessel=CELADON)
        ),
    ),
    (
        "黄花",
        Motif(
            MINT,
            WALNUT,
            laid(
                lambda rng: field.strands(rng, 420, (206, 152, 56), count=46, width=8),
                spots=[(450, 450), (520, 530), (450, 600)],
                angle=10,
                on=STRAW,
            ),
        ),
    ),
    (
        "红薯粉条",
        Motif(
            MIST,
            MOSS,
            laid(
                lambda rng: field.strands(rng, 520, (150, 116, 96), count=70, width=5),
                spots=[(450, 440), (510, 510), (460, 585)],
                angle=8,
            ),
        ),
    ),
    (
        "粉丝",
        Motif(
            APRICOT,
            NAVY,
            laid(
                lambda rng: field.strands(rng, 520, (232, 230, 222), count=90, width=3, wave=0.2),
                spots=[(450, 440), (510, 510), (460, 585)],
                angle=8,
            ),
        ),
    ),
    (
        "荞酥",
        Motif(
            LILAC,
            WALNUT,
            basketful(
                lambda rng: larder.pressed(rng, 150, (206, 150, 66)),
                vessel=CREAM,
                woven=False,
                rows=3,
                across=4,
                angle=8,
            ),
        ),
    ),
]


def motif_of(name_zh: str) -> Motif:
    return next(motif for word, motif in MOTIFS if word in name_zh)


def picture_of(name_zh: str, *, seed: str) -> Image.Image:
    """A still life of the produce, the same on each run for the same seed."""
    motif = motif_of(name_zh)
    scene = Scene(f"{name_zh} {seed}", paper=motif.paper, cloth=motif.cloth)
    motif.paint(scene)
    return scene.finished()
