"""Knows what in a page's markup is a picture, a film or another site's post, and makes the block for it."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from dateline.wire.core.page import blocks
from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, line, showable

Element = Any
IMAGES = ("img", "amp-img")
WIDEST = 2000
_CREDIT_CLASS = re.compile(r"(?:^|[-_ ])(?:credit|copyright|photographer|agency)(?:$|[-_ ])", re.IGNORECASE)
_CAPTION_CLASS = re.compile(r"(?:^|[-_ ])caption(?:$|[-_ ])", re.IGNORECASE)
_APART = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "td", "tr", "figcaption", "blockquote"})
_SILENT = frozenset({"script", "style"})
_MOST_WORDS = 10_000
_TRAILING_CREDIT = re.compile(
    r"^(.*?)\s*\(?(?:Photo |Image |Picture )?(?:Credit|Photograph|Foto)s?:\s*([^()]{2,200})\)?$"
)
_SMALL = re.compile(r"emoji|smiley|avatar|icon|logo|spacer|pixel", re.IGNORECASE)
# Where each site's snippet keeps the address of the post it shows.
_ADDRESSES = (
    "data-instgrm-permalink",
    "data-text-post-permalink",
    "data-embedded-content-path",
    "data-oembed-url",
    "data-tweet-url",
    "data-href",
    "cite",
    "data-url",
)
CARD_CLASS = re.compile(
    r"twitter-tweet|twitter-video|\btweet\b|instagram-media|tiktok-embed|fb-(?:post|video)|text-post-media"
    r"|bluesky-embed"
    r"|reddit-(?:card|embed)|liveEventEmbeddedContent|\boembed\b|embedly-card",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def is_card(names: str) -> bool:
    """Whether the names of a class are those of another site's snippet."""
    return CARD_CLASS.search(names) is not None


def card_of(element: Element, base: str) -> list[Block] | None:
    """The blocks that the element stands for, or None where it is text to be walked through."""
    maker = _MAKERS.get(element.tag)
    if maker is not None:
        return _some(maker(element, base))
    if "liveblog--card" in (element.get("class") or ""):
        return _preview(element, base)
    if is_card(element.get("class") or ""):
        return _foreign(element, base)
    if element.tag in {"div", "figure", "picture", "p", "a", "span"}:
        return _captioned(element, base)
    return None


def picture_address(image: Element, base: str) -> str:
    """The image's largest address that is not wider than a screen, or "" for icons and tracking dots."""
    if _SMALL.search(f"{image.get('class') or ''} {image.get('alt') or ''}"[:200]) and not image.get("srcset"):
        return ""
    if any((image.get(side) or "").rstrip("px") in {"0", "1"} for side in ("width", "height")):
        return ""
    listed = image.get("srcset") or image.get("data-srcset") or ""
    for candidate in (_widest(listed), image.get("data-src"), image.get("content"), image.get("src")):
        if found := address(candidate, base):
            return found
    return ""


def words_in(element: Element) -> str:
    """The element's text as one line; what stands in a block or behind a break is a word of its own."""
    if isinstance(element.tag, str) and len(element) == 0 and element.tag not in _SILENT:
        return " ".join(showable(element.text or "").split())[:_MOST_WORDS]
    parts: list[str] = []
    _gather(element, parts)
    return " ".join(showable("".join(parts)).split())[:_MOST_WORDS]


def _gather(element: Element, parts: list[str], *, apart: frozenset[str] = _APART) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SILENT:
        return
    if tag in apart:
        parts.append(" ")
    if element.text:
        parts.append(element.text)
    for child in element:
        _gather(child, parts, apart=apart)
        if child.tail:
            parts.append(child.tail)
    if tag in apart and tag != "a":
        parts.append(" ")


def _some(block: Block | None) -> list[Block]:
    return [block] if block else []


def _image(element: Element, base: str) -> Block | None:
    return blocks.picture(picture_address(element, base), alt=line(element.get("alt"), 1000))


def _iframe(element: Element, base: str) -> Block | None:
    url = address(element.get("src") or element.get("data-src"), base)
    return blocks.framed(url, line(element.get("title"), 200)) if url else None


def _film(element: Element, base: str) -> Block | None:
    inner = element.find(".//source")
    url = element.get("src") or (inner.get("src") if inner is not None else "")
    return blocks.video(address(url, base), title=line(element.get("title"), 200))


def _amp_twitter(element: Element, base: str) -> Block | None:
    number = element.get("data-tweetid") or ""
    return blocks.embed(f"https://twitter.com/i/status/{number}" if number.isdigit() else "")


