"""The demo's cover: a made-up palace on a strait at dawn."""

import math

from PIL import Image

from dateline.project.demo.paint import (
    Point,
    Stencil,
    clouds,
    finished,
    glints,
    gradient,
    lay,
    mirror,
    ridge,
    shine,
)

WATERLINE = 760


def palace() -> Image.Image:
    """A white palace at the water's edge, domes on the far shore, the sun just up."""
    picture = gradient([(0, "1f3a5f"), (0.25, "5d6f94"), (0.45, "d99a8b"), (0.58, "f6c58f"), (0.66, "fde3b0")])
    clouds(picture, seed=21, heights=(90, 480), light="ffd9c2")
    shine(picture, (560, 690), radii=(1000, 620), light="ffb066", strength=0.75)
    lay(picture, Stencil().oval((560, 668), (46, 46)).cut(1), paint="fff3d6")
    shine(picture, (560, 668), radii=(230, 230), light="ffd9a0", strength=0.9)
    _far_shore(picture)
    _bridge(picture)
    _gardens(picture)
    _front(picture)
    _quay(picture)
    mirror(picture, WATERLINE, seed=4, deep="35506e", strength=0.66)
    glints(picture, WATERLINE, seed=9, light="ffe2ae", where=(560, 90))
    _boat(picture)
    _gulls(picture)
    return finished(picture, seed=1)


def _far_shore(picture: Image.Image) -> None:
    lay(picture, Stencil().polygon(ridge(3, 668, swing=26)).cut(1.5), paint="c58f86", strength=0.75)
    city = Stencil().polygon(ridge(8, 706, swing=18))
    for x in range(0, 1060, 13):
        tall = 10 + 20 * abs(math.sin(x * 12.9898) * math.cos(x * 0.37))
        city.box((x, 716 - tall), (12, 60))
    lay(picture, city.cut(), paint="9d7480", strength=0.92)
    domes = Stencil()
    _mosque(domes, (250, 728), 1.0)
    _mosque(domes, (835, 732), 0.62)
    lay(picture, domes.cut(), paint="7c5c70")
    lay(picture, Stencil().polygon(ridge(14, 742, swing=10)).cut(1), paint="6b5168")


def _mosque(cut: Stencil, foot: Point, size: float) -> None:
    """A domed mosque with four slender minarets."""
    x, y = foot

    def at(dx: float, dy: float) -> Point:
        return x + dx * size, y + dy * size

    cut.box(at(-95, -46), (190 * size, 60 * size)).oval(at(0, -48), (60 * size, 56 * size))
    for side in (-1, 1):
        cut.oval(at(side * 68, -40), (32 * size, 26 * size)).oval(at(side * 30, -62), (22 * size, 20 * size))
        for out, tall in ((104, 178), (136, 150)):
            cut.box(at(side * out - 3.5, -tall), (7 * size, (tall + 12) * size))
            cut.polygon([at(side * out - 6, -tall), at(side * out, -tall - 34), at(side * out + 6, -tall)])
            cut.box(at(side * out - 6.5, -tall * 0.66), (13 * size, 5 * size))
    cut.line([at(0, -100), at(0, -122)], 2.4 * size)


def _bridge(picture: Image.Image) -> None:
    steel = Stencil().box((0, 664), (1200, 4.5))
    left, right, top = 70, 1010, 520
    for tower in (left, right):
        steel.polygon([(tower - 7, 742), (tower - 4, top), (tower + 4, top), (tower + 7, 742)])
    cable = [(left + (right - left) * s / 40, top + 4 + 128 * (1 - (s / 20 - 1) ** 2)) for s in range(41)]
    steel.line(cable, 2.6).line([(right, top + 4), (1250, 664)], 2.6).line([(left, top + 4), (-120, 664)], 2.6)
    for x, y in cable[1:-1]:
        steel.line([(x, y), (x, 664)], 0.9)
    lay(picture, steel.cut(), paint="8b6673", strength=0.85)


def _gardens(picture: Image.Image) -> None:
    slope = Stencil().polygon([(930, 770), (1060, 600), (1330, 505), (1620, 470), (1810, 480), (1810, 780)])
    trees = slope
    for step in range(64):
        x = 1000 + step * 13
        y = 640 - 165 * min(1, (x - 980) / 420) ** 0.7 + 30 * math.sin(step * 2.4)
        trees.oval((x, y), (26 + 14 * abs(math.sin(step * 1.7)), 24 + 12 * abs(math.cos(step))))
    for x, y, tall in ((1130, 612, 92), (1172, 588, 120), (1420, 520, 110), (1452, 516, 84), (1706, 500, 118)):
        trees.oval((x, y - tall / 2), (12, tall / 1.6))
    lay(picture, trees.cut(0.8), paint="3c4a52")
    light = Stencil()
    for step in range(60):
        light.oval((1000 + step * 14, 640 - 120 * min(1, step / 30) + 26 * math.sin(step * 1.9)), (20, 11), light=120)
    lay(picture, light.cut(9), paint="c98a6a", strength=0.4)


