"""A folder of maps becomes a card in a live post, and more maps become a correction that an editor accepts."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from builders import live_blog
from cast import ada
from dateline.blog.models import Post
from dateline.claims.models import Exhibit, Figure
from dateline.claims.queries import superseded
from dateline.newsroom.surveying import renewed
from dateline.project import surveys
from dateline.territory.made.series import made_profile
from dateline.territory.models import Boundaries, Survey
from desk import Form, signed_in
from surveys_made import done_survey, kept_boundaries, map_files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client():
    return signed_in(ada())


@pytest.fixture
def survey(client) -> Survey:
    return done_survey(ada())


def sent(first: int, last: int) -> dict[str, object]:
    """The form that sends the maps of these days."""
    maps = [SimpleUploadedFile(file.name, file.content) for file in map_files()[first:last]]
    return {"name": "The front", "maps": maps}


def run(client, answer, **how) -> Survey:
    """The survey that the answer leads to, set up and run."""
    address = answer["Location"]
    page = client.get(address).content.decode()
    assert client.post(f"{address}run/", Form(page).filled(**how)).status_code == 302
    surveys.once(threading.Event())
    survey = Survey.objects.get(uid=address.split("/")[-2])
    assert survey.state == "done", survey.fault
    return survey


def made(client, survey, kind="table", **changes) -> Exhibit:
    page = client.get(f"/desk/territory/{survey.uid}/exhibit/?kind={kind}").content.decode()
    sent = Form(page, "words").filled(do="make", **changes)
    answer = client.post(f"/desk/territory/{survey.uid}/exhibit/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return Exhibit.objects.get(uid=answer["Location"].split("/")[-2])


def test_the_proposed_exhibit_says_what_the_figures_say(client, survey):
    exhibit = made(client, survey, kind="chart")

    assert exhibit.title.startswith("Eastern forces took a net ")
    assert exhibit.title.endswith("km² between 17 March and 20 March 2024, the dates of the maps at hand")
    assert exhibit.source == "The made country, daily maps"
    assert "<svg" in exhibit.wide
    assert "<svg" in exhibit.narrow
    assert [figure.measure for figure in Figure.objects.filter(start="2024-03-11")] == [
        "net", "endpoint_gain", "endpoint_loss", "area",
    ]  # fmt: skip


def test_each_figure_leads_to_the_bytes_of_every_map(client, survey):
    made(client, survey)
    inputs = {one.name: one.file.sha256 for one in survey.inputs.select_related("file")}

    for figure in Figure.objects.select_related("derivation"):
        told = figure.derivation.content
        hashes = {one["name"]: one["sha256"] for one in told["inputs"]}
        assert hashes == {**inputs, "regions.geojson": Boundaries.objects.get().file.sha256}
        assert told["profile"] == "made"


def test_made_twice_it_is_one_exhibit_and_no_figure_is_recorded_again(client, survey):
    first = made(client, survey)
    figures = Figure.objects.count()

    assert made(client, survey) == first
    assert Figure.objects.count() == figures


def test_an_exhibit_in_an_editors_own_words_keeps_them(client, survey):
    exhibit = made(client, survey, title="Der Vormarsch", sentence="Im April kam er voran.", limits="", language="de")

    assert (exhibit.title, exhibit.sentence, exhibit.language) == ("Der Vormarsch", "Im April kam er voran.", "de")


def test_what_was_not_chosen_is_seen_as_it_counts(client, survey):
    page = client.get(f"/desk/territory/{survey.uid}/exhibit/?kind=table").content.decode()
    seen = dict(Form(page, "choose").fields)

    assert seen == {
        "kind": "table", "classes": "occupied", "measure": "net", "region": "*",
        "first": "2024-02-26", "last": "2024-03-18",
    }  # fmt: skip
    assert client.get(f"/desk/territory/{survey.uid}/exhibit/?region=Nowhere").status_code == 422


def test_the_map_of_a_period_is_drawn_wide_and_narrow(client, survey):
    exhibit = made(client, survey, kind="map")

    assert exhibit.kind == "map"
    assert "<svg" in exhibit.wide
    assert exhibit.wide != exhibit.narrow
    assert "km²" in exhibit.wide


def test_a_chart_of_what_no_period_has_is_refused_with_the_reason(client, survey):
    address = f"/desk/territory/{survey.uid}/exhibit/"
    page = client.get(f"{address}?measure=net&first=2024-02-26&last=2024-02-26")

    assert "it needs a map from before its first day" in page.content.decode()


def test_the_map_that_opens_shows_regions_what_was_held_and_what_changed(client, survey):
    exhibit = made(client, survey)
    ground = client.get(f"/exhibits/{exhibit.uid}.geojson").json()

    kinds = [feature["properties"]["kind"] for feature in ground["features"]]
    assert kinds.count("region") == 6
    assert {"start", "end", "gained"} <= set(kinds)


def test_a_folder_of_maps_becomes_a_card_and_more_maps_a_newer_one(client):
    blog, regions = live_blog(ada()), kept_boundaries(ada())
    answer = client.post("/desk/territory/new/", sent(0, 20))
    how = {"profile": "own", "profile_text": made_profile().text, "boundaries": regions.pk, "period": "week"}
    survey = run(client, answer, **how)
    exhibit = made(client, survey, kind="chart")
    answer = client.post(f"/desk/territory/{survey.uid}/exhibit/{exhibit.uid}/post/", {"blog": blog.slug})
    composer = client.get(answer["Location"]).content.decode()
    client.post(answer["Location"], Form(composer, "composer").filled(do="publish"))
    post, live = Post.objects.get(), client.get(f"/live/{blog.slug}/").content.decode()

    assert post.state == "published"
    assert f'data-exhibit="{exhibit.uid}"' in live
    assert exhibit.sentence in live
    newer = run(client, client.post(f"/desk/territory/{survey.uid}/more/", sent(20, 24)))
    page = client.get(f"/desk/territory/{survey.uid}/").content.decode()
    stale = superseded([exhibit.uid])[exhibit.uid]
    assert "newer figures are there" in page
    assert f"/desk/blog/{blog.slug}/post/{post.uid}/" in page
    assert stale.newer == newer.exhibits.get().exhibit
    # The weeks before are the same from more maps: only the last one's figures are newer ones.
    assert {str(figure.start) for figure in stale.figures} == {"2024-03-18"}
    post.refresh_from_db()
    assert exhibit.uid in str(post.blocks), "nothing changes by itself"
    take_over = f"/desk/blog/{blog.slug}/post/{post.uid}/newer/{exhibit.uid}/"
    assert take_over in page
    asked = Form(client.get(take_over).content.decode()).filled()
    assert client.post(take_over, asked).status_code == 302
    live = client.get(f"/live/{blog.slug}/").content.decode()
    assert f'data-exhibit="{stale.newer.uid}"' in live
    post.refresh_from_db()
    assert len(post.corrections) == 1


def test_maps_that_change_no_figure_supersede_nothing(client, survey):
    exhibit = made(client, survey)
    again = done_survey(ada(), earlier=survey)

    assert renewed(again) == []
    assert again.exhibits.get().exhibit == exhibit
    assert superseded([exhibit.uid]) == {}


def test_an_older_survey_makes_no_exhibit_that_would_supersede_a_newer_one(client, survey):
    newer = done_survey(ada(), days=24, earlier=survey)
    made(client, newer)
    figures = Figure.objects.count()
    page = client.get(f"/desk/territory/{survey.uid}/exhibit/?kind=table").content.decode()
    answer = client.post(f"/desk/territory/{survey.uid}/exhibit/", Form(page, "words").filled(do="make"))

    assert answer.status_code == 422
    assert f"/desk/territory/{newer.uid}/exhibit/" in page
    assert "A newer survey of these maps is there" in answer.content.decode()
    assert Figure.objects.count() == figures
