"""How long does the import of a live page with 428 posts take? Peer: extruct reading the same page's structured data.

    python benchmarks/import_page.py [PAGE] [--rounds 3] [--no-peer]

PAGE is the crisis page of the shared inputs where it is there, else a page of 428 posts made for this. Each round
imports into an empty SQLite newsroom, and then a second time. The peer is installed into a temporary environment; it
only reads the JSON-LD out of the page: no paragraphs, pictures or authors, nothing cleaned and nothing stored.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data" / "liveblogs" / "TheMirror_2024_08_05.html.gz"
COMMAND = [sys.executable, "-c", "from dateline.project.cli import main; main()"]
STAGES = """
import sys, time
from pathlib import Path
from dateline.project import ready
ready.ready(); ready.migrate()
from django.utils import timezone
from dateline.accounts import actions
from dateline.blog.actions.imports import import_blog
from dateline.newsroom.core.imports import imported_blog, slug_of
from dateline.wire.core.livepages.read import read_live_page
by = actions.add_user("bench", "a long word for nobody", by=None); actions.give_newsroom(by, by=None)
page = Path(sys.argv[1]).read_bytes()
started = time.perf_counter(); live = read_live_page(page)
read = time.perf_counter(); blog = imported_blog(live, slug=slug_of(live), now=timezone.now()); import_blog(blog, by=by)
stored = time.perf_counter(); import_blog(blog, by=by); again = time.perf_counter()
print(len(live.posts), read - started, stored - read, again - stored)
"""
PEER = """
import sys, time, extruct
page = open(sys.argv[1], "rb").read().decode()
started = time.perf_counter()
found = extruct.extract(page, syntaxes=["json-ld", "microdata"])
print(max(len(item.get("liveBlogUpdate", ())) for item in found["json-ld"]), time.perf_counter() - started)
"""


def made_page() -> bytes:
    """A page like the real one: 428 updates of four paragraphs, every one with four authors."""
    authors = [{"@type": "Person", "name": f"Reporter {n}"} for n in range(4)]
    body = "<p>" + "The river <b>stood</b> at five metres and had not yet fallen. " * 6 + "</p>"
    updates = [
        {
            "@type": "BlogPosting",
            "headline": f"Update {n}",
            "url": f"https://paper.example/live#{n}",
            "datePublished": f"2026-03-{1 + n // 144:02}T{n // 6 % 24:02}:{n % 6 * 10:02}:00Z",
            "articleBody": body * 4,
            "author": authors,
        }
        for n in range(428)
    ]
    live = {"@type": "LiveBlogPosting", "url": "https://paper.example/live", "headline": "Flood", "author": authors}
    script = json.dumps(live | {"liveBlogUpdate": updates}).replace("</", "<\\/")
    return f'<html><script type="application/ld+json">{script}</script></html>'.encode()


def run(arguments: list[str], home: str) -> tuple[str, float]:
    """What the process printed, and the seconds it took from start to end."""
    surroundings = os.environ | {"DATELINE_HOME": home, "DATABASE_URL": "", "PYTHONPATH": str(ROOT / "src")}
    started = time.perf_counter()
    done = subprocess.run(arguments, env=surroundings, capture_output=True, text=True, check=True)
    return done.stdout, time.perf_counter() - started


def one_round(page: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        run([*COMMAND, "migrate"], first)
        _, whole = run([*COMMAND, "import", page, "--json", "--no-pictures"], first)
        _, again = run([*COMMAND, "import", page, "--json", "--no-pictures"], first)
        posts, read, store, stored_again = map(float, run([sys.executable, "-c", STAGES, page], second)[0].split())
    return {
        "posts": posts,
        "the whole command": whole,
        "the whole command, a second time": again,
        "reading the page": read,
        "storing its posts": store,
        "comparing them a second time": stored_again,
    }


def peer_seconds(page: str, rounds: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = f"{folder}/bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", "extruct"], check=True, capture_output=True)
        return statistics.median(float(run([python, "-c", PEER, page], folder)[0].split()[1]) for _ in range(rounds))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", nargs="?", type=Path, default=REAL)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-peer", action="store_true")
    chosen = parser.parse_args()
    content = chosen.page.read_bytes() if chosen.page.exists() else made_page()
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        file.write(gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content)
        file.flush()
        rounds = [one_round(file.name) for _ in range(chosen.rounds)]
        print(f"{rounds[0]['posts']:.0f} posts, {os.path.getsize(file.name) / 1e6:.1f} MB; median of {chosen.rounds}")
        for name in list(rounds[0])[1:]:
            print(f"  {name:36} {statistics.median(r[name] for r in rounds):6.3f} s")
        if not chosen.no_peer:
            print(f"  {'extruct: only reading the JSON-LD':36} {peer_seconds(file.name, chosen.rounds):6.3f} s")


if __name__ == "__main__":
    main()
