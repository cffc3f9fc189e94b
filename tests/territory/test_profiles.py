"""Profiles: those that ship can be used, faults in one are named, unknown files get a proposal that reads them."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import regions_file, table_file, written
from dateline.territory.profile_check import BadProfile
from dateline.territory.profile_keys import KEYS, reference
from dateline.territory.profile_read import profile, read_profile
from dateline.territory.profile_texts import shipped
from dateline.territory.propose import propose
from dateline.territory.read.areas import areas
from dateline.territory.read.files import read_bytes
from dateline.territory.read.parts import Parted, day_maps, drawn, parted
from dateline.territory.read.values import Layer, Unreadable

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "profiles.md"
LEAST = 'name = "x"\ntitle = "X"\n[[sums]]\nname = "o"\nclasses = ["occupied"]\n'


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_can_be_used_and_says_its_terms(name):
    known = profile(name)

    assert known.name == name
    assert known.classes
    assert set(known.classes) <= {*known.precedence}
    assert known.terms or name == "generic"


def test_the_profiles_that_were_promised_ship():
    assert {"deepstate-daily", "deepstate-full", "isw-layers", "isw-table", "owlmaps", "perimeters", "generic"} <= {
        *shipped()
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('[dates]\nzon = "UTC"', "dates.zon is no key of a profile; is zone meant?"),
        ('[dates]\nzone = "Europe/Kyyiv"', "'Europe/Kyyiv' is no zone"),
        ('[dates]\nshows = "week"', "dates.shows: 'week' is not one of"),
        ("[dates]\npattern = '('", "no regular expression"),
        ("[dates]\npattern = '(?P<year>x)'", "needs the groups year, month and day"),
        ('[dates]\nfound = "feature property"', "dates.property is missing"),
        ("[dates]\nfirst = 5", "a date is needed"),
        ('[labels]\ndefault = "ocupied"', "is occupied meant?"),
        ('[[labels.rules]]\nmatch = "x"', "labels.rules 1: class is missing"),
        ('[[labels.rules]]\nmatch = "x"\nclass = "mine"', "'mine' is not one of"),
        ("[place]\nbounds = [1, 2, 3]", "four numbers"),
        ("[place]\nbounds = [3, 2, 1, 4]", "west has to be less than east"),
        ("[place]\ndenominator_km2 = -1", "not less than 0"),
        ('[gates]\nspike = "cut"', "gates.spike: 'cut' is not one of"),
        ('[plcae]\nclip = "none"', "plcae is no key of a profile; is place meant?"),
        ("labels = 3", "labels has to be a table"),
    ],
)
def test_a_fault_in_a_profile_is_named_with_its_key(line, told):
    top, rest = ("", line) if line.startswith("[") else (line + "\n", "")
    with pytest.raises(BadProfile) as caught:
        read_profile(top + LEAST + rest, "mine.toml")

    assert told in str(caught.value)
    assert "mine.toml: " in str(caught.value)


def test_every_fault_is_told_at_once():
    with pytest.raises(BadProfile) as caught:
        read_profile('title = 3\n[dates]\nshows = "x"\n')

    assert len(caught.value.faults) == 3


def test_what_is_not_toml_and_what_is_not_there_are_told():
    with pytest.raises(BadProfile, match="not TOML"):
        read_profile("name =")
    with pytest.raises(BadProfile, match="there is no such profile; deepstate-daily"):
        profile("deepstat")


def test_a_class_of_its_own_may_be_measured():
    text = 'name = "x"\ntitle = "X"\n[classes]\nown = ["burned"]\n[[sums]]\nname = "b"\nclasses = ["burned"]\n'

    assert read_profile(text).classes == ("burned",)


def test_every_key_is_on_the_reference_page_and_every_shipped_profile():
    page = PAGE.read_text(encoding="utf-8")

    assert reference() in page, "the tables of docs/reference/profiles.md are not those of profile_keys.reference()"
    assert all(f"`{name}`" in page for name in shipped())
    assert all(key.means for key in KEYS)


def test_the_profile_that_the_reference_page_shows_can_be_used():
    shown = PAGE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]

    assert read_profile(shown).classes == ("flooded",)


def fire(name, when, west):
    ring = [[west, 40], [west + 1, 40], [west + 1, 41], [west, 41], [west, 40]]
    properties = {"poly_IncidentName": name, "poly_DateCurrent": when}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_a_file_of_dated_perimeters_gives_each_day_the_newest_of_every_fire():
    features = [fire("A", 1_720_000_000_000, 0), fire("B", 1_720_090_000_000, 5), fire("A", 1_720_180_000_000, 0.5)]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    known = profile("perimeters")
    read = read_bytes("fires.geojson", content)
    assert isinstance(read, Layer)
    taken = parted(read, known)
    assert isinstance(taken, Parted)
    days, _ = day_maps(taken.parts, known)
    maps = [drawn(day, known, rules=known.repair_rules()) for day in days]

    assert [m.shown for m in maps] == [date(2024, 7, 3), date(2024, 7, 4), date(2024, 7, 5)]
    assert [round(m.ground["burned"].area, 6) for m in maps] == [1, 2, 2]
    assert maps[2].ground["burned"].bounds[0] == 0.5


def test_maps_in_a_file_a_class_are_one_map_a_day_and_a_layer_that_lacks_is_named():
    def file(name):
        ring = [[30, 48], [31, 48], [31, 49], [30, 49], [30, 48]]
        return read_bytes(name, json.dumps({"type": "Polygon", "coordinates": [ring]}).encode())

    known = profile("isw-layers")
    names = [
        "20220905_RussianAssessedCoTinUkraine",
        "20220905_RussianAssessedAdvanceinUkraine",
        "20220905_Ukrainian_Counteroffensives",
    ]
    taken = [parted(file(f"{name}.geojson"), known) for name in names]
    parts = [part for t in taken for part in t.parts]
    (day,), _ = day_maps(parts, known)
    found = drawn(day, known, rules=known.repair_rules())

    assert all(f.subject == "2022-09-05" for f in found.findings)
    assert set(found.ground) == {"occupied"}  # the advance lies within it: counted once
    assert found.missing == ("claimed",)
    assert len(found.inputs) == 2


def test_of_two_maps_of_one_day_the_newest_counts_and_the_other_is_listed():
    ring = [[30, 48], [31, 48], [31, 49], [30, 49], [30, 48]]
    feature = {
        "type": "Feature",
        "properties": {"name": "geoJSON.status.occupied"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    known = profile("deepstate-full")
    taken = [parted(read_bytes(f"{unix}.geojson", content), known) for unix in (1743452227, 1743440000)]
    (day,), found = day_maps([part for t in taken for part in t.parts], known)

    assert [part.inputs[0].name for part in day.parts] == ["1743452227.geojson"]
    assert [(f.gate, f.subject) for f in found] == [("two-maps", "1743440000.geojson")]


def test_an_unknown_label_refuses_the_map_where_the_profile_says_so():
    known = profile("generic")
    read = read_bytes(
        "2024-03-01.geojson",
        next(iter(written(series(days=1), "geojson")))
        .content.replace(b"Occupied", b"Xyz")
        .replace(b"status.occupied", b"status.xyz")
        .replace("Zajęte".encode(), b"Q"),
    )
    assert isinstance(read, Layer)
    found = parted(read, known)

    assert isinstance(found, Unreadable)
    assert "made.status.xyz" in found.reason


def test_a_file_without_a_date_says_so():
    read = read_bytes("map.geojson", next(iter(written(series(days=1), "geojson"))).content)
    assert isinstance(read, Layer)

    assert "no date" in parted(read, made_profile()).reason


@pytest.mark.parametrize("kind", ["geojson", "kmz", "shapefile"])
def test_a_proposal_for_unknown_maps_reads_them(kind):
    whole = series(days=2)
    reads = [read_bytes(file.name, file.content) for file in written(whole, kind)]
    found = propose(reads)
    proposed = read_profile(found.text)

    assert {"occupied", "contested"} <= {*proposed.classes}
    assert any("name" in reason for reason in found.reasons)
    for read, day in zip(reads, whole.days, strict=True):
        assert parted(read, proposed).parts[0].shown == day.shown


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8"))), max_size=6
    )
)
def test_whatever_the_labels_a_proposal_is_a_profile(labels):
    features = [fire("A", 0, 0) | {"properties": {name: text}} for name, text in labels]
    read = read_bytes("2024-03-01.json", json.dumps({"type": "FeatureCollection", "features": features}).encode())

    assert read_profile(propose([read]).text).classes


def test_a_proposal_for_a_table_reads_it():
    file = table_file(series(days=3), "csv")
    read = read_bytes(file.name, file.content)

    assert len(areas(read, read_profile(propose([read]).text)).days) == 3


def test_a_proposal_for_files_that_say_nothing_is_a_profile_all_the_same():
    whole = regions_file(series(days=1))
    for reads in ([], [read_bytes("a.geojson", b"{")], [read_bytes(whole.name, whole.content)]):
        assert read_profile(propose(reads).text).name == "proposed"
