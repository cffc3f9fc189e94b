"""Bounds what a request may carry before anything of it is kept: little for strangers, maps for who is signed in."""

from django.conf import settings
from django.utils.translation import gettext as _

from dateline.readers.kept import App, Message, Receive, Scope, Send

MB = 1024 * 1024
ROOM_BESIDE_FILES = 64 * MB  # a form's own fields, and the boundaries between files
STRANGERS = 8 * MB


class Bounded:
    """An application that hears of no more bytes than the request may carry; a larger one is answered with 413."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = _most(scope)
        if _declared(scope) > most:
            await _refuse(send, most)
            return
        await self._app(scope, _counted(receive, send, most), send)


def _counted(receive: Receive, send: Send, most: int) -> Receive:
    """The same messages; where they become too many the sender is refused, and for the application is gone."""
    heard = 0

    async def counting() -> Message:
        nonlocal heard
        message = await receive()
        heard += len(message.get("body", b""))
        if message["type"] == "http.request" and heard > most:
            await _refuse(send, most)
            return {"type": "http.disconnect"}
        return message

    return counting


def _most(scope: Scope) -> int:
    headers = dict(scope["headers"])
    known = settings.SESSION_COOKIE_NAME.encode() + b"=" in headers.get(b"cookie", b"") or b"authorization" in headers
    return settings.MAPS_MOST_MB * MB + ROOM_BESIDE_FILES if known else STRANGERS


def _declared(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() and len(length) < 20 else 0


async def _refuse(send: Send, most: int) -> None:
    text = _("This is more than %(most)s MB, which is what can be sent at once.") % {"most": most // MB}
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
