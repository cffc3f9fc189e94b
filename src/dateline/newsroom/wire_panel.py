"""What the wire's pages at the desk are drawn from: what was asked for by the address, and the rows that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import urlencode

from dateline.accounts.models import User
from dateline.blog.core.roles import Deed, may
from dateline.blog.models import Blog, BlogState
from dateline.claims.core.clean import clean_line, clean_text, clean_url
from dateline.claims.models import Claim
from dateline.events import log
from dateline.newsroom.access import person, whole_number
from dateline.newsroom.drawn import my_blogs
from dateline.newsroom.models import Following, PassedItem, UsedItem, WatchWord
from dateline.wire.actions.record import STREAM
from dateline.wire.models import Channel, Item, Membership, Story
from dateline.wire.search import Asked, Found, count, search
from dateline.wire.stories import Chosen, Told, leads_to

SINCE = {"1h": timedelta(hours=1), "24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
SHOWS = ("now", "new", "followed", "muted")
CHOSEN_BLOG = "wire_blog"
MOST_SUGGESTED, MOST_FOLLOWED = 40, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for, and what there is to choose from."""

    q: str
    channel: Channel | None
    language: str
    section: str
    since: str
    copies: bool
    ranked: bool
    page: int
    query: str

    @property
    def is_any(self) -> bool:
        """Whether anything is left out by them."""
        return bool(self.q or self.channel or self.language or self.section or self.since)

    def asked(self, now: datetime, **others: Any) -> Asked:
        """The search that they are."""
        since = now - SINCE[self.since] if self.since in SINCE else None
        asked = Asked(words=self.q, channel=self.channel, language=self.language, section=self.section, since=since)
        return replace(asked, folded=not self.copies, ranked=self.ranked, page=self.page, **others)


def filters_of(request: HttpRequest) -> Filters:
    """What the address asks for; what it cannot mean asks for nothing."""
    asked = {
        name: clean_text(request.GET.get(name, "")).strip() for name in ("q", "channel", "language", "section", "since")
    }
    kept = {name: value for name, value in asked.items() if value}
    kept |= {name: "1" for name in ("copies", "rank") if request.GET.get(name)}
    return Filters(
        q=asked["q"][:400],
        channel=Channel.objects.filter(uid=asked["channel"][:16]).first() if asked["channel"] else None,
        language=asked["language"][:35],
        section=asked["section"][:200],
        since=asked["since"] if asked["since"] in SINCE else "",
        copies=bool(request.GET.get("copies")),
        ranked=bool(request.GET.get("rank")),
        page=max(1, whole_number(request.GET.get("page", ""), otherwise=1)),
        query=urlencode(kept),
    )


def choices() -> dict[str, Any]:
    """What filters can be set to: channels, and the languages and sections that they have."""
    channels = list(Channel.objects.order_by("name").only("uid", "name", "language", "section")[:2000])
    return {
        "channels": channels,
        "languages": sorted({one.language.split("-")[0] for one in channels if one.language}),
        "sections": sorted({one.section for one in channels if one.section}),
        "sinces": list(SINCE),
    }


def chosen_of(filters: Filters, show: str, *, seen: datetime | None) -> Chosen:
    """The stories asked for."""
    return Chosen(
        show=show if show in SHOWS else "now",
        channel=filters.channel,
        language=filters.language,
        section=filters.section,
        seen=seen,
        page=filters.page,
    )


def found_items(filters: Filters) -> Found:
    """The items asked for."""
    return search(filters.asked(timezone.now()))


def head_seq() -> int:
    """How far the wire's log has come."""
    head = log.head(STREAM)
    return head.seq if head else 0


def writable_blogs(user: User) -> list[Blog]:
    """The blogs that the person may draft for; those that run first, those that ended not at all."""
    return [blog for blog, role in my_blogs(user) if may(role, Deed.DRAFT) and blog.state != BlogState.ENDED]


def blog_chosen(request: HttpRequest, blogs: Sequence[Blog]) -> Blog | None:
    """The blog that *use* and *follow* are for: the one chosen last, else the first."""
    slug = request.session.get(CHOSEN_BLOG, "")
    return next((blog for blog in blogs if blog.slug == slug), blogs[0] if blogs else None)


