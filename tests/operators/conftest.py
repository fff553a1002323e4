from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from generation.jobs.models import Job


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser("root@example.com", "a long enough one")


@pytest.fixture
def staff(root: User) -> Client:
    client = Client()
    client.force_login(root)
    return client


MakeJob = Callable[..., Job]


@pytest.fixture
def make_job(db: None) -> MakeJob:
    """A job as it stands in the table: `make_job("failed", error_code=…)`; ages are in minutes."""

    def make(
        status: str = "queued", *, age: float = 0, took: float = 1, organization: str = "org_x", **fields: object
    ) -> Job:
        now = timezone.now()
        created: datetime = now - timedelta(minutes=age)
        row: dict[str, object] = {
            "organization_id": organization, "kind": "story.film", "created_at": created, "available_at": created,
        }  # fmt: skip
        if status != "queued":
            row["started_at"] = created
        if status == "running":
            row |= {"lease_until": now + timedelta(seconds=20), "worker": "a-host/1/1", "attempt": 1}
        if status in ("succeeded", "failed", "canceled"):
            row["finished_at"] = created + timedelta(minutes=took)
        if status == "failed":
            row |= {"error_code": "provider_error", "error_message": "It said no."}
        return Job.objects.create(status=status, **(row | fields))

    return make
