"""Django's entry for the territory app."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "dateline.territory"
    label = "territory"
