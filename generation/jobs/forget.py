"""What is kept of the jobs of an organization that was closed: that they were, how they went, and what they cost."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from generation.jobs.models import Checkpoint, Job, JobEvent, ProviderCall
from generation.jobs.states import TERMINAL


@transaction.atomic
def forget(organizations: Sequence[str], *, now: datetime, most: int) -> None:
    """Empty ended jobs of what they were asked, made, said and answered; at most so many, each once.

    Lines of their logs that nobody was told of yet are told to nobody: their endpoints go too.
    """
    full = Job.objects.filter(organization_id__in=organizations, status__in=TERMINAL, forgotten_at__isnull=True)
    ids = [job.pk for job in full.select_for_update(no_key=True).order_by("pk")[:most]]
    if not ids:
        return
    Checkpoint.objects.filter(job__in=ids).delete()
    calls = ProviderCall.objects.filter(job__in=ids)
    calls.filter(data__isnull=False).update(data={})  # a finished call has some
    calls.update(files={}, content_key="", error_message=None)
    JobEvent.objects.filter(job__in=ids).update(data={}, fanned_out_at=Coalesce("fanned_out_at", Value(now)))
    jobs = Job.objects.filter(pk__in=ids)
    jobs.filter(error_message__isnull=False).update(error_message="")  # a failed job has one
    jobs.update(params={}, result=None, error_details={}, message="", fallbacks={}, user_id=None, forgotten_at=now)
