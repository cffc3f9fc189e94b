"""The api's answers: a program files, publishes, corrects and withdraws by the desk's own actions and rules."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from dateline.api import shapes
from dateline.api.actions import Answered, note_use, once
from dateline.api.models import Token
from dateline.api.problems import Problem, answer, problem_of
from dateline.api.tokens import Scope, token_of
from dateline.blog.actions import posts
from dateline.blog.actions.record import require
from dateline.blog.core.refused import Refused
from dateline.blog.core.roles import Deed
from dateline.blog.models import Blog, Post, PostState
from dateline.blog.rows import words_of
from dateline.claims.core.clean import clean_line
from dateline.events.models import Event

PAGE = 50
View = Callable[..., HttpResponse]
Method = Callable[Concatenate[HttpRequest, Token, ...], HttpResponse]


def endpoint(**methods: Method) -> View:
    """One address: its methods, each called with the request's token; problems become their responses."""

    @csrf_exempt  # a token is never sent by a browser on its own
    def view(request: HttpRequest, **where: str) -> HttpResponse:
        try:
            token = _token(request)
            method = methods.get((request.method or "").lower())
            if method is None:
                allowed = ", ".join(sorted(methods)).upper()
                raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"Allowed here: {allowed}.")
            return method(request, token, **where)
        except Problem as problem:
            return answer(problem)
        except Refused as refused:
            return answer(problem_of(refused))
        except PermissionDenied as denied:
            return answer(Problem(HTTPStatus.FORBIDDEN, str(denied)))
        except ValidationError as wrong:
            return answer(Problem(HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(wrong.messages)))

    return view


def needs(scope: Scope) -> Callable[[Method], Method]:
    """Only for tokens of that scope."""

    def wrap(view: Method) -> Method:
        @wraps(view)
        def checked(request: HttpRequest, token: Token, /, *args: Any, **where: Any) -> HttpResponse:
            if scope not in token.scopes:
                raise Problem(HTTPStatus.FORBIDDEN, f"This token may not {scope}.")
            return view(request, token, *args, **where)

        return checked

    return wrap


@needs(Scope.READ)
def list_blogs(request: HttpRequest, token: Token) -> HttpResponse:
    """The blogs in which the token's person has a role."""
    found = Blog.objects.all() if token.user.is_superuser else Blog.objects.filter(memberships__user=token.user)
    return JsonResponse({"blogs": [shapes.blog_shown(blog, _blog_url(request, blog)) for blog in found]})


@needs(Scope.READ)
def read_blog(request: HttpRequest, token: Token, slug: str) -> HttpResponse:
    """The blog's head."""
    blog = _readable(token, slug)
    return JsonResponse(shapes.blog_shown(blog, _blog_url(request, blog)))


@needs(Scope.READ)
def list_posts(request: HttpRequest, token: Token, slug: str) -> HttpResponse:
    """The blog's posts in every state, the last begun first, 50 at a time; ``next`` pages on."""
    blog = _readable(token, slug)
    found = Post.objects.filter(blog=blog).exclude(state=PostState.DISCARDED).order_by("-pk")
    if state := request.GET.get("state"):
        found = found.filter(state=_known_state(state))
    if after := request.GET.get("after"):
        found = found.filter(pk__lt=_post(blog, after).pk)
    page = list(found[: PAGE + 1])
    following = page[PAGE - 1].uid if len(page) > PAGE else None
    return JsonResponse(
        {"posts": [shapes.shown(post, _url(request, blog, post)) for post in page[:PAGE]], "next": following}
    )


@needs(Scope.READ)
def read_post(request: HttpRequest, token: Token, slug: str, uid: str) -> HttpResponse:
    """One post as the desk has it."""
    blog = _readable(token, slug)
    post = _post(blog, uid)
    return JsonResponse(shapes.shown(post, _url(request, blog, post)))


@needs(Scope.DRAFT)
def add_post(request: HttpRequest, token: Token, slug: str) -> HttpResponse:
    """A new draft, or with ``"publish": true`` a new public post."""
    blog = _blog(slug)
    asked = shapes.asked(request, shapes.NEW_POST)

    def act() -> Answered:
        words = shapes.words_asked(asked)
        if asked.get("publish"):
            _need(token, Scope.PUBLISH)
            post = posts.write_and_publish(blog, words, by=token.user)
        else:
            post = posts.draft_post(blog, words, by=token.user)
        return HTTPStatus.CREATED, _told(request, blog, post)

    return answered(request, token, act)


