"""Pulls a source's maps into a folder: joins what territory wants to know with what the wire fetches."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from dateline.newsroom.polite import Asker, Manners, Waiting
from dateline.newsroom.pulled_folder import Answer, PulledFolder
from dateline.territory.core.feature_service import (
    LayerInfo,
    Page,
    Question,
    info_url,
    joined,
    layer_info,
    page,
    questions,
    with_page,
)
from dateline.territory.core.pulling import (
    A_FILE_A_DAY,
    LISTED_MAPS,
    Broken,
    Kept,
    Pull,
    Span,
    Wanted,
    a_file_a_day,
    due,
    listed,
    map_fault,
    parsed_object,
)
from dateline.wire.core.fetched import Failed, Fetched, Known

GONE = {404, 410}
Step = Callable[[int, int], None]
"""Told after each map: how many are done, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What could not be had, and why; it is asked for again at the next run."""

    what: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Pulled:
    """What came of a pull: names of new files, of changed ones with what they stand beside, and what is missing."""

    folder: Path
    new: list[str] = field(default_factory=list)
    changed: dict[str, str] = field(default_factory=dict)
    here: int = 0
    nothing: int = 0
    left: int = 0
    faults: list[Fault] = field(default_factory=list)
    stopped: str = ""
    bytes: int = 0
    requests: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether everything that the source has of these days is here."""
        return not (self.faults or self.stopped or self.left)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Who is told how a pull goes on."""

    step: Step = lambda done, total: None
    waiting: Waiting = lambda seconds, why: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to pull: a profile's source, the days, how many maps at most."""

    profile: str
    pull: Pull
    span: Span
    most: int = 5000


