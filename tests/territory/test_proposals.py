"""Proposals: whatever way a folder of maps is dated, labelled and laid out, what is proposed gives its figures."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import shapely

from dateline.territory.core.values import Measure
from dateline.territory.made.series import series
from dateline.territory.made.write import table_rows
from dateline.territory.profile_read import profile, read_profile
from dateline.territory.propose import propose
from dateline.territory.read.files import read_file
from dateline.territory.read.folders import map_files
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked

MADE = series(days=4)
DAYS = [day.shown for day in MADE.days]
BEGAN = datetime(2025, 1, 7, 20, tzinfo=UTC)


def feature(ground, **properties):
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(ground)}


def collection(features, **members):
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def labelled(day, name, words):
    found = [(p, next(word for key, word in words.items() if key in p.label.lower())) for p in day.pieces]
    return [feature(p.ground, **{name: word, "note": f"by team {i % 3}"}) for i, (p, word) in enumerate(found)]


def english(day, name="name"):
    return labelled(day, name, {"occupied": "Occupied", "contested": "Contested", "liberated": "Liberated"})


def proposed_for(folder, files):
    for name, content in files:
        (folder / name).write_bytes(content)
    paths = map_files(folder)
    found = propose([read_file(path) for path in paths])
    return found, Asked(files=paths, profile=read_profile(found.text), by="day")


def measured(asked):
    """Sum → its areas by day, in whole km²."""
    found = {}
    for figure in survey(asked).figures:
        if figure.measure is Measure.AREA and figure.km2 is not None:
            found.setdefault(figure.classes, {})[figure.end] = round(figure.km2)
    return found


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    return measured(proposed_for(folder, [(f"{d.shown}.geojson", collection(english(d))) for d in MADE.days])[1])


def test_the_figures_to_come_by_are_those_of_three_classes(truth):
    assert list(truth) == ["occupied", "contested", "liberated"]
    assert list(truth["occupied"]) == DAYS


@pytest.mark.parametrize(
    "spelling",
    ["%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d%m%Y", "%y%m%d", "%y-%m-%d", "%d_%m_%y", "%d %b %Y", "%B-%d-%Y",
     "%Y%m%d_0300"],
)  # fmt: skip
def test_dates_in_names_are_read_however_a_series_spells_them(spelling, truth, tmp_path):
    files = [(f"map {d.shown.strftime(spelling)}.geojson", collection(english(d))) for d in MADE.days]
    _, asked = proposed_for(tmp_path, files)

    assert measured(asked) == truth


def test_maps_of_the_first_of_each_month_are_not_taken_for_days_in_a_row(tmp_path):
    names = ["01-01-2024", "01-02-2024", "01-03-2024"]
    files = [(f"map {n}.geojson", collection(english(d))) for n, d in zip(names, MADE.days, strict=False)]
    found, _ = proposed_for(tmp_path, files)

    assert any("say which" in reason for reason in found.reasons)
    assert "# day, month, year: pattern" in found.text


@pytest.mark.parametrize(
    "words",
    [
        ("Besetzt", "Umkämpft", "Befreit"),
        ("Occupé", "Contesté", "Libéré"),
        ("Ocupado", "Disputado", "Liberado"),
        ("Okupowane", "Sporne", "Wyzwolone"),
        ("Окуповано", "Сіра зона", "Звільнено"),
        ("محتلة", "متنازع عليها", "محررة"),
        ("占领区", "争夺区", "解放区"),
        ("russian_control", "gray_zone", "ukraine_liberated"),
    ],
)
def test_labels_of_other_languages_are_known(words, truth, tmp_path):
    named = dict(zip(("occupied", "contested", "liberated"), words, strict=True))
    files = [(f"{d.shown}.geojson", collection(labelled(d, "legend", named))) for d in MADE.days]
    found, asked = proposed_for(tmp_path, files)

    assert measured(asked) == truth
    assert not found.shipped


def test_labels_that_no_rule_knows_are_measured_each_and_together(truth, tmp_path):
    named = {"occupied": "Red", "contested": "Red dashed", "liberated": "7"}
    files = [(f"{d.shown}.geojson", collection(labelled(d, "type", named))) for d in MADE.days]
    found, asked = proposed_for(tmp_path, files)
    figures = measured(asked)

    assert figures["red"] == truth["occupied"]
    assert figures["red-dashed"] == truth["contested"]
    assert figures["class-7"] == truth["liberated"]
    assert figures["all"][DAYS[0]] == pytest.approx(truth["occupied"][DAYS[0]] + truth["contested"][DAYS[0]], abs=1)
    assert any("none is known" in reason for reason in found.reasons)


def test_labels_within_labels_and_a_date_of_the_map_are_found(truth, tmp_path):
    files = []
    for number, day in enumerate(MADE.days):
        features = english(day)
        for each in features:
            each["properties"] = {"meta": {"status": {"en": each["properties"]["name"]}}, "style": {"fill": "#f00"}}
        files.append((f"version {number}.geojson", collection(features, title="map", date=day.shown.isoformat())))
    _, asked = proposed_for(tmp_path, files)

    assert measured(asked) == truth


def test_a_day_on_which_all_was_exported_is_no_days_date(truth, tmp_path):
    files = []
    for day in MADE.days:
        features = english(day)
        for each in features:
            each["properties"]["created_at"] = "2024-05-05"
        files.append((f"map {day.shown:%d-%m-%Y}.geojson", collection(features, exported="2024-05-05")))
    _, asked = proposed_for(tmp_path, files)

    assert measured(asked) == truth


def test_a_whole_series_in_one_file_is_dated_by_its_features(truth, tmp_path):
    features = [each for day in MADE.days for each in english(day, "status")]
    days = [day.shown.isoformat() for day in MADE.days for _ in day.pieces]
    for each, day in zip(features, days, strict=True):
        each["properties"] |= {"as_of": day, "created": "2024-05-05", "id": f"{day}-x"}
    _, asked = proposed_for(tmp_path, [("all_20240505.geojson", collection(features))])

    assert measured(asked)["occupied"] == truth["occupied"]


def perimeters(named, when, dated, **more):
    """Two fires, each with a perimeter more a day; the second is drawn some hours after the first."""
    features = []
    for number, name in enumerate(("ELM", "OAK")):
        for day in range(3):
            moment = BEGAN + timedelta(days=day, hours=number)
            ground = shapely.Point(-118 - number, 34).buffer(0.02 * (day + 1))
            features.append(feature(ground, OBJECTID=len(features), **{named: name, when: dated(moment)}, **more))
    return collection(features)


def milliseconds(moment):
    return int(moment.timestamp() * 1000)


BURNED = [26, 102, 230]


@pytest.mark.parametrize(
    ("named", "when", "dated", "more"),
    [
        ("attr_IncidentName", "poly_DateCurrent", milliseconds, {"poly_CreateDate": milliseconds(BEGAN)}),
        ("IncidentName", "DateCurrent", lambda m: f"{m:%Y/%m/%d %H:%M:%S+00}", {"GISAcres": 12.5}),
        ("IncidentName", "CreateDate", milliseconds, {"GISAcres": 12.5}),
        ("poly_IncidentName", "poly_PolygonDateTime", milliseconds, {"poly_DateCurrent": None}),
    ],
)
def test_perimeters_of_fires_are_recognised_and_give_the_ground_gained_each_day(named, when, dated, more, tmp_path):
    files = [("WFIGS_Interagency_Perimeters.geojson", perimeters(named, when, dated, **more))]
    found, asked = proposed_for(tmp_path, files)
    figures = [f for f in survey(asked).figures if f.measure is Measure.NET]

    assert found.shipped == "perimeters"
    assert list(measured(asked)["burned"].values()) == pytest.approx(BURNED, abs=1)
    assert [round(f.km2) for f in figures if f.km2 is not None][-2:] == pytest.approx([77, 128], abs=1)


def test_fires_under_other_names_are_carried_from_day_to_day(tmp_path):
    content = perimeters("nombre", "fecha_imagen", lambda m: f"{m:%Y-%m-%dT%H:%M:%SZ}", initial_date="2025-01-07")
    found, asked = proposed_for(tmp_path, [("incendios.geojson", content)])

    assert 'carried_by = "nombre"' in found.text
    assert list(measured(asked)["burned"].values()) == pytest.approx(BURNED, abs=1)


def flood(day):
    return shapely.Point(36, 47).buffer(0.1 * day)


def test_a_flood_without_labels_is_no_front_though_it_lies_in_ukraine(tmp_path):
    files = [
        (f"flood_extent_2025060{day}.geojson", json.dumps(shapely.geometry.mapping(flood(day))).encode())
        for day in (1, 2, 3)
    ]
    found, asked = proposed_for(tmp_path, files)

    assert not found.shipped
    assert list(measured(asked)) == ["flooded"]
    assert [f"{day:%m-%d}" for day in measured(asked)["flooded"]] == ["06-01", "06-02", "06-03"]


def test_a_control_map_of_ukraine_keeps_its_classes_apart(tmp_path):
    def maps(day):
        ring = shapely.box(36, 47, 36.5 + day / 10, 48)
        return [feature(ring, status="Occupied"), feature(shapely.box(38, 47, 38.2, 48), status="Contested")]

    files = [(f"control map 2025060{day}.geojson", collection(maps(day))) for day in (1, 2, 3)]
    found, asked = proposed_for(tmp_path, files)

    assert not found.shipped
    assert set(measured(asked)) == {"occupied", "contested"}


def table(rows, delimiter=","):
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, fieldnames=names, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def plain_rows():
    return [row for row in table_rows(MADE) if row["layer"] != "liberated"]


def german():
    words = {"occupied": "Besetzt", "contested": "Umkämpft"}
    rows = [(*reversed(str(r["date"]).split("-")), words[r["layer"]], r["km2"]) for r in plain_rows()]
    named = [{"Datum": f"{d}.{m}.{y}", "Status": w, "Fläche km²": str(k).replace(".", ",")} for d, m, y, w, k in rows]
    return table(named, ";")


def wide():
    days = {row["date"]: {"id": 1, "date": row["date"]} for row in plain_rows()}
    for row in plain_rows():
        days[row["date"]][f"{row['layer']}_km2"] = row["km2"]
    return table(list(days.values()))


def wide_with_notes():
    return wide().replace(b"id,date", b"note,date").replace(b"1,2024-03-01", b"x,2024-03-01").replace(b"\n1,", b"\n,")


def with_others():
    return table([{"id": i, "year": 2024, "source": "x"} | row for i, row in enumerate(plain_rows())])


@pytest.mark.parametrize(
    "content", [german(), wide(), wide_with_notes(), with_others()], ids=["german", "wide", "notes", "with others"]
)
def test_a_table_is_read_whatever_its_columns(content, truth, tmp_path):
    _, asked = proposed_for(tmp_path, [("areas.csv", content)])

    assert measured(asked) == {name: truth[name] for name in ("occupied", "contested")}


def test_areas_in_acres_are_not_taken_for_square_kilometres(tmp_path):
    content = table([{"date": f"2025-01-0{day}", "name": "ELM", "acres": 1000 * day} for day in (1, 2, 3)])
    found, asked = proposed_for(tmp_path, [("fires.csv", content)])
    done = survey(asked)
    areas = [figure.km2 for figure in done.figures if figure.measure == "area"]

    assert any("converted from acres" in reason for reason in found.reasons)
    assert areas == pytest.approx([acres * 0.0040468564224 for acres in (1000, 2000, 3000)])
    assert ("acres: areas in acres, by its name", "converted to km²") in {(f.what, f.treatment) for f in done.findings}


def test_maps_in_a_file_a_class_are_told_by_their_names(tmp_path):
    squares = {"occupied": shapely.box(36, 47, 37, 48), "claimed_ground": shapely.box(36.5, 47, 38, 48)}
    files = [
        (f"{name}_2025-06-0{day}.geojson", collection([feature(ground, OBJECTID=1)]))
        for day in (1, 2)
        for name, ground in squares.items()
    ]
    _, asked = proposed_for(tmp_path, files)
    areas = measured(asked)

    assert list(areas) == ["occupied", "claimed"]
    assert all(
        twice == pytest.approx(once, rel=0.01)
        for once, twice in zip(*(a.values() for a in areas.values()), strict=True)
    )


def test_what_features_say_in_words_tells_what_they_show(tmp_path):
    content = collection([feature(flood(1), category="Wildfire daily perimeter", CreateDate="2025-06-01")])
    found, _ = proposed_for(tmp_path, [("elm_2025-06-01.geojson", content)])

    assert 'default = "burned"' in found.text


def test_a_ceasefire_line_is_no_fire(tmp_path):
    found, _ = proposed_for(tmp_path, [("ceasefire_2025-06-01.geojson", collection([feature(flood(1))]))])

    assert 'default = "occupied"' in found.text


@pytest.mark.parametrize("text", ["Flooded", "Polygon 3"])
def test_labels_that_only_say_flooded_or_nothing_are_what_the_maps_show(text, tmp_path):
    files = [(f"flood_2025-06-0{day}.geojson", collection([feature(flood(day), name=text)])) for day in (1, 2)]
    _, asked = proposed_for(tmp_path, files)

    assert list(measured(asked)) == ["flooded"]


@pytest.mark.parametrize(
    ("named", "text"), [("name", "Flooded area"), ("status", "flooded"), ("whatever", "Y"), ("name", "Polygon 3")]
)
def test_the_generic_profile_measures_any_dated_folder(named, text, tmp_path):
    for day in (1, 2, 3):
        content = collection([feature(flood(day), **{named: text})])
        (tmp_path / f"extent_2025-06-0{day}.geojson").write_bytes(content)
    areas = measured(Asked(files=map_files(tmp_path), profile=profile("generic"), by="day"))["occupied"]

    assert [*areas.values()] == sorted(areas.values())
    assert len(areas) == 3
