"""Fetches what an address holds: the only place that calls out, and never to an address inside the house."""

import socket
import ssl
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from time import monotonic
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx

from dateline.wire.core.addresses import Refused, check_address, check_port

USER_AGENT = f"Dateline/{version('dateline')} (a newsroom's live-page software; fetches what an editor asks for)"
_HEADERS = {
    "user-agent": USER_AGENT,
    "accept": "text/html,application/xhtml+xml,application/json,application/atom+xml,image/*;q=0.9,*/*;q=0.8",
    "accept-encoding": "gzip, deflate",
}
_SOON, _LATER, _MOST = timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
_NO_ADDRESS = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol)
_BROKEN = (
    httpx.HTTPError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    zlib.error,
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one fetch may take: bytes over the wire and unpacked, seconds in all, hops."""

    bytes: int = 20_000_000
    unpacked_bytes: int = 60_000_000
    seconds: float = 30.0
    connect_seconds: float = 5.0
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What the address held; ``url`` is where the last redirect led, header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def content_type(self) -> str:
        """The type that the server gave it, with its charset."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why nothing was fetched, and from when on it is worth trying again: None for never."""

    reason: str
    retry_at: datetime | None = None
    status: int | None = None


def fetch(
    url: str, *, limits: Limits | None = None, allowed: frozenset[tuple[str, int]] = frozenset()
) -> Fetched | Failed:
    """What the address holds now, or why not; never an exception.

    Addresses that are not public are refused after their name is resolved, on every hop, and the connection goes to the
    very address that was checked. ``allowed`` names (host, port) pairs that may be private: for tests.
    """
    limits = limits or Limits()
    deadline = monotonic() + limits.seconds
    try:
        with _client(limits, deadline, allowed) as client:
            return _followed(client, url, limits=limits, deadline=deadline)
    except Refused as refused:
        return Failed(reason=str(refused))
    except (httpx.TimeoutException, httpcore.TimeoutException):
        return Failed(reason="The server took too long to answer.", retry_at=_from_now(_SOON))
    except _NO_ADDRESS:
        return Failed(reason="This is no address of a web page.")
    except _BROKEN as fault:
        return Failed(reason=f"The page could not be fetched: {_words(fault)}.", retry_at=_from_now(_SOON))


def _client(limits: Limits, deadline: float, allowed: frozenset[tuple[str, int]]) -> httpx.Client:
    backend = _CheckedBackend(allowed, deadline=deadline, connect_seconds=limits.connect_seconds)
    # The environment's proxies and credentials are not ours to use: only project/ reads the environment.
    return httpx.Client(transport=_Transport(backend), headers=_HEADERS, trust_env=False, timeout=limits.seconds)


def _followed(client: httpx.Client, url: str, *, limits: Limits, deadline: float) -> Fetched | Failed:
    request = client.build_request("GET", url)
    for _ in range(limits.redirects + 1):
        if request.url.userinfo:
            raise Refused("An address with a password in it is not fetched.")
        response = client.send(request, stream=True)
        try:
            if response.next_request is None:
                return _answer(response, limits, deadline)
            request = response.next_request
        finally:
            response.close()
    return Failed(reason=f"The address was passed on more than {limits.redirects} times.", retry_at=_from_now(_LATER))


def _answer(response: httpx.Response, limits: Limits, deadline: float) -> Fetched | Failed:
    if response.status_code >= 400:
        return _unsuccessful(response)
    content = bytearray()
    for piece in _unpacked(_counted(response.iter_raw(), limits.bytes, deadline), response, limits.unpacked_bytes):
        content += piece
    return Fetched(
        url=str(response.url),
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        content=bytes(content),
    )


def _unsuccessful(response: httpx.Response) -> Failed:
    reason = f"The server answered {response.status_code} {response.reason_phrase}".strip() + "."
    status = response.status_code
    if status in {404, 410, 451}:
        return Failed(reason=reason, status=status)
    retry_at = _retry_after(response.headers.get("retry-after", "")) or _from_now(_SOON if status >= 500 else _LATER)
    return Failed(reason=reason, retry_at=retry_at, status=status)


def _counted(pieces: Iterator[bytes], most: int, deadline: float) -> Iterator[bytes]:
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > most:
            raise Refused(f"The answer is larger than {most:,} bytes.")
        if monotonic() > deadline:
            raise httpx.ReadTimeout("out of time")
        yield piece


def _unpacked(pieces: Iterator[bytes], response: httpx.Response, most: int) -> Iterator[bytes]:
    """The pieces inflated, never more than ``most`` bytes of them: a bomb is refused before it fills the memory."""
    packing = response.headers.get("content-encoding", "").strip().lower()
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


class _Transport(httpx.BaseTransport):
    """Carries httpx's requests over connections that the backend has checked, a new one for each."""

    def __init__(self, backend: "_CheckedBackend") -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_keepalive_connections=0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raw = request.url
        target = httpcore.URL(scheme=raw.raw_scheme, host=raw.raw_host, port=raw.port, target=raw.raw_path)
        answer = self._pool.handle_request(
            httpcore.Request(method=request.method, url=target, headers=request.headers.raw)
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, and to the very one that was checked; ends everything at the deadline."""

    def __init__(self, allowed: frozenset[tuple[str, int]], *, deadline: float, connect_seconds: float) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._connect_seconds = connect_seconds
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's checked addresses, tried in the resolver's order."""
        addresses = self._addresses(host, port)
        fault: Exception = httpcore.ConnectError("no address answers")
        for address in addresses[:3]:
            try:
                seconds = min(self._connect_seconds, _remaining(self._deadline))
                return _TimedStream(self._inner.connect_tcp(address, port, timeout=seconds), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault

    def _addresses(self, host: str, port: int) -> list[str]:
        found = _resolved(host, port, seconds=min(self._connect_seconds, _remaining(self._deadline)))
        if (host, port) not in self._allowed:
            check_port(port)
            for address in found:
                check_address(address)
        return found


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
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, timeout=_remaining(self._deadline))
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _retry_after(text: str) -> datetime | None:
    """When the server wants to be asked again (RFC 9110, 10.2.3): a number of seconds or a date, a day at most."""
    if text.strip().isdecimal():
        return _from_now(timedelta(seconds=min(int(text), _MOST.total_seconds())))
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max(when.astimezone(UTC), datetime.now(UTC)), _from_now(_MOST))


def _from_now(delay: timedelta) -> datetime:
    return datetime.now(UTC) + delay


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split())[:200].rstrip(".") or type(fault).__name__
