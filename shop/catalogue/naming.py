import re

from pypinyin import lazy_pinyin

from producers.regions.models import Region
from shop.catalogue.models import Product

# Han that stands together is one word; what stands in brackets only explains.
WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-zA-Z0-9]+")
BRACKETS = re.compile(r"\(.*?\)")


def new_slug(county: Region, name_zh: str) -> str:
    """wushan-cuili for 巫山脆李 of 巫山县. Two counties are called Wushan: the second to grow such
    a thing adds its code."""
    slug = slug_of(county, name_zh)
    for candidate in (slug, f"{slug}-{county.code}"):
        if not Product.objects.filter(slug=candidate).exists():
            return candidate
    return f"{slug}-{county.code}-{Product.objects.filter(slug__startswith=slug).count()}"


def slug_of(county: Region, name_zh: str) -> str:
    plain = BRACKETS.sub("", name_zh)
    rest = plain.removeprefix(county.name_zh).removeprefix(county.short_zh) or plain
    place = "".join(c for c in county.name_en.lower() if c.isascii() and c.isalnum())
    words = ["".join(lazy_pinyin(word)).lower() for word in WORD.findall(rest)]
    # A letter such as ü is left out rather than written in a URL.
    return "-".join([place, *words]).encode("ascii", "ignore").decode()[:60].strip("-")
