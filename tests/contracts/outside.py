"""Rules about what is not ours: registries and machine paths stay out, vendored files are what they say."""

import base64
import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from contracts.tree import ROOT, Breach

# In pieces, for this file is read too.
REGISTRIES = tuple(
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
    )
)
REGISTRY = re.compile("|".join(re.escape(host) for host in REGISTRIES))
OUTSIDE = r"(?<![\w.~$})-])"  # what comes before a path that starts at the root
MACHINE_PATH = re.compile(OUTSIDE + r"/(?:root|home/[a-z][\w-]*|Users/[A-Za-z][\w-]*)/")
GENERIC = {"home", "tmp", "usr", "var", "srv", "opt", "mnt", "src", "app", "builds", "workspace"}
VENDOR_KEYS = {"file", "package", "version", "licence", "integrity"}


def registry_hosts(path: str, text: str) -> Iterator[Breach]:
    """Files that name a package registry's host."""
    yield from _lines(REGISTRY, path, text, what="names a package registry's host")


def machine_paths(path: str, text: str, *, checkout: Path = ROOT) -> Iterator[Breach]:
    """Files that name a folder of the machine they were written on."""
    yield from _lines(MACHINE_PATH, path, text, what="names a folder of one machine")
    own = {f"{checkout}/"} | {f"{Path.home()}/"} - {"//"}
    if checkout.parts[1] not in GENERIC:
        own.add(f"/{checkout.parts[1]}/")
    for folder in own:
        pattern = re.compile(OUTSIDE + re.escape(folder))
        yield from _lines(pattern, path, text, what="names the folder this checkout is in")


def vendor_faults(root: Path) -> Iterator[Breach]:
    """Vendored files that differ from ``vendor.toml``, and files in a vendor folder that it does not name."""
    entries = _entries(root)
    for entry in entries:
        where = str(entry.get("file", "?"))
        if missing := VENDOR_KEYS - entry.keys():
            yield Breach(where=where, what=f"vendor.toml does not say its {', '.join(sorted(missing))}")
        elif not (root / where).is_file():
            yield Breach(where=where, what="is named in vendor.toml but not there")
        elif integrity((root / where).read_bytes()) != entry["integrity"]:
            yield Breach(where=where, what="was edited: its integrity is not the one in vendor.toml")
    for path in (root / "src").rglob("vendor/**/*"):
        if path.is_file() and str(path.relative_to(root)) not in vendored(root):
            yield Breach(where=str(path.relative_to(root)), what="is not named in vendor.toml")


def vendored(root: Path) -> set[str]:
    """The paths that vendor.toml names."""
    return {str(entry.get("file")) for entry in _entries(root)}


def integrity(content: bytes) -> str:
    """The content's subresource integrity, as browsers and package managers write it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def lock_faults(path: str, text: str) -> Iterator[Breach]:
    """Requirements in a lock file without a version or a hash, or with an address."""
    for requirement in text.replace("\\\n", " ").splitlines():
        bare = requirement.split("#")[0].strip()
        if not bare:
            continue
        name = bare.split()[0]
        if "==" not in name or "--hash=sha256:" not in bare or "://" in bare or bare.startswith("-"):
            yield Breach(where=path, what=f"not pinned by version and hash: {name}")


def _entries(root: Path) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = tomllib.loads((root / "vendor.toml").read_text(encoding="utf-8")).get("file", [])
    return entries


def _lines(pattern: re.Pattern[str], path: str, text: str, *, what: str) -> Iterator[Breach]:
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.search(line):
            yield Breach(where=f"{path}:{number}", what=what)
