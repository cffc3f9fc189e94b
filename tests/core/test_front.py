"""The front line: what counts as one, how long it is, where it moved, since when ground has been held."""

import itertools
from datetime import date, timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.ops import split

from dateline.territory.core.compare import compare, outlined
from dateline.territory.core.front import BORDER_M, PIECE_M, Inland, front, front_km, straightened
from dateline.territory.core.moved import Holding, largest, middle, moved
from dateline.territory.core.places import Place, Places
from dateline.territory.core.project import Plane, points_to_plane
from dateline.territory.core.values import Change

PLANE = Plane(longitude=10, latitude=0)
KM = 1_000.0
COUNTRY = shapely.box(0, 0, 200 * KM, 100 * KM)
FIRST = date(2024, 3, 1)


def east_of(x_km, *, country=COUNTRY):
    return shapely.intersection(country, shapely.box(x_km * KM, -1e6, 1e6, 1e6))


def km(ground, **how):
    return front(outlined(ground), **how).length / KM


@given(x=st.floats(50, 150), tilt=st.floats(-30, 30))
@settings(max_examples=40)
def test_a_straight_front_across_a_country_is_as_long_as_it_is_less_what_lies_at_the_border(x, tilt):
    line = shapely.LineString([(x * KM, -KM), ((x + tilt) * KM, 101 * KM)])
    held = max(shapely.get_parts(split(COUNTRY, line)), key=lambda part: part.centroid.x)
    true = shapely.intersection(line, shapely.buffer(COUNTRY, -BORDER_M, join_style="mitre")).length / KM

    assert km(held, inland=Inland.of(COUNTRY)) == pytest.approx(true, abs=2 * PIECE_M / KM)


def test_without_a_country_the_whole_outline_counts():
    assert km(east_of(150)) == pytest.approx(2 * (50 + 100))


def test_a_pocket_and_an_exclave_have_fronts_of_their_own():
    held = shapely.union(east_of(150), shapely.box(50 * KM, 50 * KM, 60 * KM, 60 * KM))
    held = shapely.difference(held, shapely.box(170 * KM, 40 * KM, 175 * KM, 45 * KM))

    assert km(held, inland=Inland.of(COUNTRY)) == pytest.approx(100 - 4 + 40 + 20, abs=2 * PIECE_M / KM)


def test_where_ground_meets_more_of_its_own_side_there_is_no_front():
    older = shapely.box(150 * KM + 3, 30 * KM, 200 * KM, 60 * KM)  # drawn beside it with a gap of three metres
    held = shapely.difference(east_of(150), shapely.box(150 * KM, 30 * KM, 1e6, 60 * KM))

    assert km(held, same_side=[older], inland=Inland.of(COUNTRY)) == pytest.approx(70 - 4, abs=4 * PIECE_M / KM)


def test_a_gap_between_two_shapes_no_wider_than_a_street_is_no_front():
    gap = shapely.box(160 * KM, 50 * KM, 190 * KM, 50 * KM + 2)

    assert km(shapely.difference(east_of(150), gap), inland=Inland.of(COUNTRY)) == pytest.approx(96, abs=0.6)


def test_ground_that_nobody_faces_has_no_front():
    line = front(outlined(COUNTRY), inland=Inland.of(COUNTRY))

    assert shapely.is_empty(line)
    assert front_km(line, PLANE) == 0.0
    assert shapely.is_empty(straightened(line))


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_a_front_drawn_straight_is_never_longer(seed):
    dice = np.random.default_rng(seed)
    y = np.linspace(-10, 110, 200)
    line = np.column_stack([100 + np.cumsum(dice.normal(0, 0.4, 200)), y]) * KM
    held = shapely.intersection(COUNTRY, shapely.Polygon([*line, (1e6, line[-1][1]), (1e6, line[0][1])]).buffer(0))
    drawn = front(outlined(held), inland=Inland.of(COUNTRY))

    assert 90 * KM < straightened(drawn).length <= drawn.length + 1e-6


def test_the_length_is_measured_on_the_ellipsoid():
    line = shapely.multilinestrings([[(0, 0), (0, 100 * KM)]])

    assert front_km(line, PLANE) == pytest.approx(100, rel=1e-4)


def test_the_largest_pieces_come_first_and_those_that_touch_are_one():
    halves = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]

    found = largest([shapely.box(50, 50, 60, 65), *halves, shapely.box(90, 90, 92, 92)], 2)

    assert [piece.area for piece in found] == [200, 150]


def moves(seed, days=12):
    """Days of ground on a grid, squares taken and lost at random."""
    dice = np.random.default_rng(seed)
    held = dice.random((5, 5)) < 0.5
    for _ in range(days):
        held = held ^ (dice.random((5, 5)) < 0.15)
        held[0, 0] = True
        yield held.copy()


