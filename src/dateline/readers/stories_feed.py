"""Stories of other outlets as Atom feeds: of all of them, and of the reports of one; no more than their terms allow."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from lxml import etree

from dateline.readers.addresses import absolute, stories_path, story_path
from dateline.readers.atom import ATOM, LANG, NEWEST, add, instant, urn
from dateline.wire.public import PublicStory, Report

_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def feed_of_stories(stories: Sequence[PublicStory], *, site: str, here: str) -> bytes:
    """The stories, each told by the report that leads it; ``here`` is the feed's own path with its query."""
    newest = max((story.newest for story in stories), default=_BEFORE_ALL)
    title = gettext("Stories – %(publisher)s") % {"publisher": settings.PUBLISHER}
    root = _feed(title, newest, name=here, links=[("self", absolute(site, here)), _page(site, stories_path())])
    for story in stories:
        entry = _entry(root, story.lead, name=f"story/{story.uid}", title=story.headline, updated=story.newest)
        add(entry, "link", rel="alternate", href=absolute(site, story_path(story.uid)), type="text/html")
    return _written(root)


def feed_of_story(story: PublicStory, reports: Iterable[Report], *, site: str, here: str) -> bytes:
    """The story's reports, the newest first, also those that were withdrawn: who has their words should know."""
    every = [one for head in reports for one in (head, *head.copies)]
    every = sorted(every, key=_touched, reverse=True)[:NEWEST]
    links = [("self", absolute(site, here)), _page(site, story_path(story.uid))]
    root = _feed(story.headline, _touched(every[0]), name=f"story/{story.uid}/feed", links=links)
    for report in every:
        title = gettext("Withdrawn") if report.withdrawn else report.words.headline or report.outlet
        entry = _entry(root, report, name=f"report/{report.uid}", title=title, updated=_touched(report))
        here = f"{absolute(site, story_path(story.uid))}#report-{report.uid}"
        add(entry, "link", rel="alternate", href=here, type="text/html")
    return _written(root)


def _feed(title: str, updated: datetime, *, name: str, links: Iterable[tuple[str, str]]) -> etree._Element:
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set(LANG, translation.get_language() or "en")
    add(root, "id", text=urn(name))
    add(root, "title", text=title)
    add(root, "updated", text=instant(updated))
    add(add(root, "author"), "name", text=settings.PUBLISHER)
    add(root, "generator", text="Dateline")
    for relation, url in links:
        add(root, "link", rel=relation, href=url)
    return root


def _entry(root: etree._Element, report: Report, *, name: str, title: str, updated: datetime) -> etree._Element:
    """An entry with what the report's terms allow."""
    entry = add(root, "entry")
    if report.language:
        entry.set(LANG, report.language)
    add(entry, "id", text=urn(name))
    add(entry, "title", text=title)
    add(entry, "published", text=instant(report.posted))
    add(entry, "updated", text=instant(updated))
    add(add(entry, "author"), "name", text=report.outlet)
    if report.link:
        add(entry, "link", rel="via", href=report.link)
    for link in report.words.related:
        add(entry, "link", rel="related", href=link.url, title=link.title)
    if report.section:
        add(entry, "category", term=report.section)
    if report.words.excerpt:
        add(entry, "summary", text=report.words.excerpt)
    return entry


def _touched(report: Report) -> datetime:
    return max(at for at in (report.posted, report.changed, report.withdrawn) if at)


def _page(site: str, path: str) -> tuple[str, str]:
    return "alternate", absolute(site, path)


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))
