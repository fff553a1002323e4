"""A worker that dies in the middle of a workflow: another goes on with what is done, and it is charged once."""

from typing import Any

import pytest
from django.db import OperationalError

from billing.models import Receipt
from billing.services import balance
from generation.films import screen
from generation.jobs.models import Job, ProviderCall
from tests.api import Api
from tests.workflows.conftest import CONCEPT, Work

pytestmark = pytest.mark.media


def test_another_attempt_goes_on_after_the_last_finished_call(
    api: Api, quick: None, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.post("/workflow", {"type": "cinematic", "concept": CONCEPT})
    render_plan, renders = screen.render_plan, []

    def lost_once(ctx: Any, plan: Any) -> Any:
        renders.append(ctx.attempt)
        if len(renders) == 1:
            raise OperationalError("the database went away")
        return render_plan(ctx, plan)

    monkeypatch.setattr(screen, "render_plan", lost_once)
    work()
    Job.objects.update(available_at=Job.objects.get().created_at)
    work()
    job = Job.objects.get()
    assert (job.status, renders) == ("succeeded", [1, 2])
    spoken = ProviderCall.objects.filter(operation__in=("speech", "picture", "music", "mix"))
    assert {call.attempt for call in spoken} == {1}
    assert (Receipt.objects.count(), balance(api.organization.pk).balance) == (1, 999)
