"""What the desk writes itself: failed sign-ins, and the deeds that join more than one part."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.accounts import actions as accounts
from dateline.accounts.models import User
from dateline.blog.actions.posts import draft_post
from dateline.blog.actions.record import require
from dateline.blog.core.refused import Refused
from dateline.blog.core.roles import Deed
from dateline.blog.models import Blog, Post
from dateline.claims import store
from dateline.claims.actions.claims import Seen, file_claim, file_once, keep_snapshot, snapshot_text
from dateline.claims.core.clean import clean_line
from dateline.claims.models import Claim, Snapshot
from dateline.events.turn import writing
from dateline.newsroom.core.backoff import FORGOTTEN_AFTER
from dateline.newsroom.models import Following, Look, PassedItem, SignInFailure, UsedItem, WatchWord
from dateline.newsroom.throttle import keys
from dateline.newsroom.used import Taken, claim_of, words_from
from dateline.wire.actions.stories import follow_story, locked, unfollow_story
from dateline.wire.heard import proposals_of
from dateline.wire.models import Item, Story
from dateline.wire.stories import leads_to

# Who was away for longer comes anew: what came meanwhile is new to them.
VISIT = timedelta(minutes=20)
MOST_WATCHED = 50


def note_failure(username: str, address: str, *, now: datetime) -> None:
    """One more failed sign-in, for the account from this address and for the address; old ones are forgotten."""
    with writing():
        SignInFailure.objects.filter(last__lt=now - FORGOTTEN_AFTER - timedelta(minutes=1)).delete()
        for key in keys(username, address):
            row, made = SignInFailure.objects.select_for_update().get_or_create(key=key, defaults={"last": now})
            row.failures = 1 if made else row.failures + 1
            row.last = now
            row.save(update_fields=["failures", "last"])


def forget_failures(username: str, address: str) -> None:
    """The account's failures from this address, after it signed in."""
    pair, _ = keys(username, address)
    if SignInFailure.objects.filter(key=pair).exists():
        with writing():
            SignInFailure.objects.filter(key=pair).delete()


def change_own_password(request: HttpRequest, user: User, password: str) -> None:
    """Another password for oneself; this browser stays signed in, all others are out."""
    accounts.set_password(user, password, by=user)
    update_session_auth_hash(request, user)


def pull_item_into_blog(item: Item, blog: Blog, *, by: User, taken: Taken | None = None) -> Post:
    """A draft on the blog with the item's words as a quote, whom they are from, the link, and the claim that cites it.

    Raises ``NotAllowed``, and ``Refused`` where the words that were taken do not stand in the report.
    """
    taken = taken or Taken()
    require(by, blog, deed=Deed.DRAFT)
    words = words_from(item, blog, taken=taken, by=by)
    snapshot_of_item = snapshot_of(item, by=by)
    with writing():
        claim = _cited(item, taken, snapshot=snapshot_of_item, by=by)
        post = draft_post(blog, words.citing(claim.uid), by=by)
        used = UsedItem(item=item, post=post, version=item.versions_count, hash=item.hash, seen_hash=item.hash)
        used.seen_withdrawn = item.withdrawn_at is not None
        used.by, used.at = by, post.saved_at
        used.save(force_insert=True)
    return post


def snapshot_of(item: Item, *, by: User) -> Snapshot | None:
    """What was seen at the item's address, as a source that can be cited; None where nothing was kept."""
    if not item.snapshot:
        return None
    try:
        content = store.read(item.snapshot, item.snapshot_size)
    except store.Broken:
        return None
    seen = Seen(media_type="text/html", url=item.link, taken_at=item.changed_at or item.first_seen)
    return keep_snapshot(content, seen, by=by)


def _cited(item: Item, taken: Taken, *, snapshot: Snapshot | None, by: User) -> Claim:
    new = claim_of(item, taken)
    try:
        return file_claim(new, by=by, snapshot=snapshot)
    except ValidationError:
        # The page's own letters may differ from the words read from it: the snapshot is cited without their place.
        return file_claim(replace(new, quote=""), by=by, snapshot=snapshot)


