"""What is asked of a source and what its answers hold: safe names, pages that become one map, days cut in a zone."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.territory.core.dates import Shows, dated_by_name
from dateline.territory.core.feature_service import (
    LayerInfo,
    Page,
    Question,
    joined,
    layer_info,
    page,
    questions,
    with_page,
)
from dateline.territory.core.pulling import (
    Broken,
    Kept,
    Listed,
    Manifest,
    Pull,
    SourceLayer,
    Span,
    Wanted,
    a_file_a_day,
    due,
    is_safe,
    listed,
    map_fault,
    version_name,
)
from dateline.territory.profile_check import BadProfile
from dateline.territory.profile_read import profile, read_profile, shipped

SPAN = Span(since=date(2025, 5, 1), until=date(2025, 5, 31), today=date(2025, 6, 20), zone="Europe/Kyiv")
LIST = Pull(kind="listed maps", map_url="https://a.example/{id}", name="{unix}.geojson", date=("createdAt",))
LAYER = SourceLayer(name="fires", url="https://a.example/FeatureServer/0", dated_by="seen")
INFO = LayerInfo(edited=None, is_geojson=True, most=10, pages=True, id_field="OBJECTID")
texts = st.text(st.characters(codec="utf-8"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
)


@given(texts)
def test_whatever_a_source_calls_its_maps_they_stay_in_their_folder(given_id):
    rows = json.dumps([{"id": given_id, "createdAt": "2025-05-20T10:00:00Z"}]).encode()
    found = listed(rows, replace(LIST, name="{id}.geojson"), span=SPAN)

    names = [one.name for one in found.wanted] if isinstance(found, Listed) else []
    assert all(is_safe(name) and "/" not in name and not name.startswith(".") for name in names)


@given(json_values)
def test_whatever_is_in_an_answer_it_is_a_value(value):
    content = json.dumps(value).encode()

    assert isinstance(listed(content, LIST, span=SPAN), Listed | Broken)
    assert map_fault(content) is None or isinstance(map_fault(content), Broken)
    assert isinstance(layer_info(content, LAYER), LayerInfo | Broken)
    assert isinstance(page(content, _question()), Page | Broken)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_json_are_named(content):
    assert isinstance(page(content, _question()), Page | Broken)
    assert isinstance(listed(content, LIST, span=SPAN), Listed | Broken)


def test_days_of_a_list_are_cut_in_the_sources_zone():
    # 21:30 in London in summer is 00:30 the next day in Kyiv.
    times = ["2025-04-30T20:59:59Z", "2025-04-30T21:00:00Z", "2025-05-31T20:59:59Z", "2025-05-31T21:00:00Z"]
    rows = json.dumps([{"id": n, "createdAt": text} for n, text in enumerate(times)]).encode()
    found = listed(rows, replace(LIST, name="{date:%Y%m%d}.json"), span=SPAN)

    assert isinstance(found, Listed)
    assert [one.name for one in found.wanted] == ["20250501.json", "20250531.json"]
    assert [(one.day, one.url[-1]) for one in found.wanted] == [(SPAN.since, "1"), (SPAN.until, "2")]


@pytest.mark.parametrize("wrapped", [False, True])
def test_an_entry_that_cannot_be_read_is_named_and_the_others_are_listed(wrapped):
    rows = [{"id": 7}, {"createdAt": "2025-05-20T10:00:00Z"}, {"id": 9, "createdAt": "2025-05-20T10:00:00.123Z"}]
    content = json.dumps({"result": rows} if wrapped else rows).encode()
    found = listed(content, LIST, span=SPAN)

    assert isinstance(found, Listed)
    assert [one.name for one in found.wanted] == ["1747735200.geojson"]
    assert len(found.remarks) == 2


def test_an_update_whose_id_is_its_time_needs_no_other():
    content = b'[{"id": 1748723682, "updatedAt": "x"}]'
    known = profile("deepstate-full")
    found = listed(content, known.pull, span=SPAN)

    assert isinstance(found, Listed)
    (one,) = found.wanted
    assert (one.name, one.day, one.stamp) == ("1748723682.geojson", date(2025, 5, 31), "x")
    assert one.url == "https://deepstatemap.live/api/history/1748723682/geojson"


def test_a_map_that_shows_the_day_before_is_asked_for_under_the_day_after():
    known = profile("deepstate-daily")
    span = replace(SPAN, shows=Shows.DAY_BEFORE, until=SPAN.since)
    (one,) = a_file_a_day(known.pull, span)

    assert one.url.endswith("/deepstatemap_data_20250502.geojson")
    assert dated_by_name(one.name, known.dates.rule).shown == one.day == SPAN.since


@pytest.mark.parametrize("name", [name for name in shipped() if profile(name).pull])
def test_a_shipped_profile_reads_the_day_of_what_it_pulls_from_the_name(name):
    known = profile(name)
    span = replace(SPAN, shows=known.dates.rule.shows, zone=known.dates.rule.zone)
    info = replace(INFO, edited=datetime(2025, 5, 20, 12, tzinfo=UTC))
    infos = {layer.name: info for layer in known.pull.layers}
    rows = b'[{"id": 1748000000}]'
    match known.pull.kind:
        case "listed maps":
            wanted = list(listed(rows, known.pull, span=span).wanted)
        case "a file a day":
            wanted = a_file_a_day(known.pull, span)
        case _:
            wanted = [one.wanted for one in questions(known.pull, infos, span=span)]

    assert wanted
    for one in wanted:
        for file in (one.name, version_name(one, [one.name])):
            assert known.dates.found == "feature property" or dated_by_name(file, known.dates.rule).shown == one.day


def test_each_of_isws_layers_is_known_by_its_files_name():
    known = profile("isw-layers")
    classes = [
        next(rule.gives for rule in known.labels.files if re.search(rule.match, layer.name.casefold()))
        for layer in known.pull.layers
    ]

    assert classes == ["occupied", "advance", "claimed"]


def test_a_day_of_a_feature_service_is_cut_in_the_layers_zone_and_asked_in_utc():
    pull = Pull(kind="feature service", name="{layer}_{date}.geojson", layers=(LAYER,))
    one = questions(pull, {"fires": INFO}, span=replace(SPAN, until=SPAN.since))[0]
    by_day = questions(pull, {"fires": replace(INFO, date_only=True)}, span=replace(SPAN, until=SPAN.since))[0]

    assert one.where == "seen >= TIMESTAMP '2025-04-30 21:00:00' AND seen < TIMESTAMP '2025-05-01 21:00:00'"
    assert by_day.where == "seen >= DATE '2025-05-01' AND seen < DATE '2025-05-02'"


def test_an_unchanged_layer_stands_beside_a_changed_one_under_the_same_day():
    layers = tuple(SourceLayer(name=name, url=f"https://a.example/{name}") for name in ("a", "b"))
    pull = Pull(kind="feature service", name="{date:%Y%m%d}_{layer}.geojson", layers=layers)
    edits = {"a": datetime(2025, 5, 20, 12, tzinfo=UTC), "b": datetime(2025, 5, 3, 12, tzinfo=UTC)}
    found = questions(pull, {name: replace(INFO, edited=when) for name, when in edits.items()}, span=SPAN)

    assert [one.wanted.name for one in found] == ["20250520_a.geojson", "20250520_b.geojson"]


def test_a_layer_is_not_asked_for_days_that_it_does_not_hold():
    layer = replace(LAYER, first=date(2025, 5, 30), last=date(2025, 6, 30))
    pull = Pull(kind="feature service", name="{layer}_{date}.geojson", layers=(layer,))

    assert [one.wanted.day.day for one in questions(pull, {"fires": INFO}, span=SPAN)] == [30, 31]


@given(st.lists(st.integers(0, 40), unique=True), st.integers(1, 7), st.booleans())
def test_however_a_map_is_paged_each_feature_is_in_it_once(ids, size, says_more):
    pages: tuple[Page, ...] = ()
    asked = _question(most=size)
    for start in range(0, max(len(ids), 1), size):
        last = start + size >= len(ids)
        flag = {"exceededTransferLimit": not last} if says_more or last else {}
        new = page(_features(ids[start : start + size], **flag), asked)
        pages = with_page(pages, new, question=asked)
        assert pages[-1].more is (not last)

    assert [feature["id"] for feature in json.loads(joined(pages))["features"]] == ids


def test_a_service_that_repeats_a_page_is_found_out():
    asked = _question(most=2)
    one = page(_features([1, 2], exceededTransferLimit=True), asked)

    assert isinstance(with_page((one,), one, question=asked), Broken)
    assert isinstance(with_page((), one, question=replace(asked, info=replace(INFO, pages=False))), Broken)


def test_a_map_is_asked_for_once_unless_the_source_says_that_it_changed():
    wanted = Wanted(name="a.geojson", url="https://a.example/1", day=SPAN.since, stamp="1")
    kept = Kept(
        map="a.geojson", url=wanted.url, day="", time="", asked="2025-05-09T10:00", sha256="", size=1, stamp="1"
    )
    here = Manifest(files={"a.geojson": kept})

    assert due(wanted, Manifest())
    assert not due(wanted, here)
    assert due(replace(wanted, stamp="2"), here)
    settled, later = replace(wanted, stamp="2", settles=date(2025, 5, 8)), date(2025, 5, 9)
    assert not due(settled, here)
    # Asked too early to be sure: once more, however late.
    assert due(replace(settled, settles=later), here)
    assert not due(settled, Manifest(nothing={wanted.url: "2025-05-09T10:00"}))
    assert due(replace(settled, settles=later), Manifest(nothing={wanted.url: "2025-05-09T10:00"}))


def test_of_two_files_of_a_map_the_later_version_is_the_latest():
    wanted = Wanted(name="a.geojson.gz", url="", day=SPAN.since)
    names = ["a.geojson.gz"]
    for _ in range(11):
        names.append(version_name(wanted, names))
    kept = Kept(map=wanted.name, url="", day="", time="", asked="", sha256="", size=1)

    assert names[:3] == ["a.geojson.gz", "a_v02.geojson.gz", "a_v03.geojson.gz"]
    assert Manifest(files=dict.fromkeys(sorted(names), kept)).latest(wanted) == ("a_v12.geojson.gz", kept)
    assert max(names[:9]) == names[8]  # of two maps of one day a survey takes the last name


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('list = "https://a.example"', "pull.kind is missing"),
        ('kind = "listed maps"', "pull.list is missing"),
        ('kind = "a file a day"\nmap = "https://a.example/x"', "{date:%Y%m%d} has to stand in it"),
        ('kind = "a file a day"\nmap = "https://a.example/{dat}"', "pull.map: only {id}"),
        ('kind = "a file a day"\nmap = "file:///{date}"', "an address is needed"),
        ('kind = "feature service"', "pull.layers is missing"),
        ('kind = "feature service"\nname = "a/b"\n[[pull.layers]]\nname = "x"\nurl = "u"', "has no / in it"),
        ('kind = "feature service"\nname = "a"\n[[pull.layers]]\nname = "x"', "url is missing"),
        ('kind = "ftp"', "not one of"),
    ],
)
def test_a_fault_in_how_a_source_is_pulled_is_named(lines, told):
    text = 'name = "x"\ntitle = "X"\n[terms]\ntext = "Free."\n[[sums]]\nname = "o"\nclasses = ["occupied"]\n[pull]\n'

    with pytest.raises(BadProfile, match=told.replace("{", r"\{").replace("[", r"\[")):
        read_profile(text + lines)


def test_nothing_is_pulled_from_a_source_whose_terms_are_not_named():
    text = 'name = "x"\ntitle = "X"\n[[sums]]\nname = "o"\nclasses = ["occupied"]\n[pull]\nkind = "a file a day"\n'

    with pytest.raises(BadProfile, match=r"terms\.text is missing"):
        read_profile(text + 'map = "https://a.example/{date:%Y%m%d}"')


def _question(most: int = 10) -> Question:
    wanted = Wanted(name="x.geojson", url="", day=SPAN.since)
    return Question(wanted=wanted, layer=LAYER, info=replace(INFO, most=most), where="1=1")


def _features(ids: list[int], **around: object) -> bytes:
    features = [{"type": "Feature", "id": n, "properties": {}, "geometry": None} for n in ids]
    return json.dumps({"type": "FeatureCollection", "features": features, **around}).encode()
