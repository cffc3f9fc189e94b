"""What is mended in one map, what is said about it, and that no place counts twice."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.core.gates import Treatment
from dateline.territory.core.project import geodesic_km2
from dateline.territory.core.repair import Piece, RepairRules, repair
from dateline.territory.core.shapes import in_order, spikes

PLACE = (20.0, -50.0, 30.0, -40.0)
BOX = shapely.box(22, -46, 23, -45)
DROP = dict.fromkeys(("spike", "sliver", "hole"), Treatment.DROP)


def piece(ground, control="occupied", name="feature 1"):
    return Piece(control=control, ground=ground, name=name)


def mended(*pieces, **rules):
    return repair(pieces, "map", rules=RepairRules(place=PLACE, **rules))


def gates(found):
    return [finding.gate for finding in found.findings]


def test_ground_without_a_defect_comes_back_as_it_is_and_nothing_is_said():
    found = mended(piece(BOX))

    assert found.ground["occupied"].equals(BOX)
    assert found.findings == ()


def test_a_ring_that_crosses_itself_keeps_both_its_lobes():
    bow = shapely.Polygon([(22, -46), (23, -45), (23, -46), (22, -45)])
    found = mended(piece(bow))

    assert found.ground["occupied"].area == pytest.approx(0.5)
    assert gates(found) == ["invalid-ring"]
    assert "km²" in found.findings[0].what


def test_parts_of_one_feature_that_overlap_are_one_ground_not_a_hole():
    both = shapely.MultiPolygon([BOX, shapely.box(22.5, -46, 23.5, -45)])

    assert mended(piece(both)).ground["occupied"].area == pytest.approx(1.5)


def test_features_of_one_class_that_overlap_count_once():
    found = mended(piece(BOX), piece(shapely.box(22.5, -46, 23.5, -45), name="feature 2"))

    assert found.ground["occupied"].area == pytest.approx(1.5)
    assert gates(found) == ["overlap"]
    assert "feature 1 and feature 2" in found.findings[0].what


def test_features_that_share_a_border_do_not_overlap():
    found = mended(piece(BOX), piece(shapely.box(23, -46, 24, -45)))

    assert found.findings == ()


def test_a_place_that_two_classes_claim_is_of_the_one_that_the_profile_puts_first():
    claims = [piece(BOX), piece(shapely.box(22.5, -46, 23.5, -45), "contested")]
    first = mended(*claims, precedence=("occupied", "contested"))
    other = mended(*claims, precedence=("contested", "occupied"))

    assert (first.ground["occupied"].area, first.ground["contested"].area) == pytest.approx((1, 0.5))
    assert (other.ground["occupied"].area, other.ground["contested"].area) == pytest.approx((0.5, 1))
    assert gates(first) == gates(other) == ["overlap"]


def test_swapped_axes_are_found_by_the_place_and_exchanged():
    turned = shapely.transform(BOX, lambda c: c[:, ::-1])
    found = mended(piece(turned))

    assert found.ground["occupied"].equals(BOX)
    assert gates(found) == ["swapped-axes"]


def test_swapped_axes_are_found_without_a_place_where_a_latitude_could_not_be():
    found = repair([piece(shapely.box(46, 120, 47, 121))], "map", rules=RepairRules())

    assert found.ground["occupied"].equals(shapely.box(120, 46, 121, 47))


def test_ground_beside_the_place_is_not_turned_round():
    assert gates(mended(piece(shapely.box(31, -46, 32, -45)))) == []


def test_ground_over_the_antimeridian_is_kept():
    over = shapely.box(179, 60, 181, 61)

    assert repair([piece(over)], "map", rules=RepairRules()).ground["occupied"].equals(over)


def test_metres_are_refused_as_degrees():
    found = mended(piece(shapely.box(3_900_000, 5_900_000, 3_910_000, 5_910_000)))

    assert "not degrees" in found.fault
    assert found.ground == {}


def test_a_feature_without_ground_is_said_and_left_out():
    found = mended(piece(BOX), piece(None), piece(shapely.Polygon()))

    assert gates(found) == ["empty-feature"]
    assert "2 of 3" in found.findings[0].what


def test_points_that_stand_twice_are_said_and_change_no_area():
    coords = np.repeat(shapely.get_coordinates(BOX), [1, 3, 1, 1, 1], axis=0)
    found = mended(piece(shapely.Polygon(coords)))

    assert shapely.get_num_coordinates(found.ground["occupied"]) == 5
    assert gates(found) == ["repeated-points"]


def needle():
    return shapely.Polygon([(22, -46), (23, -46), (23, -45.5), (23.4, -45.5), (23, -45.499999), (23, -45), (22, -45)])


def test_a_spike_is_kept_and_flagged_or_cut_off_as_the_profile_says():
    kept, cut = mended(piece(needle())), mended(piece(needle()), treatment=DROP)

    assert [f.treatment for f in kept.findings] == ["kept"]
    assert [f.treatment for f in cut.findings] == ["cut off"]
    assert kept.ground["occupied"].bounds[2] == 23.4
    assert cut.ground["occupied"].bounds[2] == 23.0


def test_a_narrow_cape_is_no_spike():
    cape = shapely.Polygon([(22, -46), (23, -46), (23, -45.52), (23.4, -45.5), (23, -45.48), (23, -45), (22, -45)])

    assert spikes(cape) == []


@pytest.mark.parametrize(("treatment", "left"), [({}, 2), (DROP, 1)])
def test_a_sliver_is_kept_and_flagged_or_left_out_as_the_profile_says(treatment, left):
    sliver = shapely.Polygon([(24, -46), (24.02, -46), (24.02, -45.9999995)])
    found = mended(piece(BOX), piece(sliver), treatment=treatment)

    assert len(shapely.get_parts(found.ground["occupied"])) == left
    assert gates(found) == ["sliver"]


@pytest.mark.parametrize(("treatment", "holes"), [({}, 1), (DROP, 0)])
def test_a_gap_no_wider_than_a_line_is_kept_or_filled_but_a_pocket_stays(treatment, holes):
    pocket = shapely.box(22.7, -45.4, 22.8, -45.3)
    ground = shapely.difference(shapely.difference(BOX, shapely.box(22.2, -45.5, 22.4, -45.499998)), pocket)
    found = mended(piece(ground), treatment=treatment)

    assert shapely.get_num_interior_rings(shapely.get_parts(found.ground["occupied"]))[0] == holes + 1
    assert gates(found) == ["hole"]


def test_ground_outside_the_clip_is_cut_off_and_its_size_said():
    found = mended(piece(BOX), clip=shapely.box(22.5, -47, 25, -40))

    assert found.ground["occupied"].area == pytest.approx(0.5)
    assert gates(found) == ["outside"]
    assert "km²" in found.findings[0].what


def test_a_ring_of_a_hundred_thousand_points_that_cross_everywhere_is_refused_at_once():
    points = np.random.default_rng(1).uniform([22, -46], [23, -45], (100_000, 2))
    found = mended(piece(shapely.Polygon(points)))

    assert "100,001 points crosses itself" in found.fault
    assert found.ground == {}


corners = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda p: (20 + p[0] * 0.5, -48 + p[1] * 0.3))
rings = st.lists(corners, min_size=3, max_size=9, unique=True)
claimed = st.lists(st.tuples(st.sampled_from(["occupied", "contested", "claimed"]), rings), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(claimed)
def test_whatever_the_rings_the_ground_is_valid_and_no_place_is_in_two_classes(drawn):
    found = mended(*(piece(shapely.Polygon(ring), control) for control, ring in drawn))
    grounds = list(found.ground.values())

    assert all(shapely.is_valid(ground) for ground in grounds)
    assert sum(g.area for g in grounds) == pytest.approx(shapely.union_all(grounds).area, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(claimed, st.randoms(use_true_random=False), st.integers(0, 8))
def test_the_order_of_features_and_the_start_of_rings_change_nothing(drawn, dice, turn):
    turned = [(control, ring[turn % len(ring) :] + ring[: turn % len(ring)]) for control, ring in drawn]
    dice.shuffle(turned)
    order = ("occupied", "contested", "claimed")
    one = mended(*(piece(shapely.Polygon(r), c) for c, r in drawn), precedence=order).ground
    other = mended(*(piece(shapely.Polygon(r), c) for c, r in turned), precedence=order).ground

    assert one.keys() == other.keys()
    for control, ground in one.items():
        assert shapely.symmetric_difference(ground, other[control]).area < 1e-9


@settings(max_examples=40, deadline=None)
@given(rings, st.lists(st.floats(20.1, 25.9), min_size=1, max_size=4))
def test_any_split_of_a_feature_into_parts_gives_the_same_ground(ring, cuts):
    whole = shapely.make_valid(shapely.Polygon(ring), method="structure", keep_collapsed=False)
    edges = [19.0, *sorted(cuts), 27.0]
    strips = [shapely.intersection(whole, shapely.box(a, -50, b, -40)) for a, b in itertools.pairwise(edges)]
    split = mended(*(piece(strip, name=f"feature {n}") for n, strip in enumerate(strips)))
    uncut = mended(piece(whole))

    nothing = shapely.Polygon()
    one, other = (found.ground.get("occupied", nothing) for found in (split, uncut))
    assert shapely.symmetric_difference(one, other).area < 1e-9


def test_very_many_features_that_overlap_are_counted_once_in_good_time():
    x, y = np.meshgrid(np.linspace(30, 30.02, 40), np.linspace(48, 48.02, 40))
    crowd = shapely.box(x.ravel(), y.ravel(), x.ravel() + 0.02, y.ravel() + 0.02)
    pieces = [Piece(control="occupied", ground=ground, name=str(number)) for number, ground in enumerate(crowd)]
    found = repair(pieces, "map", rules=RepairRules())

    assert geodesic_km2(found.ground["occupied"]) == pytest.approx(geodesic_km2(shapely.box(30, 48, 30.04, 48.04)))
    (said,) = (finding.what for finding in found.findings if finding.gate == "overlap")
    assert "1,600 features overlap" in said


ODD = {
    "a bow tie": shapely.Polygon([(20, 40), (20.001, 40.001), (20.001, 40), (20, 40.001)]),
    "a point twice": shapely.Polygon([(20, 40), (20, 40), (20.001, 40), (20.001, 40.001)]),
    "a point twice in a hole": shapely.Polygon(
        [(20, 40), (20.006, 40), (20.003, 40.006)],
        [[(20.002, 40.001), (20.003, 40.001), (20.003, 40.001), (20.003, 40.002)]],
    ),
    "a needle": shapely.Polygon(
        [(20, 40), (20.1, 40), (20.1, 40.1), (20.05, 40.1), (20.05001, 40.9), (20.05002, 40.1), (20, 40.1)]
    ),
    "in another place": shapely.box(80, 40, 80.001, 40.001),
    "axes exchanged": shapely.box(40, 20, 40.001, 20.001),
    "no degrees": shapely.box(4e5, 5e6, 4.1e5, 5.1e6),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_is_odd_is_found_among_many_that_are_in_order(odd):
    good = [shapely.box(20 + n / 100, 40, 20 + n / 100 + 0.003, 40.003) for n in range(3)]
    found = in_order(np.array([good[0], odd, *good[1:]], dtype=object), (10.0, 35.0, 30.0, 50.0))

    assert found.tolist() == [True, False, True, True]


def test_ground_without_a_place_may_be_anywhere_on_earth():
    assert in_order(np.array([ODD["in another place"], ODD["no degrees"]], dtype=object), None).tolist() == [
        True,
        False,
    ]
    assert in_order(np.array([], dtype=object), None).tolist() == []
