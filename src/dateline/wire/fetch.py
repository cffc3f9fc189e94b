"""Fetches what an address holds: the only place that calls out, and never to an address inside the house."""

import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import httpcore
import httpx

from dateline.wire.core.addresses import MAIL_PORTS, PORTS, Refused, check_address, check_port
from dateline.wire.core.fetched import NOT_MODIFIED, Failed, Fetched, Known, Limits

USER_AGENT = f"Dateline/{version('dateline')} (a newsroom's live-page software; fetches what an editor asks for)"
_HEADERS: dict[bytes | str, bytes | str] = {
    "user-agent": USER_AGENT,
    "accept": "text/html,application/xhtml+xml,application/json,application/atom+xml,image/*;q=0.9,*/*;q=0.8",
    "accept-encoding": "gzip, deflate",
}
_SOON, _LATER, _MOST = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
NO_ADDRESS = "This is no address of a web page."
_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, zlib.error, OSError, ValueError)


def fetch(
    url: str,
    *,
    limits: Limits | None = None,
    allowed: frozenset[tuple[str, int]] = frozenset(),
    known: Known | None = None,
) -> Fetched | Failed:
    """What the address holds now, or why not; never an exception.

    Addresses that are not public are refused after their name is resolved, on every hop, and the connection goes to the
    very address that was checked. ``allowed`` names (host, port) pairs that may be private: what an operator named at
    the machine itself, and tests. With ``known`` the server is asked only for what has changed since.
    """
    known = known or Known()
    return _asked(url, limits=limits or Limits(), allowed=allowed, headers=dict(known.headers.items()))


def post(
    url: str,
    form: Mapping[str, str],
    *,
    limits: Limits | None = None,
    allowed: frozenset[tuple[str, int]] = frozenset(),
) -> Fetched | Failed:
    """What the address answers to a form, within the bounds of ``fetch``; sent on only where the server says so."""
    headers: dict[bytes | str, bytes | str] = {"content-type": "application/x-www-form-urlencoded"}
    body = urlencode(form).encode("ascii")
    return _asked(url, limits=limits or Limits(), allowed=allowed, headers=headers, body=body)


def _asked(
    url: str,
    *,
    limits: Limits,
    allowed: frozenset[tuple[str, int]],
    headers: Mapping[bytes | str, bytes | str],
    body: bytes | None = None,
) -> Fetched | Failed:
    deadline = monotonic() + limits.seconds
    try:
        with _pool(limits, deadline, allowed) as pool:
            asking = _Asking(pool=pool, limits=limits, deadline=deadline, own_headers=headers, body=body)
            return _followed(asking, httpx.URL(url))
    except Refused as refused:
        return Failed(reason=str(refused))
    except httpcore.TimeoutException:
        return Failed(reason="The server took too long to answer.", retry_at=_from_now(_SOON))
    except httpx.InvalidURL:
        return Failed(reason=NO_ADDRESS)
    except _BROKEN as fault:
        return Failed(reason=f"The page could not be fetched: {_words(fault)}.", retry_at=_from_now(_SOON))


def connect_tls(
    host: str,
    port: int,
    *,
    limits: Limits,
    allowed: frozenset[tuple[str, int]],
    tls: ssl.SSLContext | None = None,
) -> ssl.SSLSocket:
    """A connection to the host's checked address, for mail; its certificate was checked too.

    Addresses are refused as ``fetch`` refuses them. Raises ``Refused``, OSError, ``TimeoutError`` among them.
    """
    deadline = monotonic() + limits.connect_seconds
    try:
        addresses = _checked(host, port, seconds=limits.connect_seconds, allowed=allowed, ports=MAIL_PORTS)
    except httpcore.TimeoutException as late:
        raise TimeoutError from late
    except httpcore.NetworkError as fault:
        raise OSError(str(fault)) from fault
    line = socket.create_connection((addresses[0], port), timeout=max(0.1, deadline - monotonic()))
    try:
        return (tls or _tls()).wrap_socket(line, server_hostname=host)
    except BaseException:
        line.close()
        raise


