"""What is made while the caller waits. It is a job all the same, waited for outside of any transaction, so that a
request which comes twice is made and charged once."""

from typing import Any, ClassVar

from django.db import transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from generation.jobs.models import Job
from generation.jobs.waiting import finished
from wire.requests import StudioView, read_body, transacted


def _wait_for_it(view: "MadeView", request: Request) -> dict[str, Any]:
    """Ahead of the answer's transaction: start the job in one of its own, and wait for it."""
    body = read_body(request, view.body)
    with transaction.atomic():
        job = view.begin(body, once_of(request, view))
    return {"job": finished(job.pk)}


class MadeView(StudioView):
    """A POST that starts a job and answers with what it made. Subclasses say how it starts and what is printed."""

    body: ClassVar[type[Serializer]]

    def begin(self, body: dict[str, Any], once: str | None) -> Job:
        """Start the job; `once` names the request, for a retry to find it. Inside a transaction."""
        raise NotImplementedError

    def printed(self, request: Request, job: Job) -> dict[str, Any]:
        raise NotImplementedError

    @transacted(idempotency="accepted", is_billable=True, before=_wait_for_it)
    def post(self, request: Request, job: Job | None = None) -> Response:
        if job is None:  # a dry run: the job is created and undone
            self.begin(read_body(request, self.body), None)
            return Response({})
        return Response(self.printed(request, job))


def once_of(request: Request, view: StudioView) -> str | None:
    """The request's own name, if it has one: the same for every retry."""
    key = request.headers.get("Idempotency-Key", "")
    return f"{view.organization_id} {key} {request.path_info} {request._request.body.hex()}" if key else None
