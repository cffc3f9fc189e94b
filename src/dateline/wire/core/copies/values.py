"""What is said of a copy: which report it copies, how much of each text is in the other, and in which way."""

from dataclasses import dataclass
from enum import StrEnum

from dateline.wire.core.report import ReportId


class Kind(StrEnum):
    """In which way a report copies another.

    ``whole`` nearly the same text; ``cut`` a part of the other's; ``embedded`` the other's text within a longer one;
    ``rewritten_lead`` the same text after a beginning of its own; ``partly`` much in common and much that is not.
    """

    WHOLE = "whole"
    CUT = "cut"
    EMBEDDED = "embedded"
    REWRITTEN_LEAD = "rewritten lead"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One report whose text was published earlier by another.

    ``of`` is the earlier report that is most like it, ``first`` the one where the text appeared first; they differ
    where a copy was copied. ``in_earlier`` is the share of this report's runs of five words that ``of`` has too,
    ``in_later`` the share of those of ``of`` that this report has: both from 0 to 1, of long texts by a sample.
    """

    report: ReportId
    of: ReportId
    first: ReportId
    kind: Kind
    in_earlier: float
    in_later: float
