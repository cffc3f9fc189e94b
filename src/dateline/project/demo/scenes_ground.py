"""The demo's outdoor pictures: a burning airfield, a front line on a map, a training range. All made up."""

import math
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from dateline.project.demo.paint import (
    HEIGHT,
    WIDTH,
    Point,
    Stencil,
    clouds,
    cloudy,
    finished,
    gradient,
    lay,
    noise,
    ridge,
    shine,
    smoke,
)


def airfield() -> Image.Image:
    """Bombers burning on an airfield at night."""
    picture = gradient([(0, "0b1024"), (0.35, "1b2344"), (0.58, "5a2f4d"), (0.68, "b0492f")])
    _stars(picture)
    for x, strength in ((430, 0.8), (1010, 0.6), (1520, 0.9)):
        shine(picture, (x, 830), radii=(620, 420), light="ff7a2e", strength=strength)
    lay(picture, Stencil().polygon(ridge(31, 800, swing=34)).cut(2), paint="2a1a2e")
    _tower(picture)
    smoke(picture, (430, 830), top=(760, 60), width=(26, 150), seed=3)
    smoke(picture, (1530, 840), top=(1860, 120), width=(30, 165), seed=8)
    _apron(picture)
    _bomber(picture, (700, 846), size=0.46)
    _bomber(picture, (1110, 856), size=0.56)
    _fire(picture, (440, 872), size=0.95, seed=2)
    _fire(picture, (1480, 902), size=1.2, seed=5)
    _bomber(picture, (470, 905), size=0.95)
    _bomber(picture, (1420, 960), size=1.25)
    return finished(picture, seed=11)


def _stars(picture: Image.Image) -> None:
    random, sky = Random(17), Stencil()  # noqa: S311
    for _ in range(260):
        size = random.choice((0.7, 0.9, 1.4))
        sky.oval((random.uniform(0, WIDTH), random.uniform(0, 600)), (size, size), light=random.randrange(50, 220))
    lay(picture, sky.cut(), paint="cdd8ff", strength=0.8)


def _tower(picture: Image.Image) -> None:
    tower = Stencil().polygon([(118, 830), (128, 640), (172, 640), (182, 830)]).box((100, 600), (100, 42))
    tower.polygon([(92, 600), (112, 566), (188, 566), (208, 600)]).line([(150, 566), (150, 500)], 2.5)
    tower.box((182, 742), (210, 90)).polygon([(200, 742), (290, 700), (380, 742)])
    lay(picture, tower.cut(), paint="140f1f")
    panes = Stencil()
    for x in range(106, 194, 18):
        panes.box((x, 606), (13, 26))
    lay(picture, panes.cut(), paint="ffb45e", strength=0.85)
    shine(picture, (150, 498), radii=(46, 46), light="ff3b30")


def _apron(picture: Image.Image) -> None:
    ground = gradient([(0.0, "3a2230"), (0.70, "3a2230"), (0.78, "241a2b"), (1, "0e0d18")])
    field = Stencil().polygon([(-10, 826), (WIDTH + 10, 816), (WIDTH + 10, HEIGHT + 10), (-10, HEIGHT + 10)])
    lay(picture, field.cut(1), paint=ground)
    shade = cloudy(40, coarse=300).point([max(0, (v - 110) * 2) for v in range(256)])
    lay(picture, ImageChops.multiply(shade, field.cut()), paint="0b0913", strength=0.5)
    for x, y, across in ((430, 880, 560), (1520, 900, 640)):
        shine(picture, (x, y), radii=(across, 130), light="ff6a1f", strength=0.75)
    stripes = Stencil()
    for side in (-1, 1):
        for step in range(11):
            near = (step / 10) ** 2.1
            x, y, size = 900 + side * (70 + 900 * near), 852 + 330 * near, 2 + 7 * near
            shine(picture, (x, y), radii=(size * 7, size * 5), light="8fb4ff", strength=0.7)
            stripes.oval((x, y), (size, size * 0.6))
    lay(picture, stripes.cut(0.6), paint="e6eeff")
    centre = Stencil()
    for step in range(9):
        near, next_near = (step / 9) ** 2, ((step + 0.5) / 9) ** 2
        top, low = 860 + 340 * near, 860 + 340 * next_near
        centre.polygon(
            [(899 - 10 * near, top), (901 + 10 * near, top), (902 + 16 * next_near, low), (898 - 16 * next_near, low)]
        )
    lay(picture, centre.cut(0.6), paint="c9b7b0", strength=0.55)


