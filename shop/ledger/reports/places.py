"""Which place a cell means: by its code, by its name on the day, or, where neither says it, what
it may be."""

import re
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from producers.regions.codes import MUNICIPALITIES, prefecture_of, province_of
from producers.regions.models import Region
from producers.regions.resolving import Places, in_year
from shop.ledger.reports.cells import Wrong, shown, text

MOST_PROPOSALS = 8


class Place(NamedTuple):
    """A code of the day and its name of then."""

    code: str
    name_then: str


class PlaceReader:
    """Reads the places of one report. What is asked again is answered from memory: a report names
    few places many times."""

    def __init__(self):
        self.places = Places()
        self.divided = {region.parent_id for region in self.places.regions.values()}
        self.origin = cache(self.origin)
        self.destination = cache(self.destination)
        self.anywhere = cache(self.anywhere)
        self.refuse_other_name = cache(self.refuse_other_name)
        self.like = cache(self.like)

    def today_code(self, code: str) -> str:
        return self.places.today_code(code)

    def origin(self, code: str, name: str, province: str, year: int | None) -> Place:
        region = self.region(code, name, province, year)
        # Some prefectures have no counties below them.
        if region.level != Region.Level.COUNTY and region.code in self.divided:
            raise Wrong(_("%(place)s is no county.") % {"place": region.name_zh})
        return self.place(region, year)

    def destination(self, code: str, name: str, province: str, year: int | None) -> Place:
        region = self.region(code, name, province, year)
        if region.level == Region.Level.PROVINCE and region.code[:2] not in MUNICIPALITIES:
            raise Wrong(
                _("%(place)s is a province: name the city the goods went to.")
                % {"place": region.name_zh}
            )
        return self.place(region, year)

    def anywhere(self, code: str, year: int | None) -> Place:
        return self.place(self.coded(code, year), year)

    def refuse_other_name(self, name: str, code: str, year: int) -> None:
        """Any name it had in that year, or has today, is right."""
        region = self.places.regions[code]
        names = {span.name_zh for span in self.places.spans[code] if in_year(span, year)}
        if name not in {"", region.name_zh, region.short_zh, *names}:
            raise Wrong(
                _("%(code)s is %(place)s, the row says %(name)s.")
                % {"code": code, "place": region.name_zh, "name": shown(name)}
            )

    def place(self, region: Region, year: int | None) -> Place:
        then = self.places.in_force_on(region.code, date(year, 1, 1)) if year else region
        return Place(then.code, getattr(then, "name_then", then.name_zh))

    def region(self, code: str, name: str, province: str, year: int | None) -> Region:
        return self.coded(code, year) if code else self.named(name, province, year)

    def coded(self, code: str, year: int | None) -> Region:
        if not re.fullmatch(r"\d{6}", code):
            raise Wrong(
                _("%(value)s is no code of six digits: format the column as text.")
                % {"value": shown(code)}
            )
        if year is None:
            region = self.places.regions.get(code)
        else:
            region = self.places.in_force_on(code, date(year, 1, 1))
        if not region:
            raise Wrong(
                _("No place had the code %(code)s in %(year)s.") % {"code": code, "year": year}
                if year
                else unknown_today(code)
            )
        return region

    def named(self, name: str, province: str, year: int | None) -> Region:
        name = text(name, 60)
        on = date(year, 1, 1) if year else None
        within = self.province(province, on) if province else None
        found = self.places.find(name, within=within, on=on) or self.in_full(name, on)
        if not found:
            raise Wrong(
                _("No place was called %(name)s in %(year)s: write its code.")
                % {"name": name, "year": year}
                if year
                else unknown_today(name),
                proposals=self.like(name, within, year),
            )
        if len(found) > 1:
            raise Wrong(
                _("%(name)s may be %(codes)s: write the code.")
                % {"name": name, "codes": "、".join(region.code for region in found)},
                proposals=self.labelled(found),
            )
        return found[0]

    def province(self, name: str, on: date | None) -> str:
        provinces = self.places.find(name, level=Region.Level.PROVINCE, on=on)
        if len(provinces) != 1:
            raise Wrong(_("%(name)s is no province.") % {"name": name})
        return provinces[0].code

    def in_full(self, name: str, on: date | None) -> list[Region]:
        """A name with the places it lies in before it: 重庆市巫山县, 山东省烟台市莱山区."""
        found = {}
        for end in range(2, len(name) - 1):
            around = self.places.find(name[:end], on=on)
            for outer in around:
                rest = name[end:]
                inside = self.places.find(rest, within=outer.code, on=on)
                for region in inside or self.in_full(rest, on):
                    if outer.code != region.code and lies_in(region.code, outer.code):
                        found[region.code] = region
        return list(found.values())

    def like(self, name: str, within: str | None, year: int | None) -> tuple:
        """Places of today with a name like it."""
        names = get_close_matches(name, self.places.called, n=MOST_PROPOSALS, cutoff=0.5)
        found = {
            region.code: region
            for like in names
            for region in self.places.find(like, within=within)
            if year is None or self.places.in_force_on(region.code, date(year, 1, 1))
        }
        return self.labelled(list(found.values())[:MOST_PROPOSALS])

    def labelled(self, regions: list[Region]) -> tuple:
        return tuple((region.code, self.full_name(region)) for region in regions)

    def full_name(self, region: Region) -> str:
        line = dict.fromkeys([province_of(region.code), prefecture_of(region.code), region.code])
        known = (self.places.regions.get(code) for code in line)
        return "".join(place.name_zh for place in known if place)


def lies_in(code: str, outer: str) -> bool:
    return outer in (province_of(code), prefecture_of(code))


def unknown_today(said: str) -> str:
    return _("No place is called %(name)s today. Write its name or six-digit code.") % {
        "name": said
    }
