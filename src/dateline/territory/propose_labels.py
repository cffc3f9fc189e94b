"""Proposes which property tells classes of ground apart, and which class each of its labels is."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dateline.territory.core.labels import class_of, folded, parts
from dateline.territory.profile_keys import CLASSES
from dateline.territory.profile_read import profile
from dateline.territory.propose_lines import Guess, quoted, sums, theme_of
from dateline.territory.read.values import Feature

MOST_LABELS = 60
# So many labels that none of them is known may still be classes of the source's own.
_MOST_OWN = 12
_UNNAMED = re.compile(r"^(untitled |unnamed )?(multi ?)?(polygon|feature|shape|area|polígono|полигон|полігон)\b")
_SAYS_CLASS = re.compile(r"class|status|state$|control|type|layer|categor|legend|kind|code|klass", re.IGNORECASE)


def known_class(text: str) -> str:
    """The class that a label names in one of the languages that the generic profile knows; empty where none."""
    known = class_of(text, profile("generic").labels.rules)
    return known.control if known else ""


def label_property(features: Sequence[Feature], *, but: str = "") -> str:
    """The property whose texts most often name a class; else one that has few different ones."""
    names = [n for n in dict.fromkeys(n for f in features for n in f.properties) if n != but]
    scored = [(*_known(features, name), -i, name) for i, name in enumerate(names)]
    best = max(scored, default=(0, 0.0, 0, ""))
    if best[0] > 0:
        return best[3]
    few = [name for name in names if _tells_apart(features, name)]
    return next((name for name in few if _SAYS_CLASS.search(name)), "")


def knows_classes(features: Sequence[Feature], name: str) -> bool:
    """Whether any text of this property names a class."""
    return bool(name) and _known(features, name)[0] > 0


def _known(features: Sequence[Feature], name: str) -> tuple[int, float]:
    """How many classes a property's texts name, and for which share of the features."""
    texts = [f.properties.get(name) for f in features]
    found = [known for text in texts if isinstance(text, str) and (known := known_class(text))]
    return len({*found}), len(found) / len(features)


def _tells_apart(features: Sequence[Feature], name: str) -> bool:
    values = {f.properties.get(name) for f in features if isinstance(f.properties.get(name), str | int)}
    return 1 < len(values) <= min(_MOST_OWN, len(features) // 2)


def labels(label: str, counted: Counter[str], *, theme: str) -> Iterator[Guess]:
    """Rules for the labels of a property or column, and the sums that come of them."""
    keys = list(dict.fromkeys(_key(text) for text, _ in counted.most_common(MOST_LABELS)))
    known = _themed({key: known_class(key) for key in keys}, theme)
    if label and any(known.values()):
        yield from _known_labels(label, known, len(counted))
    elif label and len(keys) <= _MOST_OWN and (own := {key: slug for key in keys if (slug := _slug(key))}):
        yield from _own_labels(label, own)
    else:
        reason = "no property tells features apart: all are one class"
        yield Guess(lines=("[labels]", f"default = {quoted(theme)}"), reason=reason)
        yield sums([theme], [theme] if theme != "occupied" else [])


def _themed(known: dict[str, str], theme: str) -> dict[str, str]:
    """The same with ground that is only said to be flooded or burned, or is not named at all, as what the maps show."""
    occupied = [key for key, control in known.items() if control == "occupied"]
    others = {*known.values()} - {"", "ignored", "occupied"}
    if others or not all(theme_of([key]) == theme or _UNNAMED.search(key) for key in occupied):
        return known
    return {key: theme if control == "occupied" else control for key, control in known.items()}


def _known_labels(label: str, known: dict[str, str], count: int) -> Iterator[Guess]:
    lines = ["[labels]", f"property = {quoted(label)}"]
    for key in _longest_first(known):
        lines += ["[[labels.rules]]", *([] if known[key] else ["# Not known: which class is it?"])]
        lines += [f"match = {quoted('^' + re.escape(key))}", f"class = {quoted(known[key] or 'ignored')}"]
    unknown = sum(not control for control in known.values())
    doubt = f"; {unknown} are not known, decide them" if unknown else ""
    yield Guess(lines=tuple(lines), reason=f"the property {label} has {count} different labels{doubt}")
    found = [c for c in CLASSES if c in known.values() and c != "ignored"]
    own = [c for c in dict.fromkeys(known.values()) if c and c not in CLASSES]
    yield sums([*found, *own] or ["occupied"], own)


def _own_labels(label: str, own: dict[str, str]) -> Iterator[Guess]:
    lines = ["[labels]", f"property = {quoted(label)}"]
    for key in _longest_first(own):
        lines += ["[[labels.rules]]", "# Not known: a class of its own until you say which it is."]
        lines += [f"match = {quoted('^' + re.escape(key))}", f"class = {quoted(own[key])}"]
    reason = f"the property {label} has {len(own)} different labels; none is known, each is a class of its own"
    yield Guess(lines=tuple(lines), reason=reason)
    yield sums(list(dict.fromkeys(own.values())), list(dict.fromkeys(own.values())))


def of_files(names: Sequence[str]) -> list[Guess]:
    """Rules for maps in a file a class, whose names say which; nothing where they do not."""
    found = {words: known_class(words) for words in dict.fromkeys(_words_of(name) for name in names)}
    classes = [c for c in CLASSES if c in found.values() and c != "ignored"]
    if not all(found.values()) or len({*found.values()}) < 2 or not classes:
        return []
    lines = []
    for words in _longest_first(found):
        lines += ["[[files.rules]]", f"match = {quoted(re.escape(words))}", f"class = {quoted(found[words])}"]
    return [Guess(lines=tuple(lines), reason="each file's name says which class it is of"), sums(classes)]


def _words_of(name: str) -> str:
    """The longest words in a file's name, without its date and its ending."""
    found = re.findall(r"[^\W\d_]+(?:[ _-][^\W\d_]+)*", folded(name).partition(".")[0])
    return max(found, key=len, default="")


def _longest_first(keys: Iterable[str]) -> list[str]:
    """The keys so that none comes before one that begins with it: the first rule that fits counts."""
    return sorted(keys, key=len, reverse=True)


def _slug(key: str) -> str:
    name = re.sub(r"[\W_]+", "-", key).strip("-")[:40]
    return f"class-{name}" if name.isdigit() or name in {"all", "ignored"} else name


def _key(text: str) -> str:
    """What a rule should look for: the machine's key if there is one, without the dates that drift."""
    return re.split(r"\s*\{\{|\s\d", parts(text)[0])[0] or folded(text)