def for_blog(request: HttpRequest) -> dict[str, Any]:
    """The blogs to choose from and the one that is chosen."""
    blogs = writable_blogs(person(request))
    chosen = blog_chosen(request, blogs)
    here = followed_by(chosen) if chosen else set()
    return {"blogs": blogs, "blog_chosen": chosen, "followed_here": here, "has_stories": settings.STORIES}


def followed_by(blog: Blog) -> set[int]:
    """The stories that the blog follows; of one that was merged, what it became part of."""
    return set(_followed_since(blog))


def suggested(blog: Blog) -> list[Item]:
    """New reports of the stories that the blog follows, neither used nor put aside, copies left out; newest first."""
    about = Q(pk__in=[])
    for story, at in _followed_since(blog).items():
        about |= Q(pk__in=Membership.objects.filter(story=story, ended_at=None).values("item"), first_seen__gt=at)
    rows = Item.objects.filter(about, copy_of=None)
    rows = rows.exclude(pk__in=UsedItem.objects.filter(post__blog=blog).values("item"))
    rows = rows.exclude(pk__in=PassedItem.objects.filter(blog=blog).values("item"))
    rows = rows.select_related("channel").defer("text", "blocks", "origins", "related")
    return list(rows.order_by("-first_seen", "-pk")[:MOST_SUGGESTED])


def _followed_since(blog: Blog) -> dict[int, datetime]:
    """Since when the blog follows each story, by the story's key."""
    since: dict[int, datetime] = {}
    for row in Following.objects.filter(blog=blog, ended_at=None).select_related("story")[:MOST_FOLLOWED]:
        key = leads_to(row.story).pk
        since[key] = min(row.at, since.get(key, row.at))
    return since


def uses_of(item: Item, user: User) -> list[UsedItem]:
    """The posts that were made from the item, on the blogs of this person."""
    blogs = [blog.pk for blog, _role in my_blogs(user)]
    return list(UsedItem.objects.filter(item=item, post__blog__in=blogs).select_related("post__blog", "by"))


def claims_in(items: Sequence[Item]) -> list[Claim]:
    """What is claimed with one of these items as its source, those about numbers first."""
    links = [item.link for item in items if item.link]
    snapshots = [item.snapshot for item in items if item.snapshot]
    about = Q(url__in=links) | Q(snapshot__sha256__in=snapshots)
    rows = Claim.objects.filter(about).select_related("source").order_by("unit", "value", "pk")
    return list(rows[:200])


def watched(user: User) -> list[tuple[WatchWord, int]]:
    """The person's watch words, each with how many reports came since they looked."""
    words = WatchWord.objects.filter(user=user)
    return [(w, count(Asked(words=w.words, language=w.language, after=w.seen_at))) for w in words]


def pictures_of(item: Item) -> list[dict[str, str]]:
    """The item's pictures by address, words and whose they are: shown as links, fetched from nowhere."""
    known = [one for one in item.pictures if isinstance(one, dict)] if isinstance(item.pictures, list) else []
    found = []
    for one in known:
        url = clean_url(str(one.get("url") or ""))
        words = clean_line(str(one.get("caption") or one.get("alt") or url))
        found.append({"url": url, "words": words, "credit": clean_line(str(one.get("credit") or ""))})
    return [one for one in found if one["url"]]


def pictures_in(told: Sequence[Told], most: int = 12) -> list[dict[str, str]]:
    """Pictures of a story's reports, at most four of each."""
    named = [{**picture, "channel": one.item.channel.name} for one in told for picture in pictures_of(one.item)[:4]]
    return named[:most]


def channels_in(story: Story) -> list[dict[str, Any]]:
    """The story's channels: how many reports, and when the first of them came."""
    rows = Item.objects.filter(memberships__story=story, memberships__ended_at=None)
    named = rows.values("channel__name", "channel__uid").annotate(n=Count("pk"), last=Max("at"))
    return [dict(row) for row in named.order_by("-n", "channel__name")]
