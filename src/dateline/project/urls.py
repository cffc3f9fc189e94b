"""The addresses of every face."""

from django.urls import include, path

urlpatterns = [
    path("desk/", include("dateline.newsroom.urls")),
    path("api/", include("dateline.api.urls")),
    path("", include("dateline.readers.urls")),
]
handler404 = "dateline.readers.public.no_such_address"
