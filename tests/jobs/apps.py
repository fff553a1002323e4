"""The pipelines for tests as an app that real workers install: STUDIO_EXTRA_APPS=tests.jobs.apps.PipelinesForTests."""

from pathlib import Path

from django.apps import AppConfig


class PipelinesForTests(AppConfig):
    name = "tests.jobs"
    label = "pipelines_for_tests"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from generation.jobs.package import CALLABLE
        from tests.jobs.pipelines import register_all

        register_all()
        CALLABLE.add("bench.jobs.stamp")  # the benchmark's peer, a bare task


class PipelinesOfNextVersion(PipelinesForTests):
    """The same studio one version later."""

    def ready(self) -> None:
        from tests.jobs.next_version import register_all

        register_all()
