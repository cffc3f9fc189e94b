"""One short name for each element of a feed, whatever prefix or namespace version its writer chose."""

from typing import Any

_PLAIN = (
    "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/atom/ns", "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss", "http://backend.userland.com/rss2", "http://backend.userland.com/RSS2",
    "http://blogs.law.harvard.edu/tech/rss", "http://purl.org/rss/1.0/modules/rss091#", "http://purl.org/rss/2.0/",
    "http://example.com/newformat#", "http://example.com/necho", "http://purl.org/echo/", "uri/of/echo/namespace#",
    "http://purl.org/pie/", "http://purl.org/net/rss1.1#", "http://www.rssboard.org/rss-specification",
    "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap/0.84",
    "http://www.google.com/schemas/sitemap/0.9",
)  # fmt: skip
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss": "media",
    "http://www.rssboard.org/media-rss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://web.resource.org/cc/": "cc",
    "http://creativecommons.org/ns#license": "cc",
    "http://creativecommons.org/ns#": "cc",
    "http://backend.userland.com/creativecommonsrssmodule": "cc",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "cc",
    "http://webns.net/mvcb/": "admin",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://podlove.org/simple-chapters": "psc",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://www.google.com/schemas/sitemap-video/1.1": "video",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://iptc.org/std/nar/2006-10-01/": "nar",
    "http://purl.org/rss/1.0/modules/textinput/": "ti",
}
_SPACES = {space.lower().rstrip("/"): "" for space in _PLAIN} | {k.rstrip("/"): v for k, v in _PREFIXES.items()}
# Feeds that forgot to declare a prefix mean by it what everybody means.
_USUAL = {*_PREFIXES.values(), "dcterms"} - {""}
_ALIASES = {"atom": "", "a10": "", "creativecommons": "cc", "rss": ""}


class Names:
    """The short names of one document's elements: of its own prefixes those that nobody knows are kept as they are."""

    __slots__ = ("known",)

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def of(self, element: Any) -> str:
        """``title``, ``dc:creator``, ``media:content``; the name after the prefix in lower case."""
        tag = element.tag
        found = self.known.get(tag)
        if found is None:
            found = self.known[tag] = short_name(tag, element.prefix)
        return found


def short_name(tag: str, prefix: str | None) -> str:
    """The short name of a tag in Clark notation, or with a prefix that was never declared."""
    space, _, local = tag.rpartition("}")
    if space:
        known = _SPACES.get(space[1:].lower().rstrip("/"))
        first = known if known is not None else (prefix or "")
    else:
        first, _, local = tag.rpartition(":")
        first = _ALIASES.get(first.lower(), first.lower())
    local = local.lower()
    return f"{first}:{local}" if first else local
