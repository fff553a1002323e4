from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "generation.projects"
    label = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.projects import checks  # noqa: F401 (checks register themselves)
