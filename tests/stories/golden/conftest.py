from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from tests.api import Api
from tests.stories.golden.shape import printed
from tests.stories.golden.writer import Writer
from tests.stories.staged import a_read

Work = Callable[[], list[Job]]


@pytest.fixture(autouse=True)
def writer(monkeypatch: pytest.MonkeyPatch) -> type[Writer]:
    """Text comes from a provider that needs no time, sound from one that hums; the shapes are what is tested."""
    monkeypatch.setenv("STUDIO_PROVIDER_STORY", "tests.stories.golden.writer:Writer")
    monkeypatch.setenv("STUDIO_PROVIDER_SPEECH", "tests.stories.speaking:Hum")
    monkeypatch.setattr(Writer, "meanwhile", None)
    monkeypatch.setattr(Writer, "failures", [])
    return Writer


@pytest.fixture
def source(api: Api, project: str) -> str:
    content = "Tidewater Labs opened a reef nursery in Porto on 3 May 2026."
    return api.post(f"/story-projects/{project}/sources", {"type": "text", "content": content}).json["source"]["id"]


@pytest.fixture
def plan_request(source: str) -> dict[str, Any]:
    """The printed request for a plan, of our source, which approves itself."""
    return printed("createPlan.request") | {"sourceIds": [source], "autoApprove": True}


@pytest.fixture
def approved_plan(api: Api, project: str, plan_request: dict[str, Any], work: Work) -> str:
    plan = api.post(f"/story-projects/{project}/story-plans", plan_request).json["plan"]["id"]
    work()
    return plan


@pytest.fixture
def performed(api: Api) -> str:
    """A table read of a plan, small enough to be performed."""
    return a_read(api)
