"""Fruit and nuts. A word of the name, and what is painted for it."""

from cms.pages.demo.drawing import field, fruit
from cms.pages.demo.drawing.fruit import leaves
from cms.pages.demo.drawing.recipes import (
    APPLE,
    APRICOT,
    BIG,
    CLOUD,
    LINEN,
    MINT,
    MIST,
    MOSS,
    NAVEL,
    NAVEL_FLESH,
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
    orange,
    pile,
)
from cms.pages.demo.drawing.vessels import CELADON, CLAY, INDIGO

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
]
