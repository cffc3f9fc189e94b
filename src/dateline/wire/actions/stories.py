"""What editors do with stories: merge, split, move reports, name, mute, follow, hide; each can be seen, most undone.

Each action is one transaction, one event and one ``StoryChange``. What a person decided, the machine leaves: where a
person took an item out of a story, the membership that ended says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.claims.core.clean import clean_line
from dateline.wire.actions.record import new_uid, require, tell, turn
from dateline.wire.actions.standing import end_membership, place_item, recount
from dateline.wire.kinds import Kind
from dateline.wire.models import Item, Membership, Story, StoryChange
from dateline.wire.stories import leads_to

MOST_AT_ONCE = 500
UNDOABLE = ("merged", "split", "moved", "taken out", "renamed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an action did, to be written down: ``change`` is the word of the trail, ``items`` are uids."""

    kind: Kind
    change: str
    other: Story | None = None
    reason: str = ""
    items: Sequence[str] = ()


def merge_stories(story: Story, into: Story, *, by: User, reason: str = "") -> Story:
    """The story ``into``, with all reports of ``story``; that one's address leads on."""
    require(by, "wire.sort")
    with turn():
        story, into = locked(story), locked(into)
        if story.pk == into.pk:
            raise ValidationError(_("A story cannot become part of itself."))
        now = timezone.now()
        moved = _move(_items_of(story), into, reason=_("Merged by %(name)s.") % {"name": by}, by=by)
        story.merged_into = into
        story.save(update_fields=["merged_into"])
        _settle(story, into)
        _note(
            story, Done(kind=Kind.STORY_MERGED, change="merged", other=into, reason=reason, items=moved), by=by, at=now
        )
    return into


def split_story(story: Story, items: Sequence[Item], *, title: str = "", by: User, reason: str = "") -> Story:
    """A new story of these reports of ``story``."""
    require(by, "wire.sort")
    with turn():
        story, now = locked(story), timezone.now()
        chosen = _chosen(story, items)
        if len(chosen) == story.items_count:
            raise ValidationError(_("At least one report must stay."))
        named = clean_line(title)[:1000]
        new = Story(uid=new_uid(), title=named or chosen[0].title or chosen[0].link, first_at=now, last_at=now)
        new.titled_by = by if named else None
        new.save(force_insert=True)
        moved = _move(chosen, new, reason=_("Split off by %(name)s.") % {"name": by}, by=by)
        _settle(story, new)
        _note(story, Done(kind=Kind.STORY_SPLIT, change="split", other=new, reason=reason, items=moved), by=by, at=now)
    return new


def move_items(story: Story, items: Sequence[Item], *, into: Story, by: User, reason: str = "") -> Story:
    """The story ``into``, with these reports of ``story``."""
    require(by, "wire.sort")
    with turn():
        story, into, now = locked(story), locked(into), timezone.now()
        if story.pk == into.pk:
            raise ValidationError(_("They are in that story already."))
        moved = _move(_chosen(story, items), into, reason=_("Moved here by %(name)s.") % {"name": by}, by=by)
        _settle(story, into)
        _note(story, Done(kind=Kind.STORY_MOVED, change="moved", other=into, reason=reason, items=moved), by=by, at=now)
    return into


def take_out(story: Story, items: Sequence[Item], *, by: User, reason: str = "") -> Story:
    """The story without these reports, which are in none then; the machine does not put them back."""
    require(by, "wire.sort")
    with turn():
        story, now = locked(story), timezone.now()
        chosen = _chosen(story, items)
        for item in chosen:
            end_membership(item, why=_("Taken out by %(name)s.") % {"name": by}, now=now, by_person=True)
        _settle(story)
        told = [item.uid for item in chosen]
        _note(story, Done(kind=Kind.STORY_MOVED, change="taken out", reason=reason, items=told), by=by, at=now)
    return story


def rename_story(story: Story, title: str, *, by: User) -> Story:
    """The story under a title that the machine leaves."""
    require(by, "wire.sort")
    named = clean_line(title)[:1000]
    if not named:
        raise ValidationError(_("A story needs a title."))
    with turn():
        story, before = locked(story), story.title
        if named != story.title or story.titled_by is None:
            before, story.title, story.titled_by = story.title, named, by
            story.save(update_fields=["title", "titled_by"])
            done = Done(kind=Kind.STORY_RENAMED, change="renamed", reason=before[:500])
            _note(story, done, by=by, at=timezone.now())
    return story


def mute_story(story: Story, *, by: User) -> Story:
    """The story, no longer among those of now."""
    return _set(story, "muted", Done(kind=Kind.STORY_MUTED, change="muted"), by=by)


def unmute_story(story: Story, *, by: User) -> Story:
    """The story, among those of now again."""
    return _unset(story, "muted", Done(kind=Kind.STORY_UNMUTED, change="unmuted"), by=by)


def follow_story(story: Story, *, by: User, reason: str = "") -> Story:
    """The story, followed; ``reason`` names the blog."""
    return _set(story, "followed", Done(kind=Kind.STORY_FOLLOWED, change="followed", reason=reason), by=by, again=True)


def unfollow_story(story: Story, *, by: User, reason: str = "", still: bool = False) -> Story:
    """The story, followed no more by the blog that ``reason`` names; ``still``: another one follows it."""
    done = Done(kind=Kind.STORY_UNFOLLOWED, change="unfollowed", reason=reason)
    if still:
        with turn():
            require(by, "wire.use")
            _note(story, done, by=by, at=timezone.now())
        return story
    return _unset(story, "followed", done, by=by)


