"""The addresses of the readers face."""

from django.urls import URLPattern

app_name = "readers"
urlpatterns: list[URLPattern] = []
