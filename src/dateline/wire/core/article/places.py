"""Says in which corners of a page an element stands: the article's own tags, furniture by class, hidden parts."""

import re
from functools import lru_cache
from typing import Any

Element = Any


class Place:
    """Where something stands, as bits of a number: an element stands where its parents do, and in its own place.

    Plain numbers, for a page asks thousands of times, and enum flags take a hundred times as long to compare.
    """

    ARTICLE = 1
    MAIN = 2
    BODY = 4
    INTRO = 8
    HEADER = 16
    FOOTER = 32
    ASIDE = 64
    NAVIGATION = 128
    FORM = 256
    HIDDEN = 512
    COMMENT = 1024
    RELATED = 2048
    ADVERT = 4096
    SHARE = 8192
    BYLINE = 16384
    CAPTION = 32768
    LEGAL = 65536
    SIGN_UP = 131072
    TEASER = 262144
    TAGS = 524288
    BOX = 1048576


PLACES = tuple(1 << bit for bit in range(21))
# Where words are another article's, or nobody's.
ELSEWHERE = Place.COMMENT | Place.RELATED | Place.TEASER | Place.FOOTER | Place.ASIDE | Place.NAVIGATION | Place.ADVERT
_TAGS = {
    "article": Place.ARTICLE,
    "main": Place.MAIN,
    "header": Place.HEADER,
    "footer": Place.FOOTER,
    "aside": Place.ASIDE,
    "nav": Place.NAVIGATION,
    "form": Place.FORM,
    "figcaption": Place.CAPTION,
    "address": Place.BYLINE,
}
_ROLES = {
    "article": Place.ARTICLE,
    "main": Place.MAIN,
    "banner": Place.HEADER,
    "contentinfo": Place.FOOTER,
    "complementary": Place.ASIDE,
    "navigation": Place.NAVIGATION,
}
# Words of class names and ids, as content systems of many languages write them. ``lead`` is that word alone,
# ``comment*`` a word that begins so, ``*footer*`` one that holds it, ``read-more`` two words or one ("readmore");
# ``!commentary`` takes back a word, or the second of two. "relative" is not related, nor "published" an advertisement
# (publicité), nor "bishop" a shop; what overflows its box is no hidden box; Elementor calls every part a widget.
_NAMES = {
    Place.BODY: "article-body article-content article-text entry-content post-body post-content post-text story-body"
    " story-content story-text rich-text body-text body-copy body-content main-content articulo* artikel*",
    Place.INTRO: "*standfirst* lead intro dek abstract anons chapo *kicker* *subhead* sub-title *summary* *perex*",
    Place.HEADER: "header *masthead* top-bar site-head",
    Place.FOOTER: "*footer* foot bottom-bar *colophon*",
    Place.ASIDE: "side-bar rail right-col *widget* !elementor-widget marginal*",
    Place.NAVIGATION: "nav navbar navigat* navmenu navlist navitem navlink *menu *menus *menubar *menuitem *breadcrumb*"
    " paginat* pager paging *toolbar* skip-link",
    Place.HIDDEN: "hidden !overflow-hidden !x-hidden !y-hidden !backface-hidden sr-only screen-reader hide invisible"
    " assistive*",
    Place.COMMENT: "*comment* !commentary !commentaries !commentator *disqus* reply replies respond discussion* forum"
    " forums kommentar*",
    Place.RELATED: "*related* !unrelated !correlated relacionad* recommend* empfehl* read-more also-read see-also"
    " more-from more-on more-stories more-news more-articles *popular* !popularity most-read most-viewed *trending*"
    " latest *outbrain* *taboola* similar* weitere mehr-zum next-post next-article",
    Place.ADVERT: "ad ads *advert* *sponsor* promo* *banner* anzeige anzeigen werbung* publicit* publicidad*"
    " publi-report publi-reportage publi-reportaje *affiliate* shop shops shopping",
    Place.SHARE: "*share* !shared !shareholder !shareholders *sharing* social socials social-icon social-link"
    " social-media social-share social-bar social-button social-network follow *facebook* *twitter*"
    " *whatsapp* *sociable* *addthis*",
    Place.BYLINE: "*byline* *author* !authority !authorities autor* *contributor* bio meta dateline* *timestamp*"
    " publish* !publisher !publishers posted date time datum avatar*",
    Place.CAPTION: "*caption* *credit* !creditor !credit-card *bildunterschrift* legende photo-text image-text"
    " *copyright*",
    Place.LEGAL: "*cookie* *consent* *gdpr* *privacy* *disclaimer* legal imprint terms *copyright* rights-info"
    " rights-notice licence* license*",
    Place.SIGN_UP: "*newsletter* *subscri* sign-up log-in *paywall* register registration donat* premium abo modal"
    " *popup* overlay* mailing*",
    Place.TEASER: "*teaser* card headline-list news-list article-list *carousel* slider *swiper* grid-item list-item",
    Place.TAGS: "tag tags tag-list *keyword* *categor* topic topics label",
    Place.BOX: "info-box fact-box box pull-quote call-out toc table-of inhaltsverzeichnis",
}
_WORDS = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _finder(rule: str) -> re.Pattern[str]:
    """What finds the rule's words, each by itself."""
    parts = [part for part in rule.split() if "!" not in part]
    forms = (f"*{part.replace('-', '')}*" if "-" in part else part for part in parts)
    taken_back = "|".join(part[1:] for part in rule.split() if "!" in part and "-" not in part)
    return re.compile(
        f"(?!(?:{taken_back})$)(?:{'|'.join(forms).replace('*', '.*')})$"
        if taken_back
        else f"(?:{'|'.join(forms).replace('*', '.*')})$"
    )


