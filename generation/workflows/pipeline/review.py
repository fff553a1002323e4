"""The step at which a person looks at the art direction. It waits without a worker, its credits held."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from generation.jobs.context import StageContext
from generation.jobs.pauses import Suspend
from generation.workflows.models import Workflow


def review(ctx: StageContext) -> dict[str, Any]:
    """What was decided. Suspends the job until somebody has answered; past `review_until` it fails, uncharged."""
    workflow = Workflow.objects.get(job_id=ctx.job_id)
    if workflow.review in (Workflow.Review.APPROVED, Workflow.Review.EDITED):
        return {"review": workflow.review}
    until = workflow.review_until or timezone.now() + timedelta(hours=settings.STUDIO_REVIEW_HOURS)
    with ctx.fenced():
        Workflow.objects.filter(pk=workflow.pk).update(review=Workflow.Review.WAITING, review_until=until)
    raise Suspend("The art direction waits for a review", until=until)
