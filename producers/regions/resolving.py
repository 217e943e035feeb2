"""From a code or a name to a place: as of a day, or where it counts today.

The functions ask the database for one place. What resolves many, as an import does, makes one
Places and asks that the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from producers.regions.codes import range_of
from producers.regions.models import Region, RegionSpan

__all__ = [
    "Places",
    "codes_counting_for",
    "find",
    "in_force_on",
    "moved",
    "moved_of",
    "range_of",
    "today_code",
]


def in_force_on(code: str, day: date) -> Region | None:
    """The place whose code it was in the year of the day, with its name of then as `name_then`.
    Years are known, not days, so in the year of a change both codes are right."""
    return latest(RegionSpan.objects.filter(region=code).select_related("region"), day)


def find(
    name: str, *, level: str | None = None, within: str | None = None, on: date | None = None
) -> list[Region]:
    """Places called that, in full or short (巫山县, 巫山): those of today that have or had the
    name; with `on` those that had it in the year of that day, under their code of then. `within`
    is the code of a place they lie in."""
    spans = RegionSpan.objects.filter(Q(name_zh=name) | Q(region__short_zh=name))
    codes = codes_of(spans, ends={} if on else moved(), within=within, on=on)
    found = Region.objects.filter(code__in=codes)
    return list(found.filter(level=level) if level else found)


def today_code(code: str) -> str:
    """Where a code counts today. Successors are followed for ended codes only; where there is
    none, the code stays."""
    return moved().get(code, code)


def codes_counting_for(code: str, counts_under: Mapping[str, str]) -> list[str]:
    """A code of today and those that count under it, as `moved` says, without what lies in the
    place."""
    return [code, *(then for then, now in counts_under.items() if now == code)]


def moved() -> dict[str, str]:
    """Each ended code that has a successor, with the code it counts under today."""
    return followed(successors())


def moved_of(codes: Iterable[str]) -> dict[str, str]:
    """The same of some codes: most have not ended, and it is one small question."""
    found, asked = {}, set(codes)
    while asked:
        next_ones = successors(code__in=asked)
        found |= next_ones
        asked = set(next_ones.values())
    return followed(found)


def successors(**of) -> dict[str, str]:
    ended = Region.objects.filter(successor__isnull=False, **of)
    return dict(ended.values_list("code", "successor_id"))


def followed(successors: dict[str, str]) -> dict[str, str]:
    ends = {}
    for code, end in successors.items():
        while end in successors:
            end = successors[end]
        ends[code] = end
    return ends


def latest(spans: Iterable[RegionSpan], day: date) -> Region | None:
    spans = [span for span in spans if in_year(span, day.year)]
    if not spans:
        return None
    span = max(spans, key=lambda span: span.from_year)
    span.region.name_then = span.name_zh
    return span.region


def in_year(span: RegionSpan, year: int) -> bool:
    return span.from_year <= year and (span.until_year is None or year <= span.until_year)


def codes_of(
    spans: Iterable[RegionSpan], *, ends: dict[str, str], within: str | None, on: date | None
) -> set[str]:
    codes = {
        ends.get(span.region_id, span.region_id)
        for span in spans
        if on is None or in_year(span, on.year)
    }
    if within is None:
        return codes
    first, last = range_of(within)
    return {code for code in codes if first <= code <= last}


class Places:
    """All places and their names, read at once."""

    def __init__(self):
        self.spans = defaultdict(list)
        self.called = defaultdict(list)
        self.regions = {}
        for span in RegionSpan.objects.select_related("region"):
            self.spans[span.region_id].append(span)
            self.regions[span.region_id] = span.region
            for name in {span.name_zh, span.region.short_zh}:
                self.called[name].append(span)
        self.moved = followed(
            {r.code: r.successor_id for r in self.regions.values() if r.successor_id}
        )

    def in_force_on(self, code: str, day: date) -> Region | None:
        return latest(self.spans.get(code, ()), day)

    def find(
        self,
        name: str,
        *,
        level: str | None = None,
        within: str | None = None,
        on: date | None = None,
    ) -> list[Region]:
        spans = self.called.get(name, ())
        codes = codes_of(spans, ends={} if on else self.moved, within=within, on=on)
        found = [self.regions[code] for code in sorted(codes)]
        return [region for region in found if level in (None, region.level)]

    def today_code(self, code: str) -> str:
        return self.moved.get(code, code)
