"""The demo's indoor pictures: the room of the talks and a press room. Nobody in them exists."""

import math
from random import Random

from PIL import Image, ImageChops

from dateline.project.demo.paint import (
    HEIGHT,
    WIDTH,
    Point,
    Stencil,
    cloudy,
    finished,
    gradient,
    lay,
    shine,
)


def table() -> Image.Image:
    """A long table before the talks: chairs, microphones, papers, morning light from tall windows."""
    picture = gradient([(0, "4a3a3c"), (0.4, "7a5a4c"), (0.62, "8a6450"), (0.63, "6d4334"), (1, "3b2320")])
    _wall(picture)
    for x in (330, 900, 1470):
        _window(picture, x)
    for x in (615, 1185):
        _lamp(picture, x)
    _floor(picture)
    _delegation(picture, range(250, 1560, 146), size=0.86, foot=770, paint="2d2030")
    _table_top(picture)
    for x in range(323, 1420, 146):
        _microphone(picture, (x, 800), size=0.9)
    _delegation(picture, range(160, 1800, 210), size=1.5, foot=1215, paint="191220")
    return finished(picture, seed=14)


def _wall(picture: Image.Image) -> None:
    panels = Stencil()
    for x in (60, 560, 625, 1130, 1195, 1690):
        panels.box((x, 120), (54, 440)).box((x + 4, 124), (46, 432), light=0)
    panels.box((0, 88), (WIDTH, 10)).box((0, 610), (WIDTH, 8)).box((0, 60), (WIDTH, 5))
    lay(picture, panels.cut(), paint="d8ad7c", strength=0.55)
    lay(picture, Stencil().box((0, 618), (WIDTH, 140)).cut(), paint="5b3a33")


def _window(picture: Image.Image, x: float) -> None:
    glass = Stencil().box((x - 120, 138), (240, 472)).cut()
    sky = gradient([(0.05, "9fb8cc"), (0.3, "e9cfae"), (0.42, "f8dfae"), (0.46, "8fa6ae"), (0.52, "6f8f9f")])
    lay(picture, glass, paint=sky)
    skyline = Stencil().polygon(
        [(x - 130, 545), (x - 130, 520), (x - 60, 508), (x + 20, 522), (x + 130, 505), (x + 130, 545)]
    )
    lay(picture, ImageChops.multiply(skyline.cut(1), glass), paint="8a7f8c")
    bars = Stencil().box((x - 126, 596), (252, 16))
    for dx in (-122, -62, -3, 57, 116):
        bars.box((x + dx, 150 if abs(dx) < 100 else 190), (6, 450))
    for y in (250, 360, 480):
        bars.box((x - 120, y), (240, 5))
    lay(picture, ImageChops.multiply(bars.cut(), Stencil().box((x - 130, 96), (260, 520)).cut()), paint="e8cba0")
    drapes = Stencil()
    for side in (-1, 1):
        edge = [(x + side * (84 + 52 * math.sin(s / 26) ** 2), 140 + s * 12.5) for s in range(41)]
        drapes.polygon([*edge, (x + side * 186, 640), (x + side * 186, 130), (x + side * 60, 120)])
    drapes.box((x - 196, 108), (392, 34))
    lay(picture, drapes.cut(), paint="8d3b35")
    folds = Stencil()
    for side in (-1, 1):
        for fold in range(4):
            folds.line([(x + side * (178 - fold * 15), 140), (x + side * (180 - fold * 13), 632)], 5, light=190)
    lay(picture, folds.cut(2.5), paint="5e2327", strength=0.7)
    shine(picture, (x, 380), radii=(330, 380), light="ffdba0", strength=0.32)


def _lamp(picture: Image.Image, x: float) -> None:
    brass, bulbs = Stencil().line([(x, 0), (x, 150)], 4), Stencil()
    for side in (-1, 1):
        for reach in (42, 86):
            arm = [
                (x + side * reach * s / 10, 170 + 26 * math.sin(math.pi * s / 10) - reach * 0.1 * s / 10)
                for s in range(11)
            ]
            brass.line(arm, 4)
            bulbs.oval((x + side * reach, 150 - reach * 0.1), (8, 15))
    brass.oval((x, 172), (13, 24))
    lay(picture, brass.cut(), paint="d9a860")
    lay(picture, bulbs.cut(0.6), paint="fff2cf")
    shine(picture, (x, 150), radii=(210, 170), light="ffc878", strength=0.65)


