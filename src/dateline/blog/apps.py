"""Django's entry for the blog app."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "dateline.blog"
    label = "blog"