def _amp_youtube(element: Element, base: str) -> Block | None:
    return blocks.video(blocks.youtube(element.get("data-videoid")))


def _amp_instagram(element: Element, base: str) -> Block | None:
    code = element.get("data-shortcode") or ""
    return blocks.embed(f"https://www.instagram.com/p/{code}/" if re.fullmatch(r"[\w-]+", code) else "")


_MAKERS: dict[str, Callable[[Element, str], Block | None]] = {
    "img": _image,
    "amp-img": _image,
    "iframe": _iframe,
    "amp-iframe": _iframe,
    "video": _film,
    "amp-video": _film,
    "amp-twitter": _amp_twitter,
    "amp-youtube": _amp_youtube,
    "amp-instagram": _amp_instagram,
}


def _widest(listed: str) -> str:
    sizes = re.findall(r"(\S+)\s+(\d{2,5})w", listed)
    fitting = [(int(width), url) for url, width in sizes if int(width) <= WIDEST]
    return max(fitting)[1] if fitting else ""


def _captioned(element: Element, base: str) -> list[Block] | None:
    """A picture with its caption: an element that holds one image and no words but the caption's."""
    images = list(element.iter(*IMAGES))
    if len(images) != 1 or any(True for _ in element.iter("iframe", "video", "blockquote")):
        return None
    captions = [e for e in element.iter() if e.tag == "figcaption" or _CAPTION_CLASS.search(_class(e))]
    caption = captions[0] if captions else None
    outside = len(words_in(element)) - (len(words_in(caption)) if caption is not None else 0)
    if outside > 0 and element.tag != "figure":
        return None
    url = picture_address(images[0], base)
    words, credit = _caption_and_credit(caption if caption is not None else element)
    alt = line(images[0].get("alt"), 1000)
    return _some(blocks.picture(url, caption=words, credit=credit, alt=alt))


def _caption_and_credit(caption: Element) -> tuple[str, str]:
    credits = [e for e in caption.iter() if e is not caption and _CREDIT_CLASS.search(_class(e))]
    inner = [e for e in caption.iter() if e is not caption and _CAPTION_CLASS.search(_class(e))]
    credit = words_in(credits[0]) if credits else ""
    whole = words_in(inner[0] if inner else caption)
    if not credit and (split := _TRAILING_CREDIT.match(whole)):
        return split[1], split[2].strip()
    return whole.removesuffix(credit).strip() if credit else whole, blocks.credit_line(credit)


def _foreign(element: Element, base: str) -> list[Block] | None:
    """A post of a social site that the page embeds, with its words where the page holds them."""
    links = [address(a.get("href"), base) for a in element.iter("a")]
    named = (address(element.get(name), base) for name in _ADDRESSES)
    url = next(filter(None, [*named, *reversed([u for u in links if u])]), "")
    if not url:
        return None
    # The snippet writes line ends before a tag or link as nothing at all.
    parts: list[str] = []
    for paragraph in element.iter("p"):
        _gather(paragraph, parts, apart=_APART | {"a"})
    words = " ".join(showable("".join(parts)).split())[:5000]
    author, published = _signature(element)
    return _some(blocks.embed(url.split("?ref_src=")[0], author=author, words=words, published=published))


def _signature(element: Element) -> tuple[str, str]:
    """Who wrote a foreign post and when: the words after its paragraph, ``— Name (@name) date``."""
    last = next(iter(reversed(list(element.iter("p")))), None)
    after = line(last.tail, 200).lstrip("—– ") if last is not None else ""
    dates = [words_in(a) for a in element.iterchildren("a")]
    return after, dates[-1] if dates and not dates[-1].startswith("http") else ""


def _preview(element: Element, base: str) -> list[Block] | None:
    """A Live Blog link card: title, description and the address it leads to."""
    tweets = [e for e in element.iter("blockquote") if CARD_CLASS.search(_class(e))]
    if tweets:
        return _foreign(tweets[0], base)
    frames = list(element.iter("iframe"))
    if frames:
        return _some(_iframe(frames[0], base))
    parts = {name: words_in(e) for e in element.iter() for name in _class(e).split() if name.endswith("-preview")}
    url = next((u for u in (address(a.get("href"), base) for a in element.iter("a")) if u), "")
    words = " – ".join(filter(None, (parts.get(f"{name}-preview", "") for name in ("title", "description"))))
    return _some(blocks.embed(url, author=parts.get("credit-preview", ""), words=words)) or None


def _class(element: Element) -> str:
    return (element.get("class") or "") if isinstance(element.tag, str) else ""
