"""The log: one append-only stream of events per blog, numbered without gaps and chained by hash."""

from typing import Any

from django.db import models

from dateline.events.core.chain import START, Link


class AddedOnly(models.Model):
    """Rows that are history: added, never updated or deleted (rule 6)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        assert self._state.adding, f"{type(self).__name__} rows are added, never updated"
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AssertionError(f"{type(self).__name__} rows are never deleted")


class Stream(models.Model):
    """The head of one log. Its row lock orders the writers; ``seq`` is taken under it."""

    key = models.CharField(max_length=80, unique=True)
    epoch = models.CharField(max_length=16)
    head_seq = models.PositiveBigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default=START)

    def __str__(self) -> str:
        return f"{self.key} at {self.head_seq}"


class Event(AddedOnly):
    """One change: outbox, audit trail and stream id at once."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    content_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="event_seq_once")]
        ordering = ["stream_id", "seq"]
        indexes = [models.Index(fields=["stream", "at"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject}"

    def link(self, epoch: str) -> Link:
        """This event as the chain sees it."""
        return Link(
            epoch=epoch,
            seq=self.seq,
            kind=self.kind,
            subject=self.subject,
            at=self.at,
            actor=self.actor,
            content_hash=self.content_hash,
            previous_hash=self.previous_hash,
            hash=self.hash,
        )


class OfEvent(AddedOnly):
    """History that hangs on one event and is added with it; the ``event`` field is the model's own."""

    event: models.OneToOneField[Event, Event]

    class Meta:
        abstract = True
