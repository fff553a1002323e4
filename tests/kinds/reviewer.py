"""A person who approves every art direction that waits for one, until ended. `python -m tests.kinds.reviewer`"""

import os
import time
from contextlib import suppress

import django

django.setup()

from django.db import DatabaseError, connection, transaction  # noqa: E402

from generation.jobs.models import Job  # noqa: E402
from generation.workflows.models import Workflow  # noqa: E402
from generation.workflows.services.access import access_run  # noqa: E402
from generation.workflows.services.review import answer_review  # noqa: E402
from wire.errors import StudioError  # noqa: E402


def approve_waiting() -> None:
    waiting = Job.objects.filter(status="suspended", kind__endswith=".reviewed")
    for workflow in Workflow.objects.filter(job_id__in=waiting.values("pk")):
        with suppress(StudioError), transaction.atomic():
            run = access_run(workflow.pk, organization_id=workflow.organization_id, locked=True)
            answer_review(run, "approve", edits=None)


if __name__ == "__main__":
    parent = os.getppid()
    while os.getppid() == parent:
        try:
            approve_waiting()
        except DatabaseError:
            connection.close()
        time.sleep(0.5)
