from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "generation.workflows"
    label = "workflows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.webhooks import catalogue
        from generation.workflows import events

        catalogue.register(events.TYPES, events.RULES)
