"""Listens to reports when somebody asks whom they quote and what they state; what was heard is kept a while."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from dateline.claims.core.clean import clean_line, clean_url
from dateline.claims.core.values import SourceAbout
from dateline.wire.core.listen import listened
from dateline.wire.core.proposals import Proposal, SnapshotSeen, proposed
from dateline.wire.core.understood import Picture, Understood
from dateline.wire.models import Item
from dateline.wire.reading.knowledge import knowledge

MOST_KEPT = 4000
SOON, LONG = 0.8, 2.5  # seconds: a page that asks for many reports comes soon, and then asks for the rest
_kept: OrderedDict[tuple[int, str], tuple[Proposal, ...]] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What reports say, by their keys; ``waiting`` is how many have not been listened to yet."""

    proposals: dict[int, tuple[Proposal, ...]]
    waiting: int = 0


def hear(items: Sequence[Item], *, seconds: float = SOON, clock: Callable[[], float] = monotonic) -> Heard:
    """What the reports quote and state, as claims that may be proposed; at least one is listened to, some later."""
    end, heard, waiting, listened_to = clock() + seconds, {}, 0, 0
    for item in items:
        known = _recall(item)
        if known is None and (clock() < end or not listened_to):
            known, listened_to = _remember(item, proposals_of(item)), listened_to + 1
        if known is None:
            waiting += 1
        else:
            heard[item.pk] = known
    return Heard(proposals=heard, waiting=waiting)


def proposals_of(item: Item, *, seen: str = "") -> tuple[Proposal, ...]:
    """What one report quotes and states; ``seen`` is the text of its snapshot, else places are those in its words."""
    page = page_of(item)
    words = [page.title, page.standfirst, page.text, *(one.caption for one in page.pictures)]
    text = seen or clean_line("\n".join(words))
    snapshot = SnapshotSeen(sha256=item.snapshot, text=text, source=source_of(item), url=clean_url(item.link))
    return proposed(listened(page, knowledge()), snapshot)


def page_of(item: Item) -> Understood:
    """The report as a page that was read."""
    pictures = [one for one in item.pictures or () if isinstance(one, dict)]
    return Understood(
        title=item.title,
        standfirst=item.standfirst,
        published=item.published or item.at,
        language=item.language,
        text=item.text,
        pictures=tuple(Picture(caption=str(one.get("caption") or "")) for one in pictures),
    )


def source_of(item: Item) -> SourceAbout:
    """The outlet as the source of what it reports."""
    return SourceAbout(name=clean_line(item.channel.name), kind="media", url=clean_url(item.channel.site))


def _recall(item: Item) -> tuple[Proposal, ...] | None:
    with _lock:
        known = _kept.get((item.pk, item.hash))
        if known is not None:
            _kept.move_to_end((item.pk, item.hash))
        return known


def _remember(item: Item, proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    with _lock:
        _kept[item.pk, item.hash] = proposals
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return proposals
