"""How long does a publish take in the database, with 8 writers on one blog? Peer: the same rows by bare SQL.

    python benchmarks/publish.py [--database postgres://…] [--writers 8] [--posts 100] [--rounds 3]

Without ``--database`` it measures SQLite in a temporary folder. Each writer is a process that publishes back to back,
after five posts that are not counted.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
WARM = 5
TEXT = "<p>" + "The mayor said that the bridge was open again, and that nobody had been hurt. " * 12 + "</p>"


def prepare(home: str, database: str) -> None:
    """Settings for this process and its children."""
    os.environ.update(DATELINE_HOME=home, DATABASE_URL=database, DJANGO_SETTINGS_MODULE="dateline.project.settings")
    import django

    django.setup()


def open_blog() -> str:
    from django.core.management import call_command

    from dateline.accounts.models import User
    from dateline.blog.actions.blogs import change_state, create_blog
    from dateline.blog.core.words import BlogWords

    call_command("migrate", verbosity=0)
    ada, _ = User.objects.get_or_create(username="bench", defaults={"is_superuser": True})
    slug = f"bench-{time.time_ns()}"
    change_state(create_blog(slug, BlogWords(headline="Bench"), by=ada), "live", by=ada)
    return slug


def publish_all(slug: str, posts: int) -> list[float]:
    """Seconds that each publish took: the action, from call to commit."""
    from dateline.accounts.models import User
    from dateline.blog.actions.posts import write_and_publish
    from dateline.blog.core.words import post_words
    from dateline.blog.models import Blog

    ada, blog = User.objects.get(username="bench"), Blog.objects.get(slug=slug)
    words = post_words(title="A bridge opens", blocks=[{"type": "text", "html": TEXT}])
    took = []
    for _ in range(posts):
        began = time.perf_counter()
        write_and_publish(blog, words, by=ada)
        took.append(time.perf_counter() - began)
    return took


def write_bare(slug: str, posts: int) -> list[float]:
    """Seconds for the same bytes in one bare transaction each: the least that the database asks."""
    from django.db import connection, transaction

    content = json.dumps({"title": "A bridge opens", "blocks": [{"type": "text", "html": TEXT}]})
    took = []
    for _ in range(posts):
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE bare SET head = head + 1 WHERE slug = %s RETURNING head", [slug])
            head = cursor.fetchone()[0]
            cursor.execute("INSERT INTO bare_event (slug, seq, body) VALUES (%s, %s, %s)", [slug, head, content])
            cursor.execute("INSERT INTO bare_post (slug, seq, body) VALUES (%s, %s, %s)", [slug, head, content])
        took.append(time.perf_counter() - began)
    return took


def make_bare(slug: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bare (slug varchar(80) PRIMARY KEY, head integer)")
        for table in ("bare_event", "bare_post"):
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {table} (slug varchar(80), seq integer, body text)")
        cursor.execute("INSERT INTO bare VALUES (%s, 0)", [slug])


def writer(deed: str, home: str, database: str, slug: str, posts: int, start: object, out: object) -> None:
    prepare(home, database)
    from django.db import connection

    connection.ensure_connection()
    write = {"publish": publish_all, "bare": write_bare}[deed]
    write(slug, WARM)  # a server that runs has loaded all that it needs: with 800 posts, 8 cold ones would be the p99
    start.wait()
    out.put(write(slug, posts))


def measure(deed: str, home: str, database: str, slug: str, writers: int, posts: int) -> dict[str, float]:
    """p50 and p99 in ms over all writers, and publishes a second."""
    context = multiprocessing.get_context("spawn")
    start, out = context.Barrier(writers + 1), context.Queue()
    args = (deed, home, database, slug, posts, start, out)
    crew = [context.Process(target=writer, args=args) for _ in range(writers)]
    for process in crew:
        process.start()
    start.wait(60)
    began = time.perf_counter()
    took = sorted(second for _ in crew for second in out.get(timeout=120))
    wall = time.perf_counter() - began
    for process in crew:
        process.join(10)
    return {
        "p50_ms": took[len(took) // 2] * 1000,
        "p99_ms": took[int(len(took) * 0.99)] * 1000,
        "a_second": len(took) / wall,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="")
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--posts", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        prepare(home, asked.database)
        slug = open_blog()
        make_bare(slug)
        rounds: dict[str, list[dict[str, float]]] = {"publish": [], "bare": []}
        for _ in range(asked.rounds):
            for deed, found in rounds.items():
                found.append(measure(deed, home, asked.database, slug, asked.writers, asked.posts))
    for deed, found in rounds.items():
        medians = {name: round(statistics.median(r[name] for r in found), 2) for name in found[0]}
        print(json.dumps({"what": deed, "writers": asked.writers, **medians}))
    ours, bare = (statistics.median(r["p99_ms"] for r in rounds[name]) for name in ("publish", "bare"))
    print(json.dumps({"p99_ratio_publish_to_bare": round(ours / bare, 2)}))


if __name__ == "__main__":
    main()