def _floor(picture: Image.Image) -> None:
    light = Stencil()
    for x in (330, 900, 1470):
        light.polygon([(x - 100, 758), (x + 100, 758), (x + 10, 1210), (x - 330, 1210)])
    lay(picture, light.cut(18), paint="e0a877", strength=0.35)


def _delegation(picture: Image.Image, places: range, *, size: float, foot: float, paint: str) -> None:
    """A row of people in chairs, as outlines with the light of the windows on one shoulder."""
    chairs, bodies, rims = Stencil(), Stencil(), Stencil()
    for index, x in enumerate(places):
        at = x + 10 * math.sin(index * 2.3), foot
        _person(chairs, bodies, rims=rims, foot=at, size=size * (1 + 0.05 * math.sin(index * 1.7)))
    lay(picture, chairs.cut(), paint="6e2f2c" if size < 1 else "3d1b21")
    lay(picture, bodies.cut(), paint=paint)
    lay(picture, ImageChops.multiply(rims.cut(1.2), bodies.cut()), paint="f0b27a", strength=0.6)


def _person(chairs: Stencil, bodies: Stencil, *, rims: Stencil, foot: Point, size: float) -> None:
    x, y = foot

    def at(*points: Point) -> list[Point]:
        return [(x + dx * size, y + dy * size) for dx, dy in points]

    chairs.box(at((-40, -150))[0], (80 * size, 170 * size)).oval(at((0, -150))[0], (40 * size, 20 * size))
    bodies.polygon(
        at((-58, 20), (-60, -60), (-52, -84), (-30, -95), (0, -100), (30, -95), (52, -84), (60, -60), (58, 20))
    )
    bodies.line(at((-44, -70), (44, -70)), 32 * size).line(at((0, -92), (0, -124)), 25 * size)
    bodies.oval(at((0, -138))[0], (21 * size, 28 * size)).oval(at((0, -147))[0], (23 * size, 22 * size))
    rims.line(at((-62, -58), (-54, -84), (-30, -96), (-10, -100)), 5 * size)
    rims.line(at((-23, -140), (-22, -154), (-14, -166), (0, -170)), 5 * size)


def _table_top(picture: Image.Image) -> None:
    wood = gradient([(0, "b8794a"), (0.63, "b8794a"), (0.7, "95592f"), (0.85, "6b3a22"), (1, "4b2618")])
    top = [(130, 772), (1670, 772), (1900, 1010), (-100, 1010)]
    lay(
        picture,
        Stencil().polygon([(100, 800), (1700, 800), (1930, 1080), (-130, 1080)]).cut(22),
        paint="1c100f",
        strength=0.7,
    )
    lay(picture, Stencil().polygon(top).cut(), paint=wood)
    lay(picture, Stencil().polygon([(-100, 1010), (1900, 1010), (1900, 1046), (-100, 1046)]).cut(), paint="42211a")
    sheen = Stencil()
    for x in (330, 900, 1470):
        sheen.polygon([(x - 70, 774), (x + 70, 774), (x + 20, 1008), (x - 210, 1008)])
    lay(picture, sheen.cut(16), paint="ffdca8", strength=0.4)
    papers, shade, glasses = Stencil(), Stencil(), Stencil()
    for index, x in enumerate(range(250, 1560, 146)):
        lean = 6 * math.sin(index * 1.9)
        papers.polygon([(x - 34 + lean, 800), (x + 26 + lean, 798), (x + 34 - lean, 822), (x - 40 - lean, 824)])
        shade.polygon([(x - 34 + lean, 806), (x + 30 + lean, 804), (x + 40 - lean, 828), (x - 40 - lean, 830)])
        glasses.polygon([(x + 50, 786), (x + 66, 786), (x + 64, 812), (x + 52, 812)])
    for index, x in enumerate(range(160, 1800, 210)):
        lean = 12 * math.sin(index * 2.7)
        papers.polygon([(x - 62 + lean, 934), (x + 52 + lean, 930), (x + 66, 984), (x - 74, 988)])
        shade.polygon([(x - 60 + lean, 944), (x + 58 + lean, 940), (x + 76, 994), (x - 74, 998)])
        glasses.polygon([(x + 92, 918), (x + 124, 918), (x + 119, 972), (x + 97, 972)])
    lay(picture, shade.cut(4), paint="2a1410", strength=0.6)
    lay(picture, papers.cut(), paint="f3e6d3")
    lay(picture, glasses.cut(), paint="dfeef2", strength=0.5)


