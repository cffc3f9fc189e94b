"""Regions cut into tiles: many small pieces on a border are split as exactly as each by itself."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core import regions as splitting
from dateline.territory.core.regions import Regions
from dateline.territory.core.tiles import MOST_POINTS, tiled

SEEDS = st.integers(0, 2**32 - 1)


def ragged_neighbours(seed: int) -> list[tuple[str, object]]:
    """Two regions that share a border of 2,000 points."""
    chance = np.random.default_rng(seed)
    y = np.linspace(0, 100_000, 2_000)
    border = list(zip(50_000 + chance.normal(0, 400, 2_000), y, strict=True))
    west = shapely.Polygon([(0, 0), *border, (0, 100_000)])
    east = shapely.Polygon([(100_000, 0), *border, (100_000, 100_000)])
    return [("West", west), ("East", east)]


def small_pieces(seed: int, count: int) -> list[object]:
    """Squares that do not overlap, most of them across the border, some beyond the regions' end."""
    chance = np.random.default_rng(seed)
    x, y = 49_000 + chance.uniform(0, 1_500, count), np.arange(count) * 101_000 / count
    return list(shapely.box(x, y, x + 700, y + 60))


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_many_small_pieces_on_a_border_are_split_as_each_by_itself(seed):
    regions, pieces = Regions.of(ragged_neighbours(seed)), small_pieces(seed, splitting.MANY + 100)

    found = regions.km2(pieces)

    alone = sum(regions.km2([piece]) for piece in pieces)
    assert np.allclose(found, alone, rtol=0, atol=1e-9)
    assert found.min() > 0


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_the_tiles_are_the_region(seed):
    grounds = np.array([ground for _, ground in ragged_neighbours(seed)], dtype=object)

    tiles = tiled(grounds)

    assert (shapely.get_num_coordinates(tiles.grounds) <= MOST_POINTS).all()
    for number, ground in enumerate(grounds):
        own = tiles.grounds[tiles.region == number]
        assert np.isclose(shapely.area(own).sum(), ground.area, rtol=1e-12)
        assert np.isclose(shapely.union_all(own).area, ground.area, rtol=1e-12)
