"""Where the goods lie: paper, a pale sun, ridges in the mist, and a table."""

import math
import random
from functools import lru_cache

from PIL import Image, ImageDraw

from cms.pages.demo.drawing.brush import (
    FINISHED,
    HEIGHT,
    SCALE,
    WIDTH,
    Colour,
    darker,
    halo,
    lighter,
    mix,
    px,
    shade,
    turned,
    varied,
)

HORIZON = 0.56


class Scene:
    def __init__(self, seed: str, *, paper: Colour, cloth: Colour):
        self.rng = random.Random(seed)
        self.paper = varied(self.rng, paper, 5)
        self.cloth = varied(self.rng, cloth, 6)
        self.image = Image.new("RGB", (px(WIDTH), px(HEIGHT)))
        self.image.paste(self.air(px(WIDTH), round(px(HEIGHT) * HORIZON)))
        self.table()

    def air(self, width: int, height: int) -> Image.Image:
        """All above the table."""
        air = Image.new("RGB", (width, height), self.paper)
        air.paste(lighter(self.paper, 0.5), mask=down((width, height), 150, 60))
        r = round(self.rng.uniform(52, 76) * SCALE)
        at = (
            round(self.rng.uniform(0.14, 0.86) * width - r),
            round(self.rng.uniform(0.22, 0.42) * height - r),
        )
        air.paste(lighter(mix(self.paper, self.cloth, 0.25), 0.55), at, mask=sun(r))
        self.ridges(air, width, height)
        return air

    def ridges(self, air: Image.Image, width: int, height: int) -> None:
        """Three, the nearest the lowest; mist lies at the foot of each."""
        far = mix(self.paper, (96, 122, 128), 0.26)
        near = mix(self.paper, (74, 100, 96), 0.52)
        for layer in range(3):
            top, rise = height * (0.39 + 0.18 * layer), height * (0.29 - 0.05 * layer)
            line = self.ridge_line(width, top, rise)
            mask = Image.new("L", (width, height))
            ImageDraw.Draw(mask).polygon([(0, height), *line, (width, height)], fill=255)
            hill = Image.new("RGB", (width, height), mix(far, near, layer / 2))
            foot = height * (0.72 + 0.05 * layer)
            hill.paste(lighter(self.paper, 0.15), mask=fade(width, height, foot, height * 0.4))
            air.paste(hill, mask=mask)

    def ridge_line(self, width: int, top: float, rise: float):
        waves = [
            (self.rng.uniform(0.6, 1.2) / n, n * self.rng.uniform(0.8, 1.6), self.rng.uniform(0, 7))
            for n in (1, 2, 3, 5, 8)
        ]
        for step in range(121):
            x = step / 120
            lift = sum(size * math.sin(x * 6.283 * often + phase) for size, often, phase in waves)
            yield x * width, top + rise * (0.5 - 0.42 * lift)

    def table(self) -> None:
        width, height = self.image.size
        y = round(height * HORIZON)
        board = Image.new("RGB", (width, height - y), self.cloth)
        board.paste(lighter(self.cloth, 0.55), mask=down(board.size, 130, 0))
        board.paste(darker(self.cloth, 0.4), mask=shade(board.size, (0.4, 0.2), 110))
        pen = ImageDraw.Draw(board, "RGBA")
        for _ in range(46):
            at, length = self.rng.uniform(0, 1) ** 0.8 * board.height, self.rng.uniform(80, 420)
            x = self.rng.uniform(-100, width)
            tone = (*darker(self.cloth, 0.5), self.rng.randint(10, 26))
            pen.line((x, at, x + length * SCALE, at + self.rng.uniform(-3, 3)), fill=tone, width=2)
        self.image.paste(board, (0, y))

    def shadow(self, x: float, y: float, width: float, height: float, strength: int = 120) -> None:
        """On the table, centred on a point."""
        spot = halo((px(width), px(height)), strength)
        at = (round(x * SCALE - spot.width / 2), round(y * SCALE - spot.height / 2))
        self.image.paste(darker(self.cloth, 0.85), at, mask=spot)

    def put(self, sprite: Image.Image, x: float, y: float, *, angle: float = 0, cast: float = 1):
        """A sprite centred on a point; `cast` is how much shadow it throws on what lies below."""
        sprite = turned(sprite, angle)
        width, height = sprite.width / SCALE, sprite.height / SCALE
        if cast:
            self.shadow(
                x + width * 0.1, y + height * 0.4, width * 1.22, height * 0.5, round(150 * cast)
            )
        at = (round(x * SCALE - sprite.width / 2), round(y * SCALE - sprite.height / 2))
        self.image.paste(sprite, at, mask=sprite)

    def scatter(self, sprites, spots, *, angle: float = 14, cast: float = 1) -> None:
        """Sprites on spots, those at the back first."""
        for index, (x, y) in enumerate(sorted(spots, key=lambda spot: spot[1])):
            sprite = sprites[index % len(sprites)]
            turn = self.rng.uniform(-angle, angle)
            self.put(sprite, x + self.rng.uniform(-6, 6), y, angle=turn, cast=cast)

    def finished(self) -> Image.Image:
        return self.image.resize(FINISHED, Image.Resampling.HAMMING)


@lru_cache(maxsize=16)
def down(size, start: int, end: int) -> Image.Image:
    """A mask that runs from one strength at the top to another at the foot."""
    ramp = Image.linear_gradient("L").resize(size)
    return ramp.point(lambda v: round(start + (end - start) * v / 255))


@lru_cache(maxsize=16)
def fade(width: int, height: int, start: float, length: float) -> Image.Image:
    mask = Image.new("L", (width, height))
    ramp = Image.linear_gradient("L").resize((width, round(length)))
    mask.paste(ramp, (0, round(start)))
    mask.paste(255, (0, round(start + length), width, height))
    return mask


@lru_cache(maxsize=64)
def sun(radius: int) -> Image.Image:
    disc = Image.new("L", (radius * 2, radius * 2))
    ImageDraw.Draw(disc).ellipse((0, 0, radius * 2 - 1, radius * 2 - 1), fill=150)
    return disc
