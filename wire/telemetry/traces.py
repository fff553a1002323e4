"""Traces by OpenTelemetry, sent by OTLP when `OTEL_EXPORTER_OTLP_ENDPOINT` is set. Otherwise nothing is even imported.

A span is opened with `with span("job", kind=…)`. What crosses from the request to the worker is a W3C `traceparent`.
"""

import os
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

_NOTHING: AbstractContextManager[None] = nullcontext()
_is_wanted = bool(os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"))
_tracer: Any = None
_tracer_pid = 0


def span(
    name: str, *, parent: str = "", began: float | None = None, **attributes: str | int
) -> AbstractContextManager[Any]:
    """A span around what happens inside; an exception that leaves it marks it as failed. Yields None while off.

    `parent` is the traceparent of what asked for it, by default the enclosing span. `began` is `time.monotonic()` of
    when the work began, where that was earlier.
    """
    if not _is_wanted:
        return _NOTHING
    from opentelemetry.propagate import extract

    start = None if began is None else time.time_ns() - int((time.monotonic() - began) * 1e9)
    options: dict[str, Any] = {"attributes": {f"studio.{key}": value for key, value in attributes.items()}}
    if parent:
        options["context"] = extract({"traceparent": parent})
    return _own_tracer().start_as_current_span(name, start_time=start, **options)


def traceparent() -> str:
    """The present span as a W3C traceparent, to be kept with what it asks for; "" where there is none."""
    if not _is_wanted:
        return ""
    from opentelemetry.propagate import inject

    carrier: dict[str, str] = {}
    inject(carrier)
    return carrier.get("traceparent", "")


def trace_id() -> str:
    return traceparent()[3:35]


def _own_tracer() -> Any:
    """This process's tracer. A forked worker gets one of its own: the thread that exports does not survive a fork."""
    global _tracer, _tracer_pid
    if _tracer is None or _tracer_pid != os.getpid():
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        provider = TracerProvider(resource=Resource.create({"service.name": "studio"}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        use(provider)
    return _tracer


def use(provider: Any) -> None:
    """Record with this provider in this process; None turns tracing off."""
    global _tracer, _tracer_pid, _is_wanted
    _is_wanted = provider is not None
    _tracer = provider.get_tracer("studio") if provider is not None else None
    _tracer_pid = os.getpid()
