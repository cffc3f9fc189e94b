"""Reads stories for the public: only what each report's terms allow, nothing that was taken down or muted.

What is hidden counts for nothing here, not even in numbers; what an outlet took back is told without its words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from dateline.claims.core.clean import clean_line, clean_text, clean_url
from dateline.wire.core.report import Report as ReportOf
from dateline.wire.core.report import ReportId
from dateline.wire.core.stories.related import alike
from dateline.wire.core.stories.sums import Floats
from dateline.wire.core.terms import Level, Told, Words, level_of, words_of
from dateline.wire.models import Channel, CopyOf, Item, Membership, Shown, Story
from dateline.wire.queries import vectors_of
from dateline.wire.stories import folded

PAGE, MOST_PAGES = 20, 500
REPORTS, MOST_REPORTS = 20, 1000
BATCH, MOST_COMPARED = 60, 240
HEAVY = ("blocks", "origins", "pictures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which stories are asked for."""

    language: str = ""
    section: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report as the public may see it; of a ``withdrawn`` one only whose it was and when it was posted.

    ``is_first`` says that nobody had reported the story before; ``copies`` are reports with the same text.
    """

    uid: str
    outlet: str
    words: Words
    posted: datetime
    link: str = ""
    source_link: str = ""
    language: str = ""
    section: str = ""
    licence: str = ""
    byline: tuple[str, ...] = ()
    changed: datetime | None = None
    withdrawn: datetime | None = None
    is_first: bool = False
    is_live: bool = False
    copies: tuple["Report", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStory:
    """A story as the public may see it: the report that leads it, how many there are, of how many outlets."""

    uid: str
    headline: str
    lead: Report
    reports: int
    outlets: int
    newest: datetime

    @property
    def language(self) -> str:
        """The language of the headline."""
        return self.lead.language if self.headline == self.lead.words.headline else ""


def is_public(prefix: str = "") -> Q:
    """The condition on items (found through ``prefix``) that the public may know of them at all."""
    open_channels = Q(**{f"{prefix}channel__hidden_at": None}) & ~Q(**{f"{prefix}channel__shown": Shown.NONE})
    return Q(**{f"{prefix}hidden_at": None}) & open_channels


def public_stories(asked: Asked, *, most: int = PAGE) -> tuple[list[PublicStory], bool]:
    """A page of stories, the last to move first, and whether there are more."""
    start = most * (min(max(1, asked.page), MOST_PAGES) - 1)
    found = _newest_first(asked, most=start + most + 1)[start:]
    return _told(found[:most]), len(found) > most


def public_story(story: Story) -> tuple[PublicStory, list[Report]] | None:
    """The story with its reports from first to last, copies under their original; None where nothing may be shown."""
    told = _told([story]) if is_shown(story) else []
    return (told[0], reports_of(story)) if told else None


def is_shown(story: Story) -> bool:
    """Whether nobody took the story from the public pages."""
    return story.hidden_at is None and story.muted_at is None and story.merged_into_id is None


def reports_of(story: Story) -> list[Report]:
    """The story's reports from first to last, with those that were withdrawn; copies under their original."""
    rows = _members([story]).select_related("item__channel").order_by("item__at", "item_id")
    items = [row.item for row in rows.defer(*(f"item__{name}" for name in HEAVY))[:MOST_REPORTS]]
    first = _firsts([story]).get(story.pk)
    copies = {row.item_id: row for row in CopyOf.objects.filter(item__in=[item.pk for item in items])}
    told = {item.pk: replace(_report(item), is_first=item.pk == first) for item in items}
    under = folded(told, copies)
    return [replace(told[key], copies=tuple(told[one] for one in under[key])) for key in under]


def choices() -> tuple[list[str], list[str]]:
    """The languages and the sections that the public channels have."""
    rows = Channel.objects.filter(hidden_at=None).exclude(shown=Shown.NONE).values_list("language", "section")
    pairs = list(rows.distinct()[:2000])
    languages = {language.split("-")[0].lower() for language, _section in pairs if language}
    return sorted(languages), sorted({section for _language, section in pairs if section})


def related_to(story: PublicStory, *, most: int = 5) -> list[PublicStory]:
    """Other stories of its days that share names and words with it, by what the public may read of them."""
    held = {one.pk: one for one in _stories(Asked())[:MOST_COMPARED]}
    firsts = {key: items[0][0] for key, items in _public_items(held.values()).items()}
    leads = Item.objects.only("title", "standfirst", "at", "language").in_bulk(firsts.values())
    reports = [_as_report(key, leads[item]) for key, item in firsts.items()]
    asked = next((one for one in reports if held[int(one.id)].uid == story.uid), None)
    if asked is None:
        return []
    meant = vectors_of(firsts.values())
    vectors: dict[ReportId, Floats] = {key: meant[item] for key, item in firsts.items() if item in meant}
    found = alike(asked, [one for one in reports if one is not asked], most=most, vectors=vectors)
    return _told([held[int(key)] for key in found])


def newest_beside(story: PublicStory, *, most: int = 5) -> list[PublicStory]:
    """The other stories in its language that moved last."""
    found, _more = public_stories(Asked(language=story.lead.language), most=most + 1)
    return [one for one in found if one.uid != story.uid][:most]


