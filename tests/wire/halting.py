"""Settings and an app for web processes that can be told to stand still in the middle of a request.

A file `halt` in the data folder names the point; a process that reaches it writes `halted` and waits to be killed.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import AppConfig

from studio.settings import *  # noqa: F403
from studio.settings import INSTALLED_APPS, STUDIO_DATA

INSTALLED_APPS = [*INSTALLED_APPS, "tests.wire.halting.Halting"]
STUDIO_IDEMPOTENCY_STALE_S = 1


class Halting(AppConfig):
    name = "tests.wire"
    label = "halting"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from generation.stories import services
        from wire import idempotency

        idempotency._work_as_owner = _halting(idempotency._work_as_owner, before="claimed", after="committed")  # type: ignore[assignment]
        services.create_story_job = _halting(services.create_story_job, after="worked")


def _halting(function: Callable[..., Any], *, before: str = "", after: str = "") -> Callable[..., Any]:
    def halting(*args: Any, **kwargs: Any) -> Any:
        _halt_at(before)
        answer = function(*args, **kwargs)
        _halt_at(after)
        return answer

    return halting


def _halt_at(point: str) -> None:
    wanted = STUDIO_DATA / "halt"
    if point and wanted.exists() and wanted.read_text() == point:
        wanted.unlink()
        (STUDIO_DATA / "halted").touch()
        time.sleep(600)
