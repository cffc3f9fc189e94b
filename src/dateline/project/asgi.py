"""The ASGI application: Django, with the hub beside it and kept pages before it."""

import os
from typing import Any, cast

from django.core.asgi import get_asgi_application

from dateline.project.ready import collect_static

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.project.settings")


def _application() -> Any:
    django = get_asgi_application()
    collect_static()
    from dateline.project.lifespan import Application  # its models need the apps, which are ready only now

    return Application(cast(Any, django))


application = _application()
