"""The kinds of event a blog appends, each with what it tells; `docs/reference/events.md` lists them all."""

from enum import StrEnum


class Kind(StrEnum):
    """One kind of event; those of the desk never reach readers."""

    about: str
    public: bool

    def __new__(cls, value: str, public: bool, about: str) -> "Kind":
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.about = about
        kind.public = public
        return kind

    BLOG_OPENED = "blog.opened", True, "A blog exists; its first head is public."
    BLOG_EDITED = "blog.edited", True, "Headline, standfirst, picture, zone, language or start changed."
    BLOG_STATE = "blog.state", True, "The blog went live, was paused, ended or reopened."
    BLOG_PINNED = "blog.pinned", True, "A post was pinned on top, or unpinned."
    POST_PUBLISHED = "post.published", True, "A post became public."
    POST_AMENDED = "post.amended", True, "A public post changed without a change of fact."
    POST_CORRECTED = "post.corrected", True, "A public post's facts changed; the note is public."
    POST_WITHDRAWN = "post.withdrawn", True, "A post was taken back; a stub with the reason stays."
    POST_MARKED = "post.marked", True, "A post became, or stopped being, a key event or the summary."
    POST_MOVED = "post.moved", True, "A post's time or place in the order changed."
    POST_TAGGED = "post.tagged", True, "A post's tags changed."
    POST_VERIFIED = "post.verified", True, "The status of a claim in a post changed; the note is public."
    POST_DRAFTED = "post.drafted", False, "A draft was begun."
    POST_SAVED = "post.saved", False, "A draft was saved."
    POST_DISCARDED = "post.discarded", False, "A draft was thrown away."
    PICTURE_ADDED = "picture.added", False, "A picture came into the newsroom; its events are a log of their own."
    PICTURE_FOCUSED = "picture.focused", False, "A picture's focal point was moved."
    MEMBER_SET = "member.set", False, "A person's role on the blog changed."
