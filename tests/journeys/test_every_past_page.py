"""Whatever the desk does, every page that ever was can be shown again as it was, and the log says how it came about."""

import json

import feedparser
import pytest
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from dateline.blog import queries
from dateline.blog.models import Post
from dateline.blog.queries import state_at, state_of
from dateline.events import log
from dateline.events.core.chain import START, digest
from journeys.test_stale_page import Desk

pytestmark = pytest.mark.django_db(transaction=True)


class Witness(Desk):
    """Looks at the page after every deed, and in the end asks for each of those pages again."""

    @invariant()
    def every_open_page_keeps_up(self) -> None:
        if not hasattr(self, "blog"):
            return
        self.seen = getattr(self, "seen", {})
        state = state_of(self.blog)
        self.seen.setdefault(state.seq, state)

    def teardown(self) -> None:
        if not hasattr(self, "blog"):
            return
        queries._states.clear()  # nothing remembered: each is built from its revisions
        sealed = set(Post.objects.filter(blog=self.blog, sealed=True).values_list("uid", flat=True))
        for seq, was in self.seen.items():
            again = state_at(self.blog, seq)
            assert again
            assert again.blog == was.blog
            assert again.posts.keys() == was.posts.keys()
            for uid, post in again.posts.items():
                assert post.withdrawn if uid in sealed else post == was.posts[uid]
        self.ask_for_every_page()
        self.reckon_the_log()

    def ask_for_every_page(self) -> None:
        live, epoch = f"/live/{self.blog.slug}/", log.head(self.blog.stream_key).epoch
        for seq in sorted(self.seen)[:: max(1, len(self.seen) // 5)]:
            assert Client().get(f"{live}at/{epoch}-{seq}/").status_code == 200
        assert Client().get(f"{live}history/").status_code == 200
        for name in ("feed.atom", "key-events.atom"):
            assert not feedparser.parse(Client().get(live + name).content).bozo

    def reckon_the_log(self) -> None:
        told = json.loads(Client().get(f"/live/{self.blog.slug}/history.json").content)
        previous = START
        for event in told["events"]:
            fields = [event[name] for name in ("seq", "kind", "subject", "at", "actor", "content_hash")]
            previous = digest([told["epoch"], *fields, previous])
            assert previous == event["hash"]
            assert event["content"] is None or digest(event["content"]) == event["content_hash"]
        assert told["head"] == {"seq": len(told["events"]), "hash": previous}


def test_every_page_that_ever_was_can_be_shown_again():
    run_state_machine_as_test(
        Witness,
        settings=settings(
            max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
