from django.apps import AppConfig


class BrandConfig(AppConfig):
    name = "generation.brand"
    label = "brand"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from generation.brand.forget import forget
        from generation.brand.knowledge import events
        from generation.brand.knowledge.pipeline import KNOWLEDGE
        from generation.brand.knowledge.vectors import install_after_migrate
        from generation.jobs import registry
        from generation.projects.closed import when_closed
        from generation.webhooks import catalogue as webhooks

        registry.register(KNOWLEDGE)
        webhooks.register(events.TYPES, events.RULES)
        when_closed(forget)
        post_migrate.connect(install_after_migrate, sender=self)
