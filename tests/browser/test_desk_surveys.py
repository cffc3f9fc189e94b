"""Surveys at the desk in a browser: a folder sent, the run watched, the card made, every page within the law."""

import threading
from functools import partial

import pytest

from browser.desk_seen import violations
from browser.seen import until
from dateline.project import surveys
from dateline.territory.made.series import made_profile
from dateline.territory.models import Survey
from surveys_made import done_survey, map_files

pytest_plugins = ["browser.at_desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def folder(tmp_path):
    """A folder of maps with something else in it."""
    for file in map_files()[:4]:
        (tmp_path / file.name).write_bytes(file.content)
    (tmp_path / "read me.txt").write_text("hello")
    return tmp_path


def test_a_folder_is_sent_and_its_run_is_watched_to_the_end(desk, folder):
    page = desk("territory/new/")
    page.locator("#folder").set_input_files(folder)
    page.get_by_role("button", name="Send the maps").click()
    page.get_by_text("1 file was left aside").wait_for()
    page.get_by_label("The profile’s text").fill(made_profile().text)
    page.get_by_role("button", name="Run the survey").click()
    page.get_by_text("Waiting for its turn").wait_for()

    surveys.once(threading.Event())
    page.get_by_role("heading", name="Findings", exact=False).first.wait_for()
    assert Survey.objects.get().state == "done"
    assert page.get_by_role("cell", name="no map from before the period", exact=False).count() == 1


def test_an_editor_sees_chart_and_map_of_a_survey_at_once(desk, editor):
    survey = done_survey(editor)
    for width in (360, 1280):
        page = desk(f"territory/{survey.uid}/", width=width)
        shown = page.locator(".drawings img")
        until(partial(shown.evaluate_all, "all => all.every((one) => one.complete && one.naturalWidth > 100)"))

        assert [one.get_attribute("alt").split(":")[0] for one in shown.all()] == ["Chart", "Map"]
        assert ("narrow" in shown.first.evaluate("one => one.currentSrc")) == (width == 360)


PAGES = ("", "findings/", "figures/?period=2024-03-11", "files/", "exhibit/?kind=table")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_the_pages_of_surveys(desk, editor, width, scheme):
    survey = done_survey(editor)
    addresses = ["territory/", "territory/new/", "territory/boundaries/"]
    for address in [*addresses, *(f"territory/{survey.uid}/{page}" for page in PAGES)]:
        page = desk(address, width=width, color_scheme=scheme, bypass_csp=True)
        page.evaluate("document.querySelectorAll('main details').forEach((details) => (details.open = true))")

        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.context.close()


def test_a_card_is_chosen_made_and_put_in_a_post(desk, editor):
    survey = done_survey(editor)
    page = desk(f"territory/{survey.uid}/exhibit/")
    page.get_by_label("Measure").select_option(label="held at the end")
    page.get_by_role("button", name="Show these").click()
    phone = page.frame_locator("iframe[title='The exhibit on a phone']")
    phone.locator(".narrow svg").wait_for()
    assert not phone.locator(".wide svg").is_visible()
    page.get_by_label("Title").fill("What the east holds")
    page.get_by_role("button", name="Make exhibit").click()
    page.get_by_role("button", name="Open a draft").click()

    until(lambda: page.get_by_label("Title").first.input_value() == "What the east holds")
    until(lambda: page.frame_locator("live-preview iframe").first.locator(".exhibit-card").count(), what="the card")
