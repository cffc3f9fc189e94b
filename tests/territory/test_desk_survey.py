"""A survey at the desk from its maps to its figures: sent, set up, run apart, read; and what may go wrong meanwhile."""

import io
import threading
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cast import ada
from dateline.territory import actions
from dateline.territory.kept import Coming, forget_unfinished
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import regions_file, write_folder, written
from dateline.territory.models import Boundaries, MapFile, Survey, SurveyState
from dateline.territory.names import file_name
from dateline.territory.running import results_folder, run_next
from dateline.territory.surveys.run import survey as survey_of
from dateline.territory.surveys.values import Asked
from dateline.territory.surveys.write import write
from desk import Form, signed_in
from surveys_made import done_survey

pytestmark = pytest.mark.django_db(transaction=True)
MADE = series(days=8)


def maps(kind: str = "geojson", days: slice = slice(None)) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(file.name, file.content) for file in [*written(MADE, kind)][days]]


def sent(client, files, name="Marania"):
    """The survey that came of sending the files."""
    answer = client.post("/desk/territory/new/", {"name": name, "maps": files})
    assert answer.status_code == 302, answer.content.decode()
    return Survey.objects.get(uid=answer["Location"].split("/")[-2])


def set_up(client, survey, **values):
    page = client.get(f"/desk/territory/{survey.uid}/")
    return client.post(f"/desk/territory/{survey.uid}/run/", Form(page.content.decode()).filled(**values))


def ran(survey):
    run_next(threading.Event())
    survey.refresh_from_db()
    return survey


def surveyed(client, files=None):
    """A survey of the made maps by the made country's own profile, at its end."""
    survey = sent(client, files or maps())
    assert set_up(client, survey, profile="own", profile_text=made_profile().text).status_code == 302
    return ran(survey)


def test_a_folder_of_maps_becomes_figures():
    survey = surveyed(client := signed_in(ada()))

    assert (survey.state, survey.fault) == (SurveyState.DONE, "")
    assert (survey.days, str(survey.first), str(survey.last)) == (8, "2024-03-01", "2024-03-08")
    for part in ("", "findings/", "figures/", "figures/?period=2024-03-01&region=Quill", "files/"):
        page = client.get(f"/desk/territory/{survey.uid}/{part}")
        assert page.status_code == 200
        assert "Marania" in page.content.decode()
    assert "March 2024" in client.get(f"/desk/territory/{survey.uid}/figures/").content.decode()
    figures = client.get(f"/desk/territory/{survey.uid}/files/figures.csv")
    assert b"".join(figures.streaming_content).startswith(b"start,end,region,classes,measure,km2,share,note")
    assert figures["Content-Disposition"].startswith("attachment")
    for name in ("job.json", "..%2Fjob.json", "..", "log.txt"):
        assert client.get(f"/desk/territory/{survey.uid}/files/{name}").status_code == 404


