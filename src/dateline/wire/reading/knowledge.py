"""Loads what reading rests on: weights of the consensus, rules for outlets, the words of languages and of units."""

import json
import tomllib
from functools import lru_cache
from pathlib import Path

from dateline.wire.core.article.read import Knowledge
from dateline.wire.core.article.rules import SiteRule, rule_of
from dateline.wire.core.article.weigh import forests_of
from dateline.wire.core.figures.units import units_of
from dateline.wire.core.tongues.tongue import Tongue, joined, tongue_of

TONGUES = Path(__file__).parent.parent / "tongues"
SITES = Path(__file__).parent.parent / "sites"
FOREST = Path(__file__).parent / "forest.json"


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The weights, rules and words that Dateline ships. Raises ``BadRule``."""
    return Knowledge(
        forests=forests_of(json.loads(FOREST.read_text())),
        rules=rules_in(SITES),
        tongues=tongues_in(TONGUES),
        units=units_of(tomllib.loads((TONGUES / "units.toml").read_text("utf-8"))),
    )


def tongues_in(folder: Path) -> dict[str, Tongue]:
    """The languages of a folder of TOML files, by code; under "" all of them as one. Raises ``ValueError``."""
    paths = [path for path in sorted(folder.glob("*.toml")) if path.stem != "units"]
    known = {path.stem: tongue_of(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in paths}
    return {**known, "": joined(known.values())}


def rules_in(folder: Path) -> tuple[SiteRule, ...]:
    """The rules of a folder of TOML files, by name. Raises ``BadRule``."""
    return tuple(rule_of(path.stem, tomllib.loads(path.read_text())) for path in sorted(folder.glob("*.toml")))
