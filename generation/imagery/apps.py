from django.apps import AppConfig


class ImageryConfig(AppConfig):
    name = "generation.imagery"
    label = "imagery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.imagery.pipeline import register_pipelines

        register_pipelines()
