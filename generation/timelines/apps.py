from django.apps import AppConfig


class TimelinesConfig(AppConfig):
    name = "generation.timelines"
    label = "timelines"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.timelines.pipeline import register_pipelines

        register_pipelines()
