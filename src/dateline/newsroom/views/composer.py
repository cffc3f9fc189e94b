"""The composer: a new post or one that is there, saved, published, amended or corrected; nothing typed is lost."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dateline.blog.actions import posts
from dateline.blog.core.refused import Conflict, NotAllowed, Refused
from dateline.blog.core.roles import Deed
from dateline.blog.core.words import PostWords
from dateline.blog.models import Blog, Post, PostState
from dateline.blog.refusals import in_words
from dateline.blog.rows import words_of
from dateline.newsroom.access import (
    COMPOSER_POLICY,
    blog_for,
    desk_page,
    may_write,
    person,
    post_of,
    status_of,
    whole_number,
)
from dateline.newsroom.claiming import context_of, is_claiming, pressed, unfiled, untouched
from dateline.newsroom.core.composed import TYPES, empty_block, one_numbered, rearranged
from dateline.newsroom.drawn import as_public, as_read, rights
from dateline.newsroom.sheet import Sheet, blank_sheet, choices, new_ticket, sheet_of, sheet_sent
from dateline.newsroom.uploads import with_uploads

DEEDS = ("save", "publish", "amend", "correct")
NEWS = {
    "save": gettext_noop("Saved. Readers do not see it yet."),
    "publish": gettext_noop("Published."),
    "amend": gettext_noop("Amended."),
    "correct": gettext_noop("Corrected; the note is public."),
}


@desk_page("GET", "POST")
def write(request: HttpRequest, slug: str, uid: str = "") -> HttpResponse:
    """The composer of a new post, or of the post ``uid``."""
    blog, _role = blog_for(request, slug, Deed.DRAFT)
    if request.method == "POST":
        return _sent(request, blog, uid)
    post = _writable(request, blog, uid) if uid else None
    return _page(request, blog, post, sheet=sheet_of(post) if post else blank_sheet(person(request)))


@desk_page("GET")
def block(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One empty block of the form, for the composer to put in without a round trip of the whole page."""
    blog, _role = blog_for(request, slug, Deed.DRAFT)
    if kind not in TYPES:
        raise Http404(_("There is no such block."))
    n = whole_number(request.GET.get("n", ""), otherwise=0)
    return render(request, "newsroom/block.html", {"block": one_numbered(empty_block(kind), n), "blog": blog})


@desk_page("POST")
def preview(request: HttpRequest, slug: str, uid: str = "") -> HttpResponse:
    """The unsaved words as readers would see them."""
    blog, _role = blog_for(request, slug, Deed.DRAFT)
    post = _writable(request, blog, uid) if uid else None
    return HttpResponse(as_read(as_public(_sheet(request).words(post), post=post), blog))


def _sent(request: HttpRequest, blog: Blog, uid: str) -> HttpResponse:
    sheet, post = _sheet(request), _any_post(blog, uid) if uid else None
    if post and post.state == PostState.DISCARDED:
        gone = Refused("This draft was thrown away meanwhile; saving makes a new one of your words.")
        return _no(request, blog, None, sheet=replace(sheet, base=None, ticket=new_ticket()), refused=gone)
    if post and (no := _closed(request, post)):  # it changed while it was written on: the words come back
        return _no(request, blog, post, sheet=sheet, refused=no)
    blocks, refused = with_uploads(sheet.blocks, dict(request.FILES.lists()), by=person(request))
    sheet = replace(sheet, blocks=blocks)
    if refused:
        return _no(request, blog, post, sheet=sheet, refused=refused[0])
    deed = request.POST.get("do", "save")
    if is_claiming(deed):
        desk = pressed(request, sheet, deed)
        return _page(request, blog, post, sheet=desk.sheet, desk=desk)
    if deed not in DEEDS:
        return _page(request, blog, post, sheet=replace(sheet, blocks=tuple(rearranged(sheet.blocks, deed))))
    if no := unfiled(request):
        return _no(request, blog, post, sheet=sheet, refused=no)
    return _act(request, blog, post or _sent_before(request, blog, sheet.ticket), deed=deed, sheet=sheet)


def _act(request: HttpRequest, blog: Blog, post: Post | None, *, deed: str, sheet: Sheet) -> HttpResponse:
    try:
        done = _done(request, blog, post, deed=deed, sheet=sheet)
    except Refused as no:
        return _no(request, blog, post, sheet=sheet, refused=no)
    _remember(request, sheet.ticket, done)
    if _quiet(request):
        return JsonResponse(_told(request, done, deed))
    messages.success(request, _(NEWS[deed]))
    place = _address(done) if deed == "save" else reverse("newsroom:timeline", args=[blog.slug])
    return HttpResponseRedirect(f"{place}?{urlencode({'done': sheet.ticket})}#line-{done.uid}")


