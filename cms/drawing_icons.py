"""Draws the icons by which a telephone shows the site among its apps, from the mark: `make icons`.
They are of points, since not every telephone takes an SVG."""

from pathlib import Path

import typst

IMAGES = Path(__file__).parent / "static" / "img"
GREEN = "#1d5a43"
# A telephone cuts its own shape out of a full square, at the least a circle of four fifths. So much
# lower, in the 48 units of the mark, its sun is whole in that too.
LOWER = 1.2
# Of points; full or with round corners of its own.
ICONS = {
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "icon-192-full.png": (192, True),
    "icon-512-full.png": (512, True),
    "apple-touch-icon.png": (180, True),
}


def main() -> None:
    mark = (IMAGES / "mark.svg").read_text()
    for name, (points, full) in ICONS.items():
        (IMAGES / name).write_bytes(drawn(mark, points, full=full))


def drawn(mark: str, points: int, *, full: bool) -> bytes:
    """A square PNG of so many points a side."""
    if full:
        mark = mark.replace(' rx="12"', "").replace('"0 0 48 48"', f'"0 -{LOWER} 48 48"')
    fill = f'rgb("{GREEN}")' if full else "none"
    page = (
        f"#set page(width: {points}pt, height: {points}pt, margin: 0pt, fill: {fill})\n"
        '#image("mark.svg", width: 100%)'
    )
    document = {"main.typ": page.encode(), "mark.svg": mark.encode()}
    return typst.compile(document, format="png", ppi=72)


if __name__ == "__main__":
    main()
