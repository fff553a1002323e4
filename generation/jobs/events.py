"""The log of record: appending to it under the job's row lock."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from generation.jobs.models import Job, JobEvent
from generation.jobs.watch import announce


def append_event(job_id: str, type_: str, data: dict[str, Any], *, now: datetime) -> JobEvent:
    """Append one event; must run inside a transaction.

    The UPDATE takes the job's row lock until commit, so a rival's event waits for ours and a rollback gives the number
    back: `seq` has no gaps, and on PostgreSQL no late commit can appear behind a number that a reader has passed.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A job's event belongs to a transaction.")
    jobs = Job.objects.filter(pk=job_id)
    jobs.update(last_seq=F("last_seq") + 1)
    seq = jobs.values_list("last_seq", flat=True).get()
    announce(job_id)
    return JobEvent.objects.create(job_id=job_id, seq=seq, type=type_, data=data, created_at=now)
