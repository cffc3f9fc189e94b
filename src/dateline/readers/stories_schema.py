"""What search engines read in the pages about stories of other outlets: a CollectionPage with an ItemList."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from dateline.claims.core.clean import shortened
from dateline.readers.addresses import absolute, site_in, story_path
from dateline.readers.schema import HEADLINE, Thing, filled, publisher, script
from dateline.wire.public import PublicStory, Report


def list_page(stories: Sequence[PublicStory], *, url: str) -> SafeString:
    """The JSON-LD of a list of stories; ``url`` is the page's absolute address."""
    items = [
        filled(
            {
                "@type": "ListItem",
                "position": number,
                "url": absolute(site_in(url), story_path(story.uid)),
                "name": shortened(story.headline, HEADLINE),
            }
        )
        for number, story in enumerate(stories, 1)
    ]
    return _page(gettext("Stories"), items, url=url, newest=max((one.newest for one in stories), default=None))


def story_page(story: PublicStory, reports: Sequence[Report], *, url: str) -> SafeString:
    """The JSON-LD of one story: each report as an article of its outlet, at the outlet's address."""
    shown = [report for report in reports if not report.withdrawn]
    items = [
        {"@type": "ListItem", "position": number, "item": _article(report)} for number, report in enumerate(shown, 1)
    ]
    return _page(story.headline, items, url=url, newest=story.newest)


def _page(name: str, items: list[Thing], *, url: str, newest: datetime | None) -> SafeString:
    page = {
        "@type": "CollectionPage",
        "@id": f"{url}#page",
        "url": url,
        "name": shortened(name, HEADLINE),
        "dateModified": _time(newest) if newest else None,
        "publisher": publisher(site_in(url)),
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
    }
    return script([filled(page)])


def _article(report: Report) -> Thing:
    return filled(
        {
            "@type": "NewsArticle",
            "headline": shortened(report.words.headline, HEADLINE),
            "url": report.link,
            "datePublished": _time(report.posted),
            "dateModified": _time(report.changed) if report.changed else None,
            "inLanguage": report.language,
            "articleSection": report.section,
            "license": report.licence if report.licence.startswith("http") else "",
            "author": [{"@type": "Person", "name": name} for name in report.byline],
            "publisher": {"@type": "Organization", "name": report.outlet},
        }
    )


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
