"""One look at an item's own page: fetched, kept by its hash, read in a process apart, stored."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from dateline.claims import store
from dateline.wire.actions import items
from dateline.wire.actions.items import PageRead
from dateline.wire.core import schedule
from dateline.wire.core.fetched import Failed, Fetched, Known
from dateline.wire.core.reported import Report, report_of_page
from dateline.wire.core.understood import Understood
from dateline.wire.fetch import fetch
from dateline.wire.looking import rules
from dateline.wire.looking.channel import BUSY, GONE
from dateline.wire.looking.tools import Looked, Tools, inside_of
from dateline.wire.models import Host, Item
from dateline.wire.reading.pool import Source

ABSENT = {404, 451}
REREAD_HOURS = (2.0, 24.0)
NOT_YET = timedelta(minutes=10)
WITHDRAWN = "Its page is gone."
# A page that suddenly holds so little of the text is a teaser or a wall, not a change of the report.
LEAST_SHARE = 0.5


def look_at_page(item: Item, host: Host, *, tools: Tools) -> Looked:
    """Reads the item's page once and stores what it says, or why it could not be read."""
    if not rules.let_us_fetch(host, item.link, channel=item.channel, tools=tools):
        again_at = rules.again_at(host, tools.now()) if item.page_tries < schedule.MOST_PAGE_TRIES else None
        items.note_page_failed(item, rules.FORBIDDEN, retry_at=again_at)
        return Looked(fault=rules.FORBIDDEN)
    tools.let_go()
    answer = fetch(item.link, limits=tools.page_limits, allowed=inside_of(item.channel), known=_known(item))
    if isinstance(answer, Failed):
        return _failed(item, answer, tools)
    if _leads_home(item.link, answer.url):
        return _absent(item, "The address leads to the outlet's front page now.", tools)
    if answer.is_unchanged:
        items.note_page_unchanged(item, again_at=_again(item, tools), now=tools.now())
        return Looked(taken=items.Taken())
    return _answered(item, answer, tools)


def _failed(item: Item, answer: Failed, tools: Tools) -> Looked:
    if answer.status == GONE:
        items.withdraw_item(item, WITHDRAWN, now=tools.now())
        return Looked(fault=answer.reason)
    if answer.status in ABSENT:
        return _absent(item, answer.reason, tools)
    retry_at = schedule.page_retry(item.page_tries, retry_at=answer.retry_at, now=tools.now())
    items.note_page_failed(item, answer.reason, retry_at=retry_at)
    return Looked(fault=answer.reason, patience=answer.retry_at if answer.told and answer.status in BUSY else None)


def _absent(item: Item, reason: str, tools: Tools) -> Looked:
    """A page that is not there may be on its way, or away for a moment: only the second time it counts."""
    now = tools.now()
    if item.page_tries and item.page_read_at:
        items.withdraw_item(item, WITHDRAWN, now=now)
    else:
        retry_at = now + NOT_YET if item.page_tries < schedule.MOST_PAGE_TRIES else None
        items.note_page_failed(item, reason, retry_at=retry_at)
    return Looked(fault=reason)


def _answered(item: Item, answer: Fetched, tools: Tools) -> Looked:
    source = Source(name=item.link, url=answer.url, content=answer.content, content_type=answer.content_type)
    page = tools.pool.read(source).page
    if not isinstance(page, Understood):
        items.note_page_failed(item, page.reason, retry_at=None)
        return Looked(fault=page.reason)
    report = beside(report_of_page(page, key=item.key, link=item.link), item)
    snapshot, size = _kept(answer.content), len(answer.content)
    known = Known(etag=answer.headers.get("etag", ""), modified=answer.headers.get("last-modified", ""))
    read = PageRead(report=report, snapshot=snapshot, size=size, again_at=_again(item, tools), known=known)
    changed = items.take_page(item, read, now=tools.now())
    return Looked(taken=items.Taken(updated=(item,) if changed else ()))


def beside(report: Report, item: Item) -> Report:
    """What the page says, and of what it does not say what the feed told."""
    fuller = len(item.text) * LEAST_SHARE > len(report.text)
    return replace(
        report,
        title=report.title or item.title,
        standfirst=report.standfirst or item.standfirst,
        byline=report.byline or tuple(item.byline),
        organisations=report.organisations or tuple(item.organisations),
        tags=report.tags or tuple(item.tags),
        text=item.text if fuller else report.text,
        blocks=tuple(item.blocks) if fuller else report.blocks,
        pictures=report.pictures or tuple(item.pictures),
        is_key=item.is_key,
    )


def _known(item: Item) -> Known:
    """What is here of the page; nothing of one that was gone, for its words are needed if it came back."""
    return Known() if item.withdrawn_at else Known(etag=item.page_etag, modified=item.page_modified)


def _kept(content: bytes) -> str:
    return store.keep(content) if len(content) <= settings.SNAPSHOT_MAX else ""


def _again(item: Item, tools: Tools) -> datetime | None:
    hours = item.channel.how.get("reread_hours", REREAD_HOURS)
    return schedule.reread_at(hours, first_seen=item.first_seen, now=tools.now())


def _leads_home(link: str, landed: str) -> bool:
    """Whether an article's address passed us on to a front page, as outlets do with what they removed."""
    return urlsplit(landed).path.strip("/") == "" and urlsplit(link).path.strip("/") != ""
