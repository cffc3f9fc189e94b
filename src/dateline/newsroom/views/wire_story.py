"""One story at the desk: who reported it first and who after, what differs, why each report is in it, and deeds."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.blog.core.refused import NotAllowed
from dateline.newsroom import actions as desk
from dateline.newsroom.access import blog_for, desk_page, may_in_newsroom, person, whole_number
from dateline.newsroom.datelined import datelined
from dateline.newsroom.said_side import said_in
from dateline.newsroom.views.wire import back, coming_from, item_of
from dateline.newsroom.wire_panel import (
    CHOSEN_BLOG,
    blog_chosen,
    channels_in,
    claims_in,
    for_blog,
    head_seq,
    pictures_in,
    writable_blogs,
)
from dateline.wire.actions import stories
from dateline.wire.models import Item, Story, StoryChange
from dateline.wire.stories import changes_of, leads_to, near, story_by, told_of

SEE = may_in_newsroom("wire.see")


@desk_page("GET", before=SEE)
def show(request: HttpRequest, uid: str) -> HttpResponse:
    """The story's page; one that was merged leads to what it became part of."""
    story = story_of(uid)
    if story.merged_into_id:
        return HttpResponseRedirect(reverse("newsroom:wire-story", args=[leads_to(story).uid]))
    context = _context(request, story)
    said = said_in(context["told"], address=reverse("newsroom:wire-story", args=[story.uid]))
    where = datelined([one.item for head in context["told"] for one in (head, *head.copies)])
    return render(request, "newsroom/wire/story.html", context | said | {"where": where})


@desk_page("GET", before=SEE)
def reports(request: HttpRequest, uid: str) -> HttpResponse:
    """The story's reports alone, drawn again when something came."""
    return render(request, "newsroom/wire/reports.html", _context(request, leads_to(story_of(uid))))


@desk_page("POST", before=SEE)
def deed(request: HttpRequest, uid: str, deed: str) -> HttpResponse:
    """Merges, splits, moves, takes out, names, mutes, follows, hides, or takes back; what may be done asks who."""
    do = DEEDS.get(deed)
    if do is None:
        raise Http404(_("There is no such deed."))
    story = do(request, story_of(uid))
    if request.POST.get("back"):
        return back(request)
    return HttpResponseRedirect(reverse("newsroom:wire-story", args=[leads_to(story).uid]))


@desk_page("GET", before=may_in_newsroom("wire.run"))
def ask_to_hide(request: HttpRequest, uid: str) -> HttpResponse:
    """Asks whether to take the story from the public pages."""
    story = leads_to(story_of(uid))
    deed_there = reverse("newsroom:wire-deed", args=[story.uid, "hide"])
    whence = coming_from(request, reverse("newsroom:wire-story", args=[story.uid]))
    context = {"name": story.title, "is_story": True, "deed": deed_there, "back": whence}
    return render(request, "newsroom/wire/take_down.html", context)


def story_of(uid: str) -> Story:
    """The story of that address. Raises ``Http404``."""
    story = story_by(uid)
    if story is None:
        raise Http404(_("There is no such story."))
    return story


def _context(request: HttpRequest, story: Story) -> dict[str, Any]:
    since = desk.note_look(person(request), now=timezone.now())
    told = told_of(story, seen=since)
    whole = [one for head in told for one in (head, *head.copies)]
    return {
        "story": story,
        "told": told,
        "count": len(whole),
        "claims": claims_in([one.item for one in whole]),
        "pictures": pictures_in(told),
        "channels": channels_in(story),
        "changes": changes_of(story)[:50],
        "undoable": stories.UNDOABLE,
        "near": near(story),
        "seq": head_seq(),
        **for_blog(request),
    }


def _merge(request: HttpRequest, story: Story) -> Story:
    return stories.merge_stories(story, _other(request), by=person(request), reason=_reason(request))


def _split(request: HttpRequest, story: Story) -> Story:
    title = request.POST.get("title", "")
    return stories.split_story(story, _items(request), title=title, by=person(request), reason=_reason(request))


def _move(request: HttpRequest, story: Story) -> Story:
    return stories.move_items(story, _items(request), into=_other(request), by=person(request), reason=_reason(request))


def _take_out(request: HttpRequest, story: Story) -> Story:
    return stories.take_out(story, _items(request), by=person(request), reason=_reason(request))


def _rename(request: HttpRequest, story: Story) -> Story:
    return stories.rename_story(story, request.POST.get("title", ""), by=person(request))


def _mute(request: HttpRequest, story: Story) -> Story:
    muted = stories.mute_story(story, by=person(request))
    messages.success(request, _("Muted: it is not among the stories of now."))
    return muted


def _unmute(request: HttpRequest, story: Story) -> Story:
    return stories.unmute_story(story, by=person(request))


def _follow(request: HttpRequest, story: Story) -> Story:
    slug = _slug(request)
    blog, _role = blog_for(request, slug)
    desk.follow(story, blog, by=person(request))
    request.session[CHOSEN_BLOG] = blog.slug
    messages.success(request, _("Followed: new reports are suggested in “%(blog)s”.") % {"blog": blog.headline})
    return story


def _unfollow(request: HttpRequest, story: Story) -> Story:
    blog, _role = blog_for(request, _slug(request))
    desk.unfollow(story, blog, by=person(request))
    return story


def _hide(request: HttpRequest, story: Story) -> Story:
    hidden = stories.hide_story(story, _reason(request) or _("No reason was given."), by=person(request))
    messages.success(request, _("Taken down: no public page shows it now."))
    return hidden


def _show(request: HttpRequest, story: Story) -> Story:
    return stories.show_story(story, by=person(request))


def _undo(request: HttpRequest, story: Story) -> Story:
    number = whole_number(request.POST.get("change", ""), otherwise=0)
    change = StoryChange.objects.filter(pk=number).first()
    if change is None or story.pk not in {change.story_id, change.other_id}:
        raise Http404(_("There is no such change of this story."))
    return stories.undo(change, by=person(request))


DEEDS: dict[str, Callable[[HttpRequest, Story], Story]] = {
    "merge": _merge,
    "split": _split,
    "move": _move,
    "take-out": _take_out,
    "rename": _rename,
    "mute": _mute,
    "unmute": _unmute,
    "follow": _follow,
    "unfollow": _unfollow,
    "hide": _hide,
    "show": _show,
    "undo": _undo,
}


def _other(request: HttpRequest) -> Story:
    named = request.POST.get("into", "").strip().rstrip("/").rpartition("/")[2]
    return leads_to(story_of(named))


def _items(request: HttpRequest) -> list[Item]:
    return [item_of(uid) for uid in request.POST.getlist("item")[: stories.MOST_AT_ONCE + 1]]


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:500]


def _slug(request: HttpRequest) -> str:
    named = request.POST.get("blog", "")
    chosen = blog_chosen(request, writable_blogs(person(request)))
    if not named and chosen is None:
        raise NotAllowed("You may not do this in the newsroom; ask one of its editors.")
    return named or (chosen.slug if chosen else "")
