"""What the world reports, understood: what outside programs import, loaded when it is first used."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.wire.core.understood import NotRead, Picture, Post, Related, Understood, to_json
    from dateline.wire.reading.page import read_page
    from dateline.wire.reading.pool import Answer, Limits, Source, read_all

__all__ = [
    "Answer",
    "Limits",
    "NotRead",
    "Picture",
    "Post",
    "Related",
    "Source",
    "Understood",
    "read_all",
    "read_page",
    "to_json",
]

_FROM = {
    "Answer": "reading.pool",
    "Limits": "reading.pool",
    "NotRead": "core.understood",
    "Picture": "core.understood",
    "Post": "core.understood",
    "Related": "core.understood",
    "Source": "reading.pool",
    "Understood": "core.understood",
    "read_all": "reading.pool",
    "read_page": "reading.page",
    "to_json": "core.understood",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _FROM:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