def _as_report(key: int, lead: Item) -> ReportOf:
    return ReportOf(id=key, title=lead.title, text=lead.standfirst, published=lead.at, language=lead.language)


def _newest_first(asked: Asked, *, most: int) -> list[Story]:
    """The stories whose newest public report came last; what is hidden moves none of them up.

    No public report is newer than its story's newest: the stories are read in that order until no later one can lead.
    """
    rows, found, at, size = _stories(asked), list[tuple[datetime, int, Story]](), 0, most + BATCH
    while batch := list(rows[at : at + size]):
        moved = _members(batch).filter(item__withdrawn_at=None).values_list("story_id").annotate(newest=Max("item__at"))
        newest = dict(moved.values_list("story_id", "newest"))
        found += [(newest[one.pk], one.pk, one) for one in batch if one.pk in newest]
        found.sort(key=lambda told: told[:2], reverse=True)
        if len(batch) < size or (len(found) >= most and found[most - 1][0] > batch[-1].last_at):
            break
        at, size = at + size, 2 * size
    return [story for _at, _key, story in found[:most]]


def _stories(asked: Asked) -> QuerySet[Story]:
    """The stories that may have what is asked for; those without any public report are for the caller to leave out."""
    rows = Story.objects.filter(merged_into=None, muted_at=None, hidden_at=None).order_by("-last_at", "-pk")
    if not asked.language and not asked.section:
        return rows
    about = is_public("item__") & Q(item__withdrawn_at=None)
    if language := clean_text(asked.language)[:35]:
        about &= Q(item__language__iexact=language) | Q(item__language__istartswith=f"{language}-")
    if section := clean_text(asked.section)[:200]:
        about &= Q(item__section=section)
    told = Membership.objects.filter(about, story=OuterRef("pk"), ended_at=None)
    return rows.filter(Exists(told))


def _members(stories: Iterable[Story]) -> QuerySet[Membership]:
    return Membership.objects.filter(is_public("item__"), story__in=list(stories), ended_at=None)


def _firsts(stories: Iterable[Story]) -> dict[int, int]:
    """The first report of each story, public or not: nobody else is called the first."""
    rows = Membership.objects.filter(story__in=list(stories), ended_at=None).order_by("-item__at", "-item_id")
    return dict(rows.values_list("story_id", "item_id"))


def _told(stories: Sequence[Story]) -> list[PublicStory]:
    seen = _public_items(stories)
    leads = Item.objects.select_related("channel").defer(*HEAVY).in_bulk([items[0][0] for items in seen.values()])
    firsts = _firsts(stories)
    made = []
    for story in stories:
        if items := seen.get(story.pk):
            lead = replace(_report(leads[items[0][0]]), is_first=firsts.get(story.pk) == items[0][0])
            made.append(_one(story, lead, items))
    return made


def _public_items(stories: Iterable[Story]) -> dict[int, list[tuple[int, int, datetime]]]:
    """Each story's public reports from first to last: their keys, channels and times; withdrawn ones left out."""
    seen: dict[int, list[tuple[int, int, datetime]]] = {}
    rows = _members(stories).filter(item__withdrawn_at=None).order_by("item__at", "item_id")
    for key, item, channel, at in rows.values_list("story_id", "item_id", "item__channel_id", "item__at"):
        seen.setdefault(key, []).append((item, channel, at))
    return seen


def _one(story: Story, lead: Report, items: Sequence[tuple[int, int, datetime]]) -> PublicStory:
    return PublicStory(
        uid=story.uid,
        headline=_own_title(story) or lead.words.headline or lead.outlet,
        lead=lead,
        reports=len(items),
        outlets=len({channel for _item, channel, _at in items}),
        newest=items[-1][2],
    )


def _own_title(story: Story) -> str:
    """The title that a person gave it; not where it is the headline of a report that the public may not read."""
    if story.titled_by_id is None:
        return ""
    inside = Item.objects.filter(memberships__story=story, title=story.title)
    kept = inside.exclude(is_public() & Q(withdrawn_at=None)).exists()
    return "" if kept else clean_line(story.title)


def _report(item: Item) -> Report:
    licence = item.licence or item.channel.licence
    level = Level.NOTHING if item.withdrawn_at else level_of(item.channel.shown, licence)
    told = Told(title=item.title, standfirst=item.standfirst, text=item.text, related=tuple(item.related or ()))
    report = Report(
        uid=item.uid,
        outlet=clean_line(item.channel.name),
        words=words_of(told, level),
        posted=item.published or item.first_seen,
        withdrawn=item.withdrawn_at,
        section=clean_line(item.section),
        language=item.language,
    )
    if item.withdrawn_at:
        return report
    return replace(
        report,
        link=clean_url(item.link),
        source_link=clean_url(item.source_link),
        licence=clean_line(licence) if level is Level.FULL else "",
        byline=tuple(map(clean_line, item.byline[:3])),
        changed=_changed(item),
        is_live=bool(item.is_live),
    )


def _changed(item: Item) -> datetime | None:
    """When the outlet says it changed the report, else when we saw that it had; reading its page first is no change."""
    posted = item.published or item.first_seen
    if item.updated and item.updated - posted >= timedelta(minutes=1):
        return item.updated
    return item.changed_at if item.is_changed else None