def _bomber(picture: Image.Image, foot: Point, *, size: float) -> None:
    """A swept-wing aircraft seen from the side, black against the fire."""
    x, y = foot

    def at(*points: Point) -> list[Point]:
        return [(x + dx * size, y + dy * size) for dx, dy in points]

    plane = Stencil()
    plane.polygon(at((-215, -46), (-190, -58), (120, -62), (190, -56), (216, -44), (190, -34), (100, -28), (-150, -30)))
    plane.polygon(at((-212, -50), (-250, -148), (-214, -150), (-128, -56)))
    plane.polygon(at((-216, -52), (-268, -74), (-236, -78), (-170, -54)))
    plane.polygon(at((60, -42), (-96, -8), (-134, -10), (-40, -48)))
    plane.polygon(at((150, -60), (166, -74), (190, -72), (204, -54)))
    for engine in (-62, -14):
        plane.polygon(at((engine - 34, -22), (engine + 34, -26), (engine + 38, -14), (engine - 28, -8)))
    for wheel in (-74, -58, 146):
        plane.line(at((wheel, -34), (wheel, -6)), 4 * size).oval(at((wheel, -3))[0], (8 * size, 8 * size))
    plane.line(at((216, -44), (246, -42)), 2.4 * size)
    lay(picture, Stencil().oval((x, y + 4 * size), (240 * size, 13 * size)).cut(7), paint="07060c", strength=0.7)
    lay(picture, plane.cut(), paint="0c0a14")
    edge = (
        Stencil()
        .line(at((-190, -58), (120, -62), (190, -56)), 2.4 * size)
        .line(at((-250, -148), (-214, -150)), 2.4 * size)
    )
    lay(picture, edge.cut(0.7), paint="ff9a4d", strength=0.75)


def _fire(picture: Image.Image, foot: Point, *, size: float, seed: int) -> None:
    random = Random(seed)  # noqa: S311
    x, y = foot
    shine(picture, (x, y - 40 * size), radii=(360 * size, 300 * size), light="ff5a14", strength=1.0)
    for shade, share in (("ff5a1a", 1.0), ("ff9a2e", 0.7), ("ffe08a", 0.42)):
        flames = Stencil()
        for _ in range(26):
            tall = random.uniform(50, 170) * size * share
            left = x + max(-110.0, min(110.0, random.gauss(0, 66))) * size * share
            wide, lean = random.uniform(14, 30) * size * share, random.uniform(0, 36) * size
            flames.polygon(
                [
                    (left - wide, y),
                    (left - wide * 0.4, y - tall * 0.5),
                    (left + lean, y - tall),
                    (left + wide * 0.7, y - tall * 0.4),
                    (left + wide, y),
                ]
            )
        lay(picture, flames.cut(3.5 * size), paint=shade, strength=0.9)
    sparks = Stencil()
    for _ in range(60):
        rise = random.random()
        sparks.oval(
            (x + random.gauss(60 * rise, 70) * size, y - 420 * rise * size), (1.6, 1.6), light=random.randrange(90, 255)
        )
    lay(picture, sparks.cut(), paint="ffd08a")


