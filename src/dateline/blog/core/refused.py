"""The desk says no: errors whose text an editor can read."""


class Refused(Exception):
    """An action that was not done.

    ``text`` is a sentence for the person who asked, with ``%(name)s`` for its values: a face translates it, so the
    pure floors need no translator. ``str()`` gives it in English.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


class NotAllowed(Refused):
    """The person's role does not cover it."""


class Conflict(Refused):
    """Somebody else saved in between; nothing was overwritten. ``current`` is the version there is now."""

    def __init__(self, text: str, *, current: int) -> None:
        super().__init__(text)
        self.current = current
