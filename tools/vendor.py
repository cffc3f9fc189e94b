"""Fetches the front-end files that vendor.toml names once more, and compares or renews what stands here.

`make vendor` compares. `make vendor ARGS=--renew` writes what the packages hold and prints the integrity of each.
It calls npm, which only who renews these files needs; running and testing Dateline does not.
"""

import argparse
import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Entry = dict[str, str]


def main() -> None:
    """Ends with 1 where a file differs from its package."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renew", action="store_true", help="write the files, and print what vendor.toml must say")
    renew = parser.parse_args().renew
    entries: list[Entry] = tomllib.loads((ROOT / "vendor.toml").read_text(encoding="utf-8")).get("file", [])
    differing = [entry for entry in entries if _differs(entry, renew=renew)]  # all are told, not only the first
    sys.exit(int(bool(differing)))


def _differs(entry: Entry, *, renew: bool) -> bool:
    content = _built(entry) if "build" in entry else _packed(entry)
    path = ROOT / entry["file"]
    if renew:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    same = path.exists() and path.read_bytes() == content and integrity(content) == entry.get("integrity")
    print(f"{'same' if same else 'DIFFERS'}  {entry['file']}  {integrity(content)}")
    return not same


def _packed(entry: Entry) -> bytes:
    """The file ``member`` of the package, as npm fetches it."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{entry['package']}@{entry['version']}"
        subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as tar:
            member = tar.extractfile(f"package/{entry['member']}")
            assert member, f"{wanted} has no file {entry['member']}"
            return member.read()


def _built(entry: Entry) -> bytes:
    """What the script ``build`` writes into the path it is given."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "built"
        subprocess.run([ROOT / entry["build"], out], check=True, stdout=subprocess.DEVNULL)
        return out.read_bytes()


def integrity(content: bytes) -> str:
    """The content's subresource integrity."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


if __name__ == "__main__":
    main()
