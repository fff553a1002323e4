"""One trace leads from the request through the queue to the job, its stages and its calls; off, nothing is recorded."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from generation.jobs import registry
from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.media.child import Maker
from tests.jobs import pipelines
from tests.jobs.conftest import claim, run
from tests.world import World
from wire.telemetry import logs, traces
from wire.telemetry.context import bind

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded() -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traces.use(provider)
    yield exporter
    traces.use(None)
    provider.shutdown()


@pytest.fixture
def make(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Callable[..., Job]:
    """A job made as a request would make it, run as a worker would run it."""
    monkeypatch.setattr(registry, "_pipelines", {})
    pipelines.register_all()
    settings.STUDIO_DATA = tmp_path

    def made_and_run(kind: str = "test.calls") -> Job:
        with traces.span("request"), bind(request="req_1"), transaction.atomic():
            create_job(organization_id=world.ada.organization.pk, kind=kind, params={})
        maker = Maker()
        try:
            return run(claim(), maker)
        finally:
            maker.kill()

    return made_and_run


def test_a_request_leads_to_its_jobs_stages_and_calls(recorded: InMemorySpanExporter, make: Callable[..., Job]) -> None:
    job = make()
    spans = {span.name: span for span in recorded.get_finished_spans()}
    assert parent(spans["job"]) == own(spans["request"])
    assert parent(spans["stage"]) == own(spans["job"])
    call = spans["provider call"]
    assert dict(call.attributes or {})["studio.operation"] == "write"
    assert {one.context.trace_id for one in spans.values()} == {spans["request"].context.trace_id}
    assert job.traceparent[3:35] == f"{spans['request'].context.trace_id:032x}"


def test_a_callers_own_trace_goes_on(recorded: InMemorySpanExporter, world: World, client: Any) -> None:
    theirs = "0af7651916cd43dd8448eb211c80319c"
    client.get("/api/v1/health", headers={"traceparent": f"00-{theirs}-b7ad6b7169203331-01"})
    (span,) = recorded.get_finished_spans()
    assert (span.name, f"{span.context.trace_id:032x}") == ("GET /api/v1/health", theirs)


def test_off_it_records_nothing_and_jobs_carry_nothing(make: Callable[..., Job]) -> None:
    assert traces.span("a") is traces.span("b"), "one object for all: nothing is made"
    assert make().traceparent == ""


def test_log_lines_name_whose_work_it_was(make: Callable[..., Job], caplog: pytest.LogCaptureFixture) -> None:
    lines: list[dict[str, Any]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(logs.JsonLines().format(record)))

    handler = Kept()
    logging.getLogger("generation.jobs.runner").addHandler(handler)
    try:
        job = make("test.crashes")
    finally:
        logging.getLogger("generation.jobs.runner").removeHandler(handler)
    (line,) = lines
    assert (line["job"], line["organization"], line["request"]) == (job.pk, job.organization_id, "req_1")
    assert (line["level"], line["logger"]) == ("ERROR", "generation.jobs.runner")
    assert "ZeroDivisionError" in line["exception"]


def test_a_child_process_knows_whose_work_it_does() -> None:
    maker = Maker()
    try:
        with bind(job="job_1", request="req_1"):
            assert maker.call("wire.telemetry.context:bound") == {"job": "job_1", "request": "req_1"}
        assert maker.call("wire.telemetry.context:bound") == {}
    finally:
        maker.kill()


def test_a_plain_line_names_them_too() -> None:
    record = logging.LogRecord("studio", logging.WARNING, "", 0, "It is %s.", ("late",), None)
    with bind(job="job_1"):
        assert logs.PlainLines().format(record).endswith("WARNING studio: It is late. [job=job_1]")


def own(span: ReadableSpan) -> int:
    return span.context.span_id


def parent(span: ReadableSpan) -> int | None:
    return span.parent.span_id if span.parent else None
