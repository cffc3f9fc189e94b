"""What becomes of an item that is used: the words of a draft that says whose they are, and the claim that cites it."""

from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, translation
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.blog.bylines import own_byline
from dateline.blog.core.refused import Refused
from dateline.blog.core.words import PostWords, post_words
from dateline.blog.models import Blog
from dateline.claims.actions.claims import site_of
from dateline.claims.core.clean import clean_line, clean_url, shortened
from dateline.claims.core.values import NewClaim, SourceAbout
from dateline.wire.models import CopyOf, Item

# More than this is no quote: the report is the outlet's.
MOST_TAKEN, USUAL = 900, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was taken of an item: words as they stand in it, and who says them; empty: how it begins."""

    quote: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The words of the draft, before the claim that they rest on is filed."""

    words: PostWords

    def citing(self, claim: str) -> PostWords:
        """The words with the claim."""
        return replace(self.words, claims=(claim,))


def words_from(item: Item, blog: Blog, *, taken: Taken, by: User) -> Draft:
    """The draft, in the blog's language and zone. Raises ``Refused``."""
    quote = quoted(item, taken)
    with translation.override(blog.language):
        blocks: list[dict[str, Any]] = [{"type": "text", "html": _opening(item)}]
        if quote:
            source = ", ".join(filter(None, [item.channel.name, said_at(item, blog.zone)]))
            speaker = clean_line(taken.speaker)
            blocks.append({"type": "quote", "text": quote, "speaker": speaker, "source": source, "url": item.link})
    return Draft(words=post_words(title=item.title, blocks=blocks, bylines=(own_byline(by),)))


def claim_of(item: Item, taken: Taken) -> NewClaim:
    """What the item says, as a claim of its outlet."""
    source = SourceAbout(name=item.channel.name, kind="media", url=clean_url(item.channel.site))
    return NewClaim(
        text=item.title or quoted(item, taken) or item.link,
        source=source,
        speaker=taken.speaker,
        url=item.link,
        said_at=item.published or item.at,
        quote=quoted(item, taken).rstrip("…"),
    )


def quoted(item: Item, taken: Taken) -> str:
    """The words that are quoted: those that were chosen, else how the report begins. Raises ``Refused``."""
    chosen = clean_line(taken.quote)
    if not chosen:
        return beginning(item)
    if len(chosen) > MOST_TAKEN:
        raise Refused("That is too long for a quote; take at most %(most)s characters.", most=MOST_TAKEN)
    if chosen not in clean_line(f"{item.title}\n{item.standfirst}\n{item.text}"):
        raise Refused("These words do not stand in the report: quote them as they are there.")
    return chosen


def beginning(item: Item) -> str:
    """The standfirst, else the first paragraph, cut at a word; empty where only the headline is known."""
    first = next((line for line in item.text.split("\n") if line.strip()), "")
    said = clean_line(item.standfirst) or clean_line(first)
    return shortened(said, USUAL) if said != clean_line(item.title) else ""


def said_at(item: Item, zone: str) -> str:
    """When the report was posted, in the zone, as the language writes it."""
    at: datetime = (item.published or item.first_seen).astimezone(ZoneInfo(zone))
    return f"{formats.date_format(at, 'j F Y H:i')} {at.strftime('%Z')}"


def _opening(item: Item) -> str:
    title = escape(item.title or site_of(item.link) or item.channel.name)
    linked = f'<a href="{escape(item.link)}">{title}</a>' if clean_url(item.link) else title
    outlet = escape(item.channel.name)
    by = ", ".join(escape(clean_line(name)) for name in item.byline[:3])
    said = _("%(outlet)s reports: %(title)s") % {"outlet": outlet, "title": linked}
    lines = [f"{said} ({by})" if by else said]
    first = CopyOf.objects.filter(item=item).select_related("original__channel").first()
    if first and first.original.channel_id != item.channel_id:
        lines.append(_("First reported by %(outlet)s.") % {"outlet": escape(first.original.channel.name)})
    return "".join(f"<p>{line}</p>" for line in lines)
