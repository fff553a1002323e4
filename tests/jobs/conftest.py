from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Organization
from billing.prices import LineItem, Quote
from generation.jobs import registry
from generation.jobs.claim import claim_next
from generation.jobs.context import StageContext
from generation.jobs.lease import Lease
from generation.jobs.models import Job
from generation.jobs.runner import run_job
from generation.jobs.services import create_job
from generation.media.child import Maker
from tests.jobs import pipelines
from tests.world import make_tenant


@pytest.fixture(autouse=True)
def known_pipelines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of this test's own, with the pipelines for tests in it."""
    monkeypatch.setattr(registry, "_pipelines", {})
    pipelines.register_all()


@pytest.fixture(autouse=True)
def studio_data(settings: Any, tmp_path: Path) -> Path:
    """A data folder of this test's own, for the work folders."""
    settings.STUDIO_DATA = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def maker() -> Iterator[Maker]:
    maker = Maker()
    yield maker
    maker.kill()


def an_organization(name: str = "Acme") -> Organization:
    """With 100 credits."""
    return make_tenant(name, monthly=0, perpetual=100).organization


@pytest.fixture
def organization(db: None) -> Organization:
    return an_organization()


def a_quote(credits: int) -> Quote:
    return Quote(total=credits, line_items=(LineItem("film", "A film", credits),), notes=())


@pytest.fixture
def new_job(organization: Organization) -> Callable[..., Job]:
    """Create a job of the organization: `new_job("test.steps", credits=12, journal=…)`; the rest become params."""

    def create(
        kind: str = "test.steps", *, credits: int = 0, priority: int = 0, now: datetime | None = None,
        organization_id: str = organization.pk, **params: Any,
    ) -> Job:  # fmt: skip
        quote = a_quote(credits) if credits else None
        with transaction.atomic():
            return create_job(
                organization_id=organization_id, kind=kind, params=params, quote=quote, priority=priority,
                operation="film", now=now,
            )  # fmt: skip

    return create


def claim(now: datetime | None = None, worker: str = "elsewhere/1/1") -> Job:
    """Claim the best job, which the test knows to be there."""
    job = claim_next(worker=worker, now=now or timezone.now())
    assert job is not None, "nothing to claim"
    return job


def run(job: Job, maker: Maker, stopping: Event | None = None, **options: Any) -> Job:
    """Run a claimed job in this thread and return it as it is afterwards."""
    run_job(job, maker=maker, stopping=stopping or Event(), **options)
    job.refresh_from_db()
    return job


def a_context(job: Job, maker: Maker, workdir: Path, stage: str = "begin") -> StageContext:
    ctx = StageContext(job, lease=Lease(job.id, job.attempt), workdir=workdir, maker=maker, outputs={})
    ctx.stage = stage
    return ctx
