"""Whatever the desk does, a page opened at any moment and fed the events since then equals a fresh page."""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from builders import live_blog, words
from cast import ada
from claims_made import claim, exhibit, figure
from dateline.blog.actions import blogs, posts
from dateline.blog.actions.claims import accept_newer, set_status
from dateline.blog.core.content import BlogView, PostView
from dateline.blog.core.page import PAGE, archive_page, archive_pages, front
from dateline.blog.core.refused import Refused
from dateline.blog.core.words import BlogWords, post_words
from dateline.blog.models import Blog, Post, PostState
from dateline.blog.queries import state_of
from dateline.blog.render import draw_post, draw_regions
from dateline.blog.rows import words_of
from dateline.blog.stream import frames_after
from dateline.blog.trace import verify_blog
from dateline.claims.core.wording import Status
from dateline.claims.models import Claim, Exhibit
from dateline.claims.trace import verify_claims

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@dataclass
class OpenPage:
    """What a reader's browser holds: regions by id, posts by id with their order. Follows frames as the script does."""

    seq: int
    regions: dict[str, str]
    posts: dict[str, tuple[str, str]]

    def after(self, blog: Blog) -> "OpenPage":
        """The page once it has taken in every event since it was opened."""
        regions, posts_, seq = dict(self.regions), dict(self.posts), self.seq
        for frame in frames_after(blog.stream_key, self.seq, limit=10_000):
            told = json.loads(frame.json)
            if told["reload"]:
                return fresh_page(blog)
            assert told["prev"].endswith(f"-{seq}"), "a frame names the one before it"
            for put in told["put"]:
                if "order" in put:
                    posts_[put["id"]] = (put["order"], put["html"])
                else:
                    regions[put["id"]] = put["html"]
            seq = frame.seq
        return OpenPage(seq, regions, posts_)

    def newest_first(self) -> list[str]:
        return [html for _, html in sorted(self.posts.values(), reverse=True)]


@lru_cache(4096)
def fresh_post(post: PostView, blog: BlogView) -> str:
    return draw_post(post, blog)


def fresh_page(blog: Blog) -> OpenPage:
    state = state_of(blog)
    drawn = {f"post-{p.uid}": (p.sort_key, fresh_post(p, state.blog)) for p in front(state).posts}
    regions = {name.replace("_", "-"): html for name, html in draw_regions(state).items()}
    return OpenPage(state.seq, regions, drawn)


def assert_equal(stale: OpenPage, fresh: OpenPage, blog: Blog) -> None:
    """The same regions, the same front; what a stale page holds beyond the front is as the archive has it."""
    assert stale.seq == fresh.seq
    assert stale.regions == fresh.regions
    assert stale.newest_first()[: len(fresh.posts)] == fresh.newest_first()
    state = state_of(blog)
    for uid, (_, html) in sorted(stale.posts.items(), key=lambda held: held[1][0])[: -len(fresh.posts) or None]:
        assert html == fresh_post(state.posts[uid.removeprefix("post-")], state.blog)