@needs(Scope.DRAFT)
def change_post(request: HttpRequest, token: Token, slug: str, uid: str) -> HttpResponse:
    """The post changed: a draft is saved (and published); a public one amended, or with ``correction`` corrected."""
    blog = _blog(slug)
    asked = shapes.asked(request, shapes.CHANGED_POST)

    def act() -> Answered:
        post = _changed(_post(blog, uid), asked, token)
        return HTTPStatus.OK, _told(request, blog, post)

    return answered(request, token, act)


@needs(Scope.PUBLISH)
def withdraw(request: HttpRequest, token: Token, slug: str, uid: str) -> HttpResponse:
    """The post taken back; its reason stays in public."""
    blog = _blog(slug)
    asked = shapes.asked(request, shapes.WITHDRAWAL)

    def act() -> Answered:
        post = posts.withdraw_post(
            _post(blog, uid),
            reason=asked.get("reason", ""),
            by=token.user,
            base=asked.get("version"),
            sealed=asked.get("sealed", False),
        )
        return HTTPStatus.OK, _told(request, blog, post)

    return answered(request, token, act)


def _changed(post: Post, asked: shapes.Asked, token: Token) -> Post:
    words, base, by = shapes.words_asked(asked, words_of(post)), asked.get("version"), token.user
    if post.state == PostState.DRAFT and not asked.get("publish"):
        return posts.save_draft(post, words, by=by, base=base)
    _need(token, Scope.PUBLISH)
    if post.state == PostState.DRAFT:
        return posts.publish_post(post, words=words, by=by, base=base)
    if "correction" in asked:
        return posts.correct_post(post, words, correction=asked["correction"], by=by, base=base)
    marks = {name: asked[name] for name in ("key", "summary") if name in asked}
    if marks and marks.keys() == asked.keys():
        return posts.mark_post(post, by=by, **marks)
    if asked.keys() == {"tags"}:
        return posts.tag_post(post, list(words.tags), by=by)
    return posts.amend_post(post, words, by=by, base=base)


def answered(request: HttpRequest, token: Token, act: Callable[[], Answered]) -> HttpResponse:
    """What ``act`` answers; under an ``Idempotency-Key`` it is done once."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 200:
        raise Problem(HTTPStatus.BAD_REQUEST, "An Idempotency-Key has at most 200 characters.")
    if key:
        asked = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
        status, body = once(token, key, asked=asked, act=act)
    else:
        status, body = act()
    response = JsonResponse(body, status=status)
    if status == HTTPStatus.CREATED:
        where = f"blogs/{body['blog']}/posts" if "blog" in body else "claims"
        response["Location"] = f"/api/{where}/{body['uid']}"
    return response


def _token(request: HttpRequest) -> Token:
    token = token_of(request.headers.get("Authorization", ""))
    if token is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "Send a valid token: “Authorization: Bearer dl_…”.")
    note_use(token)
    return token


def _need(token: Token, scope: Scope) -> None:
    if scope not in token.scopes:
        raise Problem(HTTPStatus.FORBIDDEN, f"This token may not {scope}.")


def _blog(slug: str) -> Blog:
    blog = Blog.objects.filter(slug=slug).first()
    if blog is None:
        raise Problem(HTTPStatus.NOT_FOUND, "There is no such blog.")
    return blog


def _readable(token: Token, slug: str) -> Blog:
    blog = _blog(slug)
    require(token.user, blog, deed=Deed.SEE)
    return blog


def _known_state(state: str) -> str:
    if state not in PostState.values:
        raise Problem(HTTPStatus.BAD_REQUEST, f"A state is one of: {', '.join(PostState.values)}.")
    return state


def _post(blog: Blog, uid: str) -> Post:
    post = Post.objects.filter(blog=blog, uid=clean_line(uid)).exclude(state=PostState.DISCARDED).first()
    if post is None:
        raise Problem(HTTPStatus.NOT_FOUND, "There is no such post on this blog.")
    return post


def _told(request: HttpRequest, blog: Blog, post: Post) -> dict[str, Any]:
    event = post.event or Event.objects.filter(revision__post=post, revision__number=post.version).first()
    where = shapes.Where(seq=event.seq, epoch=event.stream.epoch) if event else None
    return shapes.told(post, blog, where=where, url=_url(request, blog, post))


def _blog_url(request: HttpRequest, blog: Blog) -> str:
    return f"{settings.PUBLIC_URL or request.build_absolute_uri('/').rstrip('/')}/live/{blog.slug}/"


def _url(request: HttpRequest, blog: Blog, post: Post) -> str:
    return f"{_blog_url(request, blog)}post/{post.uid}/"
