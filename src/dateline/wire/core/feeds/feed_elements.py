"""What only a feed's head says: its pace, its picture, its own addresses."""

from collections.abc import Callable
from typing import Any

from dateline.wire.core.feeds.clean import one_line
from dateline.wire.core.feeds.draft import Draft
from dateline.wire.core.feeds.elements import READERS, extra_of
from dateline.wire.core.feeds.media import number
from dateline.wire.core.feeds.texts import written
from dateline.wire.core.feeds.values import Media

Element = Any
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
_LONGEST = 31_536_000


def _ttl(draft: Draft, element: Element) -> None:
    if minutes := number(element.text):
        draft.put("seconds", min(minutes * 60, _LONGEST))
    draft.lists.setdefault("extras", []).append(extra_of(draft, element))


def _period(draft: Draft, element: Element) -> None:
    draft.put("period", _PERIODS.get(written(element).lower()))


def _frequency(draft: Draft, element: Element) -> None:
    draft.put("frequency", number(element.text))


def _skip_hours(draft: Draft, element: Element) -> None:
    hours = {number(child.text) for child in element if isinstance(child.tag, str)}
    draft.put("quiet_hours", frozenset(hour % 24 for hour in hours if hour is not None and hour <= 24))


def _skip_days(draft: Draft, element: Element) -> None:
    days = {(child.text or "").strip().lower() for child in element if isinstance(child.tag, str)}
    draft.put("quiet_days", frozenset(day.capitalize() for day in days & _DAYS))


def _image(draft: Draft, element: Element) -> None:
    url = draft.place.link(element, element.get("href") or element.get("url"))
    parts: dict[str, str] = {}
    for child in element:
        if isinstance(child.tag, str):
            parts[draft.place.names.of(child).rpartition(":")[2]] = written(child)
    url = url or draft.place.link(element, parts.get("url") or ("" if parts else written(element)))
    if url:
        made = Media(
            url=url, kind="image", alt=one_line(parts.get("title", "")), caption=one_line(parts.get("description", "")),
            width=number(parts.get("width")), height=number(parts.get("height")),
        )  # fmt: skip
        draft.put("logo", made)
    draft.lists.setdefault("extras", []).append(extra_of(draft, element))


def _icon(draft: Draft, element: Element) -> None:
    draft.put("icon", draft.place.link(element, written(element)))


def _generator(draft: Draft, element: Element) -> None:
    draft.put("generator", one_line(written(element), 300))
    draft.lists.setdefault("extras", []).append(extra_of(draft, element))


def _moved(draft: Draft, element: Element) -> None:
    draft.put("moved_to", draft.place.link(element, written(element)))


def _logo(draft: Draft, element: Element) -> None:
    if url := draft.place.link(element, written(element) or element.get("href")):
        draft.put("logo", Media(url=url, kind="image"))


FEED_READERS: dict[str, Callable[[Draft, Element], None]] = {
    **READERS,
    "ttl": _ttl,
    "sy:updateperiod": _period,
    "sy:updatefrequency": _frequency,
    "skiphours": _skip_hours,
    "skipdays": _skip_days,
    **dict.fromkeys(("image", "itunes:image"), _image),
    "icon": _icon,
    "logo": _logo,
    "generator": _generator,
    "itunes:new-feed-url": _moved,
    "newlocation": _moved,
    "info": READERS["subtitle"],
    "subtitle": READERS["description"],
}
