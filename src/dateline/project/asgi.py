"""The ASGI application: Django, with the hub beside it and kept pages before it."""

from typing import Any, cast

from django.core.asgi import get_asgi_application

from dateline.project.ready import collect_static, ready


def _application() -> Any:
    ready()
    collect_static()  # before Django's middleware looks which files there are
    django = get_asgi_application()
    from dateline.project.lifespan import Application  # its models need the apps, which are ready only now

    return Application(cast(Any, django))


application = _application()
