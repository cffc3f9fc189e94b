"""The rows of a live blog: what the desk knows now, and beside it every revision that ever was."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.blog.core.content import BlogView, PostView, blog_from_json, post_from_json
from dateline.blog.core.roles import Role
from dateline.events.models import Event, OfEvent


class BlogState(models.TextChoices):
    """Where a blog's story stands."""

    UPCOMING = "upcoming", _("Upcoming")
    LIVE = "live", _("Live")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


class PostState(models.TextChoices):
    """Where a post stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DISCARDED = "discarded", _("Discarded")


class Blog(models.Model):
    """A live page about one running story."""

    slug = models.SlugField(max_length=120, unique=True)
    headline = models.CharField(max_length=300)
    standfirst = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=BlogState.choices, default=BlogState.UPCOMING)
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=16, default="en")
    picture = models.JSONField(default=list, blank=True)
    pinned = models.CharField(max_length=16, blank=True)
    starts = models.DateTimeField(null=True, blank=True)
    started = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    silence_minutes = models.PositiveIntegerField(default=0)
    notice = models.CharField(max_length=300, blank=True)
    source = models.URLField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.headline

    @property
    def stream_key(self) -> str:
        """The public log's key."""
        return f"blog/{self.pk}"

    @property
    def desk_key(self) -> str:
        """The key of the log of what only the desk sees."""
        return f"desk/{self.pk}"


class Membership(models.Model):
    """A person's role in one blog."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Role])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "blog"], name="one_role_a_blog")]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


class Picture(models.Model):
    """One uploaded picture by the hash of its bytes; what is shown of it stands in each post."""

    sha256 = models.CharField(max_length=64, unique=True)
    format = models.CharField(max_length=8)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    focal_x = models.FloatField(default=0.5)
    focal_y = models.FloatField(default=0.5)
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=500, blank=True)
    alt = models.TextField(blank=True)
    taken = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.caption or self.sha256[:12]


class Author(models.Model):
    """A name that can stand over a post: one of us (``user``) or a guest."""

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    bio = models.TextField(blank=True)
    portrait = models.CharField(max_length=64, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="author"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """One update, as the desk has it now."""

    uid = models.CharField(max_length=16, unique=True)
    blog = models.ForeignKey(Blog, on_delete=models.CASCADE, related_name="posts")
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.DRAFT)
    version = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    blocks = models.JSONField(default=list)
    bylines = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    key = models.BooleanField(default=False)
    summary = models.BooleanField(default=False)
    claims = models.JSONField(default=list)
    published = models.DateTimeField(null=True, blank=True)
    order = models.DateTimeField(null=True, blank=True)
    updated = models.DateTimeField(null=True, blank=True)
    corrections = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    sealed = models.BooleanField(default=False)
    source = models.CharField(max_length=2000, blank=True)
    source_key = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    event: Event | None = None
    """The last event that was recorded with this very object; of a row that was only read, none."""

    class Meta:
        ordering = ["-order", "-uid"]
        indexes = [models.Index(fields=["blog", "state", "order", "uid"])]
        constraints = [
            models.UniqueConstraint(
                fields=["blog", "source_key"], condition=~models.Q(source_key=""), name="imported_once"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.uid


class Revision(OfEvent):
    """What a post, or the blog's own head (``post`` null), said after one event: the whole content, by hash."""

    blog = models.ForeignKey(Blog, on_delete=models.PROTECT, related_name="revisions")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="revisions")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="revision")
    number = models.PositiveIntegerField()
    public = models.BooleanField()
    content = models.JSONField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["blog", "public", "post"])]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.post_id or 'blog'} · {self.number}"

    def view(self) -> BlogView | PostView:
        """The content as a value."""
        return view_of(self.content, is_post=self.post_id is not None)


def view_of(content: dict[str, Any], *, is_post: bool) -> BlogView | PostView:
    """A revision's content as a value."""
    return post_from_json(content) if is_post else blog_from_json(content)
