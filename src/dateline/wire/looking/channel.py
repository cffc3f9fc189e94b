"""One look at a channel: asks its server for what is new, reads the answer and has it stored, or the fault."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings

from dateline.wire import queries
from dateline.wire.actions import channels, hubs
from dateline.wire.actions.channels import Asked
from dateline.wire.actions.items import Look, Taken, take_in
from dateline.wire.core import schedule
from dateline.wire.core.fetched import Failed, Fetched, Known
from dateline.wire.core.reported import Report
from dateline.wire.core.understood import NotRead
from dateline.wire.core.websub import Named, named_by
from dateline.wire.fetch import fetch
from dateline.wire.looking import rules
from dateline.wire.looking.folder import look_into
from dateline.wire.looking.kinds import Came, read_channel
from dateline.wire.looking.mail import look_into_mailbox
from dateline.wire.looking.tools import Looked, Tools, inside_of
from dateline.wire.models import Channel, ChannelKind, Host

# Pages for people: their servers' rules for programs are asked for. Feeds are published for programs.
ASKS_RULES = {ChannelKind.LIVE, ChannelKind.LINKS}
GONE = 410
BUSY = {429, 503}
FORBIDDEN_FOR = timedelta(hours=24)
NEWEST = 20


def look_at(channel: Channel, host: Host, *, tools: Tools) -> Looked:
    """Asks the channel once, and stores what came of it: items, or why there are none."""
    if channel.kind == ChannelKind.FOLDER:
        return look_into(channel, tools)
    if channel.kind == ChannelKind.MAIL:
        return look_into_mailbox(channel, tools)
    if channel.kind in ASKS_RULES and not rules.let_us_fetch(host, channel.address, channel=channel, tools=tools):
        now = tools.now()
        channels.note_fault(channel, rules.FORBIDDEN, now=now, due_at=rules.again_at(host, now) or now + FORBIDDEN_FOR)
        return Looked(fault=rules.FORBIDDEN)
    tools.let_go()
    known = Known(etag=channel.etag, modified=channel.modified)
    answer = fetch(channel.address, limits=tools.feed_limits, allowed=inside_of(channel), known=known)
    return _failed(channel, answer, tools) if isinstance(answer, Failed) else _answered(channel, answer, tools)


def _failed(channel: Channel, answer: Failed, tools: Tools) -> Looked:
    now = tools.now()
    if answer.status == GONE:
        channels.note_gone(channel, answer.reason, now=now)
        return Looked(fault=answer.reason)
    retry_at = answer.retry_at if answer.told else None
    due_at = schedule.after_fault(channel.faults + 1, retry_at=retry_at, now=now, chance=tools.chance())
    channels.note_fault(channel, answer.reason, now=now, due_at=due_at)
    return Looked(fault=answer.reason, patience=retry_at if answer.status in BUSY else None)


def _answered(channel: Channel, answer: Fetched, tools: Tools) -> Looked:
    content_hash = hashlib.sha256(answer.content).hexdigest()
    if answer.is_unchanged or content_hash == channel.content_hash:
        asked = _asked(channel, answer, Came(reports=()), tools=tools)
        channels.note_unchanged(channel, asked)
        return Looked(taken=Taken())
    came = read_channel(channel, answer, tools=tools)
    if isinstance(came, NotRead):
        now = tools.now()
        due_at = schedule.after_fault(channel.faults + 1, retry_at=None, now=now, chance=tools.chance())
        channels.note_fault(channel, came.reason, now=now, due_at=due_at)
        return Looked(fault=came.reason)
    if answer.moved_to:
        # Only once what lies there was read: a portal that moves everything to itself moves nothing here.
        channel = channels.note_moved(channel, answer.moved_to, now=tools.now())
    asked = _asked(channel, answer, came, tools=tools, content_hash="" if came.cut else content_hash)
    look = Look(reports=came.reports, asked=asked, is_window=came.is_window, note=came.cut)
    taken = take_in(channel, look)
    if taken.new and is_told(channel, asked.now):
        hubs.note_missed(channel, now=asked.now)
    return Looked(taken=taken)


def _asked(channel: Channel, answer: Fetched, came: Came, *, tools: Tools, content_hash: str = "") -> Asked:
    """How the channel stands after an answer. What says when it was changed is kept only beside what it brought.

    Of an answer that was cut nothing is kept: its server would call what is missing of it unchanged.
    """
    now = tools.now()
    told = {} if came.cut else answer.headers
    cached = schedule.cached_seconds(answer.headers)
    pace = schedule.Pace(
        moments=_moments(channel, came.reports, now),
        asked_seconds=max(cached or 0, came.asked_seconds or 0),
        is_live=channel.kind == ChannelKind.LIVE,
        has_hub=is_told(channel, now),
    )
    every = schedule.every_seconds(pace, now)
    return Asked(
        now=now,
        due_at=schedule.after_answer(every, now=now, chance=tools.chance()),
        every_seconds=every,
        etag=told.get("etag", "" if content_hash else channel.etag),
        modified=told.get("last-modified", "" if content_hash else channel.modified),
        content_hash=content_hash or channel.content_hash,
        named=_named(channel, answer, came) if content_hash else Named(hub=channel.hub, topic=channel.topic),
    )


def _named(channel: Channel, answer: Fetched, came: Came) -> Named:
    # A feed that was asked over an address that passes on for now is called by the channel's own.
    url = answer.moved_to or channel.address
    return named_by(answer.headers, hub=came.hub, topic=came.topic, url=url)


def is_told(channel: Channel, now: datetime) -> bool:
    """Whether a hub tells of the channel's news, so that looks are only for what it forgets."""
    return bool(settings.WEBSUB and channel.subscribed_until and channel.subscribed_until > now)


def _moments(channel: Channel, reports: tuple[Report, ...], now: datetime) -> list[datetime]:
    """When the newest items came: those that are here, and those that come now by the times they name."""
    told = [report.published for report in reports if report.published and report.published <= now]
    return sorted({*queries.newest_moments(channel, NEWEST), *told}, reverse=True)[:NEWEST]
