"""The public addresses of a blog's pages: as paths, and absolute for feeds, JSON-LD and sharing."""

from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix


def site_of(request: HttpRequest) -> str:
    """Scheme and host under which readers know us, without a slash at the end."""
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL)
    return f"{request.scheme}://{request.get_host()}"


def here(request: HttpRequest) -> str:
    """The absolute address of the page that was asked for, without its query."""
    return absolute(site_of(request), request.path)


def absolute(site: str, path: str) -> str:
    """The path under the site; an address that is absolute already stays as it is."""
    return urljoin(f"{site}/", path)


def site_in(url: str) -> str:
    """Scheme and host of an absolute address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def live_path(slug: str) -> str:
    """The live page."""
    return f"{get_script_prefix()}live/{slug}/"


def post_path(slug: str, uid: str) -> str:
    """The post's own page."""
    return f"{live_path(slug)}post/{uid}/"


def permalink_path(slug: str, uid: str) -> str:
    """The post in its place: the right page of the live blog, opened at the post."""
    return f"{live_path(slug)}?with={uid}#post-{uid}"


def history_path(slug: str) -> str:
    """The public log."""
    return f"{live_path(slug)}history/"


def post_history_path(slug: str, uid: str) -> str:
    """The public log of one post."""
    return f"{post_path(slug, uid)}history/"


def stories_path() -> str:
    """The stories that other outlets report."""
    return f"{get_script_prefix()}stories/"


def story_path(uid: str) -> str:
    """One of these stories."""
    return f"{stories_path()}{uid}/"


def moment_path(slug: str, at: str) -> str:
    """The page as it was; ``at`` is an instant or an epoch and sequence number."""
    return f"{live_path(slug)}at/{at}/"