def _checked(
    host: str, port: int, *, seconds: float, allowed: frozenset[tuple[str, int]], ports: frozenset[int] = PORTS
) -> list[str]:
    """The host's addresses, in the resolver's order. Raises ``Refused`` unless each is public or allowed."""
    found = _resolved(host, port, seconds=seconds)
    if (host, port) not in allowed:
        check_port(port, usual=ports)
        for address in found:
            check_address(address)
    return found


def _pool(limits: Limits, deadline: float, allowed: frozenset[tuple[str, int]]) -> httpcore.ConnectionPool:
    backend = _CheckedBackend(allowed, deadline=deadline, connect_seconds=limits.connect_seconds)
    return httpcore.ConnectionPool(ssl_context=_tls(), max_keepalive_connections=0, network_backend=backend)


def usual_tls() -> ssl.SSLContext:
    """Trust in the certificates that browsers trust, the caller's own."""
    # The environment's certificates and proxies are not ours to use: only project/ reads the environment.
    return httpx.create_ssl_context(trust_env=False)


@cache  # some 10 ms each time, and a channel is asked every few minutes
def _tls() -> ssl.SSLContext:
    return usual_tls()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """What every hop of one fetch shares."""

    pool: httpcore.ConnectionPool
    limits: Limits
    deadline: float
    own_headers: Mapping[bytes | str, bytes | str]
    body: bytes | None = None

    @property
    def redirects(self) -> set[int]:
        """What is followed: a form is sent again only where that is what the server says (RFC 9110, 15.4)."""
        return _REDIRECTS if self.body is None else {307, 308}

    def stream(self, url: httpx.URL) -> AbstractContextManager[httpcore.Response]:
        method = "GET" if self.body is None else "POST"
        headers: dict[bytes | str, bytes | str] = {"host": url.netloc.decode("ascii"), **_HEADERS, **self.own_headers}
        if self.body is not None:
            headers["content-length"] = str(len(self.body))
        return self.pool.stream(method, _target(url), headers=headers, content=self.body)


def _followed(asking: _Asking, url: httpx.URL) -> Fetched | Failed:
    moved_to, for_good = "", True
    for _ in range(asking.limits.redirects + 1):
        if url.scheme not in {"http", "https"} or not url.host:
            return Failed(reason=NO_ADDRESS)
        if url.userinfo:
            raise Refused("An address with a password in it is not fetched.")
        with asking.stream(url) as answer:
            headers = httpx.Headers(answer.headers)
            if answer.status not in asking.redirects or "location" not in headers:
                found = _read(answer, url, limits=asking.limits, deadline=asking.deadline)
                return replace(found, moved_to=moved_to) if isinstance(found, Fetched) else found
        url = url.join(headers["location"])
        # What lies behind the first passing redirect is nobody's new address.
        for_good = for_good and answer.status in _FOR_GOOD
        moved_to = str(url.copy_with(fragment=None)) if for_good else moved_to
    reason = f"The address was passed on more than {asking.limits.redirects} times."
    return Failed(reason=reason, retry_at=_from_now(_LATER))


