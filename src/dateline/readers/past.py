"""The public log as readers see it: each line with its name, its words, and what it changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext, pgettext

from dateline.blog.core.blocks import text_of_blocks
from dateline.blog.core.compare import Part, Piece, SectionChange, changes
from dateline.blog.core.content import BlogView, PostView, PublicState
from dateline.blog.trace import LogEntry
from dateline.claims.core.clean import shortened
from dateline.claims.spoken import status_names
from dateline.readers.addresses import moment_path, post_history_path, post_path

# Around a change in a long text this much of what stayed is shown, in characters.
CONTEXT = 160
EXCERPT = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """One field that changed, with its name in words (empty where the section's name says it)."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """One thing that changed: its name in words, how, and its fields."""

    name: str
    kind: str
    parts: tuple[ShownPart, ...]
    dressed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the public log; ``sealed``: its words are hidden for good, its hashes stay."""

    seq: int
    at: datetime
    what: str
    name: str
    note: str
    excerpt: str
    sections: tuple[ShownSection, ...]
    sealed: bool
    post_url: str
    history_url: str
    then_url: str
    hash: str
    content_hash: str
    previous_hash: str


def line(entry: LogEntry, state: PublicState) -> Line:
    """The line of the log for one event, in the language that is active; ``state`` is the blog's of now."""
    event, view, blog = entry.event, entry.after, state.blog
    post = view if isinstance(view, PostView) else None
    sealed = bool(post and post.sealed and event.kind != "post.withdrawn")
    seen = moment_path(blog.slug, f"{event.stream.epoch}-{event.seq}")
    return Line(
        seq=event.seq,
        at=event.at,
        what=kinds().get(event.kind, event.kind),
        name=_name(entry),
        # A note of a sealed post may hold its words.
        note="" if sealed else entry.note,
        excerpt=_excerpt(entry) if event.kind == "post.published" else "",
        sections=tuple(_sections(entry, state)),
        sealed=sealed or bool(post and post.sealed),
        post_url=post_path(blog.slug, post.uid) if post else "",
        history_url=post_history_path(blog.slug, post.uid) if post else "",
        then_url=f"{seen}#post-{post.uid}" if post else seen,
        hash=event.hash,
        content_hash=event.content_hash,
        previous_hash=event.previous_hash,
    )


def kinds() -> dict[str, str]:
    """What an event did, by its kind."""
    return {
        "blog.opened": gettext("The coverage was opened"),
        "blog.edited": gettext("The head of the page was changed"),
        "blog.state": gettext("The state of the coverage changed"),
        "blog.pinned": gettext("The pinned post changed"),
        "post.published": gettext("Published"),
        "post.amended": gettext("Amended"),
        "post.corrected": gettext("Corrected"),
        "post.verified": gettext("Status of a claim changed"),
        "post.withdrawn": gettext("Withdrawn"),
        "post.marked": gettext("Marked"),
        "post.moved": gettext("Moved"),
        "post.tagged": gettext("Tagged"),
    }


def section_names() -> dict[str, str]:
    """What is compared, in words."""
    return {
        "title": pgettext("of a post", "Title"),
        "text": gettext("Text"),
        "quote": gettext("Quote"),
        "picture": gettext("Picture"),
        "video": gettext("Film"),
        "embed": gettext("Post from elsewhere"),
        "exhibit": gettext("Figures"),
        "claim": gettext("Claim"),
        "factbox": gettext("Background"),
        "byline": gettext("By"),
        "tags": gettext("Tags"),
        "key": gettext("Mark"),
        "summary": gettext("Mark"),
        "published": gettext("Time"),
        "order": gettext("Place in the order"),
        "correction": gettext("Correction"),
        "withdrawn": gettext("Reason"),
        "origin": gettext("First published at"),
        "headline": gettext("Headline"),
        "standfirst": gettext("Standfirst"),
        "state": gettext("State"),
        "zone": gettext("Time zone"),
        "language": gettext("Language"),
        "pinned": gettext("Pinned post"),
        "starts": gettext("Starts"),
        "started": gettext("Started"),
        "ended": gettext("Ended"),
    }


def part_names() -> dict[str, str]:
    """The fields of a section, in words."""
    return {
        "file": gettext("File"),
        "caption": gettext("Caption"),
        "credit": gettext("Credit"),
        "alt": gettext("Described as"),
        "link": gettext("Link"),
        "speaker": gettext("Speaker"),
        "source": gettext("Source"),
        "provider": gettext("Site"),
        "author": gettext("Author"),
        "time": gettext("Time"),
        "title": pgettext("of a post", "Title"),
        "rows": gettext("Figures"),
        "figure": gettext("Number"),
        "period": gettext("Period"),
        "quote": gettext("Quote"),
        "status": gettext("Status"),
        "note": gettext("What was found"),
        "evidence": gettext("Evidence"),
        "according_to": gettext("According to"),
        "unit": gettext("Unit"),
        "as_of": gettext("As of"),
        "method": gettext("Method"),
        "role": gettext("Role"),
        "bio": gettext("About"),
        "portrait": gettext("Portrait"),
    }


def signs() -> dict[str, str]:
    """Marks and states, in words."""
    return {
        "key": gettext("Key event"),
        "summary": gettext("Summary"),
        "upcoming": gettext("Upcoming"),
        "live": gettext("Live"),
        "paused": gettext("Paused"),
        "ended": gettext("Ended"),
        **status_names(),
    }


def _name(entry: LogEntry) -> str:
    """What the line is about: a post as it is called then, or just before it was withdrawn."""
    for view in (entry.after, entry.before):
        if isinstance(view, PostView) and not view.withdrawn:
            return view.name
    return entry.after.headline if entry.before is None and isinstance(entry.after, BlogView) else ""


def _excerpt(entry: LogEntry) -> str:
    view = entry.after
    if not isinstance(view, PostView) or view.withdrawn or not view.title:
        return ""
    return shortened(text_of_blocks(view.blocks), EXCERPT)


def _sections(entry: LogEntry, state: PublicState) -> Iterator[ShownSection]:
    if entry.before is None or entry.event.kind == "post.withdrawn":
        return
    for change in changes(entry.before, entry.after, zone=state.blog.zone):
        if change.about != "correction":  # the line's own note says it
            yield _section(change, state)


def _section(change: SectionChange, state: PublicState) -> ShownSection:
    name = section_names().get(change.about, change.about)
    # Which claim it is, its words say, whether or not they changed.
    wanted = [part for part in change.parts if part.changed or (change.about, part.name) == ("claim", "text")]
    parts = tuple(_part(part, change.about, name=name) for part in wanted)
    if change.about == "pinned":
        said = {uid: post.name for uid, post in state.posts.items() if not post.withdrawn}
        parts = tuple(_said(part, said) for part in parts)
    return ShownSection(name=name, kind=change.kind, parts=parts, dressed=change.dressed)


def _part(part: Part, about: str, *, name: str) -> ShownPart:
    own = part_names().get(part.name, "")
    shown = ShownPart(name="" if own == name else own, pieces=tuple(_cut(part.pieces)) if part.changed else part.pieces)
    return _said(shown, signs()) if about in {"key", "summary", "state"} or part.name == "status" else shown


def _said(part: ShownPart, words: Mapping[str, str]) -> ShownPart:
    """The part with its signs, such as “live” or a post's uid, in words."""
    return replace(part, pieces=tuple(replace(piece, text=words.get(piece.text, piece.text)) for piece in part.pieces))


def _cut(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Long runs that stayed, cut to what stands around a change."""
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        head = piece.text[:CONTEXT] if index else ""
        tail = piece.text[-CONTEXT:] if index < last else ""
        if piece.kind == "same" and len(piece.text) > len(head) + len(tail):
            yield replace(piece, text=f"{head} … {tail}".strip(" ") if head and tail else f"{head}…{tail}")
        else:
            yield piece
