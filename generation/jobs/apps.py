from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "generation.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_q import signing
        from django_q.status import Stat

        from generation.jobs import hosts, sweeper
        from generation.jobs.loops import Loop, register_loop
        from generation.jobs.package import Package

        signing.PickleSerializer = Package
        Stat.save = _tell_nobody
        register_loop(Loop("sweeper", sweeper.SWEEP_EVERY_S, sweeper.sweep))
        register_loop(Loop("heartbeat", hosts.BEAT_EVERY_S, hosts.beat))
        register_loop(Loop("cleaner", sweeper.CLEAN_EVERY_S, sweeper.clean))


def _tell_nobody(_stat: object) -> None:
    """In the place of django-q2's statistics: they are pickles, twice a second, and our hosts tell of themselves."""
