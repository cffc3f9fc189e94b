"""Surveys of the made country as tests of the desk begin with them: rows and files, computed once for all tests."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.utils import timezone

from dateline.accounts.models import User
from dateline.territory import actions
from dateline.territory.actions import Maps, Outcome, SetUp
from dateline.territory.kept import Kept, keep_bytes
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import MadeFile, regions_file, written
from dateline.territory.models import Boundaries, Survey
from dateline.territory.running import results_folder
from dateline.territory.surveys.ground import NAME, ground_geojson
from dateline.territory.surveys.period_maps import write_maps
from dateline.territory.surveys.run import survey as survey_of
from dateline.territory.surveys.values import Asked
from dateline.territory.surveys.write import write

MADE = series(days=24)  # from a Friday: weeks begin on the 4th, the 11th and the 18th of March 2024


@cache
def map_files() -> list[MadeFile]:
    """The maps, a file a day."""
    return [*written(MADE, "geojson")]


def kept_maps(days: int) -> list[Kept]:
    """The first maps, kept in the newsroom."""
    return [keep_bytes(file.name, file.content) for file in map_files()[:days]]


def kept_boundaries(by: User) -> Boundaries:
    """The made country's regions, kept."""
    file = regions_file(MADE)
    kept = keep_bytes(file.name, file.content)
    names = [name for name, _ in MADE.country.regions]
    return actions.keep_boundaries("Regions of Merrow", kept, regions=names, by=by)


def done_survey(by: User, *, days: int = 20, earlier: Survey | None = None) -> Survey:
    """A survey by weeks and regions that is done."""
    survey = actions.send_maps("The front", Maps(kept=kept_maps(days)), by=by, earlier=earlier)
    profile = made_profile()
    how = SetUp(
        name="The front",
        profile=profile.name,
        profile_text=profile.text,
        boundaries=kept_boundaries(by),
        period="week",
    )
    actions.ask_for(survey, how, by=by)
    taken = actions.take_next(timezone.now())
    assert taken == survey
    folder = _results(days)
    shutil.copytree(folder, results_folder(survey))
    shown = [day.shown for day in MADE.days[:days]]
    actions.finish(taken, Outcome(days=shown, findings=1, figures=100), now=timezone.now())
    survey.refresh_from_db()
    return survey


@cache
def _results(days: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="dateline-survey-"))
    for file in (*map_files()[:days], regions_file(MADE)):
        (folder / file.name).write_bytes(file.content)
    maps = [folder / file.name for file in map_files()[:days]]
    asked = Asked(files=maps, profile=made_profile(), regions=folder / "regions.geojson", by="week")
    done = survey_of(asked)
    write(done, asked, folder=folder / "out")
    (folder / "out" / NAME).write_bytes(ground_geojson(done))
    write_maps(done, folder / "out")
    return folder / "out"
