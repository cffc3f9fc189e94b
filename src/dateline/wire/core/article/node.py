"""Finds the object of a page's structured data that describes the article itself."""

import re
from collections.abc import Iterable

from dateline.wire.core.page.document import Document
from dateline.wire.core.page.structured import Node, kinds, listed
from dateline.wire.core.page.words import line, squeezed

ARTICLES = frozenset(
    {
        *(
            "NewsArticle",
            "Article",
            "ReportageNewsArticle",
            "AnalysisNewsArticle",
            "OpinionNewsArticle",
            "LiveBlogPosting",
        ),
        *("BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "BlogPosting", "Report", "TechArticle"),
        *(
            "ScholarlyArticle",
            "SocialMediaPosting",
            "AdvertiserContentArticle",
            "SatiricalArticle",
            "MedicalScholarlyArticle",
        ),
        *("Review", "Recipe", "DiscussionForumPosting", "PodcastEpisode", "Interview"),
    }
)
_PAGES = frozenset({"WebPage", "ItemPage", "VideoObject", "Product", "Event", "MedicalWebPage", "AboutPage", "Blog"})


def nodes_about(document: Document) -> list[tuple[Node, str]]:
    """The objects that describe the page's article, the best first, each with "JSON-LD" or "microdata"."""
    return [
        *((node, "JSON-LD") for node in _ranked(document.linked, document)),
        *((node, "microdata") for node in _ranked(document.items, document)),
    ]


def _ranked(nodes: Iterable[Node], document: Document) -> list[Node]:
    held = list(nodes)
    updates = {id(update) for node in held for update in listed(node.get("liveBlogUpdate"))}
    listed_items = {
        id(item.get("item")) for node in held for item in listed(node.get("itemListElement")) if isinstance(item, dict)
    }
    fitting = [node for node in held if kinds(node) & ARTICLES and id(node) not in updates | listed_items]
    pages = [node for node in held if kinds(node) & _PAGES]
    return [*sorted(fitting, key=lambda node: -_fit(node, document)), *sorted(pages, key=lambda n: -_fit(n, document))]


def _fit(node: Node, document: Document) -> float:
    """How well the object fits the page: by its address, its headline and how much it says."""
    url = _address(node)
    here = _path(document.url)
    title = squeezed(line(node.get("headline") or node.get("name")))
    shown = squeezed(" ".join([document.said("og:title")[1], document.tree.findtext(".//title") or ""]))
    fit = 2.0 if url and here and _path(url) == here else 0.0
    fit += 2.0 if title and title in shown else 0.0
    fit += 1.0 if node.get("datePublished") else 0.0
    return fit + min(len(node), 20) / 40 + (0.5 if "LiveBlogPosting" in kinds(node) else 0)


def _address(node: Node) -> str:
    about = node.get("mainEntityOfPage")
    named = (about.get("@id") or about.get("url")) if isinstance(about, dict) else about
    return next((url for url in (node.get("url"), named, node.get("@id")) if isinstance(url, str)), "")


def _path(url: str) -> str:
    return re.sub(r"^https?://(?:www\.|m\.|amp\.)?|[?#].*$|/(?:amp/?)?$", "", url)
