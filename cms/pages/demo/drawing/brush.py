"""What every picture is painted with: shapes with soft light from the upper left.

Lengths are in points of a sheet 960 by 720. Everything is painted larger than it will be and
made smaller at the end, so that edges are smooth.
"""

import math
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

WIDTH, HEIGHT = 960, 720
SCALE = 1.125
FINISHED = (800, 600)

Colour = tuple[int, int, int]


def px(length: float) -> int:
    return max(1, round(length * SCALE))


def mix(a: Colour, b: Colour, share: float) -> Colour:
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))


def darker(colour: Colour, share: float = 0.4) -> Colour:
    return mix(colour, (40, 22, 30), share)


def lighter(colour: Colour, share: float = 0.4) -> Colour:
    return mix(colour, (255, 252, 240), share)


def varied(rng, colour: Colour, by: int = 12) -> Colour:
    tone = rng.uniform(-by, by)
    return tuple(max(0, min(255, round(c + tone + rng.uniform(-by, by) / 2))) for c in colour)


ROUND = Image.radial_gradient("L")


def halo(size: tuple[int, int], strength: int, end: int = 176) -> Image.Image:
    """A round mask: `strength` in its middle, nothing at its rim."""
    faded = ROUND.point([max(0, round(strength * (1 - v / end))) for v in range(256)])
    return faded.resize((max(2, size[0]), max(2, size[1])))


@lru_cache(maxsize=256)
def glow(
    size: tuple[int, int], at: tuple[float, float], reach: float, strength: int
) -> Image.Image:
    """A mask: `strength` at a point, fading to nothing `reach` lengths of the shape away."""
    width, height = size
    reached = (round(2 * reach * width), round(2 * reach * height))
    spot = halo(reached, strength, 180)
    mask = Image.new("L", size)
    mask.paste(
        spot, (round(at[0] * width - spot.width / 2), round(at[1] * height - spot.height / 2))
    )
    return mask


@lru_cache(maxsize=256)
def shade(size: tuple[int, int], at: tuple[float, float], strength: int) -> Image.Image:
    """A mask that is nothing near a point and grows to `strength` away from it."""
    return ImageChops.invert(glow(size, at, 0.95, 255)).point(
        lambda v: round(strength * max(0, v - 70) / 185)
    )


def outline(points: list[tuple[float, float]], width: float, height: float) -> Image.Image:
    """The mask of a closed shape, whose points lie between 0 and 1."""
    size = (px(width), px(height))
    mask = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(mask).polygon([(x * size[0] * 2, y * size[1] * 2) for x, y in points], fill=255)
    return mask.resize(size, Image.Resampling.BOX)


def oval(
    taper: list[tuple[float, float]] = ((0, 1), (1, 1)), bend: float = 0.0, power: float = 2.0
):
    """The points of a rounded thing, upright: `taper` says how wide it is from top to bottom, and
    `bend` how far its middle stands aside."""
    left, right = [], []
    for step in range(61):
        y = (1 - math.cos(math.pi * step / 60)) / 2
        half = 0.5 * (1 - abs(2 * y - 1) ** power) ** (1 / power) * between(taper, y)
        middle = 0.5 + bend * (1 - (2 * y - 1) ** 2)
        left.append((middle - half, y))
        right.append((middle + half, y))
    return left + right[::-1]


def between(stops, at: float) -> float:
    for (x0, y0), (x1, y1) in zip(stops, stops[1:], strict=False):
        if at <= x1:
            part = (at - x0) / ((x1 - x0) or 1)
            return y0 + (y1 - y0) * (1 - math.cos(math.pi * part)) / 2
    return stops[-1][1]


