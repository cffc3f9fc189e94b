"""Django's entry for the claims app."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "dateline.claims"
    label = "claims"
