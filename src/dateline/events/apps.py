"""Django's entry for the events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "dateline.events"
    label = "events"
