"""Whether surveys, their maps, boundaries and exhibits are still what their log says."""

import hashlib
from collections.abc import Iterator, Sequence

from dateline.events import log
from dateline.events.core.chain import Fault, digest
from dateline.events.models import Event, Stream
from dateline.territory.actions import STREAM, boundaries_told, exhibit_told, survey_told
from dateline.territory.kept import kept_file
from dateline.territory.kinds import Kind
from dateline.territory.models import Boundaries, MapFile, Survey, SurveyExhibit, SurveyState

# The states that a survey may be in when the event is told, and those it may go on to without another one.
STATES: dict[str, Sequence[str]] = {
    Kind.MAPS_SENT: (SurveyState.READY,),
    Kind.SURVEY_ASKED: (SurveyState.WAITING,),
    Kind.SURVEY_STOPPED: (SurveyState.STOPPED, SurveyState.RUNNING),
    Kind.SURVEY_DONE: (SurveyState.DONE,),
    Kind.SURVEY_FAILED: (SurveyState.FAILED,),
}


def verify_surveys() -> Iterator[Fault]:
    """Everything that does not hold: the chain, each row against the event that told of it last, each map's bytes."""
    for stream in Stream.objects.filter(key=STREAM):
        yield from log.verify_stream(stream)
    last: dict[str, Event] = {}
    for event in Event.objects.filter(stream__key=STREAM).order_by("seq").iterator(500):
        if event.kind in STATES:
            last[event.subject] = event
        else:
            yield from _row_faults(event)
    for event in last.values():
        yield from _survey_faults(event)
    for file in MapFile.objects.iterator(500):
        if not _is_whole(file):
            yield Fault(seq=0, what=f"the bytes of map {file.sha256[:12]} are not those sent")


def _row_faults(event: Event) -> Iterator[Fault]:
    """Of rows that are added and never changed: kept boundaries, noted exhibits."""
    key = event.subject.partition("/")[2]
    if event.kind == Kind.BOUNDARIES_KEPT:
        told = [boundaries_told(row) for row in Boundaries.objects.filter(pk=key).select_related("file")]
    else:
        rows = SurveyExhibit.objects.filter(survey__uid=key).select_related("exhibit")
        told = [exhibit_told(row.exhibit, row.choice) for row in rows]
    if event.content_hash not in map(digest, told):
        yield Fault(seq=event.seq, what=f"what event {event.seq} ({event.kind}) told of was altered or is gone")


def _survey_faults(event: Event) -> Iterator[Fault]:
    """Of a survey's row, which the newest event about it tells: its name, its inputs, how it was asked for."""
    survey = Survey.objects.filter(uid=event.subject.partition("/")[2]).first()
    if survey is None:
        yield Fault(seq=event.seq, what=f"{event.subject[:24]} is gone")
    elif event.content_hash not in {digest(survey_told(survey, state=state)) for state in STATES[event.kind]}:
        yield Fault(seq=event.seq, what=f"{event.subject[:24]} was altered")


def _is_whole(file: MapFile) -> bool:
    try:
        with kept_file(file.sha256).open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256
    except OSError:
        return False
