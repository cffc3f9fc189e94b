"""The server that somebody names at the terminal: it may be inside the house; what it leads to may not."""

from urllib.parse import urlsplit


def named_server(url: object) -> frozenset[tuple[str, int]]:
    """The (host, port) of the address, for ``fetch``'s ``allowed``; empty for what is no address."""
    parts = urlsplit(url) if isinstance(url, str) else None
    try:
        port = parts.port or {"http": 80, "https": 443, "imaps": 993}[parts.scheme] if parts else 0
    except (ValueError, KeyError):
        return frozenset()
    return frozenset({(parts.hostname, port)}) if parts and parts.hostname else frozenset()
