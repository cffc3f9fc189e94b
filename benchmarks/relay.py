"""Stands between the load tool and the api: what it posts becomes a published post whose text is the payload."""

import html
import json
import socket
import sys

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def read_message(connection: socket.socket) -> tuple[bytes, bytes] | None:
    """One request's or answer's first line and body, or None when the other side is gone."""
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = connection.recv(65536)
        if not piece:
            return None
        raw += piece
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head.split(b"\r\n")[0], body


def relay(connection: socket.socket, server: socket.socket, token: str) -> None:
    """Publishes until the load tool hangs up."""
    while (message := read_message(connection)) is not None:
        text = html.escape(message[1].decode(), quote=False)
        post = json.dumps({"blocks": [{"type": "text", "html": f"<p>{text}</p>"}], "publish": True}).encode()
        server.sendall(
            b"POST /api/blogs/day/posts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s" % (token.encode(), len(post), post)
        )
        answer = read_message(server)
        if answer is None or b" 201 " not in answer[0]:
            sys.exit(f"publishing failed: {answer}")
        connection.sendall(ANSWER)


def main() -> None:
    port, to, token = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    with socket.create_server(("127.0.0.1", port)) as door:
        while True:
            connection, _ = door.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server = socket.create_connection(("127.0.0.1", to))
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection, server:
                relay(connection, server, token)


if __name__ == "__main__":
    main()
