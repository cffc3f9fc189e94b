"""What copies and stories are told of one report: who published which words, where and when."""

from dataclasses import dataclass
from datetime import datetime

ReportId = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report from a channel.

    ``id`` is the caller's own and unique; ``text`` the whole text without the title, or "" where only the title is
    known; ``published`` an aware instant, None where nobody says; ``host`` as in an address; ``language`` a code such
    as "de".
    """

    id: ReportId
    title: str = ""
    text: str = ""
    published: datetime | None = None
    host: str = ""
    language: str = ""


def moment(published: datetime | None) -> float:
    """Seconds since 1970; a report that does not say when is later than any that does.

    Raises ValueError for a time without its zone.
    """
    if published is None:
        return float("inf")
    if published.tzinfo is None:
        raise ValueError("published has no zone: give an aware time, such as datetime(…, tzinfo=UTC)")
    return published.timestamp()


def standing(report: Report) -> tuple[float, str, str]:
    """What puts reports in the order of their publication; equal times go by id, whatever the order of arrival."""
    kind = "int" if isinstance(report.id, int) else "str"
    return moment(report.published), kind, f"{report.id:020d}" if isinstance(report.id, int) else report.id
