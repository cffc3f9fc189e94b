"""The rows that published numbers rest on: sources, snapshots, figures, exhibits, claims. All of them are history."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.claims.core.wording import Hedge, SourceKind, Status
from dateline.events.models import AddedOnly, Event

BY = settings.AUTH_USER_MODEL


class ExhibitKind(models.TextChoices):
    """What an exhibit shows its figures as."""

    CHART = "chart", _("Chart")
    MAP = "map", _("Map")
    TABLE = "table", _("Table")


class Source(AddedOnly):
    """Who or what a claim or figure rests on; another licence or address is another row."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in SourceKind])
    url = models.URLField(max_length=2000, blank=True)
    licence = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class Snapshot(AddedOnly):
    """The bytes we saw at an address at a time; the bytes themselves lie in the store, once, by their hash."""

    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    url = models.CharField(max_length=2000, blank=True)
    taken_at = models.DateTimeField()
    by = models.ForeignKey(BY, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="snapshots")

    class Meta:
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} {self.url}"


class Derivation(AddedOnly):
    """How figures came about (``core.provenance``), by hash: kept once for all figures of a survey."""

    sha256 = models.CharField(max_length=64, unique=True)
    content = models.JSONField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Figure(AddedOnly):
    """A number with unit, as-of and derivation; ``key`` names it: the same inputs and question give the same key."""

    key = models.CharField(max_length=64, unique=True)
    what = models.CharField(max_length=64)
    value = models.FloatField()
    unit = models.CharField(max_length=20)
    series = models.CharField(max_length=200)
    measure = models.CharField(max_length=200)
    classes = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=200, default="*")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    as_of = models.DateField(null=True)
    title = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="figures")
    derivation = models.ForeignKey(Derivation, on_delete=models.PROTECT, related_name="figures")
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    by = models.ForeignKey(BY, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="figures")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["what"]), models.Index(fields=["series", "start"])]

    def __str__(self) -> str:
        return f"{self.title or self.measure}: {self.value:g} {self.unit}"


class Exhibit(AddedOnly):
    """A chart, map or table as it is shown; its ``uid`` comes from the hash of its content."""

    uid = models.CharField(max_length=16, unique=True)
    content_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=5, choices=ExhibitKind.choices)
    title = models.CharField(max_length=300)
    sentence = models.TextField()
    source = models.CharField(max_length=500, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    as_of = models.DateField(null=True)
    measure = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    method = models.TextField(blank=True)
    language = models.CharField(max_length=16, default="en")
    wide = models.TextField(blank=True)
    narrow = models.TextField(blank=True)
    table = models.JSONField()
    # As text: what is hashed is what is served, whatever a database makes of its numbers.
    spec = models.TextField(blank=True)
    geojson = models.TextField(blank=True)
    figures: "models.ManyToManyField[Figure, Any]" = models.ManyToManyField(
        Figure, through="ExhibitFigure", related_name="exhibits"
    )
    by = models.ForeignKey(BY, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="exhibit")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class ExhibitFigure(AddedOnly):
    """One figure in an exhibit, in its place."""

    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="shown")
    figure = models.ForeignKey(Figure, on_delete=models.PROTECT, related_name="shown_in")
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["exhibit_id", "place"]
        constraints = [models.UniqueConstraint(fields=["exhibit", "figure"], name="figure_once_an_exhibit")]

    def __str__(self) -> str:
        return f"{self.exhibit_id} · {self.place}"


class Claim(AddedOnly):
    """What somebody says; put in other words, it is another claim that ``replaces`` this one."""

    uid = models.CharField(max_length=16, unique=True)
    text = models.TextField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    speaker = models.CharField(max_length=200, blank=True)
    according_to = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    said_at = models.DateTimeField(null=True)
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    hedge = models.CharField(max_length=10, blank=True, choices=[(h.value, h.value) for h in Hedge if h])
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    measure = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=200, blank=True)
    quote = models.TextField(blank=True)
    quote_at = models.PositiveIntegerField(null=True)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="claims")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    by = models.ForeignKey(BY, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="claim")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text


class Verification(AddedOnly):
    """What was found of a claim at a time, with the evidence; the claim's status is that of the last one."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verifications")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=[(status.value, status.value) for status in Status])
    note = models.TextField(blank=True)
    evidence_url = models.URLField(max_length=2000, blank=True)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="+")
    figure = models.ForeignKey(Figure, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(BY, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="verification")

    class Meta:
        ordering = ["claim_id", "number"]
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="verification_number_once")]

    def __str__(self) -> str:
        return f"{self.claim_id} · {self.status}"


class Citation(AddedOnly):
    """The tie from something published (``blog/<slug>/post/<uid>``) to what it rests on; that it once was, stays."""

    subject = models.CharField(max_length=200)
    figure = models.ForeignKey(Figure, null=True, on_delete=models.PROTECT, related_name="citations")
    exhibit = models.ForeignKey(Exhibit, null=True, on_delete=models.PROTECT, related_name="citations")
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="citations")
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="citations")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject"])]
        constraints = [
            models.UniqueConstraint(fields=["subject", thing], name=f"{thing}_cited_once")
            for thing in ("figure", "exhibit", "claim", "snapshot")
        ]

    def __str__(self) -> str:
        return self.subject
