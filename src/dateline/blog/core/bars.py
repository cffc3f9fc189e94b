"""Bars for an exhibit's figures: where each begins and ends, in hundredths of the width."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.blog.core.blocks import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure with its bar; a figure that is not known has none (``width`` 0)."""

    label: str
    value: float | None
    start: float
    width: float

    @property
    def below_zero(self) -> bool:
        """Whether the bar runs the other way."""
        return self.value is not None and self.value < 0


def bars(rows: Sequence[Row]) -> tuple[Bar, ...]:
    """One bar a row on one common scale that holds zero; all bars together fill 0 to 100."""
    known = [row.value for row in rows if row.value is not None]
    least, most = min([0.0, *known]), max([0.0, *known])
    span = (most - least) or 1.0
    return tuple(_bar(row, least, span) for row in rows)


def _bar(row: Row, least: float, span: float) -> Bar:
    start, end = sorted([-least / span * 100, ((row.value or 0.0) - least) / span * 100])
    return Bar(label=row.label, value=row.value, start=round(start, 2), width=round(end - start, 2))
