"""Says in words how a channel stands: when it was last asked, what came, why not, and what is next."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dateline.wire.models import Channel, ChannelState, SubscriptionState


def state_in_words(channel: Channel, now: datetime) -> list[str]:
    """The channel's state, a sentence each, the most telling first."""
    told = [_plight(channel, now)]
    if channel.answered_at:
        told.append(_("Last answer %(ago)s ago.") % {"ago": span(now - channel.answered_at)})
    if channel.new_at:
        told.append(_("Last item %(ago)s ago.") % {"ago": span(now - channel.new_at)})
    told.append(_hub(channel, now))
    if channel.moved_from:
        told.append(_("It moved here from %(address)s.") % {"address": channel.moved_from})
    return [words for words in told if words]


def _plight(channel: Channel, now: datetime) -> str:
    if channel.state == ChannelState.PAUSED:
        return _("Paused: it is not asked.")
    if channel.state == ChannelState.GONE:
        return _("Gone: %(fault)s It is not asked any more.") % {"fault": channel.fault}
    due = channel.due_at
    soon = span(due - now) if due and due > now else ""
    following = _("Asked again in %(time)s.") % {"time": soon} if soon else _("Asked at the next moment.")
    if channel.faults:
        count = ngettext("%(fault)s Once now.", "%(fault)s %(count)s times in a row.", channel.faults)
        return f"{count % {'fault': channel.fault, 'count': channel.faults}} {following}"
    if channel.asked_at is None:
        return _("Not asked yet.")
    return f"{channel.fault} {following}".strip()


def _hub(channel: Channel, now: datetime) -> str:
    """How its subscription at a hub stands, where it names one."""
    if not channel.hub or channel.state != ChannelState.ACTIVE:
        return ""
    if not settings.WEBSUB:
        return _("It names a hub that could tell of news at once: that needs DATELINE_URL, and DATELINE_WEBSUB not 0.")
    found = [one for one in channel.subscriptions.all() if one.state != SubscriptionState.ENDING]
    if not found or found[-1].state == SubscriptionState.ASKED:
        fault = found[-1].fault if found else ""
        return _("Its hub does not tell of news: %(fault)s") % {"fault": fault} if fault else _("Its hub was asked.")
    if channel.subscribed_until and channel.subscribed_until > now:
        pushed_at, time = found[-1].pushed_at, span(channel.subscribed_until - now)
        if pushed_at is None:
            return _("Its hub tells of news, for another %(time)s.") % {"time": time}
        ago = span(now - pushed_at)
        return _("Its hub told of news %(ago)s ago, and does for another %(time)s.") % {"ago": ago, "time": time}
    return _("Its hub did not tell of all news, or not for long: it is asked as if there were none.")


def span(time: timedelta) -> str:
    """A length of time in its largest unit: seconds, minutes, hours or days."""
    seconds = max(0, int(time.total_seconds()))
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
