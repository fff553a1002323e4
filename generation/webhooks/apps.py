from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "generation.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.jobs.loops import Loop, register_loop
        from generation.projects.closed import when_closed
        from generation.webhooks import catalogue, sender
        from generation.webhooks.retention import forget

        catalogue.register((catalogue.TEST, catalogue.VIDEO_READY, catalogue.CREDITS_LOW))
        register_loop(Loop("webhooks", sender.EVERY_S, sender.turn_over))
        when_closed(forget)
