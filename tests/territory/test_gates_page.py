"""The page of gates names every gate that the code has, and no other."""

import re
from pathlib import Path

from dateline.territory.core.gates import Treatment
from dateline.territory.profile_keys import KEYS
from dateline.territory.wording import GATES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/gates.md").read_text(encoding="utf-8")
ROWS = {
    row[0].strip("` "): row for row in (line.strip("| \n").split(" | ") for line in PAGE.splitlines() if "|" in line)
}


def test_every_gate_in_the_code_is_on_the_page_and_has_a_name_for_the_desk():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/dateline/territory").rglob("*.py"))
    found = set(re.findall(r'gate="([a-z-]+)"|_found\(\s*"([a-z-]+)"|\.add\(\s*"([a-z-]+)"', code))
    named = {name for groups in found for name in groups if name}

    assert named - ROWS.keys() == set()
    assert named - GATES.keys() == set()


def test_what_the_page_says_can_be_done_is_what_a_profile_may_say():
    for key in KEYS:
        if key.table == "gates" and len(key.choices) > 1:
            said = {how for how in Treatment if f"`{how}`" in ROWS[key.name][2]}
            assert said == set(key.choices), key.name
