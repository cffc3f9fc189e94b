"""Which network addresses may be called: public ones only, whatever name or notation leads to them."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# An IPv4 address inside an IPv6 one: translated (RFC 6052) and compatible (RFC 4291).
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))
PORTS = frozenset({80, 443})
MAIL_PORTS = frozenset({993})
FIRST_FREE_PORT = 1024


class Refused(Exception):
    """An address that is not called; the text says why."""


def check_port(port: int, *, usual: frozenset[int] = PORTS) -> None:
    """Raises ``Refused`` for ports where other services than the ``usual`` listen, of the web where none are named."""
    if port not in usual and port < FIRST_FREE_PORT:
        raise Refused(f"Port {port} is not one of the web's.")


def check_address(text: str) -> None:
    """Raises ``Refused`` unless the IP address is public."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        raise Refused("The name leads to no address.") from None
    if any(not _is_public(one) for one in _meant(address)):
        raise Refused("The address is not a public one.")


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _meant(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address and every IPv4 address that it stands for."""
    if isinstance(address, IPv4Address):
        return [address]
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _TRANSLATED):
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    found: list[IPv4Address | IPv6Address] = [one for one in inner if one is not None]
    # A mapped address is "not global" by itself; what counts is the one it stands for.
    return found if address.ipv4_mapped else [address, *found]
