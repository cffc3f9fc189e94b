"""What the server behind an address is called: channels of one server share its pace."""

from urllib.parse import urlsplit


def host_name(address: str) -> str:
    """The server's name with its port where that is not the scheme's own; a folder or mailbox is a server by itself."""
    try:
        parts = urlsplit(address)
        port, name = parts.port, parts.hostname
    except ValueError:
        return address
    if parts.scheme not in {"http", "https"} or not name:
        return address
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{name}:{port}" if port and port != usual else name
