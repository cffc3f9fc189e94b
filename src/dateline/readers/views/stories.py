"""The stories that other outlets report: the list, one story, and a feed of each; nothing where they are not public."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from dateline.claims.core.clean import clean_text
from dateline.readers import addresses, stories_schema
from dateline.readers.public import in_site_language, missing, own_name, page, tagged, with_headers
from dateline.readers.stories_feed import feed_of_stories, feed_of_story
from dateline.readers.views.feeds import MEDIA_TYPE
from dateline.wire.actions.record import STREAM
from dateline.wire.public import (
    MOST_PAGES,
    REPORTS,
    Asked,
    PublicStory,
    Report,
    choices,
    newest_beside,
    public_stories,
    public_story,
    related_to,
)
from dateline.wire.stories import leads_to, story_by

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Found = tuple[PublicStory, list[Report]]


class _Gone(Exception):
    """The story is not public any more."""


def where_public(view: View[P]) -> Callable[..., HttpResponse]:
    """The view where the operator made stories public, kept for as long as the wire does not move; else nothing."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.STORIES:
            return missing(request, gettext("There is nothing at this address."))
        try:
            return tagged(request, STREAM, lambda: view(request, *args, **kwargs))
        except Http404 as absent:
            return missing(request, str(absent))
        except _Gone:
            return missing(request, gettext("This story is no longer shown here."), status=410)

    return in_site_language(answer)


@where_public
def listed(request: HttpRequest) -> HttpResponse:
    """The stories, the last to move first, of one language or section where that is asked for."""
    asked = _asked(request)
    found, more = public_stories(asked)
    if not found and asked.page > 1:
        raise Http404(gettext("There are not so many stories."))
    languages, sections = choices()
    url = addresses.here(request) + _query(asked)
    context = {
        "stories": found,
        "asked": asked,
        "canonical": url,
        "feed": addresses.stories_path() + "feed.atom" + _query(asked, page=1),
        "newer": addresses.stories_path() + _query(asked, page=asked.page - 1) if asked.page > 1 else "",
        "older": addresses.stories_path() + _query(asked, page=asked.page + 1) if more else "",
        "languages": [
            (one, own_name(one), addresses.stories_path() + _query(Asked(language=one))) for one in languages
        ],
        "sections": [(one, addresses.stories_path() + _query(Asked(section=one))) for one in sections],
        "json_ld": stories_schema.list_page(found, url=url),
    }
    return page("stories.html", context)


@where_public
def listed_feed(request: HttpRequest) -> HttpResponse:
    """The newest stories as Atom, of one language or section where that is asked for."""
    asked = _asked(request)
    found, _more = public_stories(Asked(language=asked.language, section=asked.section))
    site, here = addresses.site_of(request), request.path + _query(asked, page=1)
    return HttpResponse(feed_of_stories(found, site=site, here=here), content_type=MEDIA_TYPE)


@where_public
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """One story: its reports from first to last; where it was merged into another, the way there."""
    found = _found(uid, addresses.story_path)
    if isinstance(found, HttpResponse):
        return found
    story, reports = found
    asked = _asked(request)
    shown = reports[REPORTS * (asked.page - 1) : REPORTS * asked.page]
    if not shown:
        raise Http404(gettext("There are not so many reports."))
    related = related_to(story)
    url, here = addresses.here(request) + _query(asked, only_page=True), addresses.story_path(uid)
    context = {
        "story": story,
        "reports": shown,
        "first_page": asked.page == 1,
        "earlier": here + _query(Asked(page=asked.page - 1)) if asked.page > 1 else "",
        "later": here + _query(Asked(page=asked.page + 1)) if reports[REPORTS * asked.page :] else "",
        "related": related,
        "others": [] if related else newest_beside(story),
        "canonical": url,
        "json_ld": stories_schema.story_page(story, shown, url=url),
    }
    return page("story.html", context)


@where_public
def whole(request: HttpRequest, uid: str, report: str) -> HttpResponse:
    """The whole text of a report whose licence lets everybody republish it."""
    found = _found(uid, lambda into: f"{addresses.story_path(into)}text/{report}/")
    if isinstance(found, HttpResponse):
        return found
    story, reports = found
    every = [one for head in reports for one in (head, *head.copies)]
    told = next((one for one in every if one.uid == report and one.words.text), None)
    if told is None:
        raise Http404(gettext("The text of this report is not shown here."))
    return page("story_text.html", {"story": story, "report": told, "canonical": told.link})


@where_public
def one_feed(request: HttpRequest, uid: str) -> HttpResponse:
    """The story's reports as Atom, the newest first."""
    found = _found(uid, lambda into: f"{addresses.story_path(into)}feed.atom")
    if isinstance(found, HttpResponse):
        return found
    site = addresses.site_of(request)
    return HttpResponse(feed_of_story(*found, site=site, here=request.path), content_type=MEDIA_TYPE)


def _found(uid: str, path: Callable[[str], str]) -> Found | HttpResponse:
    """What may be shown of the story, or the way to the one that it became part of. Raises ``Http404``, ``_Gone``."""
    story = story_by(uid)
    if story is None:
        raise Http404(gettext("There is no such story."))
    end = leads_to(story)
    found = public_story(end)
    if found is None:
        raise _Gone
    return found if end.pk == story.pk else with_headers(HttpResponsePermanentRedirect(path(end.uid)))


def _asked(request: HttpRequest) -> Asked:
    """What the address asks for. Raises ``Http404`` for pages that cannot be."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= MOST_PAGES):
        raise Http404(gettext("There is no such page."))
    language, section = (clean_text(request.GET.get(name, "")).strip() for name in ("language", "section"))
    return Asked(language=language[:35], section=section[:200], page=int(number))


def _query(asked: Asked, *, page: int | None = None, only_page: bool = False) -> str:
    """The query of an address that asks for this; empty where it asks for all from the start."""
    number = page or asked.page
    told = {} if only_page else {"language": asked.language, "section": asked.section}
    told = {name: value for name, value in told.items() if value} | ({"page": str(number)} if number > 1 else {})
    return f"?{urlencode(told)}" if told else ""
