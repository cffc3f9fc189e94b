"""What programs import of the wire: documented whole, and it needs no Django."""

import re
import subprocess
import sys
from pathlib import Path

import dateline.wire as api

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "python-api-wire.md"


def run(program: str, where: Path) -> str:
    return subprocess.run([sys.executable, "-c", program], cwd=where, capture_output=True, text=True, check=True).stdout


def test_importing_loads_neither_django_nor_what_reading_needs(tmp_path):
    heavy = "{'django', 'lxml', 'trafilatura', 'numpy', 'nh3'} & {*sys.modules}"

    assert run(f"import sys; import dateline.wire; print({heavy})", tmp_path) == "set()\n"


def test_the_example_runs_without_django_and_says_what_it_should(tmp_path):
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

    said = run(f"{example}\nimport sys\nassert 'django' not in sys.modules", tmp_path)

    assert "River rises None [(1200.0, 'km²')]" in said
    assert "['River rises']" in said
    assert "report='b', of='a', first='a'" in said
    assert "reports=('a', 'b')" in said


def test_the_page_is_complete():
    rows = re.findall(r"^\| `(\w+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(rows) == sorted(api.__all__)
