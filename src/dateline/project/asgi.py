"""The ASGI application: Django, with the hub beside it and kept pages before it."""

from typing import Any

from dateline.project.ready import collect_static, ready


def _application() -> Any:
    ready()
    collect_static()  # before Django's middleware looks which files there are
    # Their models need the apps, which are ready only now.
    from dateline.project.handler import Handler
    from dateline.project.lifespan import Application

    return Application(Handler())


application = _application()
