"""What tea hills, hives and herb gardens give. A word of the name, and what is painted for it."""

from cms.pages.demo.drawing import field, fruit, larder
from cms.pages.demo.drawing.recipes import (
    APRICOT,
    BLACK_TEA,
    CLOUD,
    GREEN_TEA,
    LILAC,
    LINEN,
    MINT,
    MIST,
    MOSS,
    NAVY,
    PLUM,
    ROSE,
    SAND,
    SLATE,
    TERRACOTTA,
    WALNUT,
    Motif,
    basketful,
    honey,
    laid,
    oil,
    on_tray,
    tea,
    tea_cake,
)
from cms.pages.demo.drawing.vessels import CELADON, CLAY, CREAM, INDIGO, STRAW

MOTIFS: list[tuple[str, Motif]] = [
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
]