def squares(held):
    return shapely.union_all([shapely.box(x * KM, y * KM, x * KM + KM, y * KM + KM) for x, y in np.argwhere(held)])


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_each_piece_is_held_since_the_last_map_that_gained_it(seed):
    days = list(moves(seed))
    grounds = [outlined(squares(held)) for held in days]
    holding = Holding(FIRST)
    for number, (before, after) in enumerate(itertools.pairwise(grounds), 1):
        holding.step(FIRST + timedelta(days=number), compare(before, after))

    pieces = holding.pieces(grounds[-1].ground)
    assert sum(piece.ground.area for piece in pieces) == pytest.approx(grounds[-1].ground.area)
    assert [piece.since.day for piece in pieces] == sorted({piece.since.day for piece in pieces})
    for x, y in np.argwhere(days[-1]):
        run = next((n for n in range(len(days) - 1, 0, -1) if not days[n - 1][x, y]), 0)
        square = shapely.box(x * KM, y * KM, x * KM + KM, y * KM + KM)
        since = holding.since(square)
        assert since.day == FIRST + timedelta(days=run)
        assert since.at_least == (run == 0)


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_a_later_map_never_makes_ground_that_stays_held_for_longer_than_before(seed):
    days = list(moves(seed))
    holding, known = Holding(FIRST), {}
    grounds = [outlined(squares(held)) for held in days]
    for number, (before, after) in enumerate(itertools.pairwise(grounds), 1):
        holding.step(FIRST + timedelta(days=number), compare(before, after))
        for x, y in np.argwhere(days[number]):
            since = holding.since(shapely.box(x * KM, y * KM, x * KM + KM, y * KM + KM)).day

            assert since == known.get((x, y), since) or not days[number - 1][x, y]
            known[x, y] = since


def test_moving_a_piece_of_the_front_tells_of_that_piece():
    before, after = east_of(150), shapely.union(east_of(150), shapely.box(140 * KM, 20 * KM, 150 * KM, 30 * KM))
    change = compare(outlined(before), outlined(after))

    (piece,) = largest(change.gained, 5)
    assert piece.area / 1e6 == pytest.approx(100)
    assert middle(piece) == pytest.approx((145 * KM, 25 * KM))
    assert km(after, inland=Inland.of(COUNTRY)) == pytest.approx(96 + 20, abs=2 * PIECE_M / KM)


def test_more_than_half_of_a_piece_decides_since_when():
    holding = Holding(FIRST)
    holding.step(FIRST + timedelta(days=1), Change(gained=(shapely.box(0, 0, 4, 10),)))
    holding.step(FIRST + timedelta(days=5), Change(gained=(shapely.box(4, 0, 10, 10),)))

    assert holding.since(shapely.box(0, 0, 10, 10)).day == FIRST + timedelta(days=5)
    assert holding.since(shapely.box(0, 0, 7, 10)).day == FIRST + timedelta(days=1)


def test_a_line_that_is_drawn_again_every_day_changes_no_hands():
    def drawn(number: int, east: float):
        edge = [(east + 0.5 * ((x + number) % 3), 100.0 * x) for x in range(60)]
        return outlined(shapely.Polygon([(0, 0), *edge, (0, 5900)]))

    days = [drawn(number, 5000.0 if number < 6 else 5400.0) for number in range(12)]
    holding = Holding(FIRST)
    for number, (before, after) in enumerate(itertools.pairwise(days), 1):
        holding.step(FIRST + timedelta(days=number), compare(before, after))
    first, newer = holding.pieces(days[-1].ground)

    assert (first.since.day, first.since.at_least) == (FIRST, True)
    assert newer.since.day == FIRST + timedelta(days=6)
    assert newer.ground.area == pytest.approx(400 * 5900, rel=0.01)
    assert first.ground.area + newer.ground.area == pytest.approx(days[-1].ground.area)
    assert sum(map(len, (moved(compare(days[1], days[2])).gained, moved(compare(days[1], days[2])).lost))) == 0


TOWNS = [
    Place(name="Quill", longitude=10.0, latitude=0.0, population=5_000),
    Place(name="Мерроу", longitude=10.5, latitude=0.0, population=90_000),
    Place(name="كفر", longitude=10.5, latitude=0.01, population=300),
]


def square_at(longitude, latitude, size_km=1.0):
    x, y = points_to_plane(np.array([[longitude, latitude]]), PLANE)[0]
    return shapely.box(x - size_km * 500, y - size_km * 500, x + size_km * 500, y + size_km * 500)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ((9.973, 0.0), "3 km west of Quill"),
        ((10.0, 0.09), "10 km north of Quill"),
        ((10.04, -0.04), "6 km south-east of Quill"),
        ((10.0, 0.0), "Quill"),
        ((10.5, 0.03), "2 km north of كفر"),
    ],
)
def test_ground_is_told_by_the_nearest_place(at, words):
    assert Places(TOWNS, PLANE).where(square_at(*at)).words == words


def test_of_places_within_the_ground_the_largest_names_it():
    assert Places(TOWNS, PLANE).where(square_at(10.5, 0.0, size_km=10)).words == "Мерроу"


def test_without_places_nothing_is_said():
    assert Places([], PLANE).where(square_at(10, 0)) is None
