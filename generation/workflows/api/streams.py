"""A workflow's log as Server-Sent Events: `step`, `progress` and, at its end, `result`."""

import re
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from generation.brand.knowledge.services import access_job
from generation.jobs import registry
from generation.jobs.feed import follow_job, last_event_id
from generation.jobs.models import Job
from generation.jobs.runner import stage_shares
from generation.jobs.states import TERMINAL, Status
from generation.jobs.tail import Subscription, job_tail
from generation.workflows.api import present
from generation.workflows.api.dialect import WORKFLOWS
from generation.workflows.events import has_begun_before
from generation.workflows.services.access import Run, access_run
from wire.admit import Door
from wire.asgi import RawRequest, RawRoute, admit_known, authenticate_raw, encode_headers, in_thread
from wire.errors import ValidationFailed
from wire.sse import Receive, Send, format_event, stream_events

DOOR = Door(dialect=WORKFLOWS, route_family="stream", scopes=("workflow:read",))
KNOWLEDGE_DOOR = Door(dialect=WORKFLOWS, route_family="default", scopes=("brand:read",))


async def knowledge_events(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /api/v1/user/brand/knowledge/{id}/events`: how a document's reading goes, to its end."""
    await follow_job(request, receive, send, door=KNOWLEDGE_DOOR, access=access_job)


async def workflow_stream(request: RawRequest, receive: Receive, send: Send) -> None:
    """`GET /api/v1/workflow/stream?jobId=`: everything after `Last-Event-ID`, then what follows, to the result."""
    await follow_workflow(request, receive, send, door=DOOR, named=lambda: query_value(request, "jobId"))


async def follow_workflow(
    request: RawRequest, receive: Receive, send: Send, *, door: Door, named: Callable[[], str]
) -> None:
    """The stream of the workflow that `named` says, once the door has let the caller in."""
    principal = await admit_known(request, door)
    workflow_id = named()
    after = last_event_id(request.headers.get("last-event-id"))
    run: Run = await in_thread(access_run, workflow_id, organization_id=principal.organization_id)
    async with job_tail.subscribe(run.job.pk, after) as events:
        await stream_events(
            _printed(events, run, base_url_of(request)),
            send=send,
            receive=receive,
            headers=encode_headers(request.own_headers),
            is_still_welcome=partial(authenticate_raw, request.caller, door),
        )


async def _printed(events: Subscription, run: Run, base_url: str) -> AsyncIterator[bytes]:
    async for event in events:
        if event["type"] == "stage" and await in_thread(
            has_begun_before, run.job.pk, event["data"]["stage"], event["seq"]
        ):
            continue  # it begins again, and has been told of
        for chunk in steps_of(event, run.job):
            yield chunk
        if event["type"] in TERMINAL:
            job = await in_thread(Job.objects.get, pk=run.job.pk)
            if job.last_seq == event["seq"]:  # a job that was resumed has ended before, and goes on
                told = await in_thread(present.outcome, job, base_url=base_url)
                yield format_event(told, event="result", event_id=event["seq"])


def steps_of(event: dict[str, Any], job: Job) -> list[bytes]:
    """A line of the log as the family prints it. A step that begins says that the one before it is completed.

    The last event of a line carries its number, so that whoever resumes after it misses nothing. Of a newer studio's
    stages this one knows nothing but what the line says.
    """
    steps, data, seq = [stage.name for stage in registry.stages_of(job.kind)], event["data"], event["seq"]
    if event["type"] == "stage":
        at, progress = steps.index(data["stage"]) if data["stage"] in steps else 0, round(data["progress"] * 100)
        begun = {"step": data["stage"], "status": "started", "progress": progress, "label": data["label"]}
        chunks = [] if at == 0 else [_step(steps[at - 1], "completed", progress, None)]
        return [*chunks, format_event(begun, event="step", event_id=seq)]
    if event["type"] == "progress":
        told = {
            "step": data["stage"], "progress": round(data["progress"] * 100), "message": data["message"],
            "timeLeftMs": data.get("timeLeftMs"),
        }  # fmt: skip
        return [format_event(told, event="progress", event_id=seq)]
    if event["type"] == Status.QUEUED and seq == 1 and steps:
        return [format_event({"step": steps[0], "progress": 0, "message": "Queued"}, event="progress", event_id=seq)]
    if event["type"] == Status.SUSPENDED and "wakeAt" not in data:
        return [_step("review", "suspended", _progress_at(job), seq, expiresAt=data.get("until"))]
    if event["type"] == Status.SUCCEEDED and steps:
        return [_step(steps[-1], "completed", 100, None)]
    return []


def _progress_at(job: Job) -> int:
    shares = {stage.name: share for stage, share in stage_shares(registry.stages_of(job.kind))}
    return round(shares["review"][0] * 100) if "review" in shares else round(job.progress * 100)


def _step(name: str, status: str, progress: int, seq: int | None, **more: Any) -> bytes:
    return format_event({"step": name, "status": status, "progress": progress, **more}, event="step", event_id=seq)


# ---------------------------------------------------------------- raw requests


def query_value(request: RawRequest, name: str) -> str:
    """A query parameter that must be there. Raises `ValidationFailed`."""
    values = parse_qs(request.query, keep_blank_values=True).get(name, [""])
    value = values[-1].strip()
    if not value or "\x00" in value:
        raise ValidationFailed(f"Missing query parameter: {name}.", field=name)
    return value


def base_url_of(request: RawRequest) -> str:
    """What absolute URLs begin with."""
    return settings.STUDIO_PUBLIC_URL or f"http://{request.headers.get('host') or settings.STUDIO_HOST}"


RAW_ROUTES = [
    RawRoute(
        pattern=re.compile(r"/api/v1/workflow/stream"),
        methods=("GET",),
        dialect=WORKFLOWS,
        handler=workflow_stream,
        path="/api/v1/workflow/stream",
        operation_id="streamWorkflow",
        summary="Follow a workflow: step, progress, result",
        scopes=DOOR.scopes,
        query=("jobId",),
    ),
    RawRoute(
        pattern=re.compile(r"/api/v1/user/brand/knowledge/(?P<document_id>[^/]+)/events"),
        methods=("GET",),
        dialect=WORKFLOWS,
        handler=knowledge_events,
        path="/api/v1/user/brand/knowledge/{document_id}/events",
        operation_id="streamKnowledgeDocument",
        summary="Follow the reading of a document",
        scopes=KNOWLEDGE_DOOR.scopes,
    ),
]