def solid(
    mask: Image.Image,
    colour: Colour,
    *,
    light=(0.36, 0.3),
    dark: int = 150,
    shine: int = 110,
    blush: tuple[Colour, tuple[float, float], float] | None = None,
) -> Image.Image:
    """A shape with body: darker away from the light, lighter towards it."""
    size = mask.size
    body = Image.new("RGB", size, colour)
    if blush:
        tint, at, reach = blush
        body.paste(tint, mask=glow(size, at, reach, 235))
    body.paste(darker(colour, 0.55), mask=shade(size, light, dark))
    body.paste(lighter(colour, 0.75), mask=glow(size, light, 0.55, shine))
    body.putalpha(mask)
    return body


def inside(sprite: Image.Image, layer: Image.Image) -> None:
    """Lay a transparent layer on a sprite, kept within its edge."""
    edge = sprite.getchannel("A")
    sprite.alpha_composite(layer)
    sprite.putalpha(edge)


def clear(sprite_or_size) -> Image.Image:
    size = getattr(sprite_or_size, "size", sprite_or_size)
    return Image.new("RGBA", size, (0, 0, 0, 0))


def speckle(sprite, rng, colour: Colour, *, count: int, size=(1.0, 2.4), alpha: int = 150) -> None:
    layer = clear(sprite)
    pen = ImageDraw.Draw(layer)
    for _ in range(count):
        x, y = rng.uniform(0, sprite.width), rng.uniform(0, sprite.height)
        r = rng.uniform(*size) * SCALE
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(*colour, alpha))
    inside(sprite, layer)


def gleam(sprite, *, at=(0.34, 0.26), width=0.16, height=0.1, alpha: int = 190) -> None:
    """The small reflection of a window on something smooth."""
    w, h = sprite.size
    spot = halo((round(width * w), round(height * h)), alpha, 170)
    layer = clear(sprite)
    white = Image.new("RGBA", spot.size, (255, 255, 255, 255))
    white.putalpha(spot)
    layer.paste(white, (round(at[0] * w - spot.width / 2), round(at[1] * h - spot.height / 2)))
    inside(sprite, layer)


def stroke(
    size: tuple[float, float], points, colour: Colour, width: float, *, alpha: int = 255
) -> Image.Image:
    """A line through points between 0 and 1, round at its ends and joints."""
    w, h = px(size[0]), px(size[1])
    layer = clear((w, h))
    draw_line(ImageDraw.Draw(layer), [(x * w, y * h) for x, y in points], (*colour, alpha), width)
    return layer


def draw_line(pen, points, fill, width: float) -> None:
    pen.line(points, fill=fill, width=px(width), joint="curve")
    r = px(width) / 2 - 0.5
    for x, y in (points[0], points[-1]):
        pen.ellipse((x - r, y - r, x + r, y + r), fill=fill)


def curve(a, b, c, steps: int = 16):
    """Points from a to c, drawn towards b."""
    for step in range(steps + 1):
        t = step / steps
        yield tuple(
            (1 - t) ** 2 * p + 2 * t * (1 - t) * q + t * t * r
            for p, q, r in zip(a, b, c, strict=True)
        )


def leaf(rng, length: float, colour: Colour = (92, 130, 62), *, wide: float = 0.42) -> Image.Image:
    """A leaf that points to the right, with its middle vein."""
    mask = outline(
        [(y, x) for x, y in oval([(0, 0.75), (0.4, 1.05), (1, 0.55)], bend=0.06, power=1.5)],
        length,
        length * wide,
    )
    body = solid(mask, varied(rng, colour), light=(0.4, 0.25), dark=120, shine=90)
    layer = clear(body)
    pen = ImageDraw.Draw(layer)
    w, h = body.size
    vein = (*lighter(colour, 0.45), 190)
    middle = list(curve((0, h * 0.5), (w * 0.5, h * 0.64), (w, h * 0.5)))
    draw_line(pen, middle, vein, 1.3)
    for x, y in middle[3:-3:2]:
        for side in (-1, 1):
            end = (x + w * 0.09, y + side * h * 0.32)
            draw_line(pen, [(x, y), end], (*vein[:3], 110), 0.8)
    inside(body, layer)
    return body


def turned(sprite: Image.Image, angle: float) -> Image.Image:
    return sprite.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC) if angle else sprite
