"""Who says what in the demo's main blog, filed as claims: the agencies' figures of 2 June 2025, with how they stand."""

from dataclasses import replace
from datetime import date

from dateline.accounts.models import User
from dateline.blog.actions.posts import amend_post
from dateline.blog.models import Blog, Post
from dateline.blog.rows import words_of
from dateline.claims.actions.claims import file_claim
from dateline.claims.core.values import NewClaim, SourceAbout
from dateline.project.demo.figures import MONTHLY

BOMBERS = "Drone attack hits Russian bombers in Siberia, Kyiv says"
SBU = "The SBU, Ukraine’s domestic intelligence agency"
GUARDIAN = SourceAbout(name="The Guardian", kind="media", url="https://www.theguardian.com/")
AFP = SourceAbout(name="AFP", kind="agency", url="https://www.afp.com/")
NO_COUNT = "The figure is the agency’s own; the reports we work from hold no independent count."

CLAIMS = {
    BOMBERS: (
        NewClaim(text="40 warplanes were hit.", speaker=SBU, source=GUARDIAN, note=NO_COUNT),
        NewClaim(
            text="The attack did damage of an estimated £5.2bn.",
            speaker=SBU,
            source=GUARDIAN,
            value=5.2e9,
            unit="GBP",
            hedge="about",
            note=NO_COUNT,
        ),
    ),
    MONTHLY: (
        NewClaim(
            text="Russian forces took 507 square kilometres in May, more than in March or April.",
            source=AFP,
            according_to="data from the Institute for the Study of War",
            value=507.0,
            unit="km²",
            measure="net",
            region="*",
            start=date(2025, 5, 1),
            end=date(2025, 5, 31),
            status="corroborated",
            note="Another mapper, DeepState, has 449 km² for the month by ground held: less, yet more than in March.",
        ),
    ),
}


def file_claims(blog: Blog, *, by: User) -> None:
    """The claims filed, and the posts that report them with them."""
    for title, claims in CLAIMS.items():
        post = Post.objects.get(blog=blog, title=title)
        uids = tuple(file_claim(claim, by=by).uid for claim in claims)
        amend_post(post, replace(words_of(post), claims=uids), by=by)
