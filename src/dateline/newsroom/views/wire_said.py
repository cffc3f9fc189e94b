"""What a story's reports quote and state: drawn while they are being read, and proposed as claims by one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dateline.newsroom import actions as desk
from dateline.newsroom.access import desk_page, may_in_newsroom, person
from dateline.newsroom.said_side import said_in
from dateline.newsroom.views.wire import back, item_of
from dateline.newsroom.views.wire_story import story_of
from dateline.wire.heard import LONG
from dateline.wire.stories import leads_to, told_of


@desk_page("GET", before=may_in_newsroom("wire.see"))
def said(request: HttpRequest, uid: str) -> HttpResponse:
    """The story's quotes and figures alone, as far as its reports have been read."""
    story = leads_to(story_of(uid))
    address = reverse("newsroom:wire-story", args=[story.uid])
    return render(request, "newsroom/wire/said.html", said_in(told_of(story), address=address, seconds=LONG))


@desk_page("POST", before=may_in_newsroom("claims.record"))
def propose(request: HttpRequest) -> HttpResponse:
    """A quote or a figure of a report as an unverified claim; pressed twice it is the same one."""
    uid, _colon, key = request.POST.get("what", "").partition(":")
    found = item_of(uid)
    claim, is_new = desk.propose_claim(found, key, by=person(request))
    said = _("Proposed, unverified: %(claim)s") if is_new else _("This is a claim already: %(claim)s")
    messages.success(request, said % {"claim": claim.text[:120]})
    there = back(request)
    there["Location"] += f"#said-{found.uid}-{key}"
    return HttpResponseRedirect(there["Location"])
