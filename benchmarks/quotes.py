"""How many quotes with the right speaker, and figures with unit and source, are found on pages marked up by hand?

    python benchmarks/quotes.py

Peer, in the same run: the nearest capitalised name before or after a verb of saying beside each quotation, which is
what simple extractors do (textacy does it on English, with a parser of hundreds of megabytes: it is left out for it).
The first half of the pages is the one that the rules were made on; the second was marked up before any of it was read.
"""

import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from dateline.wire.core.understood import Quote
from dateline.wire.reading.knowledge import knowledge
from said_marks import Marked, Score, figures_scored, heard, marked, quotes_scored, shared_articles

_QUOTATION = re.compile('“([^”]{2,})”|"([^"]{2,})"|„([^“”]{2,})[“”]|«([^»]{2,})»|»([^«]{2,})«')
_NAME = re.compile(r"[A-ZÄÖÜÅØŁ][\w'’-]+(?: [A-ZÄÖÜÅØŁ][\w'’-]+)*")
_REACH = 80


def main() -> None:
    if shared_articles() is None:
        print("the shared articles are not here")
        return
    verbs = knowledge().tongues[""].lists["cues"]
    print(f"{'':24}{'quotes':>10}{'peer':>8}{'ratio':>8}{'figures':>10}{'+ source':>10}{'ms a page':>11}")
    for half in ("first", "second"):
        ours, theirs, figures, sourced = Score(), Score(), Score(), Score()
        pages = list(marked(half))
        seconds = 0.0
        for one in pages:
            heard(one.page)  # warm
            start = time.process_time()
            page = heard(one.page)
            seconds += time.process_time() - start
            quotes_scored(one, list(page.quotes), ours)
            quotes_scored(one, peer(one, verbs), theirs)
            figures_scored(one, list(page.figures), figures, with_source=False)
            figures_scored(one, list(page.figures), sourced, with_source=True)
        title = f"{half} half, {len(pages)} pages"
        print(
            f"{title:24}{ours.f1:10.3f}{theirs.f1:8.3f}{ours.f1 / max(theirs.f1, 0.001):8.2f}"
            f"{figures.f1:10.3f}{sourced.f1:10.3f}{1000 * seconds / len(pages):11.1f}"
        )
        print(f"{'':24}right {ours.right}, wrong {ours.wrong}, missed {ours.missed} of the quotes")
    print("targets: quotes .85 (aim .92), figures with unit and source .85 (aim .92)")


def peer(one: Marked, verbs: frozenset[str]) -> list[Quote]:
    """Quotations beside a verb of saying, with the capitalised name that is nearest to it."""
    found = []
    for place, text in (("text", one.page.text), ("title", one.page.title)):
        for match in _QUOTATION.finditer(text):
            after, before = (
                text[match.end() : match.end() + _REACH],
                text[max(0, match.start() - _REACH) : match.start()],
            )
            if name := _nearest(after.split("\n")[0], verbs) or _nearest(before.split("\n")[-1], verbs):
                found.append(
                    Quote(speaker=name, text=match[0], place=place, start=match.start() + 1, end=match.end() - 1)
                )
    return found


def _nearest(text: str, verbs: frozenset[str]) -> str:
    places = [word.start() for word in re.finditer(r"\w+", text) if word[0].lower() in verbs]
    names = [(abs(name.start() - at), name[0]) for at in places for name in _NAME.finditer(text)]
    return min(names)[1] if names else ""


if __name__ == "__main__":
    main()
