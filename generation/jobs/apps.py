from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "generation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_q import signing

        from generation.jobs import hosts, sweeper
        from generation.jobs.loops import Loop, register_loop
        from generation.jobs.package import Package

        signing.PickleSerializer = Package
        register_loop(Loop("sweeper", sweeper.SWEEP_EVERY_S, sweeper.sweep))
        register_loop(Loop("heartbeat", hosts.BEAT_EVERY_S, hosts.beat))
        register_loop(Loop("cleaner", sweeper.CLEAN_EVERY_S, sweeper.clean))
