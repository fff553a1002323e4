"""`GET /metrics` for Prometheus: what the host's processes counted, and what the database knows better."""

import hmac
import ipaddress
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from billing.models import Hold, HoldStatus
from generation.jobs.models import Job
from generation.jobs.states import Status
from studio.operators import vitals
from wire.requests import caller_of
from wire.telemetry.metrics import of_all_processes


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Nobody else is told that there is such a page."""
    if not may_read(request):
        raise Http404
    registry = of_all_processes()
    registry.register(FromTheDatabase())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Whether the request has the token, or comes from a network that may ask without."""
    caller = caller_of(request)
    scheme, _, token = caller.authorization.partition(" ")
    wanted = settings.STUDIO_METRICS_TOKEN
    if wanted and scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), wanted.encode()):
        return True
    try:
        address = ipaddress.ip_address(caller.remote_ip)
    except ValueError:
        return False
    return any(address in network for network in settings.STUDIO_METRICS_ALLOW)


class FromTheDatabase(Collector):
    """Gauges of the whole studio: every host tells the same, so take one's (`max by`), not their sum."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        found = vitals.take(now)
        waiting = GaugeMetricFamily("studio_queue_jobs", "Jobs that may start and have not.", labels=["lane"])
        oldest = GaugeMetricFamily("studio_queue_oldest_seconds", "Age of the oldest of them.", labels=["lane"])
        for lane in found.queue.lanes:
            waiting.add_metric([lane.name], lane.waiting)
            oldest.add_metric([lane.name], (now - lane.oldest_at).total_seconds() if lane.oldest_at else 0)
        yield from (waiting, oldest)
        late = found.deliveries.oldest_at
        holds = Hold.objects.filter(status=HoldStatus.OPEN).count()
        lanes = sum(host.lanes for host in found.living)
        yield from (
            _gauge("studio_jobs_running", "Jobs at work, 100 at most.", len(found.running)),
            _gauge("studio_jobs_slow", "Of these, far beyond their kind's median.", len(found.slow)),
            _gauge("studio_jobs_suspended", "Jobs that wait for an answer.", _suspended()),
            _gauge("studio_worker_hosts", "Hosts that said lately that they work.", len(found.living)),
            _gauge("studio_worker_lanes", "Long jobs that they run at once.", lanes),
            _gauge("studio_holds_open", "Holds that have not ended.", holds),
            _gauge("studio_holds_stuck", "Of these, without a live job.", found.stuck.count),
            _gauge("studio_webhooks_due", "Deliveries that are due and not sent.", found.deliveries.count),
            _gauge("studio_webhooks_oldest_seconds", "By how much the oldest of them is late.",
                   (now - late).total_seconds() if late else 0),
            _gauge("studio_webhook_endpoints_failing", "Endpoints whose last answer was a failure.",
                   found.endpoints.failing),
            _gauge("studio_breakers_open", "Providers' operations that are left alone for now.",
                   sum(1 for one in found.providers if one.open_until and one.open_until > now)),
            _gauge("studio_disk_free_bytes", "Of the file system of the data folder.", found.disk.free),
            _gauge("studio_disk_bytes", "Its size.", found.disk.total),
        )  # fmt: skip


def _suspended() -> int:
    return Job.objects.filter(status=Status.SUSPENDED).count()


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)