def front_line() -> Image.Image:
    """An abstract map: two grounds, the line between them, a river; of no place that exists."""
    picture = gradient([(0, "efe5d0"), (1, "e4d6ba")])
    relief = cloudy(61, coarse=300)
    lay(picture, relief.point([max(0, (v - 128) * 2) for v in range(256)]), paint="cdb98f", strength=0.5)
    _contours(picture, relief)
    line = _line()
    held = Stencil().polygon([*line, (WIDTH + 20, HEIGHT + 20), (WIDTH + 20, -20)]).cut()
    lay(picture, held, paint="b8442f", strength=0.36)
    _hatching(picture, held)
    _gained(picture, line)
    _river(picture)
    _roads(picture)
    front = Stencil().line(line, 9)
    lay(picture, Stencil().line(line, 22).cut(10), paint="5a1d16", strength=0.45)
    lay(picture, front.cut(), paint="7c1f17")
    lay(picture, Stencil().line(line, 2).cut(), paint="ffe9d8", strength=0.8)
    _grid(picture)
    return finished(picture, seed=12, corners=0.12)


def _line() -> list[Point]:
    random = Random(77)  # noqa: S311
    walk = [980.0]
    for step in range(90):
        walk.append(walk[-1] + random.gauss(0, 24) + 8 * math.sin(step / 9) + (960 - walk[-1]) * 0.05)
    smooth = [sum(walk[i : i + 5]) / 5 for i in range(len(walk) - 5)]
    return [(x, -40.0 + 15 * i) for i, x in enumerate(smooth)]


