"""Reads a class of ground off a label, whatever the language or the spelling it drifts into.

Mappers write one label in several languages, ``Звільнено 25.03 /// Liberated 25.03 /// geoJSON.status.dismissed_at
{{at:25.03}}``: the words drift from month to month, the machine's key at the end is what stays. So the last part is
asked first.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

SEPARATOR = "///"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRule:
    """One rule: a label with a part that this pattern is found in (folded: no case, single spaces) is of this class."""

    match: str
    gives: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classed:
    """The class that a label was found to be; ``drifted`` says what decided where its key said nothing."""

    control: str
    drifted: str = ""


def folded(label: str) -> str:
    """The label in one spelling: composed letters, no case, single spaces, nothing invisible."""
    seen = "".join(c for c in unicodedata.normalize("NFC", label) if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", seen.casefold()).split())


def parts(label: str) -> tuple[str, ...]:
    """The folded parts of a label, its machine key first, then the languages in their order."""
    *languages, key = (folded(part) for part in label.split(SEPARATOR))
    return (key, *(part for part in languages if part))


def class_of(label: str, rules: Iterable[LabelRule]) -> Classed | None:
    """The class of a label by the first rule that fits its key, else any of its parts; None where no rule fits."""
    return _class_of(label, tuple(rules))


def label_in(properties: Mapping[str, object], names: Sequence[str]) -> str | None:
    """The first of these properties that says anything, as text; None where the feature has none of them."""
    for name in names:
        value = properties.get(name)
        if value is not None and str(value).strip():
            return str(value)
    return None


@lru_cache(maxsize=4096)
def _class_of(label: str, rules: tuple[LabelRule, ...]) -> Classed | None:
    for place, part in enumerate(parts(label)):
        for rule in rules:
            if re.search(rule.match, part):
                return Classed(control=rule.gives, drifted=f"words “{part[:60]}”" if place else "")
    return None
