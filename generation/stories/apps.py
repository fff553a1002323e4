from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "generation.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.stories.pipeline import register_pipelines

        register_pipelines()