def _target(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _read(answer: httpcore.Response, url: httpx.URL, *, limits: Limits, deadline: float) -> Fetched | Failed:
    headers = {name.lower(): value for name, value in httpx.Headers(answer.headers).items()}
    if answer.status >= 400:
        return _unsuccessful(answer.status, headers)
    if answer.status == NOT_MODIFIED:
        return Fetched(url=str(url), status=answer.status, headers=headers)
    pieces = _counted(answer.iter_stream(), limits.bytes, deadline)
    packing = headers.get("content-encoding", "").strip().lower()
    content = b"".join(_unpacked(pieces, packing, limits.unpacked_bytes))
    return Fetched(url=str(url.copy_with(fragment=None)), status=answer.status, headers=headers, content=content)


def _unsuccessful(status: int, headers: Mapping[str, str]) -> Failed:
    reason = f"The server answered {status} {httpx.codes.get_reason_phrase(status)}".strip() + "."
    if status in {404, 410, 451}:
        return Failed(reason=reason, status=status)
    told = _retry_after(headers.get("retry-after", ""), date=headers.get("date", ""))
    retry_at = told or _from_now(_SOON if status >= 500 else _LATER)
    return Failed(reason=reason, retry_at=retry_at, status=status, told=told is not None)


def _counted(pieces: Iterator[bytes], most: int, deadline: float) -> Iterator[bytes]:
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > most:
            raise Refused(f"The answer is larger than {most:,} bytes.")
        if monotonic() > deadline:
            raise httpcore.ReadTimeout("out of time")
        yield piece


def _unpacked(pieces: Iterator[bytes], packing: str, most: int) -> Iterator[bytes]:
    """The pieces inflated, never more than ``most`` bytes of them: a bomb is refused before it fills the memory."""
    if packing in {"", "identity"}:
        yield from pieces
        return
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise Refused(f"The answer is packed in a way that was not asked for ({packing[:20]}).")
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if packing != "deflate" else _Deflate()
    left = most
    for piece in pieces:
        while piece:
            out = inflater.decompress(piece, left + 1)
            left -= len(out)
            if left < 0:
                raise Refused(f"The answer unpacks to more than {most:,} bytes.")
            yield out
            piece = inflater.unconsumed_tail
    if not inflater.eof:
        raise ValueError("the packed answer breaks off")


class _Deflate:
    """Inflates ``deflate``, which servers send with its zlib header or bare (RFC 9110, 8.4.1.2)."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj()
        self._began = False

    def decompress(self, piece: bytes, most: int) -> bytes:
        began, self._began = self._began, True
        try:
            return self._inner.decompress(piece, most)
        except zlib.error:
            if began:
                raise
            self._inner = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
            return self._inner.decompress(piece, most)

    @property
    def unconsumed_tail(self) -> bytes:
        return self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._inner.eof


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, and to the very one that was checked; ends everything at the deadline."""

    def __init__(self, allowed: frozenset[tuple[str, int]], *, deadline: float, connect_seconds: float) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._connect_seconds = connect_seconds
        self._inner = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """A connection to one of the host's checked addresses, tried in the resolver's order."""
        seconds = min(self._connect_seconds, _remaining(self._deadline))
        addresses = _checked(host, port, seconds=seconds, allowed=self._allowed)
        fault: Exception = httpcore.ConnectError("no address answers")
        for address in addresses[:3]:
            try:
                seconds = min(self._connect_seconds, _remaining(self._deadline))
                return _TimedStream(self._inner.connect_tcp(address, port, timeout=seconds), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault


def _resolved(host: str, port: int, *, seconds: float) -> list[str]:
    """The host's addresses. Raises ``ConnectError`` where there are none, ``ConnectTimeout`` where they are late."""
    answer: list[list[str] | OSError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.append(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as fault:
            answer.append(OSError(str(fault)))

    # The system's resolver takes no timeout: a thread that is late is left behind.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    match answer:
        case []:
            raise httpcore.ConnectTimeout("the name was not resolved in time")
        case [list() as addresses] if addresses:
            return addresses
    raise httpcore.ConnectError("the host's name is not known")


def _remaining(deadline: float) -> float:
    """The seconds left. Raises ``ReadTimeout`` where there are none."""
    left = deadline - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("out of time")
    return left


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every read and write ends at the one deadline, however slowly bytes come."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=_remaining(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=_remaining(self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, *_: Any, **__: Any
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, timeout=_remaining(self._deadline))
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _retry_after(text: str, *, date: str) -> datetime | None:
    """When the server wants to be asked again (RFC 9110, 10.2.3): a number of seconds or a date, a day at most.

    A date is one by the server's own clock, which its ``Date`` tells: ours may be another.
    """
    if text.strip().isdecimal():
        return _from_now(timedelta(seconds=min(int(text), _MOST.total_seconds())))
    when = _http_date(text)
    if when is None:
        return None
    return _from_now(min(max(when - (_http_date(date) or datetime.now(UTC)), timedelta(0)), _MOST))


def _http_date(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)


def _from_now(delay: timedelta) -> datetime:
    return datetime.now(UTC) + delay


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split())[:200].rstrip(".") or type(fault).__name__
