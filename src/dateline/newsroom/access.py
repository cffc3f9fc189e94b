"""What every page of the desk begins and ends with: who asks, for which blog and post, and how a no is said."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from dateline.accounts.models import User
from dateline.blog.actions.record import require, role_of
from dateline.blog.core.refused import Conflict, NotAllowed, Refused
from dateline.blog.core.roles import Deed, Role
from dateline.blog.models import Blog, Post, PostState
from dateline.blog.refusals import in_words

View = Callable[..., HttpResponseBase]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The editor reads the styles of what is pasted, to know bold from plain; they never reach a post.
COMPOSER_POLICY = f"{POLICY}; style-src-attr 'unsafe-inline'"


# Those with a catalog in locale/, and the one that the desk is written in.
DESK_LANGUAGES = {"en", "de", "uk", "ar"}
Before = Callable[[HttpRequest], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a page asks of a request before its view sees it."""

    methods: tuple[str, ...]
    public: bool = False
    before: Before | None = None


def desk_page(*methods: str, public: bool = False, before: Before | None = None) -> Callable[[View], View]:
    """Makes a page of the desk: signed in unless ``public``, these methods only, never cached, every “no” in words.

    ``before`` is asked before a byte of the form is read.
    """

    def wrap(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt  # protected inside, so that a request too large to read is answered in words too
        @wraps(view)
        def page(request: HttpRequest, **where: str) -> HttpResponseBase:
            guard = Guard(methods=methods or ("GET",), public=public, before=before)
            with translation.override(spoken_to(request)):
                return _guarded(_answer(request, protected, guard, where=where))

        return page

    return wrap


def spoken_to(request: HttpRequest) -> str:
    """The language of the desk that the person's browser asks for first; English where it asks for none of them."""
    asked = (tag.split("-")[0] for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")))
    return next((tag for tag in asked if tag in DESK_LANGUAGES), "en")


def blog_for(request: HttpRequest, slug: str, deed: Deed = Deed.SEE) -> tuple[Blog, Role]:
    """The blog and the person's role on it. Raises ``Http404`` or ``NotAllowed``."""
    blog = Blog.objects.filter(slug=slug).first()
    if blog is None:
        raise Http404(_("There is no such blog."))
    return blog, require(person(request), blog, deed=deed)


def may_in_newsroom(perm: str) -> Before:
    """Asks whether the person may do this in the newsroom at all, whatever the blog. Raises ``NotAllowed``."""

    def ask(request: HttpRequest) -> None:
        if not person(request).has_perm(perm):
            raise NotAllowed("You may not do this in the newsroom; ask one of its editors.")

    return ask


def post_of(blog: Blog, uid: str) -> Post:
    """The post of this blog. Raises ``Http404`` for another blog's, and for drafts thrown away."""
    post = Post.objects.filter(blog=blog, uid=uid).exclude(state=PostState.DISCARDED).first()
    if post is None:
        raise Http404(_("There is no such post on this blog."))
    post.blog = blog
    return post


def may_write(post: Post, by: User) -> bool:
    """Whether the person may open the post in the composer."""
    role = role_of(by, post.blog)
    if role is Role.EDITOR:
        return True
    return role is Role.REPORTER and post.state == PostState.DRAFT and post.created_by_id == by.pk


def person(request: HttpRequest) -> User:
    """Who asks; the page is for people who are signed in."""
    assert isinstance(request.user, User), "the page lets only people in who are signed in"
    return request.user


def whole_number(text: str, *, otherwise: int) -> int:
    """The number a query names; a text that names none, or an absurd one, is ``otherwise``."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def status_of(refused: Refused) -> HTTPStatus:
    """What the refusal is in HTTP."""
    match refused:
        case Conflict():
            return HTTPStatus.CONFLICT
        case NotAllowed():
            return HTTPStatus.FORBIDDEN
    return HTTPStatus.UNPROCESSABLE_ENTITY


def status_of_form(form: BaseForm) -> HTTPStatus:
    """What a form is in HTTP: refused where it has errors."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def say_no(request: HttpRequest, status: HTTPStatus, text: str) -> HttpResponse:
    """A page, or for a fragment just the words, that says why not."""
    template = "newsroom/no_fragment.html" if request.headers.get("HX-Request") else "newsroom/no.html"
    return render(request, template, {"status": int(status), "text": text}, status=status)


def _answer(request: HttpRequest, view: View, guard: Guard, *, where: Any) -> HttpResponseBase:
    if request.method not in (*guard.methods, "HEAD"):
        response = say_no(request, HTTPStatus.METHOD_NOT_ALLOWED, _("This address does not take that kind of request."))
        response["Allow"] = ", ".join(guard.methods)
        return response
    if not guard.public and not request.user.is_authenticated:
        return _sign_in_first(request)
    try:
        if guard.before:
            guard.before(request)
        return view(request, **where)
    except Refused as refused:
        return say_no(request, status_of(refused), in_words(refused))
    except PermissionDenied as denied:
        return say_no(request, HTTPStatus.FORBIDDEN, str(denied))
    except ValidationError as wrong:
        return say_no(request, HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(wrong.messages))
    except Http404 as missing:
        return say_no(request, HTTPStatus.NOT_FOUND, str(missing))
    except TooManyFilesSent:
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        text = _("At most %(most)s files can be sent at once; pack them into a zip.") % {"most": most}
        return say_no(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text)
    except (RequestDataTooBig, TooManyFieldsSent):
        return say_no(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large())


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):  # a fragment cannot hold the sign-in page: the whole page goes there
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": settings.LOGIN_URL})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL)


def _too_large() -> str:
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    return _(
        "That is more text than a post can hold (%(size)s MB). Nothing was changed; go back, your words are still in "
        "the form, and make the post shorter."
    ) % {"size": size}


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    add_never_cache_headers(response)
    if "Content-Security-Policy" not in response:
        response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "DENY"
    response["Referrer-Policy"] = "same-origin"
    return response
