"""Deeds on one post: pin, mark, tag, time and place, withdraw, discard; and its whole history at the desk."""

from collections.abc import Callable
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.blog.actions import blogs, posts
from dateline.blog.core.refused import Refused
from dateline.blog.core.roles import Deed
from dateline.blog.models import Blog, Post
from dateline.blog.refusals import in_words
from dateline.newsroom.access import (
    blog_for,
    desk_page,
    person,
    post_of,
    status_of,
    status_of_form,
    whole_number,
)
from dateline.newsroom.drawn import name_of, neighbours, rights
from dateline.newsroom.forms import Place
from dateline.newsroom.past import past_of
from dateline.newsroom.views.running import timeline_context

DEEDS: dict[str, Callable[[Blog, Post, User], object]] = {
    "pin": lambda blog, post, by: blogs.pin_post(blog, post, by=by),
    "unpin": lambda blog, post, by: blogs.pin_post(blog, None, by=by),
    "key": lambda blog, post, by: posts.mark_post(post, key=True, by=by),
    "no-key": lambda blog, post, by: posts.mark_post(post, key=False, by=by),
    "summary": lambda blog, post, by: posts.mark_post(post, summary=True, by=by),
    "no-summary": lambda blog, post, by: posts.mark_post(post, summary=False, by=by),
    "publish": lambda blog, post, by: posts.publish_post(post, by=by),
    "discard": lambda blog, post, by: posts.discard_draft(post, by=by),
}


@desk_page("POST")
def deed(request: HttpRequest, slug: str, uid: str, deed: str) -> HttpResponse:
    """One deed on the post; the timeline again."""
    blog, _role = blog_for(request, slug)
    act = DEEDS.get(deed)
    if act is None:
        raise Http404(_("There is no such deed."))
    act(blog, post_of(blog, uid), person(request))
    if request.headers.get("HX-Request"):
        return render(request, "newsroom/lines.html", timeline_context(request, slug))
    return _back(blog, uid)


@desk_page("GET", "POST")
def withdraw(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Takes a post back: asks for the public reason first."""
    blog, role = blog_for(request, slug, Deed.PUBLISH)
    post = post_of(blog, uid)
    refused: Refused | None = None
    if request.method == "POST":
        sealed = bool(request.POST.get("sealed"))
        base = whole_number(request.POST.get("base", ""), otherwise=-1)
        try:
            posts.withdraw_post(
                post, reason=request.POST.get("reason", ""), by=person(request), base=base, sealed=sealed
            )
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("Withdrawn; the reason stands in its place."))
            return _back(blog, uid)
    context = {
        "blog": blog,
        "post": post,
        "name": name_of(post),
        "rights": rights(role),
        "reason": request.POST.get("reason", ""),
        "refused": refused and in_words(refused),
    }
    status = status_of(refused) if refused else HTTPStatus.OK
    return render(request, "newsroom/withdraw.html", context, status=status)


@desk_page("GET", "POST")
def place(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The post's time, its place among the others, its tags."""
    blog, role = blog_for(request, slug, Deed.PUBLISH)
    post = post_of(blog, uid)
    if post.published is None:
        raise Refused("Only a published post has a time and a place.")
    zone = ZoneInfo(blog.zone)
    initial = {"published": post.published.astimezone(zone).replace(tzinfo=None, microsecond=0)}
    form = Place(request.POST if request.POST.get("do") == "time" else None, initial=initial)
    if request.method == "POST" and _placed(request, blog, post, form):
        messages.success(request, _("Done; open pages show it already."))
        return _back(blog, uid)
    context = {
        "blog": blog,
        "post": post,
        "name": name_of(post),
        "rights": rights(role),
        "form": form,
        "tags": ", ".join(post.tags),
        "neighbours": neighbours(post),
    }
    return render(request, "newsroom/place.html", context, status=status_of_form(form))


@desk_page("GET")
def history(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Every version of the post, drafts too, the newest first."""
    blog, role = blog_for(request, slug)
    post = post_of(blog, uid)
    context = {"blog": blog, "post": post, "name": name_of(post), "rights": rights(role), "past": past_of(post)}
    return render(request, "newsroom/history.html", context)


def _placed(request: HttpRequest, blog: Blog, post: Post, form: Place) -> bool:
    by = person(request)
    match request.POST.get("do"):
        case "time":
            if not form.is_valid():
                return False
            posts.set_time(post, form.cleaned_data["published"].replace(tzinfo=ZoneInfo(blog.zone)), by=by)
        case "tags":
            posts.tag_post(post, request.POST.get("tags", "").split(","), by=by)
        case "below":
            posts.move_post(post, below=post_of(blog, request.POST.get("below", "")), by=by)
        case _:
            raise Http404(_("There is no such deed."))
    return True


def _back(blog: Blog, uid: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('newsroom:timeline', args=[blog.slug])}#line-{uid}")
