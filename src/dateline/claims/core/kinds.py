"""The kinds of event the claims' log appends, each with what it tells; `docs/reference/events.md` lists them all."""

from enum import StrEnum


class Kind(StrEnum):
    """One kind of event; the log belongs to the whole newsroom and readers do not see it."""

    about: str

    def __new__(cls, value: str, about: str) -> "Kind":
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.about = about
        return kind

    FIGURES_RECORDED = "figures.recorded", "Figures came in, each with its derivation."
    EXHIBIT_MADE = "exhibit.made", "A chart, map or table was made of figures."
    SNAPSHOT_KEPT = "snapshot.kept", "The bytes of a page or file were kept as they were seen."
    CLAIM_FILED = "claim.filed", "Somebody's claim was written down, with who says it."
    CLAIM_VERIFIED = "claim.verified", "The status of a claim changed, with its evidence and note."
