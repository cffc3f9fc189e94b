"""Who you are: the people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with a sign-in; ``is_superuser`` runs the newsroom, roles per blog do the rest."""

    name = models.CharField(_("name"), max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name or self.username
