from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "generation.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from generation.films.live import warm_voices
        from generation.jobs.warmth import register_warmer
        from generation.projects.closed import when_closed
        from generation.stories import events
        from generation.stories.forget import forget
        from generation.stories.pipeline import register_pipelines
        from generation.stories.staging.voices import know_voices
        from generation.webhooks import catalogue

        register_pipelines()
        catalogue.register(events.TYPES, events.RULES)
        register_warmer(warm_voices)
        register_warmer(know_voices)
        when_closed(forget)
