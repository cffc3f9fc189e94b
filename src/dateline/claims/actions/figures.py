"""What can be done with figures: record them, and make an exhibit of them. Both are done once, however often asked."""

import json
import math
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from dateline.accounts.models import User
from dateline.claims.actions.record import require, source_of, tell, turn, uid_from
from dateline.claims.core.clean import clean_line, clean_text, clean_url
from dateline.claims.core.kinds import Kind
from dateline.claims.core.provenance import (
    BadDerivation,
    check_derivation,
    derivation_hash,
    derivation_to_json,
    figure_key,
    what_hash,
)
from dateline.claims.core.quantity import BadUnit, unit_named
from dateline.claims.core.svg import BadSvg, clean_svg
from dateline.claims.core.values import NewExhibit, NewFigure, Table
from dateline.claims.models import Derivation, Exhibit, ExhibitFigure, ExhibitKind, Figure
from dateline.claims.rows import exhibit_told, figure_told
from dateline.events.core.chain import digest

MOST_FIGURES = 50_000
MOST_NAME = 200
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 5_000, 40, 500
MOST_SPEC, MOST_GEOJSON = 2_000_000, 8_000_000


def record_figure(new: NewFigure, *, by: User) -> Figure:
    """The figure's row; the same inputs and the same question again give the row that is there."""
    return record_figures([new], by=by)[0]


def record_figures(new: Sequence[NewFigure], *, by: User) -> list[Figure]:
    """The figures' rows in order, those that are new under one event; known ones stay as they are.

    A figure about the same ``What`` as an earlier one, from other inputs or another method, supersedes it. Raises
    ``PermissionDenied``, and ``ValidationError`` where a figure cannot be followed or the same inputs gave another.
    """
    require(by, "claims.record")
    _check(new)
    with turn():
        known = _known([figure_key(one.what, one.derivation) for one in new])
        added = [one for one in new if figure_key(one.what, one.derivation) not in known]
        _check_same(new, known)
        if added:
            known |= _add(added, by=by, at=timezone.now())
    return [known[figure_key(one.what, one.derivation)] for one in new]


def make_exhibit(new: NewExhibit, figures: Sequence[Figure], *, by: User) -> Exhibit:
    """The exhibit of these figures; the same content again gives the one that is there.

    Raises ``PermissionDenied``, and ``ValidationError`` where it says too little or too much, or its picture is none.
    """
    require(by, "claims.record")
    exhibit = unmade_exhibit(new)
    figures = list(dict.fromkeys(figures))
    told = exhibit_told(exhibit, [figure.key for figure in figures])
    exhibit.content_hash = digest(told)
    exhibit.uid = uid_from(exhibit.content_hash)
    with turn():
        known = Exhibit.objects.filter(content_hash=exhibit.content_hash).first()
        if known:
            return known
        exhibit.by, exhibit.at = by, timezone.now()
        exhibit.event = tell(Kind.EXHIBIT_MADE, f"exhibit/{exhibit.uid}", by=by, at=exhibit.at, told=told)
        exhibit.save(force_insert=True)
        shown = (ExhibitFigure(exhibit=exhibit, figure=one, place=n) for n, one in enumerate(figures))
        ExhibitFigure.objects.bulk_create(shown)
    return exhibit


def _check(new: Sequence[NewFigure]) -> None:
    if not 0 < len(new) <= MOST_FIGURES:
        raise ValidationError(_("Between 1 and %(most)s figures are recorded at once.") % {"most": MOST_FIGURES})
    for one in new:
        if not math.isfinite(one.value):
            raise ValidationError(_("A figure must be finite."))
        what = one.what
        if max(map(len, (what.series, what.measure, what.classes, what.region))) > MOST_NAME:
            raise ValidationError(_("A name of the figure is too long."))
        if not what.series or not what.measure:
            raise ValidationError(_("A figure says whose count it is and what was measured."))
        try:
            unit_named(what.unit)
        except BadUnit as unknown:
            raise ValidationError(str(unknown)) from None
    for derivation in {id(one.derivation): one.derivation for one in new}.values():
        try:
            check_derivation(derivation)
        except BadDerivation as bad:
            raise ValidationError(str(bad)) from None


def _check_same(new: Sequence[NewFigure], known: dict[str, Figure]) -> None:
    """The same inputs by the same method give the same figure, or the method's version should have gone up."""
    for one in new:
        row = known.get(figure_key(one.what, one.derivation))
        if row and not math.isclose(row.value, one.value, rel_tol=1e-6, abs_tol=1e-6):
            raise ValidationError(
                _("The same inputs gave %(before)s before and %(now)s now; a changed method needs another version.")
                % {"before": row.value, "now": one.value}
            )


