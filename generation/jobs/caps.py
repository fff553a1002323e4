"""Monthly caps on an organization's accounts with vendors: looked at before each call, under the account's lock.

What a month has used is read from the log of record, the provider calls and their jobs, so that no counter can drift.
Calls that belong to no job, those of talks, are counted beside it. Lock order: the job's row, then the account's.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Sum
from django.db.models.functions import Coalesce

from accounts.models import Organization
from billing.cycles import bounds, cycle_of
from generation.jobs.models import Job, ProviderCall
from generation.providers.base import ProviderInfo
from generation.routing.models import CapUnit, ProviderAccount, TalkUse
from wire.errors import ProviderError


class CapReached(ProviderError):
    """The organization's own limit, not the vendor's."""

    code = "provider_error"


@dataclass(frozen=True)
class Use:
    """What an account has done this month. `credits` are those of its jobs: captured, or held while they run."""

    calls: int
    credits: int


def require_room(info: ProviderInfo, *, job_id: str, now: datetime) -> None:
    """Raises CapReached when one more call of this job would pass the cap. Inside a fenced transaction."""
    account = _locked(info)
    if account is None or not account.cap_unit:
        return
    if account.cap_unit == CapUnit.CALLS:
        _require(account, used(account, now=now).calls + 1)
        return
    price = Job.objects.values_list("price", flat=True).get(pk=job_id)
    _require(account, used(account, now=now, but_for=job_id).credits + price)


def count_talk(info: ProviderInfo, *, now: datetime) -> None:
    """Count a call that belongs to no job and costs no credits. Raises CapReached."""
    with transaction.atomic():
        account = _locked(info)
        if account is None:
            return
        if account.cap_unit == CapUnit.CALLS:
            _require(account, used(account, now=now).calls + 1)
        TalkUse.objects.get_or_create(account=account, month=month_of(account, now))
        TalkUse.objects.filter(account=account, month=month_of(account, now)).update(calls=F("calls") + 1)


def used(account: ProviderAccount, *, now: datetime, but_for: str = "") -> Use:
    """This month so far, in the organization's own time zone; `but_for` leaves out a job's credits."""
    start, end = bounds(month_of(account, now), _timezone(account))
    calls = ProviderCall.objects.filter(account=account.pk, started_at__gte=start, started_at__lt=end)
    made = calls.aggregate(tries=Coalesce(Sum("tries"), 0))["tries"]
    talked = TalkUse.objects.filter(account=account, month=month_of(account, now)).aggregate(
        calls=Coalesce(Sum("calls"), 0)
    )["calls"]
    jobs = Job.objects.filter(Exists(calls.filter(job=OuterRef("pk")))).exclude(pk=but_for)
    spent = jobs.aggregate(credits=Coalesce(Sum(Coalesce("charged", "price")), 0))["credits"]
    return Use(calls=made + talked, credits=spent)


def month_of(account: ProviderAccount, now: datetime) -> date:
    return cycle_of(now, _timezone(account))


def _timezone(account: ProviderAccount) -> str:
    zone = Organization.objects.filter(pk=account.organization_id).values_list("timezone", flat=True).first()
    return zone or "UTC"


def _locked(info: ProviderInfo) -> ProviderAccount | None:
    """Locked, so that of two calls at once one sees the other."""
    if not info.account:
        return None
    account = ProviderAccount.objects.select_for_update().filter(pk=info.account).first()
    if account is None:
        raise CapReached("The account that was to do this has been removed meanwhile.")
    return account


def _require(account: ProviderAccount, wanted: int) -> None:
    if wanted > account.cap:
        raise CapReached(
            f"This month's cap of {account.cap:,} {account.cap_unit} for “{account.name}” is reached. "
            "An owner of your organization can raise it under Models."
        )