def test_what_the_desk_measures_is_what_the_command_measures(tmp_path):
    survey = surveyed(signed_in(ada()))
    paths = write_folder(MADE, tmp_path)
    asked = Asked(files=paths, profile=made_profile())
    write(survey_of(asked), asked, folder=tmp_path / "out")

    for name in ("figures.csv", "survey.json"):
        assert (results_folder(survey) / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_a_map_is_kept_once_however_often_it_is_sent():
    client = signed_in(ada())
    first, second = sent(client, maps()), sent(client, maps(days=slice(0, 5)))

    assert MapFile.objects.count() == 8
    assert (first.inputs.count(), second.inputs.count()) == (8, 5)


def test_a_zip_of_many_maps_is_unpacked_and_what_is_no_map_is_named():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in [*written(MADE, "geojson")][:3]:
            archive.writestr(f"a folder/{file.name}", file.content)
        archive.writestr("a folder/read me.txt", "hello")
        archive.writestr("__MACOSX/._made_20240301.geojson", "x")
    survey = sent(signed_in(ada()), [SimpleUploadedFile("maps.zip", packed.getvalue())])

    assert [one.name for one in survey.inputs.all()] == [f"made_2024030{n}.geojson" for n in (1, 2, 3)]
    assert survey.aside == [{"name": "read me.txt", "why": "it is no map"}]


@pytest.mark.parametrize("packed", ["kmz", "shapefile"])
def test_a_map_that_is_a_zip_itself_stays_one(packed):
    survey = sent(signed_in(ada()), maps(packed, slice(0, 2)))

    assert survey.inputs.count() == 2
    assert survey.aside == []


def test_a_zip_bomb_takes_no_more_room_than_is_allowed(settings):
    settings.MAP_MOST_MB, settings.MAPS_MOST_MB = 1, 3
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(20):
            archive.writestr(f"bomb_{n}.geojson", b" " * 2_000_000)
        archive.writestr("made_20240301.geojson", "{}")
    answer = signed_in(ada()).post(
        "/desk/territory/new/", {"maps": [SimpleUploadedFile("bombs.zip", packed.getvalue()), *maps(days=slice(0, 1))]}
    )

    survey = Survey.objects.get(uid=answer["Location"].split("/")[-2])
    assert sum(one.file.size for one in survey.inputs.all()) < 3_000_000
    assert {one["why"] for one in survey.aside} == {"it is too large", "there was no more room"}


def test_a_file_that_is_too_large_is_left_aside_and_the_others_stay(settings):
    settings.MAP_MOST_MB = 1
    big = SimpleUploadedFile("made_20240401.geojson", b"{" + b" " * 1_200_000)
    survey = sent(signed_in(ada()), [big, *maps(days=slice(0, 2))])

    assert survey.inputs.count() == 2
    assert survey.aside == [{"name": "made_20240401.geojson", "why": "it is larger than 1 MB"}]
    assert list((settings.MAPS_ROOT / "coming").iterdir()) == []


def test_more_than_the_desk_takes_at_once_is_refused_whole(settings):
    settings.MAPS_MOST_MB = 0
    answer = signed_in(ada()).post("/desk/territory/new/", {"maps": maps(days=slice(0, 2))})

    assert answer.status_code == 422
    assert "send fewer maps" in answer.content.decode()
    assert not MapFile.objects.exists()
    assert list((settings.MAPS_ROOT / "coming").iterdir()) == []


NAMES = {
    "../../etc/2024-03-01.geojson": "2024-03-01.geojson",
    "..\\..\\2024-03-01.json": "2024-03-01.json",
    "<script>x</script>.geojson": "script_.geojson",
    ".hidden.geojson": "hidden.geojson",
    "a\x00b\n2024-03-01.kml": "a_b_2024-03-01.kml",
    "карта 2024-03-01.geojson": "карта 2024-03-01.geojson",
    "خريطة-2024-03-01.geojson": "خريطة-2024-03-01.geojson",
    f"{'long' * 80}.geojson.gz": f"{'long' * 27}l.geojson.gz",
    "...": "unnamed",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_made_harmless(name):
    made = file_name(name)

    assert made == NAMES[name]
    assert "/" not in made
    assert len(made.encode()) <= 200


def test_two_files_of_one_name_are_told_apart():
    same = [SimpleUploadedFile("2024-03-01.geojson", content) for content in (b"{}", b"[]", b"{}")]
    survey = sent(signed_in(ada()), same)

    assert [one.name for one in survey.inputs.all()] == ["2024-03-01 (2).geojson", "2024-03-01.geojson"]


def test_maps_that_tell_nothing_come_to_nothing_and_the_page_says_why():
    survey = surveyed(client := signed_in(ada()), [SimpleUploadedFile("2024-03-01.geojson", b"{")])

    assert survey.state == SurveyState.FAILED
    page = client.get(f"/desk/territory/{survey.uid}/").content.decode()
    assert "2024-03-01.geojson: it is cut short" in page
    assert "Run the survey" in page


def test_a_profile_that_cannot_be_used_is_said_key_by_key():
    client = signed_in(ada())
    survey = sent(client, maps(days=slice(0, 1)))
    answer = set_up(client, survey, profile="own", profile_text='name = "x"\ntitle = "X"\nsurms = 1')

    assert answer.status_code == 422
    assert "surms is no key of a profile; is sums meant?" in answer.content.decode()
    survey.refresh_from_db()
    assert survey.state == SurveyState.READY


@pytest.mark.parametrize("most", [8, 18, 32, 72])  # Python, the loader, numpy and OpenBLAS fail, each in its own way
def test_a_run_that_wants_too_much_memory_is_ended_and_says_so(settings, most):
    settings.SURVEY_MEMORY_MB = most
    survey = surveyed(signed_in(ada()))

    assert survey.state == SurveyState.FAILED
    assert f"{most} MB of memory" in survey.fault


def test_a_run_that_takes_too_long_is_ended_and_says_so(settings):
    settings.SURVEY_MINUTES = 0
    survey = surveyed(signed_in(ada()))

    assert "longer than 0 minutes" in survey.fault


def waiting(client):
    survey = sent(client, maps())
    set_up(client, survey, profile="own", profile_text=made_profile().text)
    survey.refresh_from_db()
    return survey


def test_a_waiting_survey_is_stopped_at_once_and_can_be_run_again():
    client = signed_in(ada())
    survey = waiting(client)
    client.post(f"/desk/territory/{survey.uid}/stop/")

    assert run_next(threading.Event()) is None
    survey.refresh_from_db()
    assert survey.state == SurveyState.STOPPED
    assert set_up(client, survey).status_code == 302
    survey.refresh_from_db()
    assert survey.state == SurveyState.WAITING


def test_a_running_survey_is_stopped_within_a_moment():
    client = signed_in(ada())
    survey = waiting(client)
    taken = actions.take_next(timezone.now())
    client.post(f"/desk/territory/{survey.uid}/stop/")

    assert not actions.note_progress(taken, stage="reading", share=None, now=timezone.now())


def test_a_server_that_ends_hands_its_survey_to_the_next():
    survey = waiting(signed_in(ada()))
    ending = threading.Event()
    ending.set()
    run_next(ending)
    survey.refresh_from_db()

    assert (survey.state, survey.attempts) == (SurveyState.WAITING, 0)
    assert actions.take_next(timezone.now()) == survey


def test_a_survey_whose_process_was_killed_is_taken_up_again_but_not_for_ever():
    survey = waiting(signed_in(ada()))
    now = timezone.now()
    for attempt in range(1, actions.MOST_ATTEMPTS + 1):
        assert actions.take_next(now + attempt * 2 * actions.SILENT).attempts == attempt
        assert actions.take_next(now + attempt * 2 * actions.SILENT) is None
    assert actions.take_next(now + 99 * actions.SILENT) is None
    survey.refresh_from_db()

    assert survey.state == SurveyState.FAILED
    assert "interrupted" in survey.fault


def test_more_maps_make_another_survey_and_leave_the_first_as_it_is():
    client = signed_in(ada())
    first = done_survey(ada(), days=6)
    answer = client.post(f"/desk/territory/{first.uid}/more/", {"maps": maps(days=slice(5, 8))})
    second = Survey.objects.get(uid=answer["Location"].split("/")[-2])

    assert second.inputs.count() == 8
    assert (second.earlier, second.profile_text) == (first, first.profile_text)
    assert first.inputs.count() == 6


def test_boundaries_are_kept_once_and_split_the_figures():
    client = signed_in(ada())
    for _ in range(2):
        regions = regions_file(MADE)
        sent_regions = SimpleUploadedFile(regions.name, regions.content)
        answer = client.post("/desk/territory/boundaries/", {"title": "Marania", "file": sent_regions})
        assert answer.status_code == 302, answer.content.decode()
    (row,) = Boundaries.objects.all()
    survey = sent(client, maps())
    set_up(client, survey, profile="own", profile_text=made_profile().text, boundaries=row.pk)

    assert row.regions == [name for name, _ in MADE.country.regions]
    page = client.get(f"/desk/territory/{ran(survey).uid}/figures/?period=2024-03-01").content.decode()
    assert all(name in page for name in row.regions)


def test_a_boundary_file_without_regions_is_refused_with_the_reason():
    file = SimpleUploadedFile("regions.geojson", b'{"type": "FeatureCollection", "features": []}')
    answer = signed_in(ada()).post("/desk/territory/boundaries/", {"title": "X", "file": file})

    assert answer.status_code == 422
    assert "it has no ground, so no regions" in answer.content.decode()


def test_what_killed_uploads_left_is_taken_away_after_a_day(settings):
    file = Coming("made_20240301.geojson")
    file.add(b"{")
    now = time.time()

    assert forget_unfinished(now + 3600) == 0
    assert forget_unfinished(now + 25 * 3600) >= 1
    assert list((settings.MAPS_ROOT / "coming").iterdir()) == []
