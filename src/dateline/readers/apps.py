"""Django's entry for the readers app."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "dateline.readers"
    label = "readers"