def _known(keys: Sequence[str]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for start in range(0, len(keys), 500):
        rows = Figure.objects.filter(key__in=keys[start : start + 500]).select_related("derivation", "source")
        found |= {row.key: row for row in rows}
    return found


def _add(new: Sequence[NewFigure], *, by: User, at: datetime) -> dict[str, Figure]:
    kept = _derivations(new)
    newest = _newest([what_hash(one.what) for one in new])
    rows: dict[str, Figure] = {}
    for one in new:
        row = _row(one, kept[derivation_hash(one.derivation)], by=by, at=at)
        if row.key not in rows:
            row.supersedes = newest.get(row.what)
            rows[row.key] = row
    told = [figure_told(row) for row in rows.values()]
    event = tell(Kind.FIGURES_RECORDED, f"figures/{digest(list(rows))[:32]}", by=by, at=at, told=told)
    for row in rows.values():
        row.event = event
    Figure.objects.bulk_create(rows.values(), batch_size=500)
    return _known(list(rows))


def _row(one: NewFigure, derivation: Derivation, *, by: User, at: datetime) -> Figure:
    what = one.what
    return Figure(
        key=figure_key(what, one.derivation),
        what=what_hash(what),
        value=one.value,
        unit=what.unit,
        series=what.series,
        measure=what.measure,
        classes=what.classes,
        region=what.region,
        start=what.start,
        end=what.end,
        as_of=one.as_of,
        title=clean_line(one.title)[:300],
        note=clean_text(one.note)[:2000],
        source=source_of(one.source) if one.source else None,
        derivation=derivation,
        by=by,
        at=at,
    )


def _derivations(new: Sequence[NewFigure]) -> dict[str, Derivation]:
    wanted = {derivation_hash(one.derivation): one.derivation for one in new}
    rows = {row.sha256: row for row in Derivation.objects.filter(sha256__in=list(wanted))}
    for sha256, derivation in wanted.items():
        if sha256 not in rows:
            rows[sha256] = Derivation(sha256=sha256, content=derivation_to_json(derivation))
            rows[sha256].save(force_insert=True)
    return rows


def _newest(whats: Sequence[str]) -> dict[str, Figure]:
    """The figure about each thing that was recorded last."""
    found: dict[str, Figure] = {}
    for start in range(0, len(whats), 500):
        rows = Figure.objects.filter(what__in=whats[start : start + 500]).order_by("pk")
        found |= {row.what: row for row in rows}
    return found


def unmade_exhibit(new: NewExhibit) -> Exhibit:
    """The exhibit as it would be made: checked, cleaned, in no list yet. Raises ``ValidationError``."""
    title, sentence = clean_line(new.title)[:300], clean_line(new.sentence)[:2000]
    if not title or not sentence:
        raise ValidationError(_("An exhibit needs a title, and a sentence that says what it shows."))
    if new.kind not in ExhibitKind.values:
        raise ValidationError(_("An exhibit is a chart, a map or a table."))
    if new.kind != ExhibitKind.TABLE and not new.drawing.wide:
        raise ValidationError(_("A chart or map needs its picture."))
    return Exhibit(
        kind=new.kind,
        title=title,
        sentence=sentence,
        source=clean_line(new.source)[:500],
        source_url=clean_url(new.source_url)[:2000],
        as_of=new.as_of,
        measure=clean_text(new.measure)[:4000],
        limits=clean_text(new.limits)[:4000],
        method=clean_text(new.method)[:8000],
        language=clean_line(new.language)[:16] or "en",
        wide=_picture(new.drawing.wide, new),
        narrow=_picture(new.drawing.narrow, new),
        table=_table(new.table),
        spec=_bounded(new.drawing.spec, MOST_SPEC),
        geojson=_bounded(new.drawing.geojson, MOST_GEOJSON),
    )


def _picture(svg: str, new: NewExhibit) -> str:
    try:
        return clean_svg(svg, title=clean_line(new.title)[:300], about=clean_line(new.sentence)[:2000]) if svg else ""
    except BadSvg as bad:
        raise ValidationError(str(bad)) from None


def _table(table: Table) -> dict[str, list[object]]:
    if not table.columns or not table.rows:
        raise ValidationError(_("An exhibit needs its figures as a table, for who does not see the picture."))
    if len(table.rows) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        raise ValidationError(_("The table of an exhibit holds at most %(most)s rows.") % {"most": MOST_ROWS})
    if any(len(row) != len(table.columns) for row in table.rows):
        raise ValidationError(_("Each row of the table has a cell for each column."))
    rows = [[clean_line(cell)[:MOST_CELL] for cell in row] for row in table.rows]
    return {"columns": [clean_line(name)[:MOST_CELL] for name in table.columns], "rows": rows}  # type: ignore[dict-item]


def _bounded(value: object, most: int) -> str:
    """The value as compact JSON. Raises ``ValidationError`` where it is too large, or no JSON."""
    if value is None:
        return ""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError):
        raise ValidationError(_("The specification or the ground of the exhibit is not JSON.")) from None
    if len(text) > most:
        raise ValidationError(_("The exhibit is too large: at most %(most)s MB.") % {"most": most // 1_000_000})
    return text