def propose_claim(item: Item, key: str, *, by: User) -> tuple[Claim, bool]:
    """The claim that the report's quote or figure of that key is, unverified and in no post, and whether it is new.

    It is tied to its place in what was seen of the report. Raises ``PermissionDenied``, and ``Refused`` where the
    report says it no more.
    """
    kept = snapshot_of(item, by=by)
    seen = snapshot_text(kept) if kept else ""
    proposal = next((one for one in proposals_of(item, seen=seen) if one.key == key), None)
    if proposal is None:
        raise Refused("The report does not say this any more; open it again.")
    return file_once(proposal.claim, by=by, snapshot=kept)


def note_seen(used: UsedItem, *, by: User) -> UsedItem:
    """That an editor looked at how the report changed, or that it was withdrawn: the post is marked no more."""
    require(by, used.post.blog, deed=Deed.DRAFT)
    with writing():
        fresh = UsedItem.objects.select_for_update().select_related("item").get(pk=used.pk)
        fresh.seen_hash, fresh.seen_withdrawn = fresh.item.hash, fresh.item.withdrawn_at is not None
        fresh.save(update_fields=["seen_hash", "seen_withdrawn"])
    return fresh


def follow(story: Story, blog: Blog, *, by: User) -> Following:
    """That the blog follows the story: reports that come from now on are suggested there."""
    require(by, blog, deed=Deed.DRAFT)
    with writing():
        story = locked(leads_to(story))
        known = Following.objects.filter(blog=blog, story=story, ended_at=None).first()
        if known:
            return known
        follow_story(story, by=by, reason=blog.slug)
        row = Following(blog=blog, story=story, by=by, at=timezone.now())
        row.save(force_insert=True)
    return row


def unfollow(story: Story, blog: Blog, *, by: User) -> None:
    """That the blog follows the story no more."""
    require(by, blog, deed=Deed.DRAFT)
    with writing():
        story = leads_to(story)
        open_rows = Following.objects.filter(ended_at=None).select_related("story")
        here = [row.pk for row in open_rows.filter(blog=blog) if leads_to(row.story).pk == story.pk]
        if Following.objects.filter(pk__in=here).update(ended_at=timezone.now()):
            still = any(leads_to(row.story).pk == story.pk for row in open_rows.exclude(pk__in=here))
            unfollow_story(story, by=by, reason=blog.slug, still=still)


def pass_item(item: Item, blog: Blog, *, by: User) -> None:
    """The item, suggested to this blog no more."""
    require(by, blog, deed=Deed.DRAFT)
    with writing():
        PassedItem.objects.get_or_create(blog=blog, item=item, defaults={"by": by, "at": timezone.now()})


def note_look(user: User, *, now: datetime) -> datetime | None:
    """That the person is at the wire; gives when they were at the visit before, or None at the first."""
    look = Look.objects.filter(user=user).first()
    if look and now - look.at < timedelta(minutes=1):
        return look.since
    with writing():
        look, made = Look.objects.get_or_create(user=user, defaults={"at": now})
        if not made:
            look.since = look.at if now - look.at > VISIT else look.since
            look.at = now
            look.save(update_fields=["at", "since"])
    return look.since


def note_all_seen(user: User, *, now: datetime) -> None:
    """That the person has seen all there is by now."""
    with writing():
        Look.objects.update_or_create(user=user, defaults={"at": now, "since": now})


def watch(words: str, *, language: str = "", by: User) -> WatchWord:
    """The words, watched for the person from now on. Raises ``ValidationError``."""
    said = clean_line(words)[:300]
    if not said:
        raise ValidationError(_("Write what to watch for."))
    with writing():
        if WatchWord.objects.filter(user=by).count() >= MOST_WATCHED:
            raise ValidationError(_("That is too many; take one out first."))
        now = timezone.now()
        kept = {"at": now, "seen_at": now}
        return WatchWord.objects.get_or_create(user=by, words=said, language=language[:35], defaults=kept)[0]


def unwatch(word: WatchWord, *, by: User) -> None:
    """The words, watched no more; only by who watches them."""
    with writing():
        WatchWord.objects.filter(pk=word.pk, user=by).delete()


def note_watched(word: WatchWord, *, by: User, now: datetime) -> None:
    """That the person has seen what was found."""
    with writing():
        WatchWord.objects.filter(pk=word.pk, user=by).update(seen_at=now)
