from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import checks, signals  # noqa: F401 (checks register themselves)
        from accounts.switches import make_rows
        from accounts.triggers import install_after_migrate

        signals.connect()
        post_migrate.connect(install_after_migrate, sender=self)
        post_migrate.connect(make_rows, sender=self)
