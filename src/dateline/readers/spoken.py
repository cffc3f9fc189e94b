"""The words that the page's scripts show, translated by the server: scripts hold no language."""

from django.utils.translation import gettext, ngettext

# One number for each plural form a language may have; the script looks for the one that is like its own.
SAMPLES = (0, 1, 2, 3, 11, 100)


def words() -> dict[str, object]:
    """What the scripts of a live page say, by name; ``{n}`` stands for a number."""
    return {
        "stream": {
            "news": {n: ngettext("{n} new update", "{n} new updates", n) for n in SAMPLES},
            "offline": gettext("You are offline. The page catches up as soon as you are back."),
            "paused": gettext("Updates are paused on this page."),
            "marks": marks(),
        },
        "since": {n: ngettext("{n} update since you left", "{n} updates since you left", n) for n in SAMPLES},
        "unread": gettext("New since you left"),
        "jump": gettext("Go to the first unread"),
    }


def marks() -> dict[str, str]:
    """What is said over a thing that has changed, by the kind of event."""
    return {
        "post.published": gettext("New"),
        "post.amended": gettext("Updated just now"),
        "post.corrected": gettext("Corrected just now"),
        "post.verified": gettext("Status changed just now"),
        "post.withdrawn": gettext("Withdrawn just now"),
        "post.marked": gettext("Marked just now"),
        "post.moved": gettext("Moved just now"),
        "post.tagged": gettext("Tagged just now"),
        "blog.edited": gettext("Changed just now"),
        "blog.state": gettext("Changed just now"),
        "blog.pinned": gettext("Pinned just now"),
    }
