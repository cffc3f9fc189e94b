"""Writes and reads the event stream format of the HTML standard (section 9.2, server-sent events)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

BEAT = b":\n\n"
_LINE_END = re.compile("\r\n|\r|\n")
_LINE_END_BYTES = re.compile(b"\r\n|\r|\n")
_MARK = b"\xef\xbb\xbf"
_BAD_ID = re.compile("[\r\n\0]")
_BAD_NAME = re.compile("[\r\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One event as a page's listener gets it; ``id`` is the last id seen, not necessarily this block's own."""

    event: str
    data: str
    id: str


def block(*, id: str | None = None, event: str | None = None, data: str | None = None) -> bytes:
    """One block of the stream; without ``data`` no event fires, but the id counts."""
    if (id is not None and _BAD_ID.search(id)) or (event is not None and _BAD_NAME.search(event)):
        raise ValueError("an id or an event's name cannot hold a line end")
    lines = [] if id is None else [f"id: {id}"]
    lines += [] if event is None else [f"event: {event}"]
    lines += [] if data is None else [f"data: {line}" for line in _LINE_END.split(data)]
    return "".join(f"{line}\n" for line in [*lines, ""]).encode("utf-8", "replace")


def retry(ms: int) -> bytes:
    """How long a reader waits before it comes back, in milliseconds."""
    return b"retry: %d\n\n" % ms


@dataclass(slots=True, kw_only=True)
class Parser:
    """Reads a stream as a browser does; ``feed`` gives the messages that each piece completes."""

    last_id: str = ""
    retry_ms: int | None = None
    _rest: bytes = b""
    _first: bool = True
    _after_cr: bool = False
    _event: str = ""
    _id: str = ""
    _lines: list[str] = field(default_factory=list)

    def feed(self, piece: bytes) -> list[Message]:
        """The messages completed by these bytes, in order."""
        return [message for line in self._split(piece) if (message := self._take(line))]

    def _split(self, piece: bytes) -> Iterator[str]:
        text = self._rest + piece
        if self._first and len(text) < len(_MARK) and _MARK.startswith(text):
            self._rest = text  # perhaps half of a byte order mark
            return
        if self._first:
            text, self._first = text.removeprefix(_MARK), False
        if self._after_cr and text:
            text = text.removeprefix(b"\n")  # the second half of a CRLF whose CR already counted
        self._after_cr = text.endswith(b"\r") or (self._after_cr and not text)
        *lines, self._rest = _LINE_END_BYTES.split(text)
        yield from (line.decode("utf-8", "replace") for line in lines)

    def _take(self, line: str) -> Message | None:
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._lines.append(value)
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self.retry_ms = int(value)
        return None

    def _dispatch(self) -> Message | None:
        self.last_id = self._id
        lines, event = self._lines, self._event
        self._lines, self._event = [], ""
        if not lines:
            return None
        return Message(event=event or "message", data="\n".join(lines), id=self.last_id)


def parse(chunks: Iterable[bytes]) -> Iterator[Message]:
    """The messages of a whole stream; a block that was cut off before its blank line is dropped."""
    parser = Parser()
    for chunk in chunks:
        yield from parser.feed(chunk)
