from django.apps import AppConfig


class TimelinesConfig(AppConfig):
    name = "generation.timelines"
    label = "timelines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.projects.closed import when_closed
        from generation.timelines import events
        from generation.timelines.forget import forget
        from generation.timelines.pipeline import register_pipelines
        from generation.webhooks import catalogue

        register_pipelines()
        catalogue.register(events.TYPES, events.RULES)
        when_closed(forget)