def pull_maps(task: Task, folder: Path, *, manners: Manners, telling: Telling | None = None) -> Pulled:
    """Fetches what the folder lacks of the span; what is here and settled is not asked for again.

    Raises ``Refused`` where another pull is at work in the folder, ``OSError`` where it cannot be written.
    """
    telling = telling or Telling()
    done = Pulled(folder=folder)
    asker = Asker(manners, waiting=telling.waiting)
    with PulledFolder(folder, profile=task.profile).opened() as here:
        _Run(asker=asker, here=here, done=done, task=task).all_maps(telling.step)
    done.stopped, done.bytes, done.requests = asker.stopped, asker.bytes, asker.asked
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One pull under way."""

    asker: Asker
    here: PulledFolder
    done: Pulled
    task: Task

    def all_maps(self, step: Step) -> None:
        wanted = self._wanted()
        lacking = [one for one in wanted if due(_as_wanted(one), self.here.manifest)]
        self.done.here = len(wanted) - len(lacking)
        asked = lacking[: self.task.most]
        for number, one in enumerate(asked, 1):
            if self.asker.stopped:
                self.done.left = len(lacking) - number + 1
                return
            self._one(one)
            step(number, len(asked))
        self.done.left = len(lacking) - len(asked)

    def _wanted(self) -> list[Wanted] | list[Question]:
        pull, span = self.task.pull, self.task.span
        if pull.kind == LISTED_MAPS:
            return self._listed()
        if pull.kind == A_FILE_A_DAY:
            return a_file_a_day(pull, span)
        infos = {layer.name: info for layer in pull.layers if (info := self._info(layer.name))}
        return questions(pull, infos, span=span)

    def _listed(self) -> list[Wanted]:
        url = self.task.pull.list_url
        answer = self.asker.ask(url, is_busy=_is_busy)
        if isinstance(answer, Failed):
            self._failed(url, answer.reason)
            return []
        found = listed(answer.content, self.task.pull, span=self.task.span)
        if isinstance(found, Broken):
            self._failed(url, found.what)
            return []
        for remark in found.remarks:
            self._failed(url, remark)
        return list(found.wanted)

    def _info(self, name: str) -> LayerInfo | None:
        layer = next(layer for layer in self.task.pull.layers if layer.name == name)
        span = self.task.span
        if layer.dated_by and not any(span.days(first=layer.first, last=layer.last)):
            return None
        answer = self.asker.ask(info_url(layer), is_busy=_is_busy)
        if isinstance(answer, Failed):
            self._failed(layer.url, answer.reason)
            return None
        found = layer_info(answer.content, layer)
        if isinstance(found, Broken):
            self._failed(layer.url, found.what)
            return None
        return found

    def _one(self, one: Wanted | Question) -> None:
        if isinstance(one, Question):
            self._paged(one)
        else:
            self._plain(one)

    def _plain(self, wanted: Wanted) -> None:
        found = self.here.manifest.latest(wanted)
        known = Known(etag=found[1].etag, modified=found[1].modified) if found else Known()
        answer = self.asker.ask(wanted.url, known=known, is_busy=_is_busy)
        if isinstance(answer, Failed):
            self._without(wanted, answer)
        elif answer.is_unchanged and found:
            self._unchanged(wanted, answer, found=found)
        elif fault := map_fault(answer.content):
            self._failed(wanted.url, fault.what)
        else:
            etag, modified = (answer.headers.get(name, "") for name in ("etag", "last-modified"))
            self._add(wanted, Answer(content=answer.content, etag=etag, modified=modified))

    def _without(self, wanted: Wanted, failed: Failed) -> None:
        """A day without a file is no fault of a daily archive; everything else is one."""
        if failed.status in GONE and self.task.pull.kind == A_FILE_A_DAY and not self.here.manifest.latest(wanted):
            self.here.note_nothing(wanted)
            self.done.nothing += 1
        else:
            self._failed(wanted.url, failed.reason)

    def _unchanged(self, wanted: Wanted, answer: Fetched, *, found: tuple[str, Kept]) -> None:
        etag, modified = (answer.headers.get(header, "") for header in ("etag", "last-modified"))
        self.here.note_unchanged(wanted, found, etag=etag, modified=modified)
        self.done.here += 1

    def _paged(self, question: Question) -> None:
        wanted, keys = question.wanted, list[str]()
        pages: tuple[Page, ...] = ()
        while not pages or pages[-1].more:
            offset = sum(len(one.features) for one in pages)
            keys.append(f"{wanted.stamp} {question.url(offset)}")
            content = self._page(question.url(offset), keys[-1])
            if content is None:
                return
            found = page(content, question)
            added = with_page(pages, found, question=question) if isinstance(found, Page) else found
            if isinstance(added, Broken):
                self.here.forget_pages(keys)
                self._failed(wanted.url, added.what)
                return
            pages = added
        self._whole(question, pages)
        self.here.forget_pages(keys)

    def _page(self, url: str, key: str) -> bytes | None:
        """A page from an earlier run that did not come to its end, or from the service."""
        content = self.here.page(key)
        if content is not None:
            return content
        answer = self.asker.ask(url, is_busy=_is_busy)
        if isinstance(answer, Failed):
            self._failed(url, answer.reason)
            return None
        self.here.add_page(key, answer.content)
        return answer.content

    def _whole(self, question: Question, pages: tuple[Page, ...]) -> None:
        if any(one.features for one in pages):
            self._add(question.wanted, Answer(content=joined(pages)))
        elif question.layer.dated_by:
            self.here.note_nothing(question.wanted)
            self.done.nothing += 1
        else:
            self._failed(question.wanted.url, "the layer holds no features now")

    def _add(self, wanted: Wanted, answer: Answer) -> None:
        found = self.here.manifest.latest(wanted)
        if found and found[1].sha256 == sha256(answer.content).hexdigest():
            self.here.note_unchanged(wanted, found, etag=answer.etag, modified=answer.modified)
            self.done.here += 1
            return
        name = self.here.add(wanted, answer)
        if found:
            self.done.changed[name] = found[0]
        else:
            self.done.new.append(name)

    def _failed(self, what: str, reason: str) -> None:
        self.done.faults.append(Fault(what=what, reason=reason))


def _as_wanted(one: Wanted | Question) -> Wanted:
    return one.wanted if isinstance(one, Question) else one


def _is_busy(content: bytes) -> bool:
    """Whether an answer that says 200 asks for patience, as feature services do."""
    if len(content) > 10_000:
        return False
    found = parsed_object(content)
    return isinstance(found, Broken) and found.busy
