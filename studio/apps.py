from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StudioConfig(AppConfig):
    name = "studio"

    def ready(self) -> None:
        from studio.operators.roles import make_groups

        post_migrate.connect(make_groups, sender=self)  # the roof comes last: every permission is there by then
