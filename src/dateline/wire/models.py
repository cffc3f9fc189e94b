"""The rows of the wire: channels that are polled, items they bring, how those changed, and the stories they tell."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dateline.events.models import AddedOnly, Event

BY = settings.AUTH_USER_MODEL


class ChannelKind(models.TextChoices):
    """What a channel is, which says how it is read."""

    FEED = "feed", _("Feed")
    SITEMAP = "sitemap", _("News sitemap")
    LINKS = "links", _("Page with links")
    LIVE = "live", _("Live page")
    TELEGRAM = "telegram", _("Telegram channel")
    FOLDER = "folder", _("Watched folder")
    MAIL = "mail", _("Newsletters")
    ARCHIVE = "archive", _("Archive")


class ChannelState(models.TextChoices):
    """Whether a channel is asked."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    GONE = "gone", _("Gone")


class Shown(models.TextChoices):
    """How much of a channel's items the public may read here."""

    NONE = "none", _("Nothing")
    HEADLINE = "headline", _("Headline")
    EXCERPT = "excerpt", _("Excerpt")
    FULL = "full", _("Full text")


class PageState(models.TextChoices):
    """Where an item's own page stands: not asked for, to be fetched, read, or not to be had."""

    NONE = "none", _("Not asked for")
    DUE = "due", _("To be fetched")
    READ = "read", _("Read")
    FAILED = "failed", _("Not to be had")


class Host(models.Model):
    """A server that channels and pages lie on: asked by one process at a time, with a pause between."""

    name = models.CharField(max_length=300, unique=True)
    free_at = models.DateTimeField(db_index=True)
    pause_seconds = models.FloatField(default=0.0)
    robots = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """What is polled: an address with what it is, what may be done with it, and how it stands."""

    uid = models.CharField(max_length=16, unique=True)
    address = models.CharField(max_length=2000)
    # Addresses are longer than an index of some databases takes.
    address_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=10, choices=ChannelKind.choices)
    host = models.ForeignKey(Host, null=True, on_delete=models.PROTECT, related_name="channels")
    name = models.CharField(max_length=200)
    site = models.CharField(max_length=2000, blank=True)
    language = models.CharField(max_length=35, blank=True)
    section = models.CharField(max_length=100, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    shown = models.CharField(max_length=8, choices=Shown.choices, default=Shown.HEADLINE)
    licence = models.CharField(max_length=300, blank=True)
    reads_pages = models.BooleanField(default=False)
    how = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=6, choices=ChannelState.choices, default=ChannelState.ACTIVE)
    by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # Taken from public pages here with all its items, by whom and why.
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    hidden = models.CharField(max_length=300, blank=True)

    # How it stands: set by the poll alone.
    due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    new_at = models.DateTimeField(null=True)
    brought = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)
    fault_at = models.DateTimeField(null=True)
    faults = models.PositiveIntegerField(default=0)
    every_seconds = models.PositiveIntegerField(default=900)
    etag = models.CharField(max_length=500, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    robots = models.CharField(max_length=300, blank=True)
    moved_from = models.CharField(max_length=2000, blank=True)

    # WebSub: the hub that the channel names, what the channel is called there, and until when its word is relied on.
    hub = models.CharField(max_length=2000, blank=True)
    topic = models.CharField(max_length=2000, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    subscribed_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return self.name


class SubscriptionState(models.TextChoices):
    """Where a subscription stands: asked for, confirmed by the hub, or to be ended there."""

    ASKED = "asked", _("Asked for")
    ACTIVE = "active", _("Active")
    ENDING = "ending", _("Ending")


class Subscription(models.Model):
    """What a hub was asked to tell of, under which address of ours that nobody can guess, and how that stands.

    The row goes when it is over: what is not here was not asked for.
    """

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="subscriptions")
    path = models.CharField(max_length=64, unique=True)
    hub = models.CharField(max_length=2000)
    topic = models.CharField(max_length=2000)
    state = models.CharField(max_length=6, choices=SubscriptionState.choices, default=SubscriptionState.ASKED)
    at = models.DateTimeField()
    # When the hub is asked again, and until when its own question may be answered.
    due_at = models.DateTimeField(db_index=True)
    open_until = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)
    pushed_at = models.DateTimeField(null=True)
    # Hashes of what it sent last: what a hub sends twice is taken once, also where it sent something else in between.
    pushed = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.channel_id} at {self.hub}"


