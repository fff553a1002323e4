from django.apps import AppConfig


class CompanionsConfig(AppConfig):
    name = "generation.companions"
    label = "companions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.companions import events
        from generation.companions.forget import forget
        from generation.companions.pipeline import register_pipelines
        from generation.projects.closed import when_closed
        from generation.webhooks import catalogue

        register_pipelines()
        catalogue.register(events.TYPES, events.RULES)
        when_closed(forget)
