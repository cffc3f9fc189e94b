"""`dateline verify` finds what was changed of surveys, their maps, boundaries and exhibits behind the log's back."""

import pytest

from cast import ada
from dateline.events.models import Event
from dateline.project import cli
from dateline.territory.kept import kept_file
from dateline.territory.models import Boundaries, MapFile, Survey, SurveyInput
from dateline.territory.trace import verify_surveys
from surveys_made import done_survey

pytestmark = pytest.mark.django_db(transaction=True)


def found() -> list[str]:
    return [fault.what for fault in verify_surveys()]


def test_a_survey_that_ran_holds_and_so_does_one_made_of_it_with_more_maps():
    earlier = done_survey(ada(), days=16)
    done_survey(ada(), earlier=earlier)

    assert found() == []


@pytest.mark.parametrize(
    "changed", [{"name": "Another"}, {"profile_text": "x"}, {"zone": "UTC"}, {"cuts": ["2024-03-02"]}]
)
def test_an_altered_survey_is_found(changed):
    survey = done_survey(ada())
    Survey.objects.filter(pk=survey.pk).update(**changed)

    assert found() == [f"survey/{survey.uid} was altered"]


def test_another_map_under_the_name_of_one_is_found():
    survey = done_survey(ada())
    first, second, *_ = survey.inputs.all()
    SurveyInput.objects.filter(pk=first.pk).update(file=second.file)

    assert found() == [f"survey/{survey.uid} was altered"]


def test_a_survey_that_is_gone_is_found():
    survey = done_survey(ada())
    uid = survey.uid
    survey.delete()

    assert found() == [f"survey/{uid} is gone"]


def test_a_map_whose_bytes_were_changed_or_taken_away_is_found():
    done_survey(ada())
    one, other, *_ = MapFile.objects.order_by("pk")
    place = kept_file(one.sha256)
    content, gone = place.read_bytes(), kept_file(other.sha256).read_bytes()
    place.write_bytes(content + b" ")
    kept_file(other.sha256).unlink()
    said = found()
    place.write_bytes(content)
    kept_file(other.sha256).write_bytes(gone)

    assert said == [f"the bytes of map {file.sha256[:12]} are not those sent" for file in (one, other)]
    assert found() == []


def test_altered_boundaries_are_found():
    done_survey(ada())
    Boundaries.objects.update(title="Others")

    (said,) = found()
    assert "boundaries.kept" in said


def test_an_altered_log_is_found_by_the_command(capsys):
    done_survey(ada())
    Event.objects.filter(subject__startswith="survey/").update(actor="nobody")

    assert cli.run(["verify"]) == cli.Exit.DOES_NOT_HOLD
    said = capsys.readouterr()
    assert "surveys: " in said.out
    assert "altered" in said.err
