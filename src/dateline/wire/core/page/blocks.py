"""Makes blocks, in the JSON shape that a post's blocks are read from."""

import re
from html import escape
from urllib.parse import parse_qs, urlsplit

from dateline.wire.core.page.values import Block
from dateline.wire.core.page.words import address, host, line

MOST_BLOCKS = 150
PROVIDERS = {
    "twitter.com": "X",
    "x.com": "X",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "tiktok.com": "TikTok",
    "threads.net": "Threads",
    "bsky.app": "Bluesky",
    "t.me": "Telegram",
    "reddit.com": "Reddit",
    "linkedin.com": "LinkedIn",
}
FILM_HOSTS = ("youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "dailymotion.com", "dai.ly")
_CREDIT_LABEL = re.compile(
    r"^(?:images?|pictures?|photographs?|photos?|credits?|copyright|foto|bild)(?: credit)?\s*:\s*", re.IGNORECASE
)
_PARAGRAPH_END = re.compile(r"</(?:p|h2|h3|li|blockquote)>|<br>")
_FILM_ID = re.compile(r"[\w-]{5,20}")


def text(html: str) -> Block:
    """A block of text; the HTML is made of our few tags already."""
    return {"type": "text", "html": html}


def paragraph(words: str) -> Block:
    """A block of one plain paragraph."""
    return text(f"<p>{escape(words, quote=False)}</p>")


def picture(url: str, *, caption: str = "", credit: str = "", alt: str = "") -> Block | None:
    """A picture elsewhere, or None without an address."""
    if not url:
        return None
    return {"type": "picture", "url": url, "caption": caption, "credit": credit, "alt": alt}


def video(url: str, *, title: str = "", caption: str = "", credit: str = "") -> Block | None:
    """A film elsewhere by the page it is seen on, or None without an address."""
    url = film_page(url)
    return {"type": "video", "url": url, "title": title, "caption": caption, "credit": credit} if url else None


def embed(url: str, *, author: str = "", words: str = "", published: str = "") -> Block | None:
    """Another site's post as a card, or None without an address."""
    if not url:
        return None
    provider = PROVIDERS.get(host(url).removeprefix("mobile.").removeprefix("m."), host(url))
    return {
        "type": "embed",
        "url": url,
        "provider": provider,
        "author": author,
        "text": words,
        "published": published,
    }


def quote(words: str, *, speaker: str = "", source: str = "") -> Block | None:
    """Somebody's words, or None without any."""
    return {"type": "quote", "text": words, "speaker": speaker, "source": source} if words else None


def framed(url: str, title: str = "") -> Block | None:
    """What an ``<iframe>`` of this address shows: a film, or a card that leads to what is framed."""
    if host(url) in FILM_HOSTS or host(url).endswith(".vimeo.com"):
        return video(url, title=title)
    inner = parse_qs(urlsplit(url).query).get("href", [""])[0] if "/plugins/" in url else ""
    return embed(address(inner) or url, words=title)


def film_page(url: str) -> str:
    """The page where a film is seen, for the address of a player."""
    name, parts = host(url), [part for part in urlsplit(url).path.split("/") if part] if url else []
    if name in {"youtube.com", "youtube-nocookie.com"} and parts[:1] in (["embed"], ["v"], ["live"]):
        return youtube(parts[1]) if len(parts) > 1 else url
    if name == "player.vimeo.com" and parts[:1] == ["video"] and len(parts) > 1:
        return f"https://vimeo.com/{parts[1]}"
    return url


def youtube(film: object) -> str:
    """The page of a film on YouTube by its id, or ""."""
    return f"https://www.youtube.com/watch?v={film}" if _FILM_ID.fullmatch(str(film)) else ""


def credit_line(words: object) -> str:
    """A credit without the brackets and the label it stands in: ``(Image: Agency)`` is ``Agency``."""
    bare = line(words, 500)
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip()
    return _CREDIT_LABEL.sub("", bare)


def joined(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks with neighbouring texts as one, a picture that comes twice kept once, and not too many of them."""
    found: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        name = str(block.get("url", "")) if block["type"] in {"picture", "video", "embed"} else ""
        if name and name in seen:
            continue
        seen.add(name)
        if found and block["type"] == found[-1]["type"] == "text":
            found[-1] = text(found[-1]["html"] + block["html"])
        else:
            found.append(block)
    return tuple(found[:MOST_BLOCKS])


def plain(block: Block) -> str:
    """What a block says, a paragraph a line; pictures and films say nothing here."""
    if block["type"] == "text":
        broken = _PARAGRAPH_END.sub("\n", block["html"])
        return "\n".join(filter(None, (line(part, 100_000) for part in broken.split("\n"))))
    if block["type"] == "embed":
        return " ".join(
            filter(None, (line(block.get("text"), 10_000), f"— {block['author']}" if block.get("author") else ""))
        )
    if block["type"] == "quote":
        return line(block.get("text"), 10_000)
    return ""


def words_of(blocks: tuple[Block, ...]) -> str:
    """What the blocks say, as plain text."""
    parts = (line(block.get("html") or block.get("text") or "", 20_000) for block in blocks)
    return " ".join(filter(None, parts))
