from django.apps import AppConfig


class BrandConfig(AppConfig):
    name = "generation.brand"
    label = "brand"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.brand.forget import forget
        from generation.brand.knowledge.pipeline import KNOWLEDGE
        from generation.jobs import registry
        from generation.projects.closed import when_closed

        registry.register(KNOWLEDGE)
        when_closed(forget)
