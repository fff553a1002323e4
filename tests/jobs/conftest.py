from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Organization
from accounts.services import create_organization, create_user
from billing import triggers
from billing.prices import LineItem, Quote
from billing.services import open_account
from generation.jobs import registry
from generation.jobs.claim import claim_next
from generation.jobs.context import StageContext
from generation.jobs.lease import Lease
from generation.jobs.models import Job
from generation.jobs.runner import run_job
from generation.jobs.services import create_job
from generation.media.child import Maker
from tests.jobs import pipelines

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def known_pipelines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of this test's own, with the pipelines for tests in it."""
    monkeypatch.setattr(registry, "_pipelines", {})
    pipelines.register_all()


@pytest.fixture(autouse=True)
def studio_data(settings: Any, tmp_path: Path) -> Path:
    settings.STUDIO_DATA = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "blobs": {
            "BACKEND": "generation.assets.storage.ContentStorage",
            "OPTIONS": {"location": tmp_path / "blobs"},
        }
    }
    return tmp_path


@pytest.fixture(autouse=True)
def liftable_ledger(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lift the ledger's triggers before a transactional test's database is emptied; the flush brings them back."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        triggers.lift(connection)


@pytest.fixture(scope="module")
def maker() -> Iterator[Maker]:
    maker = Maker()
    yield maker
    maker.kill()


def an_organization(name: str = "Acme", credits: int = 100) -> Organization:
    owner = create_user(email=f"{name.lower()}@example.com", now=NOW)
    organization = create_organization(name, owner, now=NOW)
    open_account(organization.pk, perpetual=credits, now=NOW)
    return organization


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
    from django.utils import timezone

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
