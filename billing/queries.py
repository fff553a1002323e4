"""What can be asked about credits: receipts, usage by day, the month's burn-down. Reads only, a fixed few queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone as clock

from billing.models import ENDINGS, Account, Book, Entry, Kind, Receipt, Transaction
from billing.services import Balance, balance, balance_of

SPENDABLE = (Book.MONTHLY, Book.PERPETUAL)


def receipts_of(organization_id: str) -> QuerySet[Receipt]:
    """The organization's receipts, newest first; ready for `as_dict` at two queries a page."""
    receipts = Receipt.objects.filter(account__organization_id=organization_id)
    return receipts.prefetch_related("refunds").order_by("-pk")


def balances_after(entry_ids: Iterable[int]) -> dict[int, int]:
    """By entry, what its account could spend once it was written. One query, which reads the entries after each."""
    newer = Entry.objects.filter(account=OuterRef("account"), pk__gt=OuterRef("pk"), book__in=SPENDABLE)
    total = newer.order_by().values("account").annotate(total=Sum("amount")).values("total")
    now = F("account__monthly_balance") + F("account__perpetual_balance")
    rows = Entry.objects.filter(pk__in=list(entry_ids)).annotate(after=now - Coalesce(Subquery(total), 0))
    return dict(rows.values_list("pk", "after"))


@dataclass(frozen=True, slots=True)
class DayUsage:
    """Credits of one local day. `spent` is `charged - refunded`; `by_operation` splits it up, refunds taken off."""

    day: date
    charged: int
    refunded: int
    by_operation: Mapping[str, int]

    @property
    def spent(self) -> int:
        return self.charged - self.refunded


def usage_by_day(organization_id: str, since: date, until: date, tz: str) -> list[DayUsage]:
    """Every day of the half-open [since, until) in the time zone `tz`, with what was charged and refunded on it.

    A charge counts on the day of its capture, a refund on the day it was given. One query over the days' receipts and
    refunds, which say what the ledger's entries say (`ledger_audit` compares them) and lie together by time.
    """
    zone = ZoneInfo(tz)
    days = {"created_at__gte": _midnight(since, zone), "created_at__lt": _midnight(until, zone)}
    day, columns = TruncDate("created_at", tzinfo=zone), ("day", "operation", "plus", "minus")
    charges = (
        Receipt.objects.filter(account__organization_id=organization_id, captured__gt=0, **days)
        .annotate(day=day, operation=F("hold__operation"))
        .values("day", "operation")
        .annotate(plus=Sum("captured"), minus=Value(0, BigIntegerField()))
    )
    refunds = (
        Transaction.objects.filter(account__organization_id=organization_id, kind=Kind.REFUND, **days)
        .annotate(day=day, operation=F("hold__operation"))
        .values("day", "operation")
        .annotate(plus=Value(0, BigIntegerField()), minus=Sum("refund__amount"))
    )
    charged: dict[date, int] = defaultdict(int)
    refunded: dict[date, int] = defaultdict(int)
    operations: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    united = charges.order_by().values_list(*columns).union(refunds.order_by().values_list(*columns), all=True)
    for when, operation, plus, minus in united:
        charged[when] += plus
        refunded[when] += minus
        operations[when][operation] += plus - minus
    dates = [since + timedelta(days=n) for n in range((until - since).days)]
    return [DayUsage(one, charged[one], refunded[one], operations[one]) for one in dates]


@dataclass(frozen=True, slots=True)
class DayEnd:
    """What could be spent at the end of a local day, or is now if the day is not over."""

    day: date
    monthly: int
    perpetual: int


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The current cycle day by day, from its first to today.

    `runs_out_on` is the day on which the credits end at the pace of the cycle so far, None if that is after it.
    """

    balance: Balance
    days: tuple[DayEnd, ...]
    runs_out_on: date | None


def burn_down(organization_id: str, now: datetime | None = None) -> BurnDown:
    """How the current cycle's credits went, in the organization's time zone. Two queries.

    Reckoned backwards from the balance by each day's movements, so that it always ends at what `balance` says.
    """
    now = now or clock.now()
    account = Account.objects.select_related("organization", "plan").filter(organization_id=organization_id).first()
    if account is None:
        at = balance(organization_id, now)
        return BurnDown(at, (), None)
    at = balance_of(account, now)
    zone = ZoneInfo(account.organization.timezone)
    since = max(at.cycle_started_at, account.created_at)
    moved, used = _moved_by_day(account, since, zone)
    day, first = now.astimezone(zone).date(), since.astimezone(zone).date()
    monthly, perpetual, days = at.monthly_remaining, at.perpetual, []
    while day >= first:
        days.append(DayEnd(day, monthly, perpetual))
        monthly -= moved[day, Book.MONTHLY]
        perpetual -= moved[day, Book.PERPETUAL]
        day -= timedelta(days=1)
    return BurnDown(at, tuple(reversed(days)), _runs_out_on(at, used, since=since, now=now, zone=zone))


def _moved_by_day(account: Account, since: datetime, zone: ZoneInfo) -> tuple[dict[tuple[date, str], int], int]:
    """Credits into each spendable book by local day; and how many of them work took since then, held ones included.

    The roll-over itself is left out: however late it was written, it counts from the cycle's first moment.
    """
    rows = (
        account.transactions.filter(created_at__gte=since, entries__book__in=SPENDABLE)
        .exclude(kind__in=[Kind.CYCLE, Kind.LAPSE])
        .annotate(day=TruncDate("created_at", tzinfo=zone), book=F("entries__book"))
        .values("day", "kind", "book")
        .annotate(total=Sum("entries__amount"))
    )
    moved: dict[tuple[date, str], int] = defaultdict(int)
    used = 0
    for row in rows:
        moved[row["day"], row["book"]] += row["total"]
        if row["kind"] in (Kind.HOLD, *ENDINGS):
            used -= row["total"]
    return moved, used


def _runs_out_on(at: Balance, used: int, *, since: datetime, now: datetime, zone: ZoneInfo) -> date | None:
    if used <= 0:
        return None
    left = (now - since) * (at.balance / used)
    if left >= at.cycle_expires_at - now:
        return None
    return (now + left).astimezone(zone).date()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
