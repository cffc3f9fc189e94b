"""Django's entry for the wire app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WireConfig(AppConfig):
    name = "dateline.wire"
    label = "wire"

    def ready(self) -> None:
        from dateline.wire.search_tables import make_index

        post_migrate.connect(make_index, sender=self, dispatch_uid="wire.search")
