"""The demo's survey: maps of a country that does not exist, measured beside the server, as a card on a blog of its own.

Every step is done once, whatever interrupted the one before; nothing of it delays the server's start.
"""

import logging
import threading

from django.db import close_old_connections

from dateline.accounts.models import User
from dateline.blog.actions.blogs import change_state, create_blog, set_member
from dateline.blog.actions.posts import write_and_publish
from dateline.blog.core.words import BlogWords, post_words
from dateline.blog.models import Blog, Post
from dateline.newsroom.exhibit_forms import ExhibitChoice
from dateline.newsroom.surveying import chosen, make, proposed_telling
from dateline.project.demo.people import user
from dateline.project.demo.staff import PEOPLE
from dateline.territory import actions
from dateline.territory.actions import Maps, SetUp
from dateline.territory.kept import keep_bytes
from dateline.territory.made.series import made_profile, series
from dateline.territory.made.write import regions_file, written
from dateline.territory.models import Survey, SurveyState
from dateline.territory.results import read_results
from dateline.territory.running import results_folder

SLUG = "rehearsal"
NAME = "Merrow: the front, March to June"
DAYS = 122
LOOK_SECONDS = 0.5
logger = logging.getLogger("dateline")
ABOUT = (
    "<p>This page rehearses a card of figures with maps of <strong>Merrow, a country that does not exist</strong>. The "
    "card was measured at this desk from 122 daily maps: every number in it leads to the files it was computed "
    "from. Open its map, its table, and how it was computed.</p>"
)


def play(stop: threading.Event) -> None:
    """Sends the maps, waits for the survey, publishes its card; what is there already stays."""
    try:
        by = user("ada")
        survey = Survey.objects.filter(name=NAME).first() or _asked(by)
        blog = Blog.objects.filter(slug=SLUG).first() or _opened(by)
        while survey.is_open and not stop.wait(LOOK_SECONDS):
            survey.refresh_from_db()
        if survey.state == SurveyState.DONE and not Post.objects.filter(blog=blog).exists():
            _tell(survey, blog, by)
    except Exception:
        logger.exception("the demo's survey came to nothing; all else goes on")
    finally:
        close_old_connections()


def _asked(by: User) -> Survey:
    country = series(days=DAYS)
    regions = regions_file(country)
    names = [name for name, _ in country.country.regions]
    kept = keep_bytes(regions.name, regions.content)
    boundaries = actions.keep_boundaries("Regions of Merrow (made up)", kept, regions=names, by=by)
    maps = Maps(kept=[keep_bytes(file.name, file.content) for file in written(country, "geojson.gz")])
    profile = made_profile()
    how = SetUp(name=NAME, profile=profile.name, profile_text=profile.text, boundaries=boundaries)
    return actions.ask_for(actions.send_maps(NAME, maps, by=by), how, by=by)


def _opened(by: User) -> Blog:
    head = BlogWords(
        headline="Rehearsal: the front in Merrow",
        standfirst="A folder of maps becomes a figure that can be followed: tried with a country that does not exist.",
    )
    blog = create_blog(SLUG, head, by=by)
    for person in PEOPLE:
        if not person.runs_newsroom:
            set_member(blog, user(person.username), role=person.role, by=by)
    return change_state(blog, "live", by=by)


def _tell(survey: Survey, blog: Blog, by: User) -> None:
    results = read_results(results_folder(survey))
    form = ExhibitChoice.of({}, results=results)
    form.is_valid()
    found = chosen(survey, form.choice(), results=results)
    exhibit = make(found, proposed_telling(found), by=by)
    about = post_words(title="What this page is for", blocks=[{"type": "text", "html": ABOUT}])
    write_and_publish(blog, about, by=by)
    card = post_words(title="The front in June", blocks=[{"type": "exhibit", "exhibit": exhibit.uid}])
    write_and_publish(blog, card, by=by)
    change_state(blog, "paused", by=by)  # the day's story comes first among the blogs
