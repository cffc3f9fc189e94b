"""Looks whether a port can be listened on, before any work is done for it."""

import socket


def free_port(port: int, *, host: str = "127.0.0.1") -> int:
    """The port, or a free one for 0. Raises ``OSError`` in words for people where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OSError(f"cannot listen on {host} port {port} ({error.strerror}): try another --port") from error
        return int(probe.getsockname()[1])
