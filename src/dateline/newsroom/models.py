"""The rows of the desk itself: failed sign-ins, so that guessing slows down."""

from django.db import models


class SignInFailure(models.Model):
    """How often a sign-in failed for one account from one address, or from one address at all; both only as a hash."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures} failures, last {self.last:%Y-%m-%d %H:%M}"
