"""What each process counts, in Prometheus' terms. All processes of a host count into one folder of mapped files
(prometheus_client's multiprocess mode), so that any of them can answer for all; hosts are scraped one by one.

What the database knows better (queues, holds, backlogs) is read from it when asked: see studio.health.collector.
"""

import os
from contextlib import suppress
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# All have labels: one without would open its file as this module is imported, before a test names the folder.
# Of no registry: the collector reads the files, and a second registration would count this process twice.
_OWN = CollectorRegistry()
_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LONG = (0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800)

requests = Counter("studio_http_requests", "Answered requests.", ["route", "method", "status"], registry=_OWN)
request_seconds = Histogram(
    "studio_http_request_seconds", "Time to answer.", ["route", "method"], buckets=_QUICK, registry=_OWN
)
jobs_ended = Counter("studio_jobs_ended", "Jobs that ended.", ["kind", "outcome"], registry=_OWN)
job_seconds = Histogram(
    "studio_job_seconds", "From the request to the end.", ["kind", "outcome"], buckets=_LONG, registry=_OWN
)
stage_seconds = Histogram(
    "studio_stage_seconds", "Time that a finished stage took.", ["kind", "stage"], buckets=_LONG, registry=_OWN
)
provider_calls = Counter(
    "studio_provider_calls", "Calls to providers by how they ended.", ["provider", "operation", "outcome"],
    registry=_OWN,
)  # fmt: skip
provider_call_seconds = Histogram(
    "studio_provider_call_seconds", "Time that a call took, retries included.", ["provider", "operation"],
    buckets=_LONG, registry=_OWN,
)  # fmt: skip
credits_captured = Counter("studio_credits_captured", "Credits charged.", ["outcome"], registry=_OWN)
streams_open = Gauge(
    "studio_streams_open", "Event streams that somebody reads.", ["transport"],
    registry=_OWN, multiprocess_mode="livesum",
)  # fmt: skip
event_lag_seconds = Histogram(
    "studio_event_lag_seconds", "From an event's writing to its readers' queues.", ["reader"],
    buckets=_QUICK, registry=_OWN,
)  # fmt: skip


def note_request(route: str, method: str, status: int, seconds: float) -> None:
    requests.labels(route, method, str(status)).inc()
    request_seconds.labels(route, method).observe(seconds)


def of_all_processes() -> CollectorRegistry:
    """A registry that reads what the host's processes have counted."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def forget_the_dead() -> None:
    """Remove the files of processes that are gone, when a host starts: their counts begin anew, which rates bear."""
    for path in Path(os.environ[FOLDER]).glob("*.db"):
        pid = path.stem.rpartition("_")[2]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            mark_process_dead(int(pid))
            with suppress(FileNotFoundError):
                path.unlink()
