from django.apps import AppConfig


class TimelinesConfig(AppConfig):
    name = "generation.timelines"
    label = "timelines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.projects.closed import when_closed
        from generation.timelines.forget import forget
        from generation.timelines.pipeline import register_pipelines

        register_pipelines()
        when_closed(forget)