def hide_story(story: Story, reason: str, *, by: User) -> Story:
    """The story, taken from the public pages here."""
    require(by, "wire.run")
    why = clean_line(reason)[:500]
    if not why:
        raise ValidationError(_("Say why: the reason stays with the story."))
    with turn():
        story = locked(story)
        if story.hidden_at is None:
            story.hidden_at = timezone.now()
            story.save(update_fields=["hidden_at"])
            done = Done(kind=Kind.STORY_HIDDEN, change="hidden", reason=why)
            _note(story, done, by=by, at=story.hidden_at)
    return story


def show_story(story: Story, *, by: User) -> Story:
    """The story, on the public pages again."""
    require(by, "wire.run")
    with turn():
        story = locked(story)
        if story.hidden_at is not None:
            story.hidden_at = None
            story.save(update_fields=["hidden_at"])
            _note(story, Done(kind=Kind.STORY_SHOWN, change="shown"), by=by, at=timezone.now())
    return story


def undo(change: StoryChange, *, by: User) -> Story:
    """The story as it was before the change: reports that are still where it put them go back, a title too."""
    require(by, "wire.sort")
    if change.kind not in UNDOABLE:
        raise ValidationError(_("This cannot be taken back here."))
    with turn():
        story = Story.objects.select_for_update().get(pk=change.story_id)
        if story.changes.filter(kind="undone", reason=str(change.pk)).exists():
            raise ValidationError(_("This has been taken back already."))
        moved = _undone(story, change, by=by)
        done = Done(kind=Kind.STORY_UNDONE, change="undone", other=change.other, reason=str(change.pk), items=moved)
        _note(story, done, by=by, at=timezone.now())
    return story


def locked(story: Story) -> Story:
    """The story's row, locked and fresh. Raises ``ValidationError`` where it was merged into another."""
    fresh = Story.objects.select_for_update().get(pk=story.pk)
    if fresh.merged_into_id:
        raise ValidationError(_("This story has become part of another; open that one."))
    return fresh


def _undone(story: Story, change: StoryChange, *, by: User) -> list[str]:
    if change.kind == "renamed":
        story.title, story.titled_by = change.reason or story.title, by
        story.save(update_fields=["title", "titled_by"])
        return []
    if change.kind == "merged":
        story.merged_into = None
        story.save(update_fields=["merged_into"])
    elif story.merged_into_id:
        raise ValidationError(_("This story has become part of another; open that one."))
    back = Item.objects.filter(uid__in=change.items)
    inside = Membership.objects.filter(ended_at=None)
    # Where the change put them may have become part of another story since.
    end = leads_to(change.other) if change.other else None
    back = back.filter(memberships__in=inside.filter(story=end)) if end else back.exclude(memberships__in=inside)
    moved = _move(list(back), story, reason=_("Put back by %(name)s.") % {"name": by}, by=by)
    if change.other and end:
        other = Story.objects.select_for_update().get(pk=change.other.pk)
        _settle(other, end)
        if change.kind == "split" and not other.items_count and not other.merged_into_id:
            other.merged_into = story
            other.save(update_fields=["merged_into"])
    _settle(story)
    return moved


def _set(story: Story, mark: str, done: Done, *, by: User, again: bool = False) -> Story:
    require(by, "wire.use" if mark == "followed" else "wire.sort")
    with turn():
        story, now = locked(story), timezone.now()
        if again or getattr(story, f"{mark}_at") is None:
            setattr(story, f"{mark}_at", now)
            setattr(story, f"{mark}_by", by)
            story.save(update_fields=[f"{mark}_at", f"{mark}_by"])
            _note(story, done, by=by, at=now)
    return story


def _unset(story: Story, mark: str, done: Done, *, by: User) -> Story:
    require(by, "wire.use" if mark == "followed" else "wire.sort")
    with turn():
        story = locked(story)
        if getattr(story, f"{mark}_at") is not None:
            setattr(story, f"{mark}_at", None)
            setattr(story, f"{mark}_by", None)
            story.save(update_fields=[f"{mark}_at", f"{mark}_by"])
            _note(story, done, by=by, at=timezone.now())
    return story


def _items_of(story: Story) -> list[Item]:
    return list(Item.objects.filter(memberships__story=story, memberships__ended_at=None).order_by("at", "pk"))


def _chosen(story: Story, items: Sequence[Item]) -> list[Item]:
    wanted = {item.pk for item in items}
    chosen = [item for item in _items_of(story) if item.pk in wanted]
    if not chosen:
        raise ValidationError(_("Choose at least one report of this story."))
    if len(chosen) > MOST_AT_ONCE:
        raise ValidationError(_("That is too many at once."))
    return chosen


def _move(items: Sequence[Item], into: Story, *, reason: str, by: User) -> list[str]:
    now = timezone.now()
    for item in items:
        end_membership(item, why=reason, now=now, by_person=True)
        place_item(item, into, reason=reason, now=now, by=by)
    return [item.uid for item in items]


def _settle(*stories: Story) -> None:
    for story in stories:
        recount(story)


def _note(story: Story, done: Done, *, by: User, at: datetime) -> None:
    other = done.other.uid if done.other else ""
    told = {"change": done.change, "other": other, "reason": done.reason, "items": list(done.items)}
    change = StoryChange(story=story, kind=done.change, other=done.other, reason=done.reason[:500], by=by, at=at)
    change.items = list(done.items)
    told |= {"title": story.title}
    change.event = tell(done.kind, f"story/{story.uid}", by=by, at=at, told=told)
    change.save(force_insert=True)
