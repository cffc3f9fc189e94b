"""Makes what tests of claims begin with: derivations, figures, exhibits, claims."""

from datetime import date
from typing import Any

from dateline.accounts.models import User
from dateline.claims.actions.claims import file_claim
from dateline.claims.actions.figures import make_exhibit, record_figure
from dateline.claims.core.provenance import Derivation, Input, What
from dateline.claims.core.values import Drawing, NewClaim, NewExhibit, NewFigure, SourceAbout, Table
from dateline.claims.models import Claim, Exhibit, Figure

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200" viewBox="0 0 600 200">
<g class="mark-rect"><rect x="0" y="20" width="300" height="30" fill="#357"/></g><text x="4" y="90">May</text></svg>"""
MAY = {"start": date(2025, 5, 1), "end": date(2025, 5, 31)}


def derivation(*maps: str, **others: Any) -> Derivation:
    """The derivation from maps, each named by the letter its hash is made of."""
    inputs = tuple(Input(name=f"{each}.geojson", sha256=each * 64, size=10) for each in maps or ("a", "b"))
    return Derivation(**{"method": "territory", "version": "1", "inputs": inputs, **others})


def figure(by: User, value: float = 507.9, *, maps: str = "ab", **what: Any) -> Figure:
    """A recorded figure of May 2025."""
    about = {"series": "made-maps", "measure": "net", "unit": "km²", "classes": "held", **MAY, **what}
    made = derivation(*maps)
    new = NewFigure(value=value, what=What(**about), derivation=made, as_of=date(2025, 5, 31), title="Taken in May")
    return record_figure(new, by=by)


def exhibit(by: User, *figures: Figure, title: str = "Ground taken by month", **others: Any) -> Exhibit:
    """An exhibit of these figures."""
    words: dict[str, Any] = {
        "kind": "chart",
        "title": title,
        "sentence": "The north took a net 507.9 km² in May 2025.",
        "table": Table(columns=("Month", "km²"), rows=(("May 2025", "507.9"),)),
        "drawing": Drawing(wide=SVG, narrow=SVG),
        "source": "Made maps",
        "source_url": "https://maps.example.org/",
        "as_of": date(2025, 5, 31),
        "measure": "Ground held at the month's end, less that at its start.",
        "limits": "Ground that both claim counts for neither.",
    }
    return make_exhibit(NewExhibit(**{**words, **others}), figures, by=by)


def claim(by: User, text: str = "The north took 507 square kilometres in May.", **others: Any) -> Claim:
    """A claim by a news agency."""
    words: dict[str, Any] = {
        "text": text,
        "source": SourceAbout(name="The Wire", kind="agency", url="https://wire.example.org/"),
        "value": 507.0,
        "unit": "km²",
        **MAY,
    }
    snapshot = others.pop("snapshot", None)
    return file_claim(NewClaim(**{**words, **others}), by=by, snapshot=snapshot)
