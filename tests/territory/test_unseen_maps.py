"""Maps of other years and other hands: labels that drift, colours in place of words, a day in several files."""

import json
from datetime import date

import pytest

from dateline.territory.core.labels import class_of
from dateline.territory.core.values import Measure
from dateline.territory.profile_read import profile, read_profile
from dateline.territory.read.files import read_bytes
from dateline.territory.read.folders import map_files
from dateline.territory.read.parts import Parted, day_maps, drawn, parted
from dateline.territory.read.values import Layer, Unreadable
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked


def square(west, *, size=1.0, **properties):
    ring = [[west, 48], [west + size, 48], [west + size, 48 + size], [west, 48 + size], [west, 48]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def taken(name, features, known):
    read = read_bytes(name, json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert isinstance(read, Layer)
    return parted(read, known)


def parts(files, known):
    found = [taken(name, features, known) for name, features in files]
    assert all(isinstance(each, Parted) for each in found), found
    return [part for each in found for part in each.parts]


@pytest.mark.parametrize(
    ("label", "control"),
    [
        ("Окуповано /// Occupied /// geoJSON.status.occupied\n", "occupied"),  # since 2024
        ("Окуповано /// Occupied", "occupied"),  # 2022 and 2023
        ("Окуповано", "occupied"),  # April 2022
        ("Звільнено 30.03 /// Taken back 30.03", "liberated"),
        ("Звільнено /// Recaptured", "liberated"),
        ("Під питанням /// Contested", "contested"),
        ("Під питанням /// Contensed", "contested"),
        ("Ситуація невідома /// Situation is unknown", "contested"),
        ("Сіра зона", "contested"),
        ("ОРДЛО /// CADR and CALR", "occupied_earlier"),
        ("Окупований Крим /// Occupied Crimea", "occupied_earlier"),
        ("Придністров'я. /// Transnistria.", "ignored"),
        ("Окупована Абхазія. /// Occupied Abkhazia.", "ignored"),
        ("Тимчасово ��купована Східна Пруссія.///East Prussia is temporarily occupied.", "ignored"),
    ],
)
def test_deepstates_labels_of_any_year_are_known(label, control):
    known = class_of(label, profile("deepstate-full").labels.rules)

    assert known is not None
    assert known.control == control


def test_words_that_no_rule_knows_are_read_by_the_colour_and_listed():
    features = [square(30, name="Ізюм. Окуповано", fill="#a52714"), square(32, name="24.03", fill="#0f9d58")]
    found = taken("1649712873.geojson", features, profile("deepstate-full"))

    assert isinstance(found, Parted)
    assert [piece.control for piece in found.parts[0].pieces] == ["occupied", "liberated"]
    assert [(f.gate, f.treatment) for f in found.findings] == [
        ("label-drift", "read by its fill #0f9d58"),
        ("label-drift", "read by its fill #a52714"),
    ]


def test_a_colour_that_no_rule_knows_is_listed_with_its_size():
    features = [square(30, name="Окуповано", fill="#a52714"), square(32, name="Вагнер", fill="#ce93d8")]
    found = taken("1687600000.geojson", features, profile("deepstate-full"))

    assert isinstance(found, Parted)
    (finding,) = found.findings
    assert finding.gate == "unknown-label"
    assert "вагнер" in finding.what
    assert "8,2" in finding.what  # km²


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("20220905_RussianAssessedCoTinUkraine.geojson", "occupied"),
        ("VIEW_RussiaCoTinUkraine_V3_20230630.geojson", "occupied"),
        ("Ukraine Control Map_2024-05-01.geojson", "occupied"),
        ("RussianCoTinUkraine_31May2025.geojson", "occupied"),
        ("MDS_AssessedRussianAdvanceInUkraine_view_20230630.geojson", "advance"),
        ("AssessedRussianAdvance_20240501.geojson", "advance"),
        ("VIEW_ClaimedRussianTerritoryinUkraine_V2_20230630.geojson", "claimed"),
        ("20230630 Claimed Russian Control.geojson", "claimed"),
    ],
)
def test_isws_layers_are_known_under_the_names_of_other_years(name, control):
    (part,) = parts([(name, [square(30)])], profile("isw-layers"))

    assert part.file_class == control


@pytest.mark.parametrize("name", ["20221001_UkrainianClaimedCounterOffensives.geojson", "Kursk_20240901.geojson"])
def test_layers_that_show_something_else_are_ignored(name):
    assert parts([(name, [square(30)])], profile("isw-layers")) == []


def test_isws_layers_in_one_file_a_day_are_told_by_each_features_layer():
    features = [
        square(30, layer="VIEW_RussiaCoTinUkraine_V3"),
        square(32, layer="MDS_AssessedRussianAdvanceInUkraine_view"),
        square(34, layer="VIEW_ClaimedRussianTerritoryinUkraine_V2"),
        square(36, layer="VIEW_ClaimedUkrainianCounteroffensives_V2"),
    ]
    (part,) = parts([("20230630.geojson", features)], profile("isw-layers"))

    assert [piece.control for piece in part.pieces] == ["occupied", "advance", "claimed"]


