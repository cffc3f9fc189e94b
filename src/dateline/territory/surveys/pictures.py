"""The pictures of a survey, as files: the chart, for people and for cards, drawn again only where it would differ."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dateline.territory.core.chart import Chart, chart, chart_spec
from dateline.territory.core.picture import NARROW, WIDE, Around, Spec
from dateline.territory.surveys.draw import draw, draw_svg
from dateline.territory.surveys.names import names_for
from dateline.territory.surveys.values import Survey

DRAWER = "vl-convert-python"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One picture three times: whole with its words, and bare for a card that is wide or narrow."""

    name: str
    title: str
    description: str
    whole: Spec
    card: Spec
    narrow_card: Spec

    @property
    def fingerprint(self) -> str:
        """A hash of all that its drawing depends on."""
        content = [self.title, self.description, self.whole, self.card, self.narrow_card, version(DRAWER)]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files, the specification first."""
        ends = (".vl.json", ".svg", ".png", "-card.svg", "-card-narrow.svg")
        return tuple(f"{self.name}{end}" for end in ends)


def sheets(survey: Survey, classes: str | None = None) -> list[Sheet]:
    """The survey's pictures of one sum of classes: the named one, else its first that has figures."""
    known = dict.fromkeys(figure.classes for figure in survey.figures)
    classes = classes or next(iter(known), None)
    return list(_sheets(survey, classes)) if classes in known else []


def pictures(found: Sequence[Sheet], folder: Path, *, earlier: Mapping[str, Any]) -> dict[str, bytes]:
    """The pictures' files by name; those that lie in the folder as the ``earlier`` record says are taken from there."""
    made: dict[str, bytes] = {}
    for sheet in found:
        made |= _kept(sheet, folder, earlier) or _drawn(sheet)
    return made


def chart_sheet(drawn: Chart) -> Sheet:
    """The chart's picture."""
    bare = replace(drawn, around=Around(notes=drawn.around.notes))
    return Sheet(
        name="chart",
        title=drawn.around.title,
        description=drawn.around.subtitle,
        whole=chart_spec(drawn, WIDE),
        card=chart_spec(bare, WIDE),
        narrow_card=chart_spec(bare, NARROW),
    )


def _sheets(survey: Survey, classes: str) -> Iterator[Sheet]:
    names = names_for(survey.profile, classes)
    drawn = chart(survey.figures, names, source=survey.profile.title)
    if drawn is not None:
        yield chart_sheet(drawn)


def _drawn(sheet: Sheet) -> dict[str, bytes]:
    words = {"title": sheet.title, "description": sheet.description}
    picture = draw(sheet.whole, **words)
    cards = [draw_svg(spec, **words).encode() for spec in (sheet.card, sheet.narrow_card)]
    spec = (json.dumps(sheet.whole, ensure_ascii=False, indent=1) + "\n").encode()
    return dict(zip(sheet.files, (spec, picture.svg.encode(), picture.png, *cards), strict=True))


def _kept(sheet: Sheet, folder: Path, earlier: Mapping[str, Any]) -> dict[str, bytes] | None:
    if earlier.get("drawn", {}).get(sheet.name) != sheet.fingerprint:
        return None
    try:
        found = {name: (folder / name).read_bytes() for name in sheet.files}
    except OSError:
        return None
    hashes = earlier.get("files", {})
    whole = all(hashlib.sha256(content).hexdigest() == hashes.get(name) for name, content in found.items())
    return found if whole else None
