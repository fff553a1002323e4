from django.apps import AppConfig


class CompanionsConfig(AppConfig):
    name = "generation.companions"
    label = "companions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.companions.pipeline import register_pipelines

        register_pipelines()
