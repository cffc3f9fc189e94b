"""Reads a republished page: the outer page (source link, time, related items) apart from the article inside it."""

import re
from dataclasses import dataclass, replace

from dateline.wire.core.article.about import is_live_title
from dateline.wire.core.article.found import Origin
from dateline.wire.core.republished.inner import heading_of, paragraphs_of, posts_of
from dateline.wire.core.republished.lines import Line
from dateline.wire.core.understood import Related, Understood

_SOURCE = re.compile(
    r"^(?:source(?: link)?|original (?:article|source|story)|read (?:the )?(?:full|original)(?: article"
    r"| story)?(?: at.{0,40})?|via|quelle"
    r"|link zur quelle|lien source|enlace de origen|источник|джерело)\s*:?\s*(?:https?://\S+)?$",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"^(?:posted|published|added|imported|veröffentlicht|publié|publicado)(?: on| at)?\s*:?\s*"
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)\s*(Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:\.{3}|…)?\s*(?:read more|continue reading|mehr lesen|weiterlesen|lire la suite|leer más"
    r"|читать далее)\s*(?:»|→|\.{3}|…)?$",
    re.I,
)
_SENTENCE_END = re.compile(r"[.!?…'\"”’»)\]]$")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the outer page's parts stand: the lines of the source link and of the posting time, -1 for none."""

    source: int
    posted: int

    @property
    def end(self) -> int:
        """The line where the inner article ends."""
        return min((at for at in (self.source, self.posted) if at >= 0), default=-1)

    @property
    def after(self) -> int:
        """The first line below the frame."""
        return max(self.source, self.posted) + 1


def is_republished(lines: list[Line]) -> bool:
    """Whether an outer page stands round an article: it leads to the source, and says when it was posted."""
    frame = _frame(lines)
    return frame.source >= 0 and (frame.posted >= 0 or len(_related(lines[frame.after :])) >= 2)


def read_republished(lines: list[Line], article: Understood | None) -> Understood:
    """The inner article with its posts, and what the outer page adds; ``article`` is what the page's head says."""
    frame = _frame(lines)
    inner = lines[: frame.end] if frame.end >= 0 else lines
    title, section, inner = heading_of(inner, known=article.title if article else "")
    live = is_live_title(title) or (article is not None and bool(article.is_live))
    posts = posts_of(inner) if live or any(line.text == "Share" for line in inner) else ()
    body = paragraphs_of(inner)
    framed = frame.end >= 0
    origin = Origin(origin="republished page" if framed else "plain text", confidence=0.85 if framed else 0.6)
    base = article or Understood()
    own = {name: one for name, one in base.origins.items() if name in {"language", "canonical"}}
    return replace(
        base,
        kind="republished" if framed else "text",
        title=title,
        section=section or base.section,
        byline=tuple(dict.fromkeys(name for post in posts for name in post.byline)),
        published=None,
        updated=None,
        is_live=live,
        text="\n".join(filter(None, (part for post in posts for part in (post.title, post.text))))
        or "\n".join(body.lines),
        blocks=tuple(block for post in posts for block in post.blocks) or body.blocks,
        pictures=tuple(picture for post in posts for picture in post.pictures) or body.pictures,
        posts=posts,
        source_link=_link(lines, frame.source),
        posted=_time(lines[frame.posted].text) if frame.posted >= 0 else "",
        related=tuple(_related(lines[frame.after :])) if framed else (),
        has_key_events=any(line.text.lower() == "key events" for line in inner),
        origins=own | dict.fromkeys(("title", "text", "posts", "related", "posted", "source_link"), origin),
    )


def _frame(lines: list[Line]) -> _Frame:
    source = next((n for n, line in enumerate(lines) if _SOURCE.match(line.text)), -1)
    posted = next((n for n, line in enumerate(lines) if _POSTED.match(line.text) and n >= source), -1)
    return _Frame(source, posted)


def _link(lines: list[Line], at: int) -> str:
    """The address behind the source link; plain text has mostly lost it."""
    return next(iter(lines[at].links), "") if at >= 0 else ""


def _time(words: str) -> str:
    """The posting time as it is written: its zone only where it names one."""
    found = _POSTED.match(words)
    assert found is not None
    clock = found[2] if found[2].count(":") == 2 else f"{found[2]}:00"
    return f"{found[1]}T{clock}{found[3] or ''}"


def _related(lines: list[Line]) -> list[Related]:
    """The items below the frame, each ended by a "Read more" of its own."""
    found: list[Related] = []
    waiting: list[Line] = []
    for line in lines:
        if _MORE.match(line.text):
            titled = next((one for one in waiting if one.text), None)
            if titled is not None:
                found.append(_item(titled, next(iter(line.links), "")))
            waiting = []
        elif line.text:
            waiting.append(line)
    return found


def _item(line: Line, link: str) -> Related:
    """A title with the sections behind its bars: ``Title | Films | Entertainment``."""
    title, *sections = (part.strip() for part in re.split(r"\s+\|\s+", line.text))
    return Related(
        title=title,
        section=" / ".join(filter(None, sections)),
        url=next(iter(line.links), "") or link,
        is_live=is_live_title(title),
        cut=_is_cut(title),
    )


def _is_cut(title: str) -> bool:
    """Whether a title breaks off: by dots, or at the length where feeds cut and in the middle of a word's run."""
    if title.endswith(("…", "...")):
        return True
    # Feeds of several publishers cut titles at 70 characters, mostly inside a word.
    return len(title) == 70 and not _SENTENCE_END.search(title)
