"""The brushes the demo's illustrations are painted with: gradients, shapes, light, water, smoke and grain."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]
WIDTH, HEIGHT = 1800, 1200
SIZE = (WIDTH, HEIGHT)
_FINE = 2  # shapes are drawn twice as large and reduced, which smooths their edges


def colour(code: str) -> Colour:
    """The colour of six hex digits."""
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def mixed(one: Colour, other: Colour, *, share: float) -> Colour:
    """``share`` of the other in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def gradient(stops: Sequence[tuple[float, str]], size: tuple[int, int] = SIZE) -> Image.Image:
    """Colours from top to bottom; each stop is a height from 0 to 1 and a colour."""
    column = Image.new("RGB", (1, size[1]))
    for row in range(size[1]):
        column.putpixel((0, row), _at(row / size[1], stops))
    return column.resize(size)


def _at(height: float, stops: Sequence[tuple[float, str]]) -> Colour:
    for (low, first), (high, second) in pairwise(stops):
        if height <= high:
            share = (height - low) / (high - low)
            return mixed(colour(first), colour(second), share=max(0.0, share))
    return colour(stops[-1][1])


class Stencil:
    """Shapes cut out one by one, in pixels of the picture; ``cut`` gives what shines through."""

    def __init__(self) -> None:
        self._fine = Image.new("L", (WIDTH * _FINE, HEIGHT * _FINE))
        self._draw = ImageDraw.Draw(self._fine)

    def polygon(self, points: Iterable[Point], light: int = 255) -> "Stencil":
        """A filled outline."""
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=light)
        return self

    def box(self, corner: Point, size: Point, *, light: int = 255) -> "Stencil":
        """A rectangle."""
        corners = [*corner, corner[0] + size[0], corner[1] + size[1]]
        self._draw.rectangle([round(c * _FINE) for c in corners], fill=light)
        return self

    def oval(self, centre: Point, radii: Point, *, light: int = 255) -> "Stencil":
        """A circle or an ellipse."""
        (x, y), (across, down) = centre, radii
        corners = [x - across, y - down, x + across, y + down]
        self._draw.ellipse([c * _FINE for c in corners], fill=light)
        return self

    def line(self, points: Iterable[Point], width: float, *, light: int = 255) -> "Stencil":
        """A line with round joints and ends."""
        fine = [(x * _FINE, y * _FINE) for x, y in points]
        self._draw.line(fine, fill=light, width=max(1, round(width * _FINE)), joint="curve")
        radius = width * _FINE / 2
        for x, y in (fine[0], fine[-1]):
            self._draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=light)
        return self

    def cut(self, soft: float = 0) -> Image.Image:
        """The stencil at the picture's size, its edges softened."""
        mask, found = Image.new("L", SIZE), self._fine.getbbox()
        if found is None:
            return mask
        margin = round(4 * soft)  # beyond it a blur leaves nothing
        left, top = (max(0, corner // _FINE - margin) for corner in found[:2])
        right, low = (corner // _FINE + 1 + margin for corner in found[2:])
        box = left, top, min(WIDTH, right), min(HEIGHT, low)
        part = self._fine.reduce(_FINE, (box[0] * _FINE, box[1] * _FINE, box[2] * _FINE, box[3] * _FINE))
        mask.paste(part.filter(ImageFilter.GaussianBlur(soft)) if soft else part, box[:2])
        return mask


def lay(picture: Image.Image, mask: Image.Image, *, paint: str | Image.Image, strength: float = 1.0) -> None:
    """Paints through the mask: a colour or another picture."""
    box = mask.getbbox()
    if box is None:
        return
    part = mask.crop(box)
    if strength < 1:
        part = part.point([round(light * strength) for light in range(256)])
    picture.paste(colour(paint) if isinstance(paint, str) else paint.crop(box), box, part)


def shine(picture: Image.Image, centre: Point, *, radii: Point, light: str, strength: float = 1.0) -> None:
    """Light that fades from the centre, added to what is there."""
    across, down = (max(1, round(radius)) for radius in radii)
    falling = Image.radial_gradient("L").point(
        [round(strength * max(0, 180 - v) ** 2 / 180**2 * 255) for v in range(256)]
    )
    falling = falling.resize((2 * across, 2 * down))
    glow = Image.merge("RGB", [falling.point([v * band // 255 for v in range(256)]) for band in colour(light)])
    left, top = round(centre[0]) - across, round(centre[1]) - down
    under = picture.crop((left, top, left + 2 * across, top + 2 * down))
    picture.paste(ImageChops.screen(under, glow), (left, top))


def ridge(seed: int, height: float, *, swing: float, rough: float = 0.5) -> list[Point]:
    """A line of hills across the picture, closed at the bottom: an outline for a stencil."""
    random = Random(seed)  # noqa: S311 (a drawing, not a secret)
    waves = [(random.uniform(0.6, 1.4) * 2**k, random.uniform(0, 7), rough**k) for k in range(7)]
    points: list[Point] = [(-10.0, HEIGHT + 10.0)]
    for x in range(-10, WIDTH + 11, 6):
        rise = sum(size * math.sin(x / WIDTH * math.tau * often + phase) for often, phase, size in waves)
        points.append((x, height - swing * rise / 2))
    return [*points, (WIDTH + 10.0, HEIGHT + 10.0)]


def noise(seed: int, size: tuple[int, int], *, scale: int = 1) -> Image.Image:
    """Grey noise of blots ``scale`` pixels wide, the same for the same seed."""
    small = max(2, size[0] // scale), max(2, size[1] // scale)
    random = Random(seed)  # noqa: S311
    blots = Image.frombytes("L", small, random.randbytes(small[0] * small[1]))
    return blots.resize(size, Image.Resampling.BICUBIC) if scale > 1 else blots


def cloudy(seed: int, size: tuple[int, int] = SIZE, *, coarse: int = 240) -> Image.Image:
    """Soft noise of several sizes, as in clouds and smoke."""
    sky = noise(seed, size, scale=coarse)
    for step in range(1, 4):
        sky = Image.blend(sky, noise(seed + step, size, scale=max(2, coarse >> step)), 0.34)
    return sky


def mirror(picture: Image.Image, waterline: int, *, seed: int, deep: str, strength: float = 0.5) -> None:
    """Water below the line: what is above it upside down, broken by ripples that widen towards us."""
    random = Random(seed)  # noqa: S311
    depth = HEIGHT - waterline
    above = picture.crop((0, max(0, waterline - depth), WIDTH, waterline)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    above = above.resize((WIDTH, depth)).filter(ImageFilter.GaussianBlur(3))
    water = Image.blend(above, Image.new("RGB", above.size, colour(deep)), 1 - strength)
    row, shift = 0, 0.0
    while row < depth:
        thick = 1 + round(6 * (row / depth) ** 1.2) + random.randrange(2)
        shift = 0.72 * shift + random.gauss(0, 1.2 + 9 * row / depth)
        strip = water.crop((0, row, WIDTH, min(depth, row + thick)))
        picture.paste(strip, (0, waterline + row))
        picture.paste(strip, (round(shift), waterline + row))
        row += thick


def glints(picture: Image.Image, waterline: int, *, seed: int, light: str, where: tuple[float, float]) -> None:
    """Short bright strokes on water below a light at ``where[0]``, spread over ``where[1]`` pixels."""
    random, stencil = Random(seed), Stencil()  # noqa: S311
    for _ in range(420):
        far = random.random() ** 1.5
        y = waterline + 4 + far * (HEIGHT - waterline)
        x = random.gauss(where[0], where[1] * (0.25 + far))
        stencil.box((x, y), (6 + 70 * far * random.random(), 1 + 3.5 * far), light=random.randrange(60, 220))
    lay(picture, stencil.cut(0.8), paint=light, strength=0.6)


def clouds(picture: Image.Image, *, seed: int, heights: Point, light: str) -> None:
    """Long thin clouds between two heights."""
    veil = cloudy(seed, coarse=420).resize((WIDTH * 2, HEIGHT // 2)).crop((0, 0, WIDTH, HEIGHT // 2))
    thin = Image.new("L", picture.size)
    thin.paste(veil.point([max(0, min(255, (v - 118) * 5)) for v in range(256)]), (0, round(heights[0]) - 90))
    fade = Stencil().box((0, heights[0]), (WIDTH, heights[1] - heights[0])).cut(70)
    lay(picture, ImageChops.multiply(thin, fade), paint=light, strength=0.5)


def smoke(picture: Image.Image, foot: Point, *, top: Point, width: tuple[float, float], seed: int) -> None:
    """A plume that rises from its foot, widens and drifts; lit from below by what burns."""
    random = Random(seed)  # noqa: S311
    body, lit = Stencil(), Stencil()
    for step in range(90):
        share = step / 89
        bend = math.sin(share * 5 + seed) * 26 * share
        x = foot[0] + (top[0] - foot[0]) * share**1.4 + bend + random.gauss(0, 10 + 26 * share)
        y = foot[1] + (top[1] - foot[1]) * share + random.gauss(0, 8)
        radius = (width[0] + (width[1] - width[0]) * share) * random.uniform(0.6, 1.1)
        body.oval((x, y), (radius, radius * 0.85))
        if share < 0.5:
            lit.oval(
                (x + radius * 0.25, y + radius * 0.2), (radius * 0.6, radius * 0.5), light=round(200 * (1 - 2 * share))
            )
    texture = cloudy(seed + 5, coarse=90).point([min(255, 90 + v) for v in range(256)])
    lay(picture, ImageChops.multiply(body.cut(16), texture), paint="15131f", strength=0.86)
    lay(picture, ImageChops.multiply(lit.cut(22), cloudy(seed + 9, coarse=60)), paint="ff7a2e", strength=0.8)


def finished(picture: Image.Image, *, seed: int, grain: float = 0.04, corners: float = 0.22) -> Image.Image:
    """The picture with darker corners and the grain of paper."""
    shade = (
        Image.radial_gradient("L")
        .resize((WIDTH, HEIGHT))
        .point([round(255 - corners * max(0, v - 110) ** 1.1) for v in range(256)])
    )
    shaded = ImageChops.multiply(picture, Image.merge("RGB", [shade] * 3))
    fine = Image.blend(noise(seed, SIZE), noise(seed + 1, SIZE, scale=2), 0.5)
    return Image.blend(shaded, ImageChops.soft_light(shaded, Image.merge("RGB", [fine] * 3)), grain * 4)