class Desk(RuleBasedStateMachine):
    """Random sequences of every action; pages are opened along the way and must keep up."""

    @initialize(many=st.sampled_from([0, 18, 45, 45]))
    def open_blog(self, many: int) -> None:
        with transaction.atomic():
            self.ada = ada()
            self.blog = live_blog(self.ada, slug=f"b{Blog.objects.count()}")
            for n in range(many):
                posts.write_and_publish(self.blog, words(f"Filler {n}"), by=self.ada)
        self.pages = [fresh_page(self.blog)]

    def pick(self, n: int, *states: str) -> Post | None:
        found = Post.objects.filter(blog=self.blog, state__in=states or ["published"]).order_by("pk")
        count = found.count()
        return found[n % count] if count else None

    def attempt(self, deed) -> None:
        with suppress(Refused, ValidationError):
            deed()

    @rule(title=st.text(max_size=12), key=st.booleans(), summary=st.booleans())
    def publish(self, title: str, key: bool, summary: bool) -> None:
        self.attempt(
            lambda: posts.write_and_publish(
                self.blog, words(title, "Body", key=key, summary=summary, tags=["t"]), by=self.ada
            )
        )

    @rule()
    def draft(self) -> None:
        posts.draft_post(self.blog, words("Draft"), by=self.ada)

    @rule(n=st.integers(0, 50))
    def publish_draft(self, n: int) -> None:
        if post := self.pick(n, "draft"):
            self.attempt(lambda: posts.publish_post(post, by=self.ada))

    @rule(n=st.integers(0, 50))
    def save_or_discard_draft(self, n: int) -> None:
        if post := self.pick(n, "draft"):
            self.attempt(lambda: posts.save_draft(post, words("Saved"), by=self.ada))
            if n % 2:
                self.attempt(lambda: posts.discard_draft(post, by=self.ada))

    @rule(n=st.integers(0, 50), text=st.text(max_size=8))
    def amend(self, n: int, text: str) -> None:
        if post := self.pick(n):
            self.attempt(lambda: posts.amend_post(post, words(f"Amended {text}"), by=self.ada))

    @rule(n=st.integers(0, 50))
    def correct(self, n: int) -> None:
        if post := self.pick(n):
            self.attempt(lambda: posts.correct_post(post, words("Corrected"), correction="We erred.", by=self.ada))

    @rule(n=st.integers(0, 50), sealed=st.booleans())
    def withdraw(self, n: int, sealed: bool) -> None:
        if post := self.pick(n):
            self.attempt(lambda: posts.withdraw_post(post, reason="Wrong.", sealed=sealed, by=self.ada))

    @rule(n=st.integers(0, 50), key=st.booleans(), summary=st.booleans())
    def mark(self, n: int, key: bool, summary: bool) -> None:
        if post := self.pick(n):
            self.attempt(lambda: posts.mark_post(post, key=key, summary=summary, by=self.ada))

    @rule(n=st.integers(0, 50))
    def tag(self, n: int) -> None:
        if post := self.pick(n):
            self.attempt(lambda: posts.tag_post(post, ["a", "b"], by=self.ada))

    @rule(n=st.integers(0, 50), m=st.integers(0, 50))
    def set_time(self, n: int, m: int) -> None:
        post, other = self.pick(n), self.pick(m)
        if post and other and other.published:
            self.attempt(lambda: posts.set_time(post, other.published, by=self.ada))

    @rule(n=st.integers(0, 50), m=st.integers(0, 50))
    def move(self, n: int, m: int) -> None:
        post, other = self.pick(n), self.pick(m, PostState.PUBLISHED, PostState.WITHDRAWN)
        if post and other:
            self.attempt(lambda: posts.move_post(post, below=other, by=self.ada))

    @rule(n=st.integers(0, 50))
    def pin(self, n: int) -> None:
        self.attempt(lambda: blogs.pin_post(self.blog, self.pick(n) if n % 3 else None, by=self.ada))

    @rule(n=st.integers(0, 50), shows=st.booleans(), status=st.sampled_from(["unverified", "confirmed"]))
    def publish_with_claims(self, n: int, shows: bool, status: str) -> None:
        filed = claim(self.ada, f"Claim {n}", status=status)
        earlier = Claim.objects.order_by("pk")[n % Claim.objects.count()]
        blocks = [{"type": "exhibit", "exhibit": exhibit(self.ada, figure(self.ada)).uid}] if shows else []
        said = post_words(title=f"Claims {n}", blocks=blocks, claims=[filed.uid, earlier.uid])
        self.attempt(lambda: posts.write_and_publish(self.blog, said, by=self.ada))

    @rule(n=st.integers(0, 50))
    def drop_or_add_claims(self, n: int) -> None:
        if (post := self.pick(n)) and Claim.objects.exists():
            uids = [] if post.claims else [Claim.objects.order_by("pk")[n % Claim.objects.count()].uid]
            self.attempt(lambda: posts.amend_post(post, replace(words_of(post), claims=tuple(uids)), by=self.ada))

    @rule(n=st.integers(0, 50), status=st.sampled_from(Status), note=st.sampled_from(["Seen.", "Not so."]))
    def change_a_status(self, n: int, status: str, note: str) -> None:
        if count := Claim.objects.count():
            found = Claim.objects.order_by("pk")[n % count]
            self.attempt(lambda: set_status(found, status, note=note, by=self.ada))

    @rule(n=st.integers(0, 50))
    def a_newer_survey_is_taken_over(self, n: int) -> None:
        shown = Exhibit.objects.filter(title="Ground taken by month").first()
        if (post := self.pick(n)) and shown:
            exhibit(self.ada, figure(self.ada, 512.0, maps="abc"), title="Newer")
            self.attempt(lambda: accept_newer(post, shown.uid, correction="A later count.", by=self.ada))

    @rule(state=st.sampled_from(["live", "paused", "ended"]))
    def change_state(self, state: str) -> None:
        self.attempt(lambda: blogs.change_state(self.blog, state, by=self.ada))

    @rule(headline=st.text(min_size=1, max_size=8), language=st.sampled_from(["en", "ar"]))
    def edit_blog(self, headline: str, language: str) -> None:
        words_ = BlogWords(headline=headline, zone="Asia/Tokyo", language=language)
        self.attempt(lambda: blogs.edit_blog(self.blog, words_, by=self.ada))

    @rule()
    def a_reader_opens_the_page(self) -> None:
        self.pages.append(fresh_page(self.blog))

    @invariant()
    def every_open_page_keeps_up(self) -> None:
        if not hasattr(self, "pages"):
            return
        fresh = fresh_page(self.blog)
        self.pages = [page.after(self.blog) for page in self.pages[-4:]]
        for page in self.pages:
            assert_equal(page, fresh, self.blog)

    def teardown(self) -> None:
        if hasattr(self, "blog"):
            state = state_of(self.blog)
            pages = [archive_page(state, n) for n in range(1, archive_pages(len(state.posts)) + 1)]
            on_pages = [p.uid for page in pages for p in reversed(page.posts)]
            on_pages += [p.uid for p in reversed(front(state).posts)]
            assert all(len(page.posts) == PAGE for page in pages)
            assert on_pages == [p.uid for p in state.oldest_first], "each post stands on exactly one page"
            assert list(verify_blog(self.blog)) == []
            assert list(verify_claims()) == []


def test_a_stale_page_and_the_events_since_make_a_fresh_page():
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