def _microphone(picture: Image.Image, foot: Point, *, size: float) -> None:
    x, y = foot
    neck = [(x + 26 * size * math.sin(s / 13), y - 7 * size * s) for s in range(12)]
    stand = Stencil().oval((x, y), (20 * size, 7 * size)).line(neck, 4 * size)
    tip = neck[-1]
    stand.line([tip, (tip[0] + 6 * size, tip[1] - 12 * size)], 11 * size)
    lay(picture, stand.cut(), paint="15101a")
    lay(picture, Stencil().oval((x, y - 1), (2.6, 1.8)).cut(), paint="ff5340")
    shine(picture, (x, y - 1), radii=(14, 10), light="ff5340", strength=0.8)


def press_room() -> Image.Image:
    """A lectern crowded with microphones, cameras waiting in front of it."""
    picture = gradient([(0, "14253a"), (0.45, "27506a"), (0.7, "1d3a52"), (0.78, "101d2e"), (1, "0a1220")])
    _curtain(picture)
    for x, lean in ((360, 420), (900, 0), (1440, -420)):
        beam = Stencil().polygon(
            [(x - 22, -10), (x + 22, -10), (900 + lean * 0.06 + 330, 1010), (900 + lean * 0.06 - 330, 1010)]
        )
        lay(picture, beam.cut(26), paint="ffe9c0", strength=0.15)
        shine(picture, (x, 0), radii=(170, 150), light="fff0cf", strength=0.95)
    _stage(picture)
    _lectern(picture)
    _bouquet(picture)
    _crews(picture)
    return finished(picture, seed=15)


def _curtain(picture: Image.Image) -> None:
    folds = Stencil()
    for step in range(46):
        x = step * 40 + 9 * math.sin(step * 2.1)
        folds.polygon(
            [(x, 0), (x + 17, 0), (x + 20 + 5 * math.sin(step), 850), (x - 4, 850)], light=150 + 60 * (step % 2)
        )
    lay(picture, folds.cut(7), paint="0d1c2e", strength=0.6)
    shine(picture, (900, 470), radii=(900, 560), light="5f93a8", strength=0.5)


def _stage(picture: Image.Image) -> None:
    boards = gradient([(0, "6b4a36"), (0.7, "6b4a36"), (0.86, "3d2a25"), (1, "1c1518")])
    lay(
        picture,
        Stencil().polygon([(-10, 842), (WIDTH + 10, 842), (WIDTH + 10, HEIGHT), (-10, HEIGHT)]).cut(),
        paint=boards,
    )
    shine(picture, (900, 900), radii=(760, 120), light="ffdfae", strength=0.6)
    lay(picture, Stencil().box((0, 842), (WIDTH, 5)).cut(), paint="0b1522")
    lay(picture, Stencil().oval((900, 958), (250, 26)).cut(12), paint="150d10", strength=0.75)


def _lectern(picture: Image.Image) -> None:
    wood = gradient([(0.4, "c98b57"), (0.55, "a96c40"), (0.82, "7a4529")])
    stand = Stencil().polygon([(760, 600), (1040, 600), (1010, 956), (790, 956)])
    lay(picture, stand.cut(), paint=wood)
    shade = Stencil().polygon([(900, 640), (1036, 640), (1010, 956), (900, 956)])
    lay(picture, shade.cut(30), paint="3f2015", strength=0.55)
    desk = Stencil().polygon([(716, 566), (1084, 566), (1062, 622), (738, 622)])
    lay(picture, desk.cut(), paint="e0a56d")
    lay(picture, Stencil().box((738, 618), (324, 10)).box((784, 944), (232, 16)).cut(), paint="5a301d")
    ring = Stencil().oval((900, 764), (74, 74)).oval((900, 764), (66, 66), light=0).oval((900, 764), (52, 52))
    ring.box((896, 700), (8, 128), light=0).box((836, 760), (128, 8), light=0)
    lay(picture, ring.cut(), paint="f0cf9c", strength=0.85)


