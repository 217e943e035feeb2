"""What fields and woods give. A word of the name, and what is painted for it."""

from cms.pages.demo.drawing import field
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
    laid,
    on_tray,
    pile,
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
]
