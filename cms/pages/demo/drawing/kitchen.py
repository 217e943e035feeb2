"""From the animal, the river and the kitchen. A word of the name, and what is painted for it."""

from cms.pages.demo.drawing import field, larder
from cms.pages.demo.drawing.brush import leaf
from cms.pages.demo.drawing.recipes import (
    APRICOT,
    BIG,
    CLOUD,
    LILAC,
    LINEN,
    LYING,
    MINT,
    MIST,
    MOSS,
    MUTTON,
    NAVY,
    SAND,
    SLATE,
    TERRACOTTA,
    WALNUT,
    Motif,
    basketful,
    bowlful,
    cold_plate,
    hanging,
    jarred,
    laid,
    on_tray,
    roe,
)
from cms.pages.demo.drawing.vessels import CELADON, CREAM, INDIGO, STRAW

MOTIFS: list[tuple[str, Motif]] = [
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