def _bouquet(picture: Image.Image) -> None:
    """Microphones of many makes, each with its own sleeve; no channel's sign on any."""
    random = Random(3)  # noqa: S311
    sleeves = ("d5573b", "e9b44c", "3f88a5", "f1ede4", "5b8e7d", "b8405e", "2b2f44", "e07a5f", "8fb8de")
    stems = Stencil()
    heads: list[tuple[Point, float, str]] = []
    for index, sleeve in enumerate(sleeves):
        share = index / (len(sleeves) - 1) - 0.5
        tip = (900 + share * 330, 506 - 34 * math.cos(share * 3) + random.uniform(-16, 12))
        stems.line([(900 + share * 190, 588), tip], 8)
        heads.append((tip, share, sleeve))
    lay(picture, stems.cut(), paint="12131c")
    for (x, y), share, sleeve in heads:
        turn = share * 0.9
        along = (math.sin(turn), -math.cos(turn))
        foam = Stencil().line([(x, y), (x + 30 * along[0], y + 30 * along[1])], 37)
        band = Stencil().line([(x - 17 * along[0], y - 17 * along[1]), (x - 36 * along[0], y - 36 * along[1])], 29)
        lay(picture, band.cut(), paint=sleeve)
        lay(picture, foam.cut(), paint="1b1c28")
        gleam = Stencil().line([(x - 9, y - 6), (x - 9 + 26 * along[0], y - 6 + 26 * along[1])], 5)
        lay(picture, gleam.cut(2.5), paint="8296ad", strength=0.6)


def _crews(picture: Image.Image) -> None:
    front = Stencil()
    for x, y, size in ((150, 1010, 1.25), (470, 1070, 1.0), (1340, 1064, 1.02), (1660, 1004, 1.3)):
        _crew(front, (x, y), size if x < 900 else -size)
    for x in (300, 640, 800, 985, 1150, 1500):
        front.oval((x, 1130 + 14 * math.sin(x)), (46, 56)).oval((x, 1230), (104, 74))
    lay(picture, front.cut(), paint="070b14")
    lights = Stencil()
    for x, y in ((212, 902), (520, 986), (1288, 978), (1596, 892)):
        lights.oval((x, y), (4.5, 4.5))
        shine(picture, (x, y), radii=(32, 32), light="ff3b30")
    lay(picture, lights.cut(), paint="ff5a4d")
    haze = ImageChops.multiply(cloudy(33, coarse=400), Stencil().box((0, 700), (WIDTH, 200)).cut(120))
    lay(picture, haze, paint="ffd9a6", strength=0.1)


def _crew(front: Stencil, foot: Point, size: float) -> None:
    """Somebody behind a camera on its tripod, turned to the lectern (a negative size looks left)."""
    x, y = foot
    tall = abs(size)

    def at(dx: float, dy: float) -> Point:
        return x + dx * size, y + dy * tall

    front.polygon([at(-20, -118), at(70, -124), at(72, -66), at(-20, -62)])
    front.polygon([at(70, -116), at(104, -126), at(104, -64), at(70, -76)])
    front.polygon([at(-10, -122), at(46, -126), at(40, -142), at(-4, -138)]).line([at(20, -64), at(20, 30)], 14 * tall)
    for reach in (-58, 20, 96):
        front.line([at(20, -30), at(reach, 230)], 8 * tall)
    front.oval(at(-60, -104), (36 * tall, 44 * tall)).polygon(
        [at(-130, 240), at(-118, -20), at(-84, -58), at(-36, -58), at(-4, -16), at(10, 240)]
    )
    front.line([at(-20, -30), at(30, -50), at(30, -84)], 22 * tall)
