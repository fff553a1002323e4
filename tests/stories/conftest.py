from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.utils import timezone

from generation.films.script import script_to_json
from generation.jobs import runner
from generation.jobs.claim import claim_next
from generation.jobs.lease import Heartbeat
from generation.jobs.models import Job
from generation.jobs.runner import run_job
from generation.media.child import Maker
from generation.projects import services as projects
from generation.projects.models import Artifact, Revision
from generation.stories.services import share
from tests.api import Api, open_api
from wire.ratelimit import limiter

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
TARGET = {
    "audience": "enterprise buyers",
    "objective": "explain the announcement",
    "outcome": "book a demo within 7 days",
    "tone": "confident, specific, executive",
}


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> None:
    """Files and request counts of one test do not reach the next."""
    settings.STUDIO_DATA = tmp_path
    blobs = {"BACKEND": "generation.assets.storage.ContentStorage", "OPTIONS": {"location": tmp_path / "blobs"}}
    settings.STORAGES = settings.STORAGES | {"blobs": blobs}
    limiter.clear()


@pytest.fixture
def api(db: None) -> Api:
    return open_api()


@pytest.fixture(scope="session")
def maker() -> Iterator[Maker]:
    maker = Maker()
    yield maker
    maker.kill()


@pytest.fixture
def work(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Job]]:
    """Work through the queue as a worker would, in this process; returns the jobs that ran.

    Without the heartbeat's thread: the test's own open transaction holds SQLite's only write lock, so a beat would wait
    for the end of the test and take the lease for lost.
    """
    monkeypatch.setattr(runner, "Heartbeat", partial(Heartbeat, beat_s=3600.0))

    def run() -> list[Job]:
        ran = []
        while job := claim_next(worker="test/1/1", now=timezone.now()):
            run_job(job, maker=maker, stopping=Event())
            job.refresh_from_db()
            ran.append(job)
        return ran

    return run


@pytest.fixture
def project(api: Api) -> str:
    return api.post("/story-projects", {"name": "Q3 Launch Story"}).json["project"]["id"]


@pytest.fixture
def source(api: Api, project: str) -> str:
    text = (EXAMPLES / "press-release.txt").read_text()
    return api.post(f"/story-projects/{project}/sources", {"type": "text", "content": text}).json["source"]["id"]


def plan_body(source: str, **changes: Any) -> dict[str, Any]:
    request = {"type": "table_read", "mode": "documentary", "durationSeconds": 30}
    return {"target": dict(TARGET), "artifactRequests": [request], "sourceIds": [source], **changes}


@pytest.fixture
def approved_plan(api: Api, project: str, source: str, work: Callable[[], Any]) -> str:
    plan = api.post(f"/story-projects/{project}/story-plans", plan_body(source, autoApprove=True)).json["plan"]["id"]
    work()
    return plan


@pytest.fixture
def table_read(api: Api) -> str:
    """A READY table read without the jobs that write one: the small script of `tests.refining.world`."""
    from tests.refining.world import SCRIPT

    project = projects.create_project(api.organization.pk, name="Harbour")
    row = Artifact.objects.create(
        organization_id=api.organization.pk,
        project=project,
        job_id="job_none",
        type="table_read",
        request={"type": "table_read", "durationSeconds": 45},
        status=Artifact.Status.READY,
    )
    Revision.objects.create(artifact=row, number=1, content={"script": script_to_json(SCRIPT)}, provider="local")
    share(row, now=timezone.now())
    return row.pk


@pytest.fixture
def artifact(api: Api, approved_plan: str, work: Callable[[], Any]) -> str:
    """A table read that is READY."""
    job = api.post("/story-jobs", {"storyPlanId": approved_plan}).json["job"]["id"]
    work()
    return api.get(f"/story-jobs/{job}/artifacts").json["artifacts"][0]["id"]