def _pairs(mark: str) -> dict[tuple[str, str], int]:
    """The place of each rule's two words that stand one behind the other; ``mark`` is what such words begin with."""
    found: dict[tuple[str, str], int] = {}
    for place, rule in _NAMES.items():
        for part in rule.split():
            if "-" in part and part.startswith("!") == bool(mark):
                first, second = part.removeprefix("!").split("-")
                found[first, second] = found.get((first, second), 0) | place
    return found


_FINDERS = [(place, _finder(rule)) for place, rule in _NAMES.items()]
_TOGETHER, _APART = _pairs(""), _pairs("!")


def place_of(element: Element) -> int:
    """The element's own place, without that of its parents."""
    names = element.get("class"), element.get("id"), element.get("itemprop")
    place = _by_names(" ".join(filter(None, names))[:300]) if any(names) else 0
    place |= _TAGS.get(element.tag, 0)
    if (role := element.get("role")) is not None:
        place |= _ROLES.get(role, 0)
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        place |= Place.HIDDEN
    style = element.get("style")
    if style is not None and "none" in style and "display:none" in style.replace(" ", "").lower():
        place |= Place.HIDDEN
    return place


def place_within(element: Element) -> int:
    """The element's place with that of all its parents below the body."""
    place = 0
    while element is not None and element.tag not in {"body", "html"}:
        place |= place_of(element)
        element = element.getparent()
    return place


@lru_cache(maxsize=20_000)  # pages of one outlet share their class names
def _by_names(names: str) -> int:
    place = 0
    for name in names.split():
        place |= _by_name(name)
    return place


@lru_cache(maxsize=50_000)
def _by_name(name: str) -> int:
    words = _WORDS.findall(_CAMEL.sub("-", name).lower().replace("_", "-"))
    place, before = 0, ""
    for word in words:
        place |= _TOGETHER.get((before, word), 0) | _by_word(word) & ~_APART.get((before, word), 0)
        before = word
    return place


@lru_cache(maxsize=50_000)
def _by_word(word: str) -> int:
    place = 0
    for one, finder in _FINDERS:
        if finder.match(word):
            place |= one
    return place
