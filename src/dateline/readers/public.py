"""What every public page answers alike: no cookies, a strict policy, a tag to ask by, words for what is missing."""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from dateline.blog.models import Blog
from dateline.blog.queries import blog_by_slug
from dateline.events import log

P = ParamSpec("P")
BlogView = Callable[Concatenate[HttpRequest, Blog, P], HttpResponse]

POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("style", "script", "img", "connect", "font", "media")),
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
# Who comes back asks anew (a 304 where nothing changed): a page kept for a second hides what was missed meanwhile.
CACHE_SHORTLY = "public, max-age=0, s-maxage=1"
CDN_CACHE_SHORTLY = "public, max-age=1, stale-while-revalidate=5"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
PACKAGE = Path(__file__).resolve().parent.parent


def of_blog(view: BlogView[P]) -> Callable[..., HttpResponse]:
    """The view called with the blog of its ``slug``, in the blog's language; answered from the tag where nothing moved.

    A view raises ``Http404`` with words for the reader where there is no such thing.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        blog = blog_by_slug(slug)
        if blog is None:
            with translation.override(settings.SITE_LANGUAGE):
                return missing(request, gettext("There is no live page at this address."))
        with translation.override(blog.language):
            try:
                return tagged(request, blog.stream_key, lambda: view(request, blog, *args, **kwargs))
            except Http404 as absent:
                return missing(request, str(absent), blog)

    return answer


def in_site_language(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """The view in the language that the operator set for pages that are no blog's."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(settings.SITE_LANGUAGE):
            return view(*args, **kwargs)

    return answer


def own_name(language: str) -> str:
    """What a language calls itself, “Українська”; its code where that is not known."""
    try:
        name = str(translation.get_language_info(language)["name_local"])
    except KeyError:
        return language
    return name[:1].upper() + name[1:]


def public_page(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """The view with the public headers, in the site's language, for pages that are no blog's."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return with_headers(view(*args, **kwargs))

    return in_site_language(answer)


def page(template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """The drawn page; no request takes part, so nothing of who asks can get into it."""
    return HttpResponse(render_to_string(f"readers/{template}", {**_everywhere(), **context}), status=status)


def missing(request: HttpRequest, words: str, blog: Blog | None = None, *, status: int = 404) -> HttpResponse:
    """A page that says what there is not, and where to go instead."""
    return with_headers(page("missing.html", {"words": words, "blog": blog}, status=status))


@in_site_language
def no_such_address(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer for an address that is none of ours."""
    return missing(request, gettext("There is nothing at this address."))


def with_headers(response: HttpResponse) -> HttpResponse:
    """The response with what all public pages carry; what the view said itself stays."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = CACHE_SHORTLY
        response.headers["CDN-Cache-Control"] = CDN_CACHE_SHORTLY
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def tag_of(request: HttpRequest, stream: str) -> str:
    """The page's entity tag: it moves with the log of what it shows and with a new version of the templates."""
    head = log.head(stream)
    moved = f"{head.epoch}-{head.seq}" if head else "0"
    told = [request.get_full_path(), settings.PUBLIC_URL, settings.PUBLISHER, settings.STORIES, settings.SITE_LANGUAGE]
    named = " ".join(map(str, [*told, version()]))
    return f'W/"{moved}-{hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:12]}"'


@cache
def version() -> str:
    """A short name for everything pages are made of here: it changes when a template, style or script does."""
    seen = hashlib.sha256()
    for path in sorted(p for face in ("blog", "claims", "readers") for p in (PACKAGE / face).rglob("*") if p.is_file()):
        if path.suffix in {".html", ".css", ".js", ".py"}:
            seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


def tagged(request: HttpRequest, stream: str, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The drawn page, kept and tagged for as long as the stream does not move; unchanged where the reader has it."""
    tag = tag_of(request, stream)
    response = get_conditional_response(request, etag=tag) or draw()
    if response.status_code in {200, 304}:
        response.headers.setdefault("ETag", tag)
        response.headers.setdefault("X-Dateline-Cache", stream)
    return with_headers(response)


def _language() -> str:
    """The page's language; scripts refuse to work with a tag that is none."""
    tag = translation.get_language() or ""
    return tag if _LANGUAGE.fullmatch(tag) else "en"


def _everywhere() -> dict[str, object]:
    return {
        "publisher": settings.PUBLISHER,
        "has_stories": settings.STORIES,
        "language": _language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "version": version(),
    }
