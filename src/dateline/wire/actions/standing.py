"""Where items stand: begins and ends memberships, and counts a story anew; parts of other actions."""

from datetime import datetime

from django.db.models import Count, Max, Min

from dateline.accounts.models import User
from dateline.wire.models import Item, Membership, Story


def place_item(item: Item, story: Story, *, reason: str, now: datetime, by: User) -> Membership:
    """The item's membership in the story, by a person; any it had has ended before."""
    membership = Membership(story=story, item=item, reason=reason[:500], by=by, by_person=True, at=now)
    membership.save(force_insert=True)
    return membership


def end_membership(item: Item, *, why: str, now: datetime, by_person: bool) -> None:
    """Ends the item's membership, where it has one; it stays in the trail."""
    Membership.objects.filter(item=item, ended_at=None).update(ended_at=now, ended=why[:500], ended_by_person=by_person)


def recount(story: Story) -> None:
    """Sets the story's counts and times to what its items say; an empty one keeps its times."""
    found = Item.objects.filter(memberships__story=story, memberships__ended_at=None).aggregate(
        items=Count("pk"), channels=Count("channel", distinct=True), first=Min("at"), last=Max("at")
    )
    story.items_count, story.channels_count = found["items"], found["channels"]
    story.first_at, story.last_at = found["first"] or story.first_at, found["last"] or story.last_at
    story.save(update_fields=["items_count", "channels_count", "first_at", "last_at"])
