"""The copies among reports that are all at hand: one call for programs."""

from collections.abc import Iterable

from dateline.wire.core.copies.index import CopyIndex
from dateline.wire.core.copies.values import Copy
from dateline.wire.core.report import Report


def find_copies(reports: Iterable[Report]) -> tuple[Copy, ...]:
    """Each report whose text another published earlier, in the order given, with what it copies and in which way.

    The order of the reports does not matter, their times do; one without a time counts as later than any with one.
    Raises ValueError for a time without a zone and for an id that two reports have.
    """
    listed = list(reports)
    index = CopyIndex(capacity=max(1, len(listed)))
    for report in listed:
        if report.id in index:
            raise ValueError(f"two reports have the id {report.id!r}")
        index.add(report)
    found = (index.copy_of(report.id) for report in listed)
    return tuple(copy for copy in found if copy is not None)
