"""What a page says about one thing, where it says so and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a field comes from, and how sure it is: 0 to 1."""

    origin: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Value]):
    """A value with its origin; ``value`` None means that the page does not say."""

    value: Value | None
    origin: str = "nothing says so"
    confidence: float = 0.0

    @property
    def source(self) -> Origin:
        """Where it comes from, without the value."""
        return Origin(origin=self.origin, confidence=self.confidence)


def first(candidates: Iterable[Found[Value] | None]) -> Found[Value]:
    """The first candidate that has a value."""
    return next((one for one in candidates if one is not None and one.value), Found(value=None))