def test_a_file_that_neither_its_name_nor_its_features_explain_is_left_out():
    assert isinstance(taken("20230630.geojson", [square(30)], profile("isw-layers")), Unreadable)


def test_a_days_map_in_several_files_is_put_together_and_listed():
    known = profile("deepstate-daily")
    files = [
        ("deepstatemap_data_20250520_a.geojson", [square(30)]),
        ("deepstatemap_data_20250520_b.geojson", [square(33)]),
    ]
    (day,), found = day_maps(parts(files, known), known)
    map_of_day = drawn(day, known, rules=known.repair_rules())

    assert map_of_day.ground["occupied"].area == pytest.approx(2)
    assert [(f.gate, f.treatment) for f in found] == [("two-maps", "put together")]


def test_the_same_map_twice_is_counted_once_and_listed():
    known = profile("deepstate-daily")
    files = [
        ("deepstatemap_data_20250520 (1).geojson", [square(30)]),
        ("deepstatemap_data_20250520.geojson", [square(30, size=1.1)]),
    ]
    (day,), found = day_maps(parts(files, known), known)

    assert [part.inputs[0].name for part in day.parts] == ["deepstatemap_data_20250520.geojson"]
    assert [(f.gate, f.treatment) for f in found] == [("two-maps", "left out")]


def test_of_two_updates_of_one_day_in_kyiv_the_later_counts():
    known = profile("deepstate-full")
    late, later, next_day = 1748723682, 1748725199, 1748725200  # 23:34, 23:59:59 and midnight in Kyiv, 31 May 2025
    files = [(f"{second}.geojson", [square(30, name="Окуповано")]) for second in (late, later, next_day)]
    days, found = day_maps(parts(files, known), known)

    assert [(day.shown, day.parts[0].inputs[0].name) for day in days] == [
        (date(2025, 5, 31), f"{later}.geojson"),
        (date(2025, 6, 1), f"{next_day}.geojson"),
    ]
    assert [f.subject for f in found] == [f"{late}.geojson"]


def test_a_colour_in_a_kml_style_is_enough_to_tell_classes_apart():
    text = 'name = "x"\ntitle = "X"\n[labels]\notherwise = "styleUrl"\n[[labels.rules]]\nmatch = "a52714"\n'
    known = read_profile(text + 'class = "occupied"\n[[sums]]\nname = "o"\nclasses = ["occupied"]\n')
    found = taken("map_20250531.geojson", [square(30, styleUrl="#poly-A52714-2000-77")], known)

    assert isinstance(found, Parted)
    assert found.parts[0].pieces[0].control == "occupied"


LAYERS = """
name = "layers"
title = "Layers"
[[files.rules]]
match = "advance"
class = "advance"
[[files.rules]]
match = "control"
class = "occupied"
[[sums]]
name = "all"
classes = ["occupied", "advance"]
"""


def layered(folder, day, *, control=1.0, advance=1.0):
    for name, features in {
        "control": [square(30, size=control)] if control else [],
        "advance": [square(33, size=advance)] if advance else [],
    }.items():
        content = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / f"{name}_2025-05-{day:02}.geojson").write_text(content, encoding="utf-8")


def by_measure(folder, gates):
    done = survey(Asked(files=map_files(folder), profile=read_profile(LAYERS + gates), by="all"))
    return {f.measure: f.km2 for f in done.figures if f.region == "*"}, {f.gate for f in done.findings}


def test_a_bridged_layer_has_its_ground_of_the_day_before(tmp_path):
    for day in range(1, 6):
        layered(tmp_path, day, control=1 + day / 100, advance=0 if day == 3 else 1)

    bridged, found = by_measure(tmp_path, '[gates]\nmissing-layer = "bridge"\n')
    dropped, _ = by_measure(tmp_path, "")

    assert "missing-layer" in found
    assert bridged[Measure.AREA] == pytest.approx(dropped[Measure.AREA], abs=1e-6)


def test_a_layer_that_is_kept_missing_counts_as_nothing_that_day(tmp_path):
    for day in range(1, 5):
        layered(tmp_path, day, advance=1 if day < 4 else 0)
    kept, _ = by_measure(tmp_path, '[gates]\nmissing-layer = "keep"\n')

    assert kept[Measure.AREA] == pytest.approx(8_277, rel=0.01)


def test_a_series_whose_last_map_is_empty_is_measured_to_the_one_before(tmp_path):
    for day in range(1, 4):
        layered(tmp_path, day, control=1 if day < 3 else 0, advance=1 if day < 3 else 0)
    figures, found = by_measure(tmp_path, "")

    assert figures[Measure.AREA] > 0
    assert "missing-layer" in found
