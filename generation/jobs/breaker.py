"""A circuit breaker per provider and operation, and the retries that it is worth: while one is down, jobs wait.

Every function belongs into a transaction, a job's into a fenced one. Lock order: the job's row, then the breaker's.

A provider that fails often is worth few retries: a good answer earns an eighth of one, time the rest, and no more than
`RETRIES` are saved up. So calls stay within 1.2 x what was asked for, however badly it does (the idea is gRPC's retry
throttling, gRFC A6).
"""

from datetime import datetime, timedelta

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Least

from generation.jobs.models import CircuitBreaker
from generation.providers.base import ProviderInfo

LOCAL = "local"  # the provider name of everything that runs on this host; it is never "away"
OPEN_AFTER = 5  # failures in a row; more than one call's own tries, so that one bad request cannot open it alone
MOST_FAILED, WORST_SHARE = 10, 0.15  # or so many of the last calls, if that is so large a share of them
WINDOW = 100  # calls that count as the last ones; after so many, their counts are halved
PAUSE = timedelta(seconds=30)
PATIENCE = timedelta(minutes=10)  # how long a job waits for a provider in all
RETRIES = 3  # that can be saved up; a call's own tries less one
_MILLI = 1000
_EARNED_MILLI = 120
_REFILL = timedelta(seconds=30)  # one retry more


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
    CircuitBreaker.objects.get_or_create(provider=_name(info), operation=operation)
    breakers = _of(info, operation)
    breakers.update(failures=F("failures") + 1, **_counted(failures=1))
    often = Q(recent_failures__gte=MOST_FAILED) & Q(recent_failures__gte=F("recent_calls") * WORST_SHARE)
    breakers.filter(Q(failures__gte=OPEN_AFTER) | often).update(open_until=now + PAUSE)
    return breakers.values_list("open_until", flat=True).get()


def leave_alone(info: ProviderInfo, operation: str, *, until: datetime) -> None:
    """The provider asked for a pause: everybody gives it to them."""
    if info.provider != LOCAL:
        _of(info, operation).filter(Q(open_until=None) | Q(open_until__lt=until)).update(open_until=until)


def may_retry(info: ProviderInfo, operation: str, *, now: datetime) -> bool:
    """Take one of the retries that the provider is worth, after `note_failure`; False where none is left."""
    if info.provider == LOCAL:
        return True
    row = _of(info, operation).select_for_update().get()
    since = (now - row.refilled_at) if row.refilled_at else timedelta()
    saved = min(RETRIES * _MILLI, row.retries_milli + round(_MILLI * max(timedelta(), since) / _REFILL))
    if saved < _MILLI:
        return False
    row.retries_milli, row.refilled_at = saved - _MILLI, now
    row.save(update_fields=["retries_milli", "refilled_at"])
    return True


def note_answer(info: ProviderInfo, operation: str) -> None:
    """The provider answered, be it with a refusal: shut the breaker. One that never failed has no row to write."""
    if info.provider == LOCAL:
        return
    earned = Least(F("retries_milli") + _EARNED_MILLI, Value(RETRIES * _MILLI))
    _of(info, operation).update(failures=0, open_until=None, retries_milli=earned, **_counted(failures=0))


def _counted(*, failures: int) -> dict[str, Case]:
    """One more call among the last ones. A probe that succeeds starts the count anew."""
    starts_anew = [When(open_until__isnull=False, then=Value(0))] if not failures else []
    is_full = Q(recent_calls__gte=WINDOW)
    return {
        "recent_calls": Case(*starts_anew, When(is_full, then=F("recent_calls") / 2), default=F("recent_calls") + 1),
        "recent_failures": Case(
            *starts_anew, When(is_full, then=F("recent_failures") / 2), default=F("recent_failures") + failures
        ),
    }


def _of(info: ProviderInfo, operation: str) -> QuerySet[CircuitBreaker]:
    return CircuitBreaker.objects.filter(provider=_name(info), operation=operation)


def _name(info: ProviderInfo) -> str:
    """An organization's own account fails for itself alone."""
    return f"{info.provider} {info.account}".rstrip()
