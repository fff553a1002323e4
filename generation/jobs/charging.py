"""What a job costs: held as it begins, held again as it is resumed, given back. Inside the caller's transaction."""

from contextlib import suppress
from datetime import datetime

from billing.errors import HoldEnded
from billing.models import Hold
from billing.prices import Quote
from billing.services import hold, release
from generation.jobs.models import Job


def hold_price(
    job: Job, quote: Quote, *, artifact_id: str | None, revision: int | None, take: int, now: datetime
) -> None:
    """Hold what a new job is quoted, in the name of whoever asked for it; raises as `billing.services.hold`."""
    held = hold(
        job.organization_id,
        quote.total,
        operation=job.operation or job.kind,
        quote=quote.as_dict(),
        job_id=job.id,
        artifact_id=artifact_id,
        revision=revision,
        take=take,
        key_id=job.key_id,
        now=now,
    )
    job.hold_id = held.pk
    job.save(update_fields=["hold_id"])


def hold_again(job: Job, *, key_id: str | None, now: datetime) -> None:
    """A new hold for a job that is resumed, as large as the one that has ended."""
    before = Hold.objects.get(pk=job.hold_id)
    held = hold(
        job.organization_id,
        before.amount,
        operation=before.operation,
        quote=before.quote,
        job_id=job.id,
        artifact_id=before.artifact_id,
        revision=before.revision,
        take=before.take,
        key_id=key_id,
        now=now,
    )
    job.hold_id = held.pk
    job.save(update_fields=["hold_id"])


def release_hold(job: Job, reason: str, *, now: datetime) -> None:
    """Give back what the job holds, if it still does."""
    if job.hold_id:
        with suppress(HoldEnded):  # an operator released it by hand; the job must be able to end all the same
            release(job.hold_id, reason=reason, now=now)
