"""Reading what people paste: 张三 13800138000 山东省烟台市莱山区港城东大街1号, in any order."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, TextField, Value

from producers.regions.models import Region, RegionSpan
from producers.regions.resolving import moved

MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]?(\d{7,8})(?:-(\d{1,6}))?(?!\d)")
POSTCODE = re.compile(r"(?<![\d])\d{6}(?!\d)(?=\s|$)")
LABEL = re.compile(
    r"(?:收货人|收件人|联系人|姓名|手机号码?|电话号码|联系电话|手机|电话|所在地区|地区|"
    r"详细地址|收货地址|地址|邮政编码|邮编)\s*:"
)
SEPARATOR = re.compile(r"[\s,;、|]+")
# Between two places of one address: repeated municipalities, and levels that are none.
BETWEEN = re.compile(r"^(?:[\s,;/>-]|市辖区|省直辖县级行政区划|自治区直辖县级行政区划)*")
# What a street has and a name has not.
OF_A_STREET = re.compile(r"[0-9A-Za-z号楼栋幢室村组院座路街道巷弄区县镇乡市]")
LONGEST = 500


@dataclass(frozen=True)
class Address:
    receiver: str = ""
    phone: str = ""
    place: Region | None = None
    street: str = ""


def read_address(text: str) -> Address:
    """What can be made out; the rest is left for the buyer to fill in."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\0", "")
    text = LABEL.sub("\n", text)
    phone, text = take_phone(text)
    place, before, after = take_place(text)
    after = words_of(POSTCODE.sub("", after))
    receiver = name_among(words_of(before))
    if not receiver and len(after) > 1:
        receiver = name_among(after[::-1] if place else after)
        after = [word for word in after if word != receiver]
    return Address(receiver, phone, place, joined(after))


def take_phone(text: str) -> tuple[str, str]:
    for pattern, glue in ((MOBILE, ""), (LANDLINE, "-")):
        if found := pattern.search(text):
            phone = glue.join(part for part in found.groups() if part)
            return phone, text[: found.start()] + "\n" + text[found.end() :]
    return "", text


def words_of(text: str) -> list[str]:
    return [word for word in SEPARATOR.split(text) if word]


def joined(words: list[str]) -> str:
    """Chinese words stand together, others apart."""
    street = ""
    for word in words:
        apart = street and street[-1].isascii() and word[0].isascii()
        street += f" {word}" if apart else word
    return street


def name_among(words: list[str]) -> str:
    """The first or the last of the words, if it reads like a person."""
    for word in [*words[:1], *words[-1:]]:
        if 2 <= len(word) <= 25 and not OF_A_STREET.search(word):
            return word
    return ""


Names = dict[str, list[Region]]


def take_place(text: str, names: Names | None = None) -> tuple[Region | None, str, str]:
    """The place whose names fill the most of the text, read from the province down, with what
    stands before and after it. Who reads many texts gives `all_names`."""
    names = names_in(text) if names is None else those_in(text, names)
    best, best_start, best_end = None, 0, 0
    for start in range(len(text)):
        place, end = deepest(text, start, names, within=None)
        if place and end - start > best_end - best_start:
            best, best_start, best_end = place, start, end
    return best, text[:best_start], text[best_end:]


def names_in(text: str) -> Names:
    """Places, as they are today, by each name in the text that they have or had, in full or
    short."""
    spans = RegionSpan.objects.annotate(text=Value(text, TextField()))
    spans = spans.filter(Q(text__contains=F("name_zh")) | Q(text__contains=F("region__short_zh")))
    return those_in(text, names_of(spans.select_related("region")))


def all_names() -> Names:
    return names_of(RegionSpan.objects.select_related("region"))


def those_in(text: str, names: Names) -> Names:
    return {name: places for name, places in names.items() if name in text}


def names_of(spans: Iterable[RegionSpan]) -> Names:
    spans = list(spans)
    today = moved()
    codes = {today.get(span.region_id, span.region_id) for span in spans}
    regions = Region.objects.in_force().select_related("parent__parent").in_bulk(codes)
    names = defaultdict(list)
    for span in spans:
        region = regions.get(today.get(span.region_id, span.region_id))
        for name in {span.name_zh, span.region.short_zh, shortened(span.name_zh)}:
            if region and len(name) > 1 and region not in names[name]:
                names[name].append(region)
    return names


def shortened(name: str) -> str:
    return name.removesuffix("市").removesuffix("区").removesuffix("县") or name


def deepest(
    text: str, start: int, names: dict[str, list[Region]], *, within: Region | None
) -> tuple[Region | None, int]:
    """The place named at `start`, and the one within it named after that, and so on; where the
    last name ends."""
    best, best_end = within, start
    for name in sorted(names, key=len, reverse=True):
        if not text.startswith(name, start):
            continue
        for region in fitting(names[name], within):
            after = start + len(name)
            gap = BETWEEN.match(text[after:]).end()
            place, end = deepest(text, after + gap, names, within=region)
            end = after if place == region and end == after + gap else end
            if end > best_end:
                best, best_end = place, end
    return best, best_end


def fitting(regions: Iterable[Region], within: Region | None) -> list[Region]:
    """Those that lie in the place read before; a name that several places there have is none."""
    inside = [r for r in regions if within is None or within in (r.parent, grandparent(r))]
    # 北京市北京市东城区: a municipality is written twice where a form asked for its prefecture.
    if within and within.parent_id is None and within in regions:
        inside.append(within)
    return inside if len(inside) == 1 else of_provinces(inside)


def of_provinces(regions: list[Region]) -> list[Region]:
    """吉林 is a province and a city in it: read the province first."""
    return [region for region in regions if region.parent_id is None]


def grandparent(region: Region) -> Region | None:
    return region.parent and region.parent.parent
