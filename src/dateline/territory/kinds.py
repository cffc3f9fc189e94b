"""The kinds of event that surveys append to the newsroom's log, each with what it tells."""

from enum import StrEnum


class Kind(StrEnum):
    """One kind of event; all are the desk's own."""

    about: str

    def __new__(cls, value: str, about: str) -> "Kind":
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.about = about
        return kind

    MAPS_SENT = "survey.maps", "Maps came in for a survey."
    SURVEY_ASKED = "survey.asked", "A survey was set up and asked to run."
    SURVEY_STOPPED = "survey.stopped", "A survey was asked to stop."
    SURVEY_DONE = "survey.done", "A survey's figures are there."
    SURVEY_FAILED = "survey.failed", "A survey came to nothing; why stands on its page."
    EXHIBIT_NOTED = "survey.exhibit", "An exhibit was made of a survey's figures."
    BOUNDARIES_KEPT = "boundaries.kept", "A boundary file was kept, to split surveys by."
