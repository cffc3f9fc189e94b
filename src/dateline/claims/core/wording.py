"""The words of claims: how sure a number was said to be, and what the newsroom makes of it."""

from enum import StrEnum


class Hedge(StrEnum):
    """What stood before the number: “nearly 400”, “over 5,000”; empty where it was said flatly."""

    NONE = ""
    ABOUT = "about"
    NEARLY = "nearly"
    OVER = "over"
    AT_LEAST = "at least"
    UP_TO = "up to"


class Status(StrEnum):
    """What the newsroom has found of a claim so far."""

    UNVERIFIED = "unverified"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    WRONG = "wrong"


class SourceKind(StrEnum):
    """What kind of source a claim or figure rests on."""

    MAPPER = "mapper"
    AGENCY = "agency"
    OFFICIAL = "official"
    MEDIA = "media"
    DOCUMENT = "document"
    PERSON = "person"
    OWN = "own"


# From who knows nothing to who knows it is wrong: a list of claims shows the most doubtful first.
DOUBT = (Status.WRONG, Status.DISPUTED, Status.UNVERIFIED, Status.CORROBORATED, Status.CONFIRMED)
# Schema.org's ClaimReview asks for a number on a scale; what is open has none.
RATINGS = {Status.WRONG: 1, Status.DISPUTED: 2, Status.CORROBORATED: 4, Status.CONFIRMED: 5}
