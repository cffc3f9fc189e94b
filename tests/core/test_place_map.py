"""Places on a small map: all of them inside, north on top, names that do not lie on each other."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.core.place_map import HEIGHT, WIDTH, At, place_map

anywhere = st.builds(
    At,
    name=st.text("abcdefgh", min_size=1, max_size=14),
    longitude=st.floats(-180, 180),
    latitude=st.floats(-89, 89),
    reports=st.integers(1, 300),
)


def at(name, longitude, latitude, reports=1):
    return At(name=name, longitude=longitude, latitude=latitude, reports=reports)


def test_no_place_is_no_map():
    assert place_map([]) is None


def test_one_place_lies_in_the_middle():
    (dot,) = place_map([at("Kyiv", 30.5, 50.45)]).dots

    assert (dot.x, dot.y) == (WIDTH / 2, HEIGHT / 2)
    assert dot.label == "Kyiv 1"


def test_north_is_up_and_east_is_right():
    kyiv, lviv, odesa = place_map([at("Kyiv", 30.5, 50.5, 3), at("Lviv", 24, 49.8, 2), at("Odesa", 30.7, 46.5)]).dots

    assert lviv.x < kyiv.x < odesa.x
    assert kyiv.y < lviv.y < odesa.y
    assert kyiv.radius > odesa.radius


def test_places_on_both_sides_of_the_date_line_are_neighbours():
    drawn = place_map([at("Suva", 178.4, -18.1), at("Apia", -171.8, -13.8)])
    apia, suva = drawn.dots

    assert suva.x < apia.x
    assert [line.words for line in drawn.grid if not line.is_parallel] == ["180°", "175° W"]


@given(st.lists(anywhere, min_size=1, max_size=12))
def test_every_place_is_on_the_map_and_no_name_lies_on_another(places):
    drawn = place_map(places)

    assert len(drawn.dots) == len(places)
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.dots)
    labels = [dot for dot in drawn.dots if dot.label]
    assert not any(
        one.anchor == other.anchor and (one.label_x, one.label_y) == (other.label_x, other.label_y)
        for one, other in combinations(labels, 2)
    )
    assert len(drawn.grid) <= 14
