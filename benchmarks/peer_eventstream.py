"""The peer: django-eventstream as its documentation sets it up, on uvicorn and uvloop."""

import sys
from typing import Any

import django
import uvicorn
from django.conf import settings

settings.configure(
    SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django_eventstream"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)  # fmt: skip
django.setup()

import django_eventstream  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402


@csrf_exempt
def publish(request: HttpRequest) -> HttpResponse:
    """Sends the body to everybody."""
    django_eventstream.send_event("live", "change", request.body.decode(), json_encode=False)
    return HttpResponse()


urlpatterns: list[Any] = [
    path("events", include(django_eventstream.urls), {"channels": ["live"]}),
    path("pub", publish),
]

if __name__ == "__main__":
    app = get_asgi_application()
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", log_level="error", backlog=4096)
