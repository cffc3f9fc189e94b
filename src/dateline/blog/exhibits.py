"""Puts into a post's blocks what its exhibits are, and says which claims and exhibits a post rests on."""

from collections.abc import Iterable, Sequence

from dateline.blog.core.blocks import Block, ExhibitCard, exhibits_of
from dateline.blog.core.refused import Refused
from dateline.blog.models import Post
from dateline.claims.models import Claim, Exhibit
from dateline.claims.queries import exhibits_of as exhibits_named


def with_true_exhibits(found: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, each exhibit as its row says, whatever was sent along. Raises ``Refused`` for one not here."""
    found = tuple(found)
    uids = set(exhibits_of(found))
    if not uids:
        return found
    rows = exhibits_named(uids)
    if len(rows) < len(uids):
        raise Refused("There is no such exhibit.")
    return tuple(card_of(rows[block.exhibit]) if isinstance(block, ExhibitCard) else block for block in found)


def check_claims(uids: Sequence[str]) -> None:
    """Raises ``Refused`` where one of the claims is not here."""
    if uids and Claim.objects.filter(uid__in=uids).count() < len(uids):
        raise Refused("One of the claims is not here.")


def card_of(exhibit: Exhibit) -> ExhibitCard:
    """The block that shows the exhibit."""
    return ExhibitCard(
        exhibit=exhibit.uid,
        hash=exhibit.content_hash,
        kind=exhibit.kind,
        title=exhibit.title,
        sentence=exhibit.sentence,
        source=exhibit.source,
        url=exhibit.source_url,
        as_of=exhibit.as_of.isoformat() if exhibit.as_of else "",
    )


def subject_of(post: Post) -> str:
    """The name under which citations know the post."""
    return f"blog/{post.blog.slug}/post/{post.uid}"
