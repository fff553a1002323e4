from collections.abc import Callable
from typing import Any

import pytest

from generation.companions.door import views as door
from generation.imagery.api import made
from generation.jobs import waiting
from generation.jobs.models import Job
from tests.stories.conftest import EXAMPLES, api, maker, own_store, work  # noqa: F401 - fixtures

Work = Callable[[], list[Job]]


@pytest.fixture
def serving(work: Work, monkeypatch: pytest.MonkeyPatch) -> list[Job]:  # noqa: F811 - a fixture by that name
    """A worker in this process: whatever a request waits for is worked at once. The jobs that ran."""
    ran: list[Job] = []

    def finished(job_id: str, **options: Any) -> Job:
        ran.extend(work())
        return waiting.finished(job_id, within_s=0.0, **options)

    monkeypatch.setattr(made, "finished", finished)
    monkeypatch.setattr(door, "finished", finished)
    return ran
