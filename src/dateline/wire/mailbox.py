"""Reads new letters of a mailbox by IMAP over TLS: nothing there is changed, and it takes no more than it may."""

import imaplib
import io
import re
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from urllib.parse import unquote, urlsplit

from dateline.wire.core.addresses import Refused
from dateline.wire.core.fetched import Failed, Limits
from dateline.wire.core.mailnames import as_imap_writes
from dateline.wire.fetch import connect_tls, usual_tls

MOST_LETTERS, FIRST_LETTERS = 50, 200
MOST_OF_A_LETTER = 2_000_000
# A letter that could not be had so often, some hours long, is passed over: those after it wait.
MOST_FAILURES = 5
IMAPS = 993
BY_HAND = "An address of a mailbox has no password in it: name a file with --password-file."
_SOON = timedelta(minutes=5)
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_BROKEN = (imaplib.IMAP4.error, OSError, ValueError, IndexError, KeyError, TypeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a mailbox is and whose: ``imaps://user@host:port/FOLDER``; the folder as people write its name."""

    host: str
    port: int
    user: str
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What opens a mailbox: its password; ``allowed`` as for ``fetch``; whose certificates count (None: usual).

    ``ca`` is a PEM file of certificates that count besides the usual ones.
    """

    password: str = field(repr=False)
    allowed: frozenset[tuple[str, int]] = frozenset()
    tls: ssl.SSLContext | None = None
    ca: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Letters, oldest first, each cut at 2 MB; the mark to come back with; how many there are, and if more came.

    ``stuck`` says why the first of them could not be had, so that none came; ``passed_over`` that one was given up.
    """

    letters: Sequence[bytes]
    mark: str
    count: int = 0
    has_more: bool = False
    stuck: str = ""
    passed_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """Up to which letter was read, and how often the one after it could not be had: ``7:12`` or ``7:12:2``."""

    validity: int
    last: int
    failures: int = 0

    def __str__(self) -> str:
        return f"{self.validity}:{self.last}" + (f":{self.failures}" if self.failures else "")


def place_of(address: str) -> Place:
    """The mailbox that the address names. Raises ``Refused`` for anything else, and for one with a password in it."""
    try:
        parts = urlsplit(address)
        host, port, user = parts.hostname or "", parts.port or IMAPS, unquote(parts.username or "")
    except ValueError:
        raise Refused("This is no address of a mailbox.") from None
    if parts.password is not None:
        raise Refused(BY_HAND)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    is_plain = user.isascii() and user.isprintable() and folder.isprintable()
    if parts.scheme != "imaps" or not host or not user or not is_plain:
        raise Refused("A mailbox is named as imaps://user@host/FOLDER.")
    return Place(host=host, port=port, user=user, folder=folder)


def new_letters(place: Place, access: Access, *, limits: Limits, mark: str = "") -> Letters | Failed:
    """The letters after the mark, or why not; never an exception, and never the password in the reason.

    Without a mark, and where the server numbers anew (UIDVALIDITY), the newest fifty.
    """
    try:
        tls = access.tls or (_trusting(access.ca) if access.ca else None)
        line = connect_tls(place.host, place.port, limits=limits, allowed=access.allowed, tls=tls)
        with _Line(line, limits) as asked:
            return _read(asked, place, password=access.password, mark=mark)
    except Refused as refused:
        return Failed(reason=str(refused))
    except TimeoutError:
        return Failed(reason="The mail server took too long to answer.", retry_at=datetime.now(UTC) + _SOON)
    except _BROKEN as fault:
        words = " ".join(str(fault).split())[:200].replace(access.password, "…").rstrip(".")
        reason = f"The mailbox could not be read: {words or type(fault).__name__}."
        return Failed(reason=reason, retry_at=datetime.now(UTC) + _SOON)


class _Line(imaplib.IMAP4):
    """A connection on which everything ends at one deadline and after so many bytes, whatever the server announces."""

    def __init__(self, line: ssl.SSLSocket, limits: Limits) -> None:
        self._line = line
        self._left = limits.bytes
        self._deadline = monotonic() + limits.seconds
        super().__init__()

    def open(self, *_: object, **__: object) -> None:
        """Takes the connection that was made and checked."""
        self.sock = self._line
        self._lines = io.BufferedReader(_Drip(self._line, self._deadline))  # type: ignore[type-var]

    def read(self, size: int) -> bytes:
        """A literal of that size, as the server announced it."""
        self._count(size)
        return self._lines.read(size)

    def readline(self) -> bytes:
        """The next line of the protocol."""
        read = self._lines.readline(1_000_000)
        self._count(len(read))
        return read

    def send(self, data: bytes) -> None:  # type: ignore[override]
        """Sends a command, before the deadline too."""
        self._line.settimeout(_remaining(self._deadline))
        self._line.sendall(data)

    def shutdown(self) -> None:
        """Ends the connection."""
        with suppress(OSError):
            self._line.close()

    def __exit__(self, *why: object) -> None:
        # A goodbye is waited for no longer than anything else, and not where the connection broke.
        if why[0] is None:
            with suppress(imaplib.IMAP4.error, OSError):
                self.logout()
        self.shutdown()

    def _count(self, size: int) -> None:
        self._left -= size
        if size < 0 or self._left < 0:
            raise self.abort("it sends more than was asked for")


class _Drip(io.RawIOBase):
    """The bytes that come over a connection until its deadline, however slowly."""

    def __init__(self, line: ssl.SSLSocket, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, room: bytearray) -> int:  # type: ignore[override]
        self._line.settimeout(_remaining(self._deadline))
        return self._line.recv_into(room)


def _remaining(deadline: float) -> float:
    left = deadline - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(line: _Line, place: Place, *, password: str, mark: str) -> Letters:
    _sign_in(line, place.user, password)
    answer, told = line.select(f'"{_quoted(as_imap_writes(place.folder))}"', readonly=True)
    if answer != "OK":
        raise ValueError(f"there is no folder {place.folder}")
    validity, following = _number(line, "UIDVALIDITY"), _number(line, "UIDNEXT")
    before = _mark_of(mark, validity)
    at = before or _Mark(validity=validity, last=max(0, following - FIRST_LETTERS - 1))
    found = _uids(line, at.last + 1)
    chosen = found[:MOST_LETTERS] if before else found[-MOST_LETTERS:]
    came = _fetched(line, chosen, at)
    has_more = bool(found) and found[-1] > _last(came) and not came.stuck
    return replace(came, count=int(told[0] or b"0"), has_more=has_more)


def _fetched(line: _Line, chosen: Sequence[int], at: _Mark) -> Letters:
    """The letters as far as they came, and up to where that is; one that never comes is passed over in the end."""
    letters: list[bytes] = []
    for uid in chosen:
        try:
            letter = _letter(line, uid)
        except (TimeoutError, imaplib.IMAP4.error) as fault:
            if letters:
                break  # what came is kept, and the next look goes on from there
            if at.failures + 1 < MOST_FAILURES:
                at = _Mark(validity=at.validity, last=uid - 1, failures=at.failures + 1)
                return Letters(letters=[], mark=str(at), stuck=str(fault) or "it takes too long")
            return Letters(letters=[], mark=str(_Mark(validity=at.validity, last=uid)), passed_over=True)
        letters += [letter] if letter is not None else []
        at = _Mark(validity=at.validity, last=uid)
    return Letters(letters=letters, mark=str(at))


def _last(came: Letters) -> int:
    return int(came.mark.split(":")[1])


def _mark_of(mark: str, validity: int) -> _Mark | None:
    """The mark of the last look; None where there was none, and where the server numbers anew."""
    told = [int(part) for part in mark.split(":")] if mark else []
    if len(told) < 2 or told[0] != validity:
        return None
    return _Mark(validity=validity, last=told[1], failures=told[2] if told[2:] else 0)


def _sign_in(line: _Line, user: str, password: str) -> None:
    if "AUTH=PLAIN" in line.capabilities:
        line.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
    else:
        line.login(f'"{_quoted(user)}"', password)


def _uids(line: _Line, begin: int) -> list[int]:
    _, told = line.uid("SEARCH", f"UID {begin}:*")
    numbers = sorted({int(number) for part in told if part for number in part.split()})
    # "5:*" names the last letter also where it is the fourth.
    return [number for number in numbers if number >= begin]


def _letter(line: _Line, uid: int) -> bytes | None:
    """The letter's first 2 MB, without marking it as read; None where it was removed meanwhile.

    Raises ``imaplib.IMAP4.error`` where the server does not give it.
    """
    answer, told = line.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{MOST_OF_A_LETTER}>)")
    if answer != "OK":
        raise line.error("the server does not give it")
    for part in told:
        if isinstance(part, tuple):
            named = _UID.search(part[0])
            if named is None or int(named[1]) == uid:
                return bytes(part[1])
    return None


def _number(line: _Line, name: str) -> int:
    """What the server told with the folder; 0 where it told nothing."""
    _, told = line.response(name)
    found = told[0] if told else None
    return int(found) if isinstance(found, bytes) else 0


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _trusting(ca: str) -> ssl.SSLContext:
    """Trust in the certificates of the file besides the usual ones. Raises OSError."""
    trusted = usual_tls()
    trusted.load_verify_locations(cafile=ca)
    return trusted