def _told(request: HttpRequest, post: Post, deed: str) -> dict[str, Any]:
    sheet = sheet_of(post)
    kept_under = _kept_under(request, post.blog, post, sheet)
    told = {"base": post.version, "ticket": sheet.ticket, "address": _address(post), "kept_under": kept_under}
    return {**told, "said": _(NEWS[deed])}


def _done(request: HttpRequest, blog: Blog, post: Post | None, *, deed: str, sheet: Sheet) -> Post:
    by, words = person(request), sheet.words(post)
    if post and sheet.base is None:
        return _sent_twice(post, words)
    match deed, post:
        case "save", None:
            return posts.draft_post(blog, words, by=by)
        case "publish", None:
            return posts.write_and_publish(blog, words, by=by)
        case "save", Post():
            return posts.save_draft(post, words, by=by, base=sheet.base)
        case "publish", Post():
            return posts.publish_post(post, words=words, by=by, base=sheet.base)
        case "amend", Post():
            return posts.amend_post(post, words, by=by, base=sheet.base)
        case "correct", Post():
            return posts.correct_post(post, words, correction=sheet.correction, by=by, base=sheet.base)
    raise Refused("Only a published post can be changed in public.")


def _sent_twice(post: Post, words: PostWords) -> Post:
    """The post this form made when it was first sent. Raises ``Conflict`` where it holds other words by now.

    Only a form that began without a post has no version to begin from; nothing is ever saved over an unknown one.
    """
    if words != words_of(post):
        raise Conflict("This form was sent before, and the post it made is there.", current=post.version)
    return post


def _no(request: HttpRequest, blog: Blog, post: Post | None, *, sheet: Sheet, refused: Refused) -> HttpResponse:
    if _quiet(request):
        return JsonResponse({"refused": in_words(refused)}, status=status_of(refused))
    theirs = ""
    if post and isinstance(refused, Conflict):
        post.refresh_from_db()
        theirs = as_read(as_public(words_of(post), post=post), blog)
        # The next save is made knowingly over theirs; until then nothing of either is lost.
        sheet = replace(sheet, base=post.version, ticket=post.uid)
    return _page(request, blog, post, sheet=sheet, refused=refused, theirs=theirs)


def _page(
    request: HttpRequest, blog: Blog, post: Post | None, *, sheet: Sheet, refused: Refused | None = None, **more: Any
) -> HttpResponse:
    _blog, role = blog_for(request, blog.slug, Deed.DRAFT)
    context = {
        "blog": blog,
        "post": post,
        "sheet": sheet,
        "blocks": sheet.numbered(),
        "choices": choices(sheet, blog, by=person(request)),
        "rights": rights(role),
        "refused": refused and in_words(refused),
        "address": _address(post) if post else reverse("newsroom:new-post", args=[blog.slug]),
        "kept_under": _kept_under(request, blog, post, sheet),
        **context_of(request, more.pop("desk", None) or untouched(request, sheet), post),
        **more,
    }
    status = status_of(refused) if refused else HTTPStatus.OK
    response = render(request, "newsroom/composer.html", context, status=status)
    response["Content-Security-Policy"] = COMPOSER_POLICY
    return response


def _sheet(request: HttpRequest) -> Sheet:
    return sheet_sent(dict(request.POST.lists()))


def _quiet(request: HttpRequest) -> bool:
    return request.headers.get("X-Desk") == "quiet"


def _address(post: Post) -> str:
    return reverse("newsroom:post", args=[post.blog.slug, post.uid])


def _kept_under(request: HttpRequest, blog: Blog, post: Post | None, sheet: Sheet) -> str:
    return f"desk:{person(request).pk}:{blog.slug}:{post.uid if post else 'new'}:{sheet.ticket}"


def _writable(request: HttpRequest, blog: Blog, uid: str) -> Post:
    post = post_of(blog, uid)
    if no := _closed(request, post):
        raise no
    return post


def _closed(request: HttpRequest, post: Post) -> Refused | None:
    if not may_write(post, person(request)):
        return NotAllowed("You may write drafts of your own; an editor changes the rest.")
    if post.state == PostState.WITHDRAWN:
        return Refused("A withdrawn post is not written any more; write a new one.")
    return None


def _any_post(blog: Blog, uid: str) -> Post:
    post = Post.objects.filter(blog=blog, uid=uid).first()
    if post is None:
        raise Http404(_("There is no such post on this blog."))
    post.blog = blog
    return post


def _sent_before(request: HttpRequest, blog: Blog, ticket: str) -> Post | None:
    uid = dict(request.session.get("tickets", [])).get(ticket)
    return Post.objects.filter(blog=blog, uid=uid).select_related("blog").first() if uid else None


def _remember(request: HttpRequest, ticket: str, post: Post) -> None:
    # A form sent twice (a double click, “send again?”) finds the post it made instead of making another.
    request.session["tickets"] = [*request.session.get("tickets", [])[-30:], [ticket, post.uid]]
