"""Running a blog: its timeline, its state, its head, its people."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.blog.actions import blogs
from dateline.blog.actions.blogs import MOVES
from dateline.blog.core.refused import Conflict, Refused
from dateline.blog.core.roles import Deed
from dateline.blog.core.words import BlogWords, post_words
from dateline.blog.models import Blog, BlogState, Membership
from dateline.blog.refusals import in_words
from dateline.newsroom.access import (
    blog_for,
    desk_page,
    person,
    status_of,
    status_of_form,
    whole_number,
)
from dateline.newsroom.core.composed import Raw, blocks_of, empty_block, numbered
from dateline.newsroom.drawn import rights, timeline
from dateline.newsroom.forms import BlogHead, Member, zones
from dateline.newsroom.uploads import with_uploads
from dateline.newsroom.wire_panel import suggested


@desk_page("GET")
def timeline_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The blog's posts, and what can be done with them."""
    context = timeline_context(request, slug)
    return render(request, "newsroom/timeline.html", {**context, "suggested": len(suggested(context["blog"]))})


@desk_page("GET")
def timeline_fragment(request: HttpRequest, slug: str) -> HttpResponse:
    """The posts alone, drawn again when somebody published."""
    return render(request, "newsroom/lines.html", timeline_context(request, slug))


def timeline_context(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What the timeline's templates are drawn from."""
    blog, role = blog_for(request, slug)
    page = max(1, whole_number(request.GET.get("page", ""), otherwise=1))
    found = timeline(blog, role=role, by=person(request), shown=request.GET.get("show", "all"), page=page)
    moves = [state for state in BlogState if state in MOVES[BlogState(blog.state)]]
    return {"blog": blog, "rights": rights(role), "timeline": found, "moves": moves}


@desk_page("POST")
def change_state(request: HttpRequest, slug: str) -> HttpResponse:
    """The blog live, paused or ended."""
    blog, _role = blog_for(request, slug, Deed.RUN)
    state = request.POST.get("state", "")
    if state not in BlogState.values:
        raise Refused("There is no such state.")
    blog = blogs.change_state(blog, state, by=person(request))
    messages.success(request, _("The blog is now: %(state)s.") % {"state": blog.get_state_display()})
    return HttpResponseRedirect(reverse("newsroom:timeline", args=[slug]))


@desk_page("POST")
def dismiss_notice(request: HttpRequest, slug: str) -> HttpResponse:
    """The desk's notice, read and gone."""
    blog, _role = blog_for(request, slug)
    blogs.dismiss_notice(blog, by=person(request))
    return HttpResponseRedirect(reverse("newsroom:timeline", args=[slug]))


@desk_page("GET", "POST")
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The blog's head: headline, standfirst, picture, zone, language, start, silence."""
    blog, _role = blog_for(request, slug, Deed.RUN)
    if request.method == "POST":
        return _settings_sent(request, blog)
    return _settings_page(request, blog, _head_form(blog), picture=blog.picture)


@desk_page("GET", "POST")
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs to the blog, in which role."""
    blog, role = blog_for(request, slug, Deed.RUN)
    form = Member(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = form.person()
        if user is None:
            form.add_error("username", _("Nobody signs in under that name."))
        else:
            blogs.set_member(blog, user, role=form.given_role(), by=person(request))
            messages.success(request, _("%(name)s: done.") % {"name": user})
            return HttpResponseRedirect(reverse("newsroom:members", args=[slug]))
    found = Membership.objects.filter(blog=blog).select_related("user").order_by("role", "user__username")
    context = {"blog": blog, "rights": rights(role), "form": form, "found": found}
    return render(request, "newsroom/members.html", context, status=status_of_form(form))


def _settings_sent(request: HttpRequest, blog: Blog) -> HttpResponse:
    form = BlogHead(request.POST, language=blog.language)
    sent = blocks_of(dict(request.POST.lists()))
    found, refused = with_uploads(sent, dict(request.FILES.lists()), by=person(request))
    picture = [raw for raw in found if raw["type"] == "picture"]
    if refused or not form.is_valid() or request.POST.get("do") == "upload":
        return _settings_page(request, blog, form, picture=picture, refused=refused[0] if refused else None)
    try:
        words = _head_words(form, picture)
        blogs.edit_blog(blog, words, by=person(request), base=form.cleaned_data["base"])
    except Refused as no:
        return _settings_refused(request, blog, picture, refused=no)
    messages.success(request, _("Saved; open pages show it already."))
    return HttpResponseRedirect(reverse("newsroom:timeline", args=[blog.slug]))


def _settings_refused(request: HttpRequest, blog: Blog, picture: Sequence[Raw], *, refused: Refused) -> HttpResponse:
    """The form with what was typed; after a conflict beside what the other person saved, to be replaced knowingly."""
    typed = request.POST.copy()
    if isinstance(refused, Conflict):
        typed["base"] = str(refused.current)
    return _settings_page(request, blog, BlogHead(typed, language=blog.language), picture=picture, refused=refused)


def _settings_page(
    request: HttpRequest, blog: Blog, form: BlogHead, *, picture: Sequence[Raw], refused: Refused | None = None
) -> HttpResponse:
    blog, role = blog_for(request, blog.slug, Deed.RUN)
    context = {
        "blog": blog,
        "rights": rights(role),
        "form": form,
        "zones": zones(),
        "blocks": numbered(picture or [empty_block("picture")]),
        "refused": refused and in_words(refused),
        "theirs": _head_form(blog) if isinstance(refused, Conflict) else None,
    }
    status = status_of(refused) if refused else status_of_form(form)
    return render(request, "newsroom/settings.html", context, status=status)


def _head_form(blog: Blog) -> BlogHead:
    return BlogHead(initial=BlogHead.initial_of(blog), language=blog.language)


def _head_words(form: BlogHead, picture: Sequence[Raw]) -> BlogWords:
    block = post_words(blocks=[{key: value for key, value in raw.items() if key != "n"} for raw in picture[:1]]).blocks
    return form.words(picture=block, starts=form.started(), silence_minutes=form.cleaned_data["silence_minutes"])