def _front(picture: Image.Image) -> None:
    """The palace: a long wing, a taller middle with columns, another wing."""
    stone = gradient([(0, "e9b795"), (0.5, "e9b795"), (0.56, "f7dcbc"), (0.63, "e2b9a0")])
    walls = Stencil().box((1010, 640), (880, 125)).box((1290, 596), (270, 170))
    walls.box((1000, 632), (900, 10)).box((1280, 588), (290, 10))
    walls.polygon([(1320, 590), (1425, 548), (1530, 590)])
    lay(picture, walls.cut(), paint=stone)
    shade = Stencil().box((1010, 642), (880, 7)).box((1290, 598), (270, 8)).box((1010, 700), (880, 4))
    shade.box((1556, 596), (5, 170)).box((1750, 640), (150, 125), light=90)
    lay(picture, shade.cut(0.7), paint="a06a62", strength=0.6)
    dark, lit = Stencil(), Stencil()
    for index, x in enumerate([*range(1030, 1282, 36), *range(1582, 1810, 36)]):
        for y, tall in ((662, 30), (714, 36)):
            window = lit if (index * 7 + y) % 5 == 0 else dark
            window.box((x, y), (15, tall)).oval((x + 7.5, y), (7.5, 9))
    for x in range(1308, 1530, 40):
        lit.box((x, 630), (19, 50)).oval((x + 9.5, 630), (9.5, 12))
        dark.box((x, 702), (19, 58)).oval((x + 9.5, 702), (9.5, 12))
    lay(picture, dark.cut(), paint="6d5563", strength=0.9)
    lay(picture, lit.cut(), paint="ffd98a")
    columns = Stencil()
    for x in range(1294, 1566, 40):
        columns.box((x, 612), (7, 150)).box((x - 3, 608), (13, 6)).box((x - 3, 756), (13, 6))
    lay(picture, columns.cut(), paint="fdeacf")


def _quay(picture: Image.Image) -> None:
    lay(picture, Stencil().box((940, 752), (900, 10)).cut(), paint="b98f83")
    posts, lamps = Stencil(), Stencil()
    for x in range(970, 1800, 82):
        posts.line([(x, 752), (x, 716)], 2.2)
        lamps.oval((x, 713), (4.5, 4.5))
    lay(picture, posts.cut(), paint="4a3f4d")
    lay(picture, lamps.cut(0.5), paint="fff0c4")
    for x in range(970, 1800, 82):
        shine(picture, (x, 713), radii=(36, 36), light="ffcf86", strength=0.5)


def _boat(picture: Image.Image) -> None:
    hull = Stencil().polygon([(300, 858), (705, 858), (672, 900), (338, 900)])
    cabin = (
        Stencil()
        .box((352, 826), (290, 34))
        .box((392, 796), (200, 32))
        .polygon([(470, 796), (476, 748), (512, 748), (518, 796)])
    )
    cabin.line([(620, 826), (620, 772)], 3).line([(366, 826), (366, 790)], 3)
    lay(
        picture,
        Stencil().polygon([(330, 898), (680, 898), (620, 935), (390, 935)]).cut(9),
        paint="1c2c42",
        strength=0.75,
    )
    lay(picture, cabin.cut(), paint="e9d3c3")
    lay(picture, hull.cut(), paint="2a3348")
    trim = Stencil().box((306, 858), (396, 5)).box((472, 758), (44, 10))
    lay(picture, trim.cut(), paint="d5573b")
    panes = Stencil()
    for x in range(364, 630, 26):
        panes.box((x, 834), (17, 14))
    for x in range(404, 580, 26):
        panes.box((x, 804), (17, 14))
    lay(picture, panes.cut(), paint="5a5e78")
    wake = Stencil()
    for step in range(9):
        wake.line(
            [(690 + step * 40, 900 + step * 3), (760 + step * 56, 903 + step * 6)],
            3.4 - step * 0.3,
            light=200 - step * 20,
        )
    lay(picture, wake.cut(1.5), paint="fff2dd", strength=0.6)


def _gulls(picture: Image.Image) -> None:
    wings = Stencil()
    for x, y, size in ((300, 330, 26), (372, 296, 18), (430, 352, 14), (820, 400, 16), (884, 372, 22), (1010, 300, 12)):
        wings.line([(x - size, y - size * 0.35), (x - size * 0.4, y - size * 0.5), (x, y)], 2.6)
        wings.line([(x, y), (x + size * 0.4, y - size * 0.5), (x + size, y - size * 0.2)], 2.6)
    lay(picture, wings.cut(), paint="47405a", strength=0.9)
