from django.apps import AppConfig


class ImageryConfig(AppConfig):
    name = "generation.imagery"
    label = "imagery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.imagery import events
        from generation.imagery.forget import forget
        from generation.imagery.pipeline import register_pipelines
        from generation.projects.closed import when_closed
        from generation.webhooks import catalogue

        register_pipelines()
        catalogue.register(events.TYPES, events.RULES)
        when_closed(forget)
