"""The kinds of event that the wire appends to the newsroom's log, each with what it tells."""

from enum import StrEnum


class Kind(StrEnum):
    """One kind of event; all are the desk's own."""

    about: str

    def __new__(cls, value: str, about: str) -> "Kind":
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.about = about
        return kind

    STORY_MERGED = "story.merged", "An editor made one story part of another; its address leads on."
    STORY_SPLIT = "story.split", "An editor made some reports of a story a story of their own."
    STORY_MOVED = "story.moved", "An editor moved reports from one story to another, or took them out."
    STORY_RENAMED = "story.renamed", "An editor gave a story its title."
    STORY_MUTED = "story.muted", "A story is not among those of now, until somebody says so."
    STORY_UNMUTED = "story.unmuted", "A story that was muted is among those of now again."
    STORY_FOLLOWED = "story.followed", "New reports of a story are suggested to a blog."
    STORY_UNFOLLOWED = "story.unfollowed", "Nobody follows a story any more."
    STORY_HIDDEN = "story.hidden", "A story was taken from the public pages here; why stands with it."
    STORY_SHOWN = "story.shown", "A story that was hidden is on the public pages again."
    STORY_UNDONE = "story.undone", "An editor took a merge, a split, a move or a title back."

    CHANNEL_ADDED = "channel.added", "A channel is polled from now on."
    CHANNEL_SET = "channel.set", "A channel's name, language, section or terms were set."
    CHANNEL_PAUSED = "channel.paused", "A channel is not asked until somebody says so."
    CHANNEL_RESUMED = "channel.resumed", "A channel that was paused or gone is asked again."
    CHANNEL_HIDDEN = "channel.hidden", "A channel was taken from the public pages here with all its items; why is kept."
    CHANNEL_SHOWN = "channel.shown", "A channel that was hidden is on the public pages again, as its terms allow."
    CHANNEL_MOVED = "channel.moved", "A channel moved to another address for good."
    CHANNEL_GONE = "channel.gone", "A channel's address answers that it is gone for good."
    STORIES_SORTED = "stories.sorted", "Reports were compared: what they copy, and which stories they are in."

    ITEMS_TAKEN = "items.taken", "One look at a channel brought new, changed or withdrawn items: all of them at once."
    ITEM_READ = "item.read", "An item's page was read, or had changed."
    ITEM_HIDDEN = "item.hidden", "An item was taken from the public pages here; why stands with it."
    ITEM_SHOWN = "item.shown", "An item that was hidden is on the public pages again."


# After these reports may be in other stories than before.
SORTING = (Kind.STORIES_SORTED, Kind.STORY_MERGED, Kind.STORY_SPLIT, Kind.STORY_MOVED, Kind.STORY_UNDONE)
