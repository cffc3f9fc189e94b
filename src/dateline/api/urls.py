"""The addresses of the api face."""

from django.urls import URLPattern

app_name = "api"
urlpatterns: list[URLPattern] = []
