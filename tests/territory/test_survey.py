"""A folder of maps becomes figures: the same for any order of files, and true to what was published."""

from datetime import date
from pathlib import Path
from random import Random

import pytest

from dateline.territory.core.values import Measure
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import write_folder
from dateline.territory.profile_read import profile
from dateline.territory.surveys.run import survey
from dateline.territory.surveys.values import Asked, NothingToMeasure, Survey
from dateline.territory.surveys.write import as_csv, write


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
    assert as_csv(done)


def test_nothing_to_measure_says_why(tmp_path):
    (tmp_path / "notes.geojson").write_text("not a map")

    with pytest.raises(NothingToMeasure, match=r"notes\.geojson"):
        survey(Asked(files=[tmp_path / "notes.geojson"], profile=profile("deepstate-daily")))
