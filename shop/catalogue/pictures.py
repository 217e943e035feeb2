"""In which sizes a picture is shown, and how a page writes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.core.files.storage import storages
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from shop.catalogue.models import Picture


@dataclass(frozen=True)
class Use:
    """A place on a page. WebP for who knows it, from small to large, and one JPEG for the rest."""

    webp: tuple[str, ...]
    jpeg: str
    sizes: str

    @property
    def specs(self) -> tuple[str, ...]:
        return (*self.webp, self.jpeg)


class Shown(NamedTuple):
    """What a page needs of a rendition."""

    file: str
    width: int
    height: int


USES = {
    "card": Use(
        webp=("fill-320x240|format-webp", "fill-640x480|format-webp"),
        jpeg="fill-640x480|format-jpeg",
        sizes="(min-width:40rem)18rem,50vw",
    ),
    "detail": Use(
        webp=("max-640x640|format-webp", "max-1280x1280|format-webp"),
        jpeg="max-1280x1280|format-jpeg",
        sizes="(min-width: 60rem) 36rem, 100vw",
    ),
}
ALL_SPECS = tuple(spec for use in USES.values() for spec in use.specs)


def make_renditions(picture: Picture) -> None:
    picture.get_renditions(*ALL_SPECS)


def shown(renditions: Iterable) -> dict[str, Shown]:
    """By spec; where there are several of one, the one made last."""
    return {
        r.filter_spec: Shown(r.file.name, r.width, r.height)
        for r in sorted(renditions, key=lambda r: r.pk)
    }


@cache
def folder() -> str:
    """Where renditions lie. Their names are hexadecimal digits and specs, see `uploads.py`: nothing
    in them needs to be escaped, and to ask the storage for each takes longer than the rest."""
    return storages["default"].url("-").removesuffix("-")


def picture_html(
    by_spec: Mapping[str, Shown], use: Use, *, alt: str, lazy: bool = True
) -> SafeString:
    """Nothing where the renditions are missing: a page shows its place holder."""
    fallback = by_spec.get(use.jpeg)
    if fallback is None:
        return mark_safe("")
    root = folder()
    webp = ", ".join(
        f"{root}{by_spec[spec].file} {by_spec[spec].width}w" for spec in use.webp if spec in by_spec
    )
    source = f'<source type="image/webp" srcset="{webp}" sizes="{use.sizes}">' if webp else ""
    when = ' loading="lazy"' if lazy else ' fetchpriority="high"'
    return mark_safe(
        f'<picture>{source}<img src="{root}{fallback.file}" alt="{escape(alt)}" '
        f'width="{fallback.width}" height="{fallback.height}"{when}></picture>'
    )
