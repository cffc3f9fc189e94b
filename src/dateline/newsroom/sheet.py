"""The composer's sheet: what a writer sees in the form, whether it comes from a post or from what was just sent."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.accounts.models import User
from dateline.blog.bylines import byline_of, bylines_named, own_byline
from dateline.blog.core.content import Byline
from dateline.blog.core.words import PostWords, bylines_from_json, clean_claims, post_words
from dateline.blog.models import Author, Blog, Post
from dateline.claims.core.clean import clean_line
from dateline.newsroom.core.composed import Fields, Raw, blocks_of, empty_block, numbered

MOST_CHOICES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A byline that can be ticked."""

    name: str
    role: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The form as filled in, uncleaned: nothing a writer typed is lost between two requests."""

    title: str = ""
    blocks: tuple[Raw, ...] = ()
    bylines: tuple[str, ...] = ()
    guests: str = ""
    tags: str = ""
    key: bool = False
    summary: bool = False
    correction: str = ""
    claims: tuple[str, ...] = ()
    base: int | None = None
    ticket: str = ""

    def words(self, post: Post | None) -> PostWords:
        """The words, cleaned. Raises ``Refused`` with the reason."""
        return post_words(
            title=self.title,
            blocks=[{key: value for key, value in block.items() if key != "n"} for block in self.blocks],
            bylines=self._bylines(post),
            tags=self.tags.split(","),
            key=self.key,
            summary=self.summary,
            claims=self.claims,
        )

    def numbered(self) -> list[Raw]:
        """The blocks for the form."""
        return numbered(self.blocks)

    def _bylines(self, post: Post | None) -> tuple[Byline, ...]:
        before = bylines_from_json(post.bylines) if post else ()
        guests = _guests(self.guests)
        return bylines_named([*self.bylines, *(g.name for g in guests)], as_before=[*before, *guests])


def blank_sheet(by: User) -> Sheet:
    """A new post's sheet: one empty text, the writer's own byline."""
    return Sheet(blocks=(empty_block("text"),), bylines=(own_byline(by).name,), base=None, ticket=new_ticket())


def new_ticket() -> str:
    """What tells one opened form from another: sent twice, it makes one post."""
    return secrets.token_hex(8)


def sheet_of(post: Post) -> Sheet:
    """The post's sheet."""
    return Sheet(
        title=post.title,
        blocks=tuple(post.blocks) or (empty_block("text"),),
        bylines=tuple(byline["name"] for byline in post.bylines),
        tags=", ".join(post.tags),
        key=post.key,
        summary=post.summary,
        claims=tuple(post.claims),
        base=post.version,
        ticket=post.uid,
    )


def sheet_sent(fields: Fields) -> Sheet:
    """The sheet as the form was sent."""
    base = _one(fields, "base")
    return Sheet(
        title=_one(fields, "title"),
        blocks=tuple(blocks_of(fields)),
        bylines=tuple(fields.get("byline", ())),
        guests=_one(fields, "guests"),
        tags=_one(fields, "tags"),
        key=bool(_one(fields, "key")),
        summary=bool(_one(fields, "summary")),
        correction=_one(fields, "correction"),
        claims=clean_claims(fields.get("claim", ())),
        base=int(base) if base.isascii() and base.isdigit() and len(base) < 10 else None,
        ticket=clean_line(_one(fields, "ticket"))[:40],
    )


def choices(sheet: Sheet, blog: Blog, *, by: User) -> list[Choice]:
    """The bylines that can be ticked: the sheet's own first, then the newsroom's people and this blog's authors."""
    known = {own_byline(by).name: own_byline(by)}
    known |= {b.name: b for b in _used_lately(blog)}
    known |= {author.name: byline_of(author) for author in Author.objects.filter(user__isnull=False)[:MOST_CHOICES]}
    ticked = [known.get(name) or Byline(name=name) for name in sheet.bylines]
    others = [byline for name, byline in sorted(known.items()) if name not in sheet.bylines]
    return [
        *(Choice(name=b.name, role=b.role, ticked=True) for b in ticked),
        *(Choice(name=b.name, role=b.role, ticked=False) for b in others),
    ]


def _used_lately(blog: Blog) -> Sequence[Byline]:
    lately = Post.objects.filter(blog=blog).order_by("-saved_at").values_list("bylines", flat=True)[:40]
    return [byline for bylines in lately for byline in bylines_from_json(bylines)]


def _guests(text: str) -> list[Byline]:
    found = []
    for line in text.splitlines():
        name, _, role = line.partition(",")
        if clean_line(name):
            found.append(Byline(name=clean_line(name)[:120], role=clean_line(role)[:120]))
    return found


def _one(fields: Mapping[str, Sequence[Any]], name: str) -> str:
    values = fields.get(name) or ("",)
    return str(values[0])
