"""What fields, woods and tea hills give. A word of the name, and what is painted for it."""

from cms.pages.demo.drawing import field, fruit, larder
from cms.pages.demo.drawing.recipes import (
    APRICOT,
    BIG,
    BLACK_TEA,
    CLOUD,
    GREEN_TEA,
    LILAC,
    LINEN,
    LYING,
    MINT,
    MIST,
    MOSS,
    NAVY,
    PLUM,
    ROSE,
    ROW,
    SAND,
    SLATE,
    TERRACOTTA,
    WALNUT,
    Motif,
    basketful,
    bowlful,
    honey,
    laid,
    oil,
    on_tray,
    pile,
    tea,
    tea_cake,
)
from cms.pages.demo.drawing.vessels import CELADON, CLAY, CREAM, INDIGO, STRAW

MOTIFS: list[tuple[str, Motif]] = [
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
]
