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

    CHANNEL_ADDED = "channel.added", "A channel is polled from now on."
    CHANNEL_SET = "channel.set", "A channel's name, language, section or terms were set."
    CHANNEL_PAUSED = "channel.paused", "A channel is not asked until somebody says so."
    CHANNEL_RESUMED = "channel.resumed", "A channel that was paused or gone is asked again."
    CHANNEL_MOVED = "channel.moved", "A channel moved to another address for good."
    CHANNEL_GONE = "channel.gone", "A channel's address answers that it is gone for good."
    ITEMS_TAKEN = "items.taken", "One look at a channel brought new, changed or withdrawn items: all of them at once."
    ITEM_READ = "item.read", "An item's page was read, or had changed."
    ITEM_HIDDEN = "item.hidden", "An item was taken from the public pages here; why stands with it."
    ITEM_SHOWN = "item.shown", "An item that was hidden is on the public pages again."
