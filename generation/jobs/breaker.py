"""A circuit breaker per provider and operation: while one is down, jobs wait instead of burning their retries.

Every function belongs into a fenced transaction. Lock order: the job's row, then the breaker's.
"""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from generation.jobs.models import CircuitBreaker
from generation.providers.base import ProviderInfo

LOCAL = "local"  # the provider name of everything that runs on this host; it is never "away"
OPEN_AFTER = 5  # failures in a row; more than one call's own tries, so that one bad request cannot open it alone
PAUSE = timedelta(seconds=30)
PATIENCE = timedelta(minutes=10)  # how long a job waits for a provider in all


def closed_until(info: ProviderInfo, operation: str, *, now: datetime) -> datetime | None:
    """None when a call may be made now, otherwise when to come back.

    After the pause the first to ask may probe; whoever asks meanwhile waits for one more pause.
    """
    if info.provider == LOCAL:
        return None
    breakers = _of(info, operation)
    open_until = breakers.values_list("open_until", flat=True).first()
    if open_until is None:
        return None
    if open_until > now:
        return open_until
    is_probe = breakers.filter(open_until=open_until).update(open_until=now + PAUSE)
    return None if is_probe else now + PAUSE


def note_failure(info: ProviderInfo, operation: str, *, now: datetime) -> datetime | None:
    """Count a transient failure; the time until which the breaker is open now, if it is."""
    if info.provider == LOCAL:
        return None
    CircuitBreaker.objects.get_or_create(provider=info.provider, operation=operation)
    breakers = _of(info, operation)
    breakers.update(failures=F("failures") + 1)
    breakers.filter(failures__gte=OPEN_AFTER).update(open_until=now + PAUSE)
    return breakers.values_list("open_until", flat=True).get()


def note_answer(info: ProviderInfo, operation: str) -> None:
    """The provider answered, be it with a refusal: shut the breaker."""
    if info.provider != LOCAL:
        _of(info, operation).exclude(failures=0).update(failures=0, open_until=None)


def _of(info: ProviderInfo, operation: str) -> QuerySet[CircuitBreaker]:
    return CircuitBreaker.objects.filter(provider=info.provider, operation=operation)
