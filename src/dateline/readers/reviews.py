"""What programs read of a post's claims: each as a ClaimReview once something was found of it, and what is cited."""

from typing import Any

from dateline.blog.core.blocks import ExhibitCard
from dateline.blog.core.content import PostView
from dateline.claims.core.values import ClaimView
from dateline.claims.core.wording import RATINGS, Status
from dateline.claims.spoken import status_name

Thing = dict[str, Any]


def citations(post: PostView) -> list[Thing]:
    """The sources of the post's claims and exhibits, each once."""
    claims = [(claim.source, claim.url) for claim in post.claims]
    exhibits = [(block.source, block.url) for block in post.blocks if isinstance(block, ExhibitCard) and block.source]
    return [_work(name, url) for name, url in dict.fromkeys([*claims, *exhibits])]


def claim_reviews(post: PostView, *, url: str, publisher: Thing) -> list[Thing]:
    """A ClaimReview for each claim that something was found of; ``url`` is the post's own page."""
    return [_review(claim, url=url, publisher=publisher) for claim in post.claims if Status(claim.status) in RATINGS]


def _review(claim: ClaimView, *, url: str, publisher: Thing) -> Thing:
    rating = {"@type": "Rating", "ratingValue": RATINGS[Status(claim.status)], "worstRating": 1, "bestRating": 5}
    return {
        "@type": "ClaimReview",
        "@id": f"{url}#claim-{claim.uid}",
        "url": url,
        "claimReviewed": claim.text,
        "author": publisher,
        "reviewRating": {**rating, "alternateName": status_name(claim.status)},
        **({"reviewBody": claim.note} if claim.note else {}),
        **({"datePublished": claim.checked.isoformat()} if claim.checked else {}),
        "itemReviewed": _claim(claim),
    }


def _claim(claim: ClaimView) -> Thing:
    who = {"@type": "Person", "name": claim.speaker} if claim.speaker else _named(claim)
    said = {"datePublished": claim.said.isoformat()} if claim.said else {}
    appearance = {"appearance": _work(claim.source, claim.url)} if claim.url else {}
    return {"@type": "Claim", "text": claim.text, "author": who, **said, **appearance}


def _named(claim: ClaimView) -> Thing:
    return {"@type": "Organization", "name": claim.source}


def _work(name: str, url: str) -> Thing:
    return {"@type": "CreativeWork", "name": name, **({"url": url} if url else {})}
