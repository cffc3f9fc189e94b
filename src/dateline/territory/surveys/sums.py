"""Says which classes are measured together: the profile's sums, or those that somebody asks for in place of them."""

from collections.abc import Sequence

from dateline.territory.profile_keys import CLASSES
from dateline.territory.profile_read import ClassSum, Profile

IGNORED = "ignored"


class BadClasses(ValueError):
    """A sum of classes that this profile's maps cannot have; the text names those that they can."""


def asked_sums(texts: Sequence[str], profile: Profile) -> tuple[ClassSum, ...]:
    """The sums that are asked for, else the profile's. Raises BadClasses.

    Each is the name of one of the profile's sums, classes with a plus between them (``occupied+advance``), or
    such a sum with a name of its own before it (``held=occupied+occupied_earlier``).
    """
    sums = [_asked(text, profile) for text in dict.fromkeys(texts)]
    names = [each.name for each in sums]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadClasses(f"two sums of classes are called '{twice}'")
    return tuple(sums) or profile.sums


def _asked(text: str, profile: Profile) -> ClassSum:
    known = next((each for each in profile.sums if each.name == text.strip()), None)
    if known is not None:
        return known
    named, _, after = text.rpartition("=")
    classes = tuple(dict.fromkeys(name.strip() for name in after.split("+")))
    unknown = [name for name in classes if name not in _measurable(profile)]
    if unknown or (not named.strip() and "=" in text):
        raise BadClasses(f"'{text}' is no sum of {', '.join(_measurable(profile))}, joined by +")
    return ClassSum(name=named.strip() or "+".join(classes), classes=classes)


def _measurable(profile: Profile) -> list[str]:
    """The classes that this profile's maps may have."""
    given = (rule.gives for rule in (*profile.labels.rules, *profile.labels.files))
    own = [*profile.precedence, *profile.classes, *given, profile.labels.default]
    return [name for name in dict.fromkeys([*own, *CLASSES]) if name and name != IGNORED]
