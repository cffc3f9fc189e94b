"""A mail server on this machine: enough of IMAP to be read by, over TLS with its own certificate, well and badly."""

import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

PASSWORD = 'the harbour\'s "own"'


@cache
def certificate() -> Path:
    """A certificate for ``localhost`` with its key, made anew for each run."""
    made = Path(mkdtemp()) / "mail.pem"
    told = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    asked = ["openssl", "req", "-x509", *kind, *told, "-keyout", str(made), "-out", str(made) + ".crt"]
    subprocess.run(asked, check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + Path(f"{made}.crt").read_bytes())
    return made


class Mailbox:
    """A folder: tests put letters by their number into ``letters`` and see what was asked in ``seen``."""

    def __init__(self) -> None:
        self.letters: dict[int, bytes] = {}
        self.validity = 7
        self.seen: list[str] = []
        self.port = 0
        self.folder = "Letters"
        self.refused = 0
        # What a bad server does in place of its answer to a FETCH.
        self.fetched: Callable[[ssl.SSLSocket, int], None] | None = None

    @property
    def address(self) -> str:
        return f"imaps://ada@example.org@localhost:{self.port}/Letters"

    @property
    def inside(self) -> list[list[Any]]:
        return [["localhost", self.port]]

    def answer(self, line: ssl.SSLSocket, words: str) -> None:
        tag, _, command = words.partition(" ")
        verb = command.split(" ")[0].upper() if not command.upper().startswith("UID") else command[4:].split(" ")[0]
        told, end = "", f"{tag} OK done\r\n"
        if verb == "CAPABILITY":
            told = "* CAPABILITY IMAP4rev1\r\n"
        elif verb == "LOGIN":
            quoted = PASSWORD.replace('"', '\\"')
            end = end if command == f'LOGIN "ada@example.org" "{quoted}"' else f"{tag} NO wrong {PASSWORD}\r\n"
        elif verb == "EXAMINE":
            following = max(self.letters, default=0) + 1
            told = f"* {len(self.letters)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] v\r\n"
            told += f"* OK [UIDNEXT {following}] n\r\n"
            end = f"{tag} OK [READ-ONLY] done\r\n" if f'"{self.folder}"' in command else f"{tag} NO no such folder\r\n"
        elif verb == "SEARCH":
            begin = int(re.findall(r"UID (\d+):", command)[-1])
            last = max(self.letters, default=0)
            told = f"* SEARCH {' '.join(str(n) for n in sorted(self.letters) if n >= min(begin, last))}\r\n"
        elif verb == "FETCH":
            self._fetch(line, int(command.split(" ")[2]), tag)
            return
        line.sendall((told + end).encode())

    def _fetch(self, line: ssl.SSLSocket, number: int, tag: str) -> None:
        if self.refused == number:
            line.sendall(f"{tag} NO it is broken\r\n".encode())
            return
        if self.fetched:
            self.fetched(line, number)
        else:
            letter = self.letters[number][:2_000_000]
            line.sendall(f"* 1 FETCH (UID {number} BODY[]<0> {{{len(letter)}}}\r\n".encode() + letter + b")\r\n")
        line.sendall(f"{tag} OK done\r\n".encode())


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server with one folder on a free port of this machine."""
    made = Mailbox()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate())
    listening = socket.create_server(("127.0.0.1", 0))
    made.port = listening.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=(plain,), daemon=True).start()

    def talk(plain: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(plain, server_side=True) as line:
            line.sendall(b"* OK ready\r\n")
            for read in line.makefile("rb"):
                made.seen.append(read.decode().strip())
                made.answer(line, made.seen[-1])

    threading.Thread(target=serve, daemon=True).start()
    yield made
    listening.close()


def trusting() -> ssl.SSLContext:
    """Trust in this run's certificate alone."""
    return ssl.create_default_context(cafile=str(certificate()) + ".crt")
