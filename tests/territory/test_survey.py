"""A folder of maps becomes figures: the same for any order of files, and true to what was published."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from dateline.territory.core.values import Measure
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.profile_read import profile
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.tabled import as_csv
from dateline.territory.surveys.values import Asked, NothingToMeasure, Survey
from dateline.territory.surveys.write import write


@pytest.fixture
def territory(shared: Path) -> Path:
    return shared / "data/territory"


def km2(done: Survey, start: date, measure: Measure, **where: str) -> float:
    region, classes = where.get("region", "*"), where.get("classes")
    return next(
        f.km2
        for f in done.figures
        if (f.start, f.measure, f.region) == (start, measure, region) and classes in (None, f.classes)
    )


@pytest.mark.shared
def test_deepstates_months_and_regions_are_what_was_published(territory):
    regions = territory / "boundaries/ua_oblasts_minregion_2020.geojson"
    files = sorted((territory / "deepstate_full").glob("*.gz"))
    done = survey(Asked(files=files, profile=profile("deepstate-full"), regions=regions))

    march, may = date(2025, 3, 1), date(2025, 5, 1)
    assert km2(done, march, Measure.NET, classes="occupied") == pytest.approx(133, abs=1)
    assert km2(done, may, Measure.NET, classes="occupied") == pytest.approx(449, abs=1)
    for region, gained in (
        ("Донецька", 313),
        ("Сумська", 111),
        ("Запорізька", 11.5),
        ("Луганська", 11),
        ("Харківська", 8.6),
    ):
        found = km2(done, may, Measure.ENDPOINT_GAIN, region=f"{region} область", classes="occupied")
        assert found == pytest.approx(gained, abs=1)
    assert abs(done.plane_error) < 1e-4


@pytest.mark.shared
def test_afps_months_come_from_the_table(territory):
    done = survey(Asked(files=[territory / "isw_table/daily_areas.json"], profile=profile("isw-table")))

    for month, published in ((3, 240), (4, 379), (5, 507)):
        assert km2(done, date(2025, month, 1), Measure.NET) == pytest.approx(published, abs=1)


def made_folder(folder: Path, days: int = 40) -> Asked:
    files = write_folder(series(7, days=days), folder)
    return Asked(files=files, profile=made_profile(), regions=folder / "regions.geojson")


def test_any_order_of_files_gives_the_same_bytes(tmp_path):
    asked = made_folder(tmp_path)
    shuffled = Random(3).sample(list(asked.files), len(asked.files))
    other = Asked(files=shuffled, profile=asked.profile, regions=asked.regions)

    one = {path.name: path.read_bytes() for path in write(survey(asked), asked, folder=tmp_path / "one")}
    two = {path.name: path.read_bytes() for path in write(survey(other), other, folder=tmp_path / "two")}

    assert one == two
    assert one["figures.csv"].startswith(b"start,end,region,classes,measure,km2,share,note\n")


def test_gains_less_losses_are_the_change_and_daily_covers_endpoint(tmp_path):
    done = survey(made_folder(tmp_path))
    spans = {f.start for f in done.figures if f.measure is Measure.NET and f.region == "*"}

    assert spans
    for start in spans:
        gain, loss, net = (km2(done, start, m) for m in (Measure.ENDPOINT_GAIN, Measure.ENDPOINT_LOSS, Measure.NET))
        assert gain - loss == pytest.approx(net, abs=1e-6)
        assert km2(done, start, Measure.DAILY_GAIN) >= gain - 1e-6
        by_days = km2(done, start, Measure.POSITIVE_DAYS) - km2(done, start, Measure.NEGATIVE_DAYS)
        assert by_days == pytest.approx(net, abs=1e-6)


def test_a_broken_file_is_named_and_the_rest_is_measured(tmp_path):
    asked = made_folder(tmp_path)
    whole = survey(asked)
    asked.files[5].write_bytes(asked.files[5].read_bytes()[:200])

    done = survey(asked)

    assert any(f.gate == "unreadable" and f.subject == asked.files[5].name for f in done.findings)
    assert len(done.days) >= len(whole.days) - 1
    assert as_csv(done.figures)


def test_nothing_to_measure_says_why(tmp_path):
    (tmp_path / "notes.geojson").write_text("not a map")

    with pytest.raises(NothingToMeasure, match=r"notes\.geojson"):
        survey(Asked(files=[tmp_path / "notes.geojson"], profile=profile("deepstate-daily")))


def test_the_ground_that_changed_is_what_the_endpoint_figures_measure(tmp_path):
    done = survey(made_folder(tmp_path))

    assert done.changed
    for ground in done.changed:
        gain, loss = (
            km2(done, ground.start, m, classes=ground.classes) for m in (Measure.ENDPOINT_GAIN, Measure.ENDPOINT_LOSS)
        )
        assert ground.gained.area / 1e6 == pytest.approx(gain, abs=1e-6)
        assert ground.lost.area / 1e6 == pytest.approx(loss, abs=1e-6)
        assert ground.base < ground.start <= ground.last <= ground.end


def test_the_maps_that_begin_and_end_periods_are_kept_each_once(tmp_path):
    done = survey(made_folder(tmp_path))
    ends = {day for ground in done.changed for day in (ground.base, ground.last)}

    assert ends <= {each.shown for each in done.shown}
    assert len({(each.shown, each.classes) for each in done.shown}) == len(done.shown) < len(done.days)
    for each in done.shown:
        ended = [f.km2 for f in done.figures if (f.measure, f.region, f.classes) == (Measure.AREA, "*", each.classes)]
        assert min(abs(each.ground.area / 1e6 - area) for area in ended) < 1e-6
    assert done.split_by.on_plane.names == tuple(name for name, _ in done.split_by.in_degrees.regions)


def test_a_table_has_figures_and_no_ground(tmp_path):
    (tmp_path / "areas.csv").write_text(
        "date,occupied\n" + "".join(f"2025-05-{day:02},{1000 + day}\n" for day in range(1, 20))
    )
    done = survey(Asked(files=[tmp_path / "areas.csv"], profile=profile("generic")))

    assert done.figures
    assert (done.changed, done.shown, done.split_by) == ((), (), None)


def test_moving_the_zone_moves_only_what_is_dated_to_the_hour(tmp_path):
    square = '{"type":"Polygon","coordinates":[[[30,48],[31,48],[31,49],[30,49],[30,48]]]}'
    for name in ("map 1745960528.geojson", "map 2025-03-31.geojson"):  # 21:02 UTC on 29 April, and a bare day
        (tmp_path / name).write_text(square)
    asked = Asked(files=sorted(tmp_path.glob("*.geojson")), profile=profile("deepstate-full"))
    known = replace(asked.profile, labels=replace(asked.profile.labels, default="occupied"))

    in_kyiv, in_lima = (
        survey(replace(asked, profile=known, zone=zone)).days for zone in ("Europe/Kyiv", "America/Lima")
    )

    assert in_kyiv == (date(2025, 3, 31), date(2025, 4, 30))
    assert in_lima == (date(2025, 3, 31), date(2025, 4, 29))