def _contours(picture: Image.Image, relief: Image.Image) -> None:
    smooth = relief.resize((180, 120)).resize((WIDTH * 2, HEIGHT * 2), Image.Resampling.BICUBIC)
    bands = smooth.point([v // 12 * 12 for v in range(256)]).filter(ImageFilter.FIND_EDGES)
    lines = bands.point([255 if v > 2 else 0 for v in range(256)]).filter(ImageFilter.MaxFilter(3)).reduce(2)
    ImageDraw.Draw(lines).rectangle([0, 0, WIDTH - 1, HEIGHT - 1], outline=0, width=4)
    lay(picture, lines, paint="9b8354", strength=0.42)


def _hatching(picture: Image.Image, held: Image.Image) -> None:
    hatch = Stencil()
    for x in range(-HEIGHT, WIDTH + HEIGHT, 22):
        hatch.line([(x, -10), (x + HEIGHT, HEIGHT + 10)], 1.6)
    lay(picture, ImageChops.multiply(hatch.cut(), held), paint="7c1f17", strength=0.34)


def _gained(picture: Image.Image, line: list[Point]) -> None:
    """Ground that changed hands lately, darker along the line."""
    bulges = ((14, 30, 120), (38, 56, 165), (60, 70, 80))
    for start, end, deep in bulges:
        span = line[start:end]
        inner = [(x + deep * math.sin(math.pi * i / (len(span) - 1)), y) for i, (x, y) in enumerate(span)]
        lay(picture, Stencil().polygon([*span, *reversed(inner)]).cut(), paint="a02a1c", strength=0.62)


def _river(picture: Image.Image) -> None:
    course = [
        (-20 + step * 19.0, 860 - step * 5 + 70 * math.sin(step / 6.5) + 22 * math.sin(step / 2.1))
        for step in range(100)
    ]
    lay(picture, Stencil().line(course, 25).cut(1), paint="7d9fb0")
    lay(picture, Stencil().line(course, 19).cut(1), paint="a9c6d1")
    lake = Stencil().oval((250, 350), (150, 62)).oval((330, 385), (110, 52))
    lay(picture, lake.cut(2), paint="7d9fb0")
    lay(picture, Stencil().oval((250, 350), (144, 57)).oval((330, 385), (104, 47)).cut(2), paint="a9c6d1")


def _roads(picture: Image.Image) -> None:
    towns = (
        (230, 620, 20),
        (560, 300, 26),
        (520, 980, 18),
        (760, 690, 30),
        (1190, 470, 24),
        (1330, 900, 32),
        (1600, 280, 20),
        (1560, 640, 16),
    )
    roads = Stencil()
    for one, other in ((0, 3), (1, 3), (2, 3), (3, 4), (3, 5), (4, 6), (5, 7), (1, 4)):
        (x, y, _), (to_x, to_y, _) = towns[one], towns[other]
        middle = ((x + to_x) / 2 + (y - to_y) * 0.12, (y + to_y) / 2 + (to_x - x) * 0.12)
        curve = [_between([(x, y), middle, (to_x, to_y)], s / 20) for s in range(21)]
        roads.line(curve, 4.5)
    lay(picture, roads.cut(), paint="fffaf0", strength=0.9)
    rings, dots = Stencil(), Stencil()
    for x, y, size in towns:
        rings.oval((x, y), (size, size))
        dots.oval((x, y), (size * 0.62, size * 0.62))
    lay(picture, rings.cut(), paint="3a2f2a", strength=0.9)
    lay(picture, dots.cut(), paint="f7efe0")


def _between(corners: list[Point], share: float) -> Point:
    rest = 1 - share
    x, y = (rest * rest * a + 2 * rest * share * b + share * share * c for a, b, c in zip(*corners, strict=True))
    return x, y


def _grid(picture: Image.Image) -> None:
    net = Stencil()
    for x in range(0, WIDTH + 1, 300):
        net.line([(x, 0), (x, HEIGHT)], 1)
    for y in range(0, HEIGHT + 1, 300):
        net.line([(0, y), (WIDTH, y)], 1)
    lay(picture, net.cut(), paint="4a3b2a", strength=0.28)
    frame = (
        Stencil()
        .box((0, 0), (WIDTH, 26))
        .box((0, HEIGHT - 26), (WIDTH, 26))
        .box((0, 0), (26, HEIGHT))
        .box((WIDTH - 26, 0), (26, HEIGHT))
    )
    lay(picture, frame.cut(), paint="f4ecda")
    ticks = Stencil()
    for step in range(0, WIDTH, 120):
        ticks.box((step, 10), (60, 8)).box((step, HEIGHT - 18), (60, 8))
    for step in range(0, HEIGHT, 120):
        ticks.box((10, step), (8, 60)).box((WIDTH - 18, step), (8, 60))
    lay(picture, ticks.cut(), paint="4a3b2a", strength=0.85)


def training() -> Image.Image:
    """A line of soldiers crossing a training range at dusk, tents behind them."""
    picture = gradient([(0, "2b2f55"), (0.3, "6a4a72"), (0.5, "d0745e"), (0.64, "f4b66a"), (0.7, "f9d28c")])
    clouds(picture, seed=90, heights=(110, 560), light="ffb78c")
    shine(picture, (1240, 770), radii=(900, 520), light="ffb45a", strength=0.8)
    lay(picture, Stencil().oval((1240, 742), (62, 62)).cut(1), paint="fff0c0")
    layers = (("c0755f", 742, 40, 4), ("8d5460", 782, 48, 9), ("5d3d55", 826, 40, 22))
    for shade, height, swing, seed in layers:
        lay(picture, Stencil().polygon(ridge(seed, height, swing=swing)).cut(1.2), paint=shade)
        lay(picture, Stencil().box((0, height - 10), (WIDTH, 90)).cut(40), paint="f2a46c", strength=0.22)
    _camp(picture)
    lay(picture, Stencil().polygon(ridge(27, 930, swing=22, rough=0.6)).cut(), paint="2c2238")
    _targets(picture)
    for index in range(9):
        _soldier(picture, (250 + index * 128 + 26 * math.sin(index * 2.2), 962 + 8 * math.sin(index * 1.3)), index)
    _grass(picture)
    return finished(picture, seed=13)


def _camp(picture: Image.Image) -> None:
    tents, lit = Stencil(), Stencil()
    for x, y, size in ((240, 886, 1.0), (400, 892, 1.15), (585, 888, 1.0), (752, 894, 0.85)):
        tents.polygon(
            [
                (x - 80 * size, y + 6),
                (x - 44 * size, y - 74 * size),
                (x + 70 * size, y - 70 * size),
                (x + 92 * size, y + 6),
            ]
        )
        lit.polygon([(x - 12 * size, y), (x, y - 44 * size), (x + 12 * size, y)])
    mast = Stencil().line([(905, 900), (905, 690)], 4)
    for step in range(3):
        mast.line([(905, 700 + step * 4), (840 - step * 30, 900)], 1.2)
    lay(picture, tents.cut(), paint="34253d")
    lay(picture, lit.cut(1), paint="ffc46b")
    lay(picture, mast.cut(), paint="32263c")
    for x, y in ((240, 872), (400, 876), (585, 874), (752, 882)):
        shine(picture, (x, y), radii=(90, 60), light="ffb357", strength=0.5)


def _targets(picture: Image.Image) -> None:
    boards, marks = Stencil(), Stencil()
    for x, y in ((1450, 930), (1540, 926), (1630, 932), (1716, 928)):
        boards.line([(x - 16, y), (x - 16, y - 74)], 4).line([(x + 16, y), (x + 16, y - 74)], 4).box(
            (x - 27, y - 104), (54, 62)
        )
        marks.oval((x, y - 73), (19, 19)).oval((x, y - 73), (12, 12), light=0).oval((x, y - 73), (6, 6))
    lay(picture, boards.cut(), paint="2c2238")
    lay(picture, marks.cut(), paint="e8a27c", strength=0.75)


def _soldier(picture: Image.Image, foot: Point, pose: int) -> None:
    """One figure walking to the right with pack, helmet and rifle."""
    x, y = foot
    size, step = 1.0 + 0.05 * math.sin(pose * 3.1), math.sin(pose * 1.9)

    def at(dx: float, dy: float) -> Point:
        return x + dx * size, y + dy * size

    body = Stencil()
    stride = 17 + 7 * step
    for way in (-1, 1):
        knee = at(way * stride * 0.45 + 5, -38)
        body.line([at(0, -76), knee, at(way * stride, 0)], 15 * size).line(
            [at(way * stride - 2, 2), at(way * stride + 12, 3)], 10 * size
        )
    body.polygon([at(-17, -70), at(-20, -128), at(-8, -138), at(14, -136), at(19, -122), at(17, -70)])
    body.oval(at(0, -74), (18 * size, 11 * size)).line([at(1, -132), at(4, -150)], 13 * size)
    body.polygon([at(-16, -136), at(-42, -132), at(-46, -90), at(-38, -82), at(-14, -84)])
    body.box(at(-44, -146), (32 * size, 11 * size)).oval(at(7, -150), (10.5 * size, 13 * size))
    body.oval(at(3, -158), (17 * size, 13 * size)).box(at(-14, -159), (36 * size, 5 * size))
    body.line([at(4, -126), at(17, -102), at(36, -104)], 12 * size).line(
        [at(-4, -124), at(0, -98), at(17, -92)], 12 * size
    )
    body.line([at(8, -94), at(66, -116)], 5 * size).line([at(-14, -84), at(10, -94)], 10 * size)
    body.line([at(26, -98), at(30, -84)], 6 * size)
    lay(picture, body.cut(), paint="1d1628")
    rim = Stencil().line([at(15, -165), at(20, -156)], 2.4).line([at(17, -130), at(19, -118)], 2)
    lay(picture, rim.cut(0.6), paint="ffb469", strength=0.7)


def _grass(picture: Image.Image) -> None:
    random, blades = Random(5), Stencil()  # noqa: S311
    lay(picture, Stencil().polygon(ridge(35, 1040, swing=26)).cut(), paint="1a1424")
    for _ in range(1500):
        x = random.uniform(-10, WIDTH + 10)
        y = 1030 + random.random() ** 2 * 190 + 14 * math.sin(x / 170)
        tall, lean = random.uniform(14, 46), random.gauss(6, 9)
        blades.polygon([(x - 1.6, y), (x + lean, y - tall), (x + 1.6, y)])
    lay(picture, blades.cut(), paint="120e1b")
    dust = noise(70, (WIDTH, HEIGHT), scale=160)
    haze = ImageChops.multiply(dust, Stencil().box((0, 900), (WIDTH, 60)).cut(36))
    lay(picture, haze, paint="e49a6a", strength=0.55)
