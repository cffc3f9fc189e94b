"""The rows of the desk's surveys: which maps were measured how, how far the run is, and what came of it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dateline.claims.models import Exhibit


class SurveyState(models.TextChoices):
    """Where a survey stands."""

    READY = "ready", _("To be set up")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")


class By(models.TextChoices):
    """Into which periods the days fall; ``ALL`` is one period."""

    MONTH = "month", _("Months")
    WEEK = "week", _("Weeks")
    DAY = "day", _("Days")
    ALL = "all", _("One period")


class MapFile(models.Model):
    """One file that came into the newsroom, by the hash of its bytes."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Boundaries(models.Model):
    """A boundary file that surveys are split by, kept to be used again."""

    title = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    file = models.ForeignKey(MapFile, on_delete=models.PROTECT, related_name="+")
    regions = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class Survey(models.Model):
    """One run over many maps, from upload to figures; ``earlier`` is the one that it was made from with more maps."""

    uid = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=200)
    earlier = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="later")
    proposal = models.JSONField(default=dict)
    aside = models.JSONField(default=list)

    profile = models.CharField(max_length=100, blank=True)
    profile_text = models.TextField(blank=True)
    boundaries = models.ForeignKey(Boundaries, null=True, on_delete=models.PROTECT, related_name="surveys")
    zone = models.CharField(max_length=64, blank=True)
    period = models.CharField(max_length=10, choices=By.choices, default=By.MONTH)
    cuts = models.JSONField(default=list)

    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.READY)
    stage = models.CharField(max_length=200, blank=True)
    share = models.FloatField(null=True)
    stopping = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    heard = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    first = models.DateField(null=True)
    last = models.DateField(null=True)
    days = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)
    figures = models.PositiveIntegerField(default=0)

    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way to a result."""
        return self.state in {SurveyState.WAITING, SurveyState.RUNNING}

    @property
    def stated_cuts(self) -> list[date]:
        """The days that begin its periods, where they were stated."""
        return [date.fromisoformat(cut) for cut in self.cuts]


class SurveyInput(models.Model):
    """One file of a survey, under the name that it was sent with: names tell a map's day."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="inputs")
    file = models.ForeignKey(MapFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "name"], name="one_file_a_name")]

    def __str__(self) -> str:
        return self.name


class SurveyExhibit(models.Model):
    """An exhibit that was made of a survey, with what was chosen for it: a newer survey makes it anew by the same."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="exhibits")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="surveys")
    choice = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "exhibit"], name="exhibit_once_a_survey")]

    def __str__(self) -> str:
        return str(self.exhibit)
