"""What the wire has for one blog: new reports of stories that it follows, and changed reports that its posts cite."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.blog.core.compare import words_changed
from dateline.blog.core.roles import Deed
from dateline.newsroom import actions
from dateline.newsroom.access import blog_for, desk_page, person, post_of
from dateline.newsroom.drawn import name_of, rights
from dateline.newsroom.models import Following, UsedItem
from dateline.newsroom.views.wire import item_of, words_said
from dateline.newsroom.wire_panel import suggested
from dateline.wire.models import ItemVersion


@desk_page("GET", "POST")
def suggestions(request: HttpRequest, slug: str) -> HttpResponse:
    """The suggestions; a post puts one aside."""
    if request.method == "POST":
        blog, _role = blog_for(request, slug, Deed.DRAFT)
        actions.pass_item(item_of(request.POST.get("item", "")), blog, by=person(request))
        return HttpResponseRedirect(request.path)
    blog, role = blog_for(request, slug)
    followed = Following.objects.filter(blog=blog, ended_at=None).select_related("story")
    context = {"blog": blog, "rights": rights(role), "items": suggested(blog), "followed": followed}
    return render(request, "newsroom/wire/suggestions.html", context)


@desk_page("GET", "POST")
def changed_reports(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The reports that the post was made from, with what they say now; a post of the form says: looked at."""
    blog, role = blog_for(request, slug, Deed.DRAFT)
    post = post_of(blog, uid)
    uses = list(UsedItem.objects.filter(post=post).select_related("item__channel", "by"))
    if not uses:
        raise Http404(_("This post was not made from a report."))
    if request.method == "POST":
        for used in uses:
            used.post = post
            if used.is_stale:
                actions.note_seen(used, by=person(request))
        return HttpResponseRedirect(f"{reverse('newsroom:timeline', args=[slug])}#line-{uid}")
    told = [{"used": used, "pieces": words_changed(_then(used), _now(used))} for used in uses]
    context = {"blog": blog, "rights": rights(role), "post": post, "name": name_of(post), "told": told}
    context["stale"] = any(used.is_stale for used in uses)
    return render(request, "newsroom/wire/changed.html", context)


def _then(used: UsedItem) -> str:
    """What the report said when it was used."""
    kept = ItemVersion.objects.filter(item=used.item, hash=used.hash).order_by("-number").first()
    return words_said({**kept.content, "withdrawn": ""}) if kept else ""


def _now(used: UsedItem) -> str:
    return words_said({name: getattr(used.item, name) for name in ("title", "standfirst", "text")})
