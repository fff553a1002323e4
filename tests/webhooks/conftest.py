from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.sessions import principal_of
from generation.jobs.models import Job
from generation.jobs.services import cancel_job, create_job
from generation.webhooks import services
from generation.webhooks.models import Delivery
from generation.webhooks.sender import Sender
from generation.webhooks.services import WithSecret
from tests.webhooks.receiver import Receiver, receiving
from tests.world import Tenant, World
from wire.addresses import networks


@pytest.fixture(autouse=True)
def loopback_is_open(settings: Any) -> None:
    settings.STUDIO_FETCH_ALLOW = networks(["127.0.0.0/8"])


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


@pytest.fixture
def sender() -> Sender:
    return Sender(holder="elsewhere/1/1")


MakeEndpoint = Callable[..., WithSecret]


@pytest.fixture
def make_endpoint(world: World) -> MakeEndpoint:
    """An endpoint of ada's, or of another tenant's; its address is taken as it is."""

    def make(url: str, *types: str, tenant: Tenant | None = None, **options: Any) -> WithSecret:
        whose = tenant or world.ada
        principal = principal_of(whose.owner.pk, whose.organization.pk)
        return services.create_endpoint(url, types=types, principal=principal, **options)

    return make


def a_job(tenant: Tenant, kind: str = "studio.image", **params: Any) -> Job:
    """A queued job of that kind: one line in its log."""
    with transaction.atomic():
        return create_job(organization_id=tenant.organization.pk, kind=kind, params={"prompt": "A quay", **params})


def a_canceled_job(tenant: Tenant, **params: Any) -> Job:
    job = a_job(tenant, **params)
    return cancel_job(job.pk, reason="Not wanted any more.")


def deliver(sender: Sender) -> list[Delivery]:
    """Hand out and send what is due now, until nothing is under way; all deliveries, the oldest first."""
    sender.run(timezone.now())
    return list(Delivery.objects.select_related("event", "endpoint").order_by("pk"))


def make_due() -> None:
    """What waits for its next attempt is due at once."""
    from generation.webhooks.models import Endpoint

    Delivery.objects.filter(status=Delivery.Status.PENDING).update(due_at=timezone.now())
    Endpoint.objects.filter(is_enabled=True).update(next_at=timezone.now(), paused_until=None)
