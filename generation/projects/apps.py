from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "generation.projects"
    label = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import forget as accounts
        from generation.projects import checks  # noqa: F401 (checks register themselves)
        from generation.projects.closed import when_closed
        from generation.routing import forget as routing

        for below in (accounts, routing):
            when_closed(below.forget)
