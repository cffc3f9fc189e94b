"""What search engines and other programs read in a page: LiveBlogPosting and NewsArticle as JSON-LD."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString

from dateline.blog.core.blocks import Block, Picture, Video, pictures_of, text_of_blocks
from dateline.blog.core.content import BlogView, Byline, PostView, PublicState
from dateline.blog.core.page import contributors
from dateline.blog.core.picture_shapes import FALLBACK_WIDTH, address_of, shown_size
from dateline.claims.core.clean import clean_text, shortened
from dateline.readers.addresses import absolute, live_path, permalink_path, post_path, site_in
from dateline.readers.reviews import citations, claim_reviews

Thing = dict[str, Any]
CONTEXT = "https://schema.org"
MOST_UPDATES = 20
# Search engines cut headlines at 110 characters.
HEADLINE = 110


def live_page(state: PublicState, posts: Iterable[PostView], *, url: str, opened: datetime) -> SafeString:
    """The JSON-LD of one page of the live blog, for a ``<script type="application/ld+json">``.

    ``posts`` are those on the page, newest first; ``url`` is the page's absolute address; ``opened`` is when the blog
    was made (``Blog.created_at``).
    """
    updates = list(islice((post for post in posts if not post.withdrawn), MOST_UPDATES))
    blog = _page_head(state, updates, url=url, opened=opened)
    live = {**blog, "@type": "LiveBlogPosting", "@id": f"{url}#live", **_coverage(state.blog)}
    if updates:
        live["liveBlogUpdate"] = [_update(post, state.blog, site=site_in(url)) for post in updates]
    article = {**blog, "@type": "NewsArticle", "@id": f"{url}#article", "isAccessibleForFree": True}
    return script([live, article])


def post_page(state: PublicState, post: PostView, *, url: str, opened: datetime) -> SafeString:
    """The JSON-LD of a post's own page; empty for a withdrawn post."""
    if post.withdrawn:
        return SafeString("")
    site = site_in(url)
    live = absolute(site, live_path(state.blog.slug))
    article = {
        **_update(post, state.blog, site=site),
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "url": url,
        "mainEntityOfPage": url,
        "publisher": publisher(site),
        "inLanguage": state.blog.language,
        "isAccessibleForFree": True,
        "isPartOf": {
            "@type": "LiveBlogPosting",
            "@id": f"{live}#live",
            "url": live,
            "headline": shortened(state.blog.headline, HEADLINE),
            "datePublished": _time(_first_published(state.blog, opened), state.blog),
        },
    }
    return script([article, *claim_reviews(post, url=url, publisher=publisher(site))])


def _page_head(state: PublicState, updates: Sequence[PostView], *, url: str, opened: datetime) -> Thing:
    blog, site = state.blog, site_in(url)
    people = [_person(byline, site) for byline in contributors(state)]
    pictures = _pictures(blog.picture, site) or [p for post in updates for p in _pictures(post.blocks, site)][:1]
    return filled(
        {
            "headline": shortened(blog.headline, HEADLINE),
            "description": blog.standfirst,
            "url": url,
            "mainEntityOfPage": url,
            "datePublished": _time(_first_published(blog, opened), blog),
            "dateModified": _time(_modified(state, opened), blog),
            "author": people or [publisher(site)],
            "publisher": publisher(site),
            "image": pictures,
            "inLanguage": blog.language,
            "isBasedOn": blog.source,
        }
    )


def _coverage(blog: BlogView) -> Thing:
    start, end = blog.started or blog.starts, blog.ended
    return filled(
        {
            "coverageStartTime": _time(start, blog) if start else "",
            "coverageEndTime": _time(end, blog) if end else "",
        }
    )


def _update(post: PostView, blog: BlogView, *, site: str) -> Thing:
    updated = post.updated or post.published
    return filled(
        {
            "@type": "BlogPosting",
            "@id": f"{absolute(site, post_path(blog.slug, post.uid))}#post",
            "headline": shortened(post.name, HEADLINE) or shortened(blog.headline, HEADLINE),
            "url": absolute(site, permalink_path(blog.slug, post.uid)),
            "mainEntityOfPage": absolute(site, post_path(blog.slug, post.uid)),
            "datePublished": _time(post.published, blog),
            "dateModified": _time(updated, blog),
            "articleBody": text_of_blocks(post.blocks) or post.title,
            "author": [_person(byline, site) for byline in post.bylines] or [publisher(site)],
            "image": _pictures(post.blocks, site),
            "video": [_video(block) for block in post.blocks if isinstance(block, Video)],
            "keywords": list(post.tags),
            "isBasedOn": post.source,
            "citation": citations(post),
            "correction": [
                {"@type": "CorrectionComment", "text": note.note, "datePublished": _time(note.at, blog)}
                for note in post.corrections
            ],
        }
    )


def _person(byline: Byline, site: str) -> Thing:
    return filled(
        {
            "@type": "Person",
            "name": byline.name,
            "jobTitle": byline.role,
            "description": byline.bio,
            "image": absolute(site, address_of(byline.portrait, FALLBACK_WIDTH, format="jpg"))
            if byline.portrait
            else "",
        }
    )


def publisher(site: str) -> Thing:
    """Who publishes here."""
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{site}/#publisher",
        "name": settings.PUBLISHER,
        "url": f"{site}/",
        "logo": {
            "@type": "ImageObject",
            "url": absolute(site, static("readers/publisher.png")),
            "width": 512,
            "height": 512,
        },
    }


def _pictures(blocks: Iterable[Block], site: str) -> list[Thing]:
    """Our own pictures only: those elsewhere are links on the page, so they are not its images."""
    return [_picture(picture, site) for picture in pictures_of(blocks) if picture.picture]


def _picture(picture: Picture, site: str) -> Thing:
    url = absolute(site, address_of(picture.picture, FALLBACK_WIDTH, format="jpg"))
    known = picture.width and picture.height
    width, height = shown_size(picture.width, picture.height, wanted=FALLBACK_WIDTH) if known else (0, 0)
    return filled(
        {
            "@type": "ImageObject",
            "url": url,
            "contentUrl": url,
            "width": width or None,
            "height": height or None,
            "caption": picture.caption or picture.alt,
            "creditText": picture.credit,
        }
    )


def _video(video: Video) -> Thing:
    return filled(
        {
            "@type": "VideoObject",
            "url": video.url,
            "name": video.title or video.caption,
            "description": video.caption,
            "creditText": video.credit,
        }
    )


def _first_published(blog: BlogView, opened: datetime) -> datetime:
    # An imported blog began before it was opened here. `started` is set once, so the date never changes.
    return min(opened, blog.started or opened)


def _modified(state: PublicState, opened: datetime) -> datetime:
    blog = state.blog
    told = [opened, blog.started, blog.ended]
    return max([at for at in told if at] + [post.updated or post.published for post in state.posts.values()])


def _time(at: datetime, blog: BlogView) -> str:
    return at.astimezone(ZoneInfo(blog.zone)).isoformat(timespec="seconds")


def filled(thing: Thing) -> Thing:
    """The thing without what is not known of it."""
    return {name: value for name, value in thing.items() if value not in ("", [], None)}


def script(things: Sequence[Thing]) -> SafeString:
    """The things as JSON-LD that nothing in it can end."""
    text = json.dumps([{"@context": CONTEXT, **thing} for thing in things], ensure_ascii=False, separators=(",", ":"))
    # Inside a script element only these can end it or be read as something else.
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return SafeString(clean_text(text))
