"""The wire at the desk: stories of now, reports by search and filters, one report, using it."""

from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from dateline.blog.core.compare import words_changed
from dateline.newsroom import actions
from dateline.newsroom.access import blog_for, desk_page, may_in_newsroom, person, whole_number
from dateline.newsroom.said_side import Carrier, side_by_side
from dateline.newsroom.used import Taken, beginning
from dateline.newsroom.wire_panel import (
    CHOSEN_BLOG,
    blog_chosen,
    choices,
    chosen_of,
    claims_in,
    filters_of,
    for_blog,
    found_items,
    head_seq,
    pictures_of,
    uses_of,
    watched,
    writable_blogs,
)
from dateline.wire.actions.items import hide_item, show_item
from dateline.wire.models import CopyOf, Item
from dateline.wire.stories import count_new, stories_now, story_of

SEE, USE = may_in_newsroom("wire.see"), may_in_newsroom("wire.use")
MOST_COMPARED = 20_000


@desk_page("GET", before=SEE)
def stories(request: HttpRequest) -> HttpResponse:
    """Stories of now, what is new since one looked, filters."""
    return render(request, "newsroom/wire/stories.html", _stories(request) | choices() | _watching(request))


@desk_page("GET", before=SEE)
def story_lines(request: HttpRequest) -> HttpResponse:
    """The list alone, drawn again when something came."""
    return render(request, "newsroom/wire/story_lines.html", _stories(request))


@desk_page("GET", before=SEE)
def items(request: HttpRequest) -> HttpResponse:
    """Reports, newest first or by rank, that match what was typed and chosen."""
    return render(request, "newsroom/wire/items.html", _items(request) | choices() | _watching(request))


@desk_page("GET", before=SEE)
def item_lines(request: HttpRequest) -> HttpResponse:
    """The list alone, drawn again when something came."""
    return render(request, "newsroom/wire/item_lines.html", _items(request))


@desk_page("GET", before=SEE)
def head(request: HttpRequest) -> HttpResponse:
    """How far the wire has come, for pages that ask again and again; 204 where it has not moved."""
    seq = head_seq()
    if str(seq) == request.GET.get("seq", ""):
        return HttpResponse(status=204)
    return JsonResponse({"seq": seq})


@desk_page("GET", before=SEE)
def item(request: HttpRequest, uid: str) -> HttpResponse:
    """One report whole, with how it changed, its copies, its story, the posts made from it."""
    found = item_of(uid)
    copy = CopyOf.objects.filter(item=found).select_related("original__channel").first()
    context = {
        "item": found,
        "membership": story_of(found),
        "copy": copy,
        "differs": differences(copy) if copy and "differences" in request.GET else (),
        "copies": found.copies.select_related("item__channel")[:100],
        "versions": versions_of(found),
        "pictures": pictures_of(found),
        "claims": claims_in([found]),
        "said": side_by_side([Carrier(item=found)]),
        "whole": reverse("newsroom:wire-item", args=[found.uid]),
        "uses": uses_of(found, person(request)),
        "beginning": beginning(found),
    }
    return render(request, "newsroom/wire/item.html", context | for_blog(request))


@desk_page("POST", before=USE)
def use(request: HttpRequest, uid: str) -> HttpResponse:
    """A draft with the report's words, in the chosen blog; the composer opens with it."""
    found = item_of(uid)
    blog, _role = blog_for(request, _slug(request))
    taken = Taken(quote=request.POST.get("quote", ""), speaker=request.POST.get("speaker", "")[:200])
    post = actions.pull_item_into_blog(found, blog, taken=taken, by=person(request))
    request.session[CHOSEN_BLOG] = blog.slug
    messages.success(request, _("A draft with the report’s words; nothing is public yet."))
    return HttpResponseRedirect(reverse("newsroom:post", args=[blog.slug, post.uid]))


@desk_page("POST", before=USE)
def choose_blog(request: HttpRequest) -> HttpResponse:
    """The blog that *use* and *follow* are for, kept for this sign-in."""
    blog, _role = blog_for(request, request.POST.get("blog", ""))
    request.session[CHOSEN_BLOG] = blog.slug
    return back(request)


