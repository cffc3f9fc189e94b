"""The rows of the desk itself: failed sign-ins, what ties the wire to people and to blogs."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dateline.blog.models import Blog, Post
from dateline.wire.models import Item, Story

BY = settings.AUTH_USER_MODEL


class SignInFailure(models.Model):
    """How often a sign-in failed for one account from one address, or from one address at all; both only as a hash."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures} failures, last {self.last:%Y-%m-%d %H:%M}"


class Look(models.Model):
    """When a person was at the wire last (``at``), and at the visit before (``since``): what came after that is new."""

    user = models.OneToOneField(BY, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}, last {self.at:%Y-%m-%d %H:%M}"


class Following(models.Model):
    """That a blog follows a story: its new reports are suggested there."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="following")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="followings")
    by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["blog", "story"], condition=Q(ended_at=None), name="followed_once_a_blog")
        ]

    def __str__(self) -> str:
        return f"{self.blog_id} follows {self.story_id}"


class PassedItem(models.Model):
    """A suggestion that somebody put aside for a blog."""

    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "item"], name="passed_once_a_blog")]

    def __str__(self) -> str:
        return f"{self.item_id} aside for {self.blog_id}"


class UsedItem(models.Model):
    """That a post was made from an item as it was then (``hash``); ``seen_hash`` is what an editor has looked at since.

    ``seen_withdrawn``: that the outlet took the report back has been looked at too.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="uses")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="used_items")
    version = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    seen_hash = models.CharField(max_length=64)
    seen_withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "post"], name="used_once_a_post")]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.post_id}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether the outlet took the report back, and nobody has looked at it yet."""
        return self.item.withdrawn_at is not None and not self.seen_withdrawn

    @property
    def is_changed(self) -> bool:
        """Whether the report says something else than what was last looked at."""
        return self.item.hash != self.seen_hash

    @property
    def is_stale(self) -> bool:
        """Whether an editor should look."""
        return self.is_withdrawn or self.is_changed


class WatchWord(models.Model):
    """Words that a person watches the wire for; what came after ``seen_at`` is counted."""

    user = models.ForeignKey(BY, on_delete=models.CASCADE, related_name="watch_words")
    words = models.CharField(max_length=300)
    language = models.CharField(max_length=35, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "words", "language"], name="watched_once")]

    def __str__(self) -> str:
        return self.words
