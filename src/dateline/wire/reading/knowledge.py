"""Loads what reading rests on: the weights of the consensus, and a rule for each outlet that needs one."""

import json
import tomllib
from functools import lru_cache
from pathlib import Path

from dateline.wire.core.article.read import Knowledge
from dateline.wire.core.article.rules import SiteRule, rule_of
from dateline.wire.core.article.weigh import forest_of

SITES = Path(__file__).parent.parent / "sites"
FOREST = Path(__file__).parent / "forest.json"


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The weights and rules that Dateline ships. Raises ``BadRule``."""
    return Knowledge(forest=forest_of(json.loads(FOREST.read_text())), rules=rules_in(SITES))


def rules_in(folder: Path) -> tuple[SiteRule, ...]:
    """The rules of a folder of TOML files, by name. Raises ``BadRule``."""
    return tuple(rule_of(path.stem, tomllib.loads(path.read_text())) for path in sorted(folder.glob("*.toml")))
