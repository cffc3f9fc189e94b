"""The shapes of the api: a request's JSON as words, rows as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from dateline.api.problems import Problem
from dateline.blog.bylines import bylines_named
from dateline.blog.core.content import Byline
from dateline.blog.core.words import PostWords, post_words
from dateline.blog.models import Blog, Post
from dateline.blog.rows import words_of, words_to_json
from dateline.claims.core.clean import clean_line

WORDS = {"title": str, "blocks": list, "bylines": list, "tags": list, "key": bool, "summary": bool, "claims": list}
NEW_POST: dict[str, type] = {**WORDS, "publish": bool}
CHANGED_POST: dict[str, type] = {**WORDS, "publish": bool, "correction": str, "version": int}
WITHDRAWAL: dict[str, type] = {"reason": str, "sealed": bool, "version": int}
Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a post's rows stand in the log."""

    seq: int
    epoch: str


def asked(request: HttpRequest, shape: Mapping[str, type]) -> Asked:
    """The request's JSON object. Raises ``Problem`` for anything that does not fit the shape."""
    try:
        raw = json.loads(request.body.decode("utf-8"))
    except RequestDataTooBig:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is larger than this server takes.") from None
    except (ValueError, RecursionError) as bad:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not JSON in UTF-8.") from bad
    if not isinstance(raw, dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not a JSON object.")
    for name, value in raw.items():
        _check(name, value, shape)
    return raw


def words_asked(asked: Asked, before: PostWords | None = None) -> PostWords:
    """The words a request asks for; what it does not name stays as it was. Raises ``Refused``."""
    before = before or PostWords()
    kept = words_to_json(before)
    return post_words(
        title=asked.get("title", before.title),
        blocks=asked.get("blocks", kept["blocks"]),
        bylines=_bylines(asked["bylines"]) if "bylines" in asked else before.bylines,
        tags=[str(tag) for tag in asked.get("tags", before.tags)],
        key=asked.get("key", before.key),
        summary=asked.get("summary", before.summary),
        claims=[str(uid) for uid in asked.get("claims", before.claims)],
    )


def told(post: Post, blog: Blog, *, where: Where | None, url: str) -> dict[str, Any]:
    """What is answered after a change: where the post is and which version and event it now has."""
    return {
        "uid": post.uid,
        "url": url,
        "state": post.state,
        "version": post.version,
        "seq": where and where.seq,
        "event": where and f"{where.epoch}-{where.seq}",
        "blog": blog.slug,
    }


def shown(post: Post, url: str) -> dict[str, Any]:
    """A post as the desk has it now."""
    return {
        "uid": post.uid,
        "url": url,
        "state": post.state,
        "version": post.version,
        **words_to_json(words_of(post)),
        "published": post.published and post.published.isoformat(),
        "updated": post.updated and post.updated.isoformat(),
        "corrections": post.corrections,
        "reason": post.reason,
        "source": post.source,
    }


def blog_shown(blog: Blog, url: str) -> dict[str, Any]:
    """A blog's head."""
    return {
        "slug": blog.slug,
        "url": url,
        "headline": blog.headline,
        "standfirst": blog.standfirst,
        "state": blog.state,
        "zone": blog.zone,
        "language": blog.language,
        "pinned": blog.pinned,
        "version": blog.version,
    }


def _check(name: str, value: object, shape: Mapping[str, type]) -> None:
    wanted = shape.get(name)
    if wanted is None:
        raise Problem(HTTPStatus.BAD_REQUEST, f"“{name[:60]}” is not known here; known are: {', '.join(shape)}.")
    # In Python True is an int; in JSON it is not one.
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise Problem(HTTPStatus.BAD_REQUEST, f"“{name}” is not a {_NAMES[wanted]}.")


_NAMES = {str: "text", list: "list", bool: "true or false", int: "whole number"}


def _bylines(raw: list[object]) -> tuple[Byline, ...]:
    names = [str(one["name"]) if isinstance(one, dict) and "name" in one else str(one) for one in raw]
    guests = [
        Byline(name=clean, role=clean_line(str(one.get("role", "")))[:120])
        for one in raw
        if isinstance(one, dict) and (clean := clean_line(str(one.get("name", "")))[:120])
    ]
    return bylines_named(names, as_before=guests)
