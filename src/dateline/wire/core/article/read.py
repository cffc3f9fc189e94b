"""Reads an article page: each field from the best place that tells it, the text by consensus."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline.wire.core.article import about, headline, moments, people
from dateline.wire.core.article.body import Body, body_of
from dateline.wire.core.article.found import Found
from dateline.wire.core.article.gallery import pictures_of
from dateline.wire.core.article.node import nodes_about
from dateline.wire.core.article.rules import SiteRule, rule_for
from dateline.wire.core.article.weigh import Forests
from dateline.wire.core.figures.units import Units
from dateline.wire.core.page.document import Document
from dateline.wire.core.tongues.tongue import Tongue
from dateline.wire.core.understood import Understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What reading rests on beside the page: weights of the consensus, rules for outlets, words of languages, units."""

    forests: Forests
    rules: tuple[SiteRule, ...] = ()
    tongues: Mapping[str, Tongue] = field(default_factory=dict)
    units: Units | None = None


def read_article(document: Document, knowledge: Knowledge) -> tuple[Understood, Body]:
    """The article that the page holds, and its body with the pieces it was chosen from."""
    nodes = nodes_about(document)
    rule = rule_for(document.url, knowledge.rules)
    zone = (rule.zone if rule else None) or moments.zone_of_page(document)
    title = headline.headline_of(document, nodes)
    body = body_of(document, nodes, forests=knowledge.forests, rule=rule)
    times = moments.times_shown(document.tree)
    published = moments.published_of(document, nodes, zone=zone, body=body, times=times)
    byline, organisations = people.byline_of(document, nodes, body=body)
    found: dict[str, Found[Any]] = {
        "title": title,
        "standfirst": headline.standfirst_of(document, nodes),
        "byline": byline,
        "published": published,
        "updated": moments.updated_of(document, nodes, published=published.value, zone=zone, times=times),
        "language": about.language_of(document, nodes),
        "section": about.section_of(document, nodes),
        "tags": about.tags_of(document, nodes),
        "canonical": about.canonical_of(document, nodes),
        "licence": about.licence_of(document, nodes),
        "places": about.places_of(nodes),
        "is_live": about.live_of(document, nodes, title=title.value or ""),
    }
    origins = {name: one.source for name, one in found.items() if one.value is not None} | {"text": body.origin}
    page = Understood(
        **_values(found),
        organisations=organisations,
        free=about.free_of(nodes),
        text=body.text,
        blocks=body.blocks,
        pictures=pictures_of(document, nodes, body=body),
        origins=origins,
    )
    return page, body


def _values(found: dict[str, Found[Any]]) -> dict[str, Any]:
    return {name: one.value for name, one in found.items() if one.value is not None}
