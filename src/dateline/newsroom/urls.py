"""The addresses of the newsroom face."""

from django.urls import URLPattern

app_name = "newsroom"
urlpatterns: list[URLPattern] = []