class Item(models.Model):
    """One report from a channel as it stands now; how it stood before lies in its versions."""

    uid = models.CharField(max_length=16, unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=64)
    link = models.CharField(max_length=2000, blank=True)
    canonical = models.CharField(max_length=2000, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    standfirst = models.TextField(blank=True)
    byline = models.JSONField(default=list, blank=True)
    organisations = models.JSONField(default=list, blank=True)
    published = models.DateTimeField(null=True)
    updated = models.DateTimeField(null=True)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    # The order of the wire: when it was published, never later than it was first seen, whatever a clock there says.
    at = models.DateTimeField()
    language = models.CharField(max_length=35, blank=True)
    section = models.CharField(max_length=200, blank=True)
    tags = models.JSONField(default=list, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    # Where it was written or what it is about, as its data say; the dateline of the text is read from the text.
    places = models.JSONField(default=list, blank=True)
    source_link = models.CharField(max_length=2000, blank=True)
    related = models.JSONField(default=list, blank=True)
    is_live = models.BooleanField(null=True)
    is_key = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    blocks = models.JSONField(default=list, blank=True)
    pictures = models.JSONField(default=list, blank=True)
    origins = models.JSONField(default=dict, blank=True)
    snapshot = models.CharField(max_length=64, blank=True)
    snapshot_size = models.PositiveBigIntegerField(default=0)

    hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64, blank=True)
    versions_count = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn = models.CharField(max_length=300, blank=True)
    # Taken from public pages here, by whom and why.
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    hidden = models.CharField(max_length=300, blank=True)

    # When it was compared with the others, for copies and stories; None where that is still to be done.
    sorted_at = models.DateTimeField(null=True)

    page = models.CharField(max_length=6, choices=PageState.choices, default=PageState.NONE)
    page_due_at = models.DateTimeField(null=True)
    page_read_at = models.DateTimeField(null=True)
    page_host = models.ForeignKey(Host, null=True, on_delete=models.SET_NULL, related_name="+")
    page_tries = models.PositiveSmallIntegerField(default=0)
    page_fault = models.CharField(max_length=500, blank=True)
    # What its server said of the page that was read: asked for it again, it answers in a word where nothing changed.
    page_etag = models.CharField(max_length=500, blank=True)
    page_modified = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="item_once_a_channel")]
        indexes = [
            models.Index(fields=["-at", "-id"], name="item_newest"),
            models.Index(fields=["channel", "-at"], name="item_newest_of_channel"),
            models.Index(fields=["page_due_at"], condition=Q(page="due"), name="item_page_due"),
            models.Index(fields=["id"], condition=Q(sorted_at=None), name="item_unsorted"),
        ]

    def __str__(self) -> str:
        return self.title or self.link

    @property
    def is_changed(self) -> bool:
        """Whether its outlet changed it; that its page was read first after its feed is no change."""
        return self.versions_count > (2 if self.page_read_at else 1)


class ItemVersion(AddedOnly):
    """An item as it was seen once: each distinct content, numbered; its hash is what the event's hash covers."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    content = models.JSONField()
    snapshot = models.CharField(max_length=64, blank=True)
    snapshot_size = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="item_versions")

    class Meta:
        ordering = ["item_id", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_version_number_once")]

    def __str__(self) -> str:
        return f"{self.item_id} · {self.number}"


class TakenFile(AddedOnly):
    """A file that was taken in, from a watched folder or an archive, by its name and state: it is not read again.

    ``fault`` says why nothing came of it.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="files")
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=1000)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    items = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="file_once_a_channel")]

    def __str__(self) -> str:
        return self.name


class ItemVector(models.Model):
    """What an item means, as the sentence encoder has it: 512 numbers of two bytes; made anew when its words change."""

    item = models.OneToOneField(Item, primary_key=True, on_delete=models.CASCADE, related_name="meaning")
    vector = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class CopyOf(models.Model):
    """That an item is the same text as an earlier one, whole or in part, and how that was told."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="copy_of")
    original = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="copies")
    # The share of the original's word sequences that stand in the copy too, 0 to 1.
    containment = models.FloatField()
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item_id} ← {self.original_id}"


class Story(models.Model):
    """Items about one event; its uid stays whatever is merged into it or split from it."""

    uid = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=1000)
    # Whether a person chose the title: the machine leaves it then.
    titled_by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    items_count = models.PositiveIntegerField(default=0)
    channels_count = models.PositiveIntegerField(default=0)
    muted_at = models.DateTimeField(null=True)
    muted_by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    followed_at = models.DateTimeField(null=True)
    followed_by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    # Where it went: an address of a merged story leads on.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["-last_at", "-id"], name="story_newest")]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """That an item belongs to a story, and why in words; ``by`` None is the machine, which never undoes a person.

    A membership that ended stays: an item that a person took out of a story is not put back by the machine.
    """

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="memberships")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="memberships")
    reason = models.CharField(max_length=500)
    score = models.FloatField(null=True)
    by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    by_person = models.BooleanField(default=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_person = models.BooleanField(default=False)
    ended = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(ended_at=None), name="item_in_one_story"),
        ]
        indexes = [models.Index(fields=["story", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.story_id}"


class StoryChange(AddedOnly):
    """What became of a story: merged into another, split off one, retitled; by whom and why."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="changes")
    other = models.ForeignKey(Story, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    items = models.JSONField(default=list)
    by = models.ForeignKey(BY, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="story_changes")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.story_id} {self.kind}"