@desk_page("POST", before=SEE)
def seen(request: HttpRequest) -> HttpResponse:
    """All that is there counts as seen."""
    actions.note_all_seen(person(request), now=timezone.now())
    return back(request)


@desk_page("GET", "POST", before=may_in_newsroom("wire.sort"))
def hide(request: HttpRequest, uid: str) -> HttpResponse:
    """Asks whether to take the report from the public pages; a press does it at once, or puts it back on them."""
    found = item_of(uid)
    here = reverse("newsroom:wire-item", args=[uid])
    if request.method == "GET":
        context = {"name": found.title or found.link, "outlet": found.channel.name, "language": found.language}
        return render(request, "newsroom/wire/take_down.html", context | {"back": coming_from(request, here)})
    if request.POST.get("do") == "show":
        show_item(found, by=person(request))
    else:
        reason = request.POST.get("reason", "").strip()[:300]
        hide_item(found, reason or _("No reason was given."), by=person(request))
        messages.success(request, _("Taken down: no public page shows it now."))
    return HttpResponseRedirect(coming_from(request, here))


def item_of(uid: str) -> Item:
    """The item of that address. Raises ``Http404``."""
    found = Item.objects.filter(uid=uid).select_related("channel", "hidden_by").first()
    if found is None:
        raise Http404(_("There is no such report."))
    return found


def back(request: HttpRequest, otherwise: str = "newsroom:wire") -> HttpResponse:
    """To where the form was sent from, if that is a page of ours."""
    return HttpResponseRedirect(coming_from(request, reverse(otherwise)))


def coming_from(request: HttpRequest, otherwise: str) -> str:
    """Where the person came from, as the form or the address says, if that is a page of the desk or of stories."""
    place = request.POST.get("back", "") or request.GET.get("back", "")
    ours = place.startswith(("/desk/", "/stories/")) and url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return place if ours and not urlsplit(place).netloc else otherwise


def differences(copy: CopyOf) -> Any:
    """What a copy says otherwise than its original, as pieces."""
    was, now = (f"{one.title}\n{one.text}"[:MOST_COMPARED] for one in (copy.original, copy.item))
    return words_changed(was, now)


def versions_of(found: Item) -> list[dict[str, Any]]:
    """Each version after the first with what it changed, the newest first."""
    kept = list(found.versions.order_by("-number")[:10])
    pairs = pairwise(kept)
    return [
        {"version": new, "pieces": words_changed(words_said(old.content), words_said(new.content))}
        for new, old in pairs
    ]


def words_said(content: dict[str, Any]) -> str:
    """What a version of a report says, each part once: many a text begins with its standfirst."""
    title, standfirst, text, withdrawn = (
        str(content.get(name) or "") for name in ("title", "standfirst", "text", "withdrawn")
    )
    told = [title, "" if text.startswith(standfirst) else standfirst, text, withdrawn]
    return "\n".join(part for part in told if part)[:MOST_COMPARED].strip()


def _slug(request: HttpRequest) -> str:
    """The blog that the form names, else the one that the page says *use* and *follow* are for."""
    if named := request.POST.get("blog", ""):
        return named
    chosen = blog_chosen(request, writable_blogs(person(request)))
    if chosen is None:
        raise PermissionDenied(_("Choose the blog first that this is for."))
    return chosen.slug


def _stories(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    since = actions.note_look(person(request), now=now)
    filters = filters_of(request)
    chosen = chosen_of(filters, request.GET.get("show", "now"), seen=since)
    lines, more = stories_now(chosen, now=now)
    told = {"lines": lines, "more": more, "filters": filters, "show": chosen.show, "since": since, "seq": head_seq()}
    return told | {"new": count_new(chosen, now=now)} | for_blog(request)


def _items(request: HttpRequest) -> dict[str, Any]:
    since = actions.note_look(person(request), now=timezone.now())
    filters = filters_of(request)
    found = found_items(filters)
    told = {"found": found, "filters": filters, "since": since, "seq": head_seq()}
    return told | for_blog(request)


def _watching(request: HttpRequest) -> dict[str, Any]:
    return {"alerts": [(word, n) for word, n in watched(person(request)) if n]}


def page_asked(request: HttpRequest) -> int:
    """The number of the page asked for."""
    return max(1, whole_number(request.GET.get("page", ""), otherwise=1))
