"""Whether the versions of items are still what the wire's log says that was seen."""

from collections.abc import Iterator

from dateline.claims import store
from dateline.events import log
from dateline.events.core.chain import Fault, digest
from dateline.events.models import Event, Stream
from dateline.wire.actions.record import STREAM
from dateline.wire.core.reported import hash_of_words
from dateline.wire.kinds import Kind
from dateline.wire.models import ItemVersion


def verify_wire() -> Iterator[Fault]:
    """Everything that does not hold: the chain, each version against its event and its words, each page's bytes."""
    for stream in Stream.objects.filter(key=STREAM):
        yield from log.verify_stream(stream)
    taken = Event.objects.filter(stream__key=STREAM, kind__in=[Kind.ITEMS_TAKEN, Kind.ITEM_READ])
    for event in taken.order_by("seq").iterator(500):
        versions = list(event.item_versions.select_related("item").order_by("pk"))
        if digest([[one.item.uid, one.number, one.hash] for one in versions]) != event.content_hash:
            yield Fault(seq=event.seq, what=f"what {event.subject[:24]} brought is not what its event tells")
        yield from _altered(versions, event.seq)


def _altered(versions: list[ItemVersion], seq: int) -> Iterator[Fault]:
    for one in versions:
        if hash_of_words(one.content) != one.hash:
            yield Fault(seq=seq, what=f"version {one.number} of item {one.item.uid} was altered")
        if one.snapshot and not store.is_whole(one.snapshot, one.snapshot_size):
            yield Fault(seq=seq, what=f"the bytes of snapshot {one.snapshot[:12]} are not those seen")
