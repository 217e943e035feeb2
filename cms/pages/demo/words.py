"""What the demo's pages say of produce, in both languages."""

ABOUT = {
    "FRU": ("熟了才摘，当天分拣装箱。", "Picked ripe, then sorted and packed the same day."),
    "VEG": ("清早下地采收，去根去泥后装箱。", "Cut at dawn, trimmed and packed."),
    "FUN": ("按朵形大小分级，不熏硫。", "Graded by size and never sulphured."),
    "GRA": ("当季新粮，去石去杂后密封。", "This season's grain, cleaned and sealed."),
    "OIL": (
        "自家的果子低温压榨，沉淀过滤后灌瓶。",
        "Pressed cold from our own fruit, settled and filtered.",
    ),
    "MEA": (
        "散养，检疫合格，急冻后冷链送达。",
        "Free range, inspected, frozen at once and kept cold on its way.",
    ),
    "AQU": ("出水后当日加工。", "Prepared on the day it leaves the water."),
    "DAI": ("牧民家的奶，手工制作。", "Made by hand from the herders' own milk."),
    "TEA": ("手采鲜叶，当天制成。", "Plucked by hand and made the same day."),
    "HON": (
        "蜂箱放在林里，成熟后才取蜜，不加糖。",
        "The hives stand in the woods; taken when ripe, no sugar added.",
    ),
    "NUT": ("晒干后挑去瘪粒和破壳。", "Dried in the sun, hollow and broken ones picked out."),
    "SPI": ("阴凉处晾干，去枝去籽。", "Dried in the shade, free of twigs and seeds."),
    "HER": (
        "挖出后洗净切片，晾干。非食品，不作药效说明。",
        "Dug, washed and dried. Not sold as food.",
    ),
    "DRY": ("村里的小作坊，照老法子做。", "Made in the village workshop, the way it always was."),
    "SNA": ("小袋分装，随身好带。", "In small bags, easy to carry."),
}
KEEPING = {
    "cold": ("全程冷链，收到后请冷藏。", "Sent cold; keep it in the refrigerator."),
    "frozen": ("冷冻发货，收到后请放冷冻室。", "Sent frozen; keep it in the freezer."),
    "ambient": ("请放在阴凉干燥处。", "Keep it cool and dry."),
}
WHOLE_YEAR_ZH, WHOLE_YEAR_EN = "全年有货", "available all year"
MONTHS_EN = "January February March April May June July August September October November December"


def description_of(row, county, seller) -> tuple[str, str]:
    months = [int(month) for month in row["season_months"].split(";")]
    about_zh, about_en = ABOUT[row["category"]]
    keep_zh, keep_en = KEEPING[row["transport"]]
    place_zh = "".join(region.name_zh for region in line_of(county))
    place_en = ", ".join(region.name_en for region in reversed(line_of(county)))
    if len(months) == 12:
        season_zh, season_en = WHOLE_YEAR_ZH, WHOLE_YEAR_EN
    else:
        names = MONTHS_EN.split()
        season_zh = f"{months[0]}月到{months[-1]}月是时令"
        season_en = f"in season from {names[months[0] - 1]} to {names[months[-1] - 1]}"
    return (
        f"产自{place_zh}，{season_zh}。{about_zh}由{seller.name_zh}的社员种养，装箱后直接发给您。"
        f"{keep_zh}保质期{row['shelf_life_days']}天。",
        f"Grown in {place_en}; {season_en}. {about_en} {seller.name_en} sends it to you straight "
        f"from the growers. {keep_en} It keeps for {row['shelf_life_days']} days.",
    )


def line_of(region) -> list:
    """From the province down."""
    return [*line_of(region.parent), region] if region.parent else [region]


def alt_of(row) -> tuple[str, str]:
    return (
        f"画：{row['name_zh']}，背后是远山",
        f"Drawing: {row['name_en']}, hills in the mist behind",
    )
