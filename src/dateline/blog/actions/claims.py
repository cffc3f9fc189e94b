"""What joins claims and posts: a claim's new status told by every post that shows it, a newer exhibit taken over."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from dateline.accounts.models import User
from dateline.blog.actions.posts import correct_post
from dateline.blog.actions.record import locked, record_post
from dateline.blog.core.blocks import ExhibitCard
from dateline.blog.core.kinds import Kind
from dateline.blog.core.refused import Refused
from dateline.blog.exhibits import card_of
from dateline.blog.models import Post, PostState
from dateline.blog.rows import words_of
from dateline.claims.actions.claims import Evidence, verify_claim
from dateline.claims.models import Claim, Verification
from dateline.claims.queries import subjects_of, superseded
from dateline.events.turn import writing

MOST_TRIES = 5


class _Joined(Exception):
    """A post began to show the claim while its status was being set."""


def set_status(claim: Claim, status: str, *, note: str, evidence: Evidence | None = None, by: User) -> Verification:
    """The claim's next status; each public post that shows it tells its readers, with the note.

    It is a deed for the whole newsroom: a post tells it on every blog. Raises as ``verify_claim`` does.
    """
    for _attempt in range(MOST_TRIES):
        try:
            with writing():
                return _set_status(claim, status, note=note, evidence=evidence, by=by)
        except _Joined:
            continue
    raise Refused("Posts that show the claim are being written just now; try again in a moment.")


def accept_newer(post: Post, uid: str, *, correction: str, by: User, base: int | None = None) -> Post:
    """The public post with the exhibit ``uid`` put in for the newer one, as a correction with its public note."""
    with writing():
        post = locked(post, base)
        stale = superseded([uid]).get(uid)
        if stale is None or stale.newer is None:
            raise Refused("There is no newer exhibit of the same figures.")
        words, card = words_of(post), card_of(stale.newer)
        shown = [isinstance(block, ExhibitCard) and block.exhibit == uid for block in words.blocks]
        if not any(shown):
            raise Refused("The post does not show this exhibit any more.")
        blocks = tuple(card if old else block for block, old in zip(words.blocks, shown, strict=True))
        return correct_post(post, replace(words, blocks=blocks), correction=correction, by=by)


def _set_status(claim: Claim, status: str, *, note: str, evidence: Evidence | None, by: User) -> Verification:
    # Posts before the log of claims before the logs of blogs: who publishes takes them in that order too.
    posts = [locked(post, None) for post in _showing(claim)]
    found = verify_claim(claim, status, note=note, evidence=evidence, by=by)
    if [post.pk for post in _showing(claim)] != [post.pk for post in posts]:
        raise _Joined
    at = timezone.now()
    for post in posts:
        post.updated = at
        record_post(post, Kind.POST_VERIFIED, by=by, at=at, note=found.note)
    return found


def _showing(claim: Claim) -> Sequence[Post]:
    """The public posts that show the claim now, in one order for everybody."""
    uids = [subject.rpartition("/")[2] for subject in subjects_of(claim) if subject.startswith("blog/")]
    posts = Post.objects.filter(uid__in=uids, state=PostState.PUBLISHED).order_by("pk")
    return [post for post in posts if claim.uid in post.claims]
