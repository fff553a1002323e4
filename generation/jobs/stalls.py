"""An attempt that ends without a word is a stall: tried again after a pause, given up after the third."""

import logging
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection, transaction
from django.db.models import F

from generation.jobs.bell import ring
from generation.jobs.models import MAX_STALLS, Job
from generation.jobs.services import end_attempt, settle_failure, transition
from generation.jobs.states import Status
from wire.errors import GenerationFailed

log = logging.getLogger(__name__)

# After each stall, so that a job that kills its workers lets others go first. Short: most stalls are a restart's.
BACKOFF = (timedelta(seconds=1), timedelta(seconds=5))


class Cause(StrEnum):
    """How an attempt was lost; the value is the event's `reason`."""

    DIED = "worker_lost"
    SILENT = "worker_silent"
    DATABASE = "database_unavailable"
    STORE = "store_unavailable"


_STORY = {
    Cause.DIED: "the process that ran it died",
    Cause.SILENT: "the process that ran it stopped answering",
    Cause.DATABASE: "the database could not be used",
    Cause.STORE: "the file store did not answer",
}


def note_stall(seen: Job, cause: Cause, *, now: datetime, lease_until: datetime | None = None) -> bool:
    """End the attempt `seen` as lost; False when it is over already. One transaction.

    With `lease_until` only while the lease is still that one: a heartbeat in between keeps the job.
    """
    with transaction.atomic():
        jobs = Job.objects.filter(pk=seen.pk, attempt=seen.attempt, status=Status.RUNNING)
        if lease_until is not None:
            jobs = jobs.filter(lease_until=lease_until)
            # A holder frozen in the middle of a transaction has the row's lock; waiting for it would keep the sweeper
            # from all other jobs. Its own commit, or the end of its connection, decides.
            if connection.features.has_select_for_update_skip_locked and not jobs.select_for_update(
                skip_locked=True
            ).values_list("pk"):
                return False
        if not jobs.update(stalls=F("stalls") + 1):
            return False
        stage, stalls = Job.objects.values_list("stage", "stalls").get(pk=seen.pk)
        log.warning("%s: attempt %s was lost in stage %r: %s (%s).", seen.pk, seen.attempt, stage, cause, stalls)
        if stalls >= MAX_STALLS:
            error = _given_up(stage or "start", stalls, cause)
            settle_failure(seen.pk, error, attempt=seen.attempt, now=now, outcome="lost")
        else:
            data = {"reason": cause, "stalls": stalls}
            changes = {"available_at": now + BACKOFF[stalls - 1]}
            transition(seen.pk, Status.QUEUED, attempt=seen.attempt, now=now, data=data, changes=changes)
            end_attempt(seen.pk, "lost", now=now)
            ring()
    return True


def _given_up(stage: str, stalls: int, cause: Cause) -> GenerationFailed:
    return GenerationFailed(
        f"The work stopped {stalls} times in a row in the stage “{stage}”: {_STORY[cause]}. Nothing was charged. "
        "Try again, or with a smaller request.",
        stage=stage,
        stalls=stalls,
        reason=cause,
    )
