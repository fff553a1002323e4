from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "generation.workflows"
    label = "workflows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.brand.knowledge.services import when_forgotten
        from generation.projects.closed import when_closed
        from generation.webhooks import catalogue as webhooks
        from generation.workflows import events
        from generation.workflows.catalogue import register_pipelines
        from generation.workflows.forget import forget, forget_document

        register_pipelines()
        webhooks.register(events.TYPES, events.RULES)
        when_closed(forget)
        when_forgotten(forget_document)
