"""How this cycle's credits went, day by day, as a line to draw, and key by key. One query, whatever the cycle held."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from billing.models import Account, Receipt
from billing.services import Balance, balance_of

WIDTH, HEIGHT = 320, 84  # of the drawing, in SVG user units


@dataclass(frozen=True)
class BurnDown:
    """`line` and `area` are SVG paths over WIDTH × HEIGHT; `spent` is credits charged in this cycle.

    `by_key` is who spent them: the id of the API key that asked, or "" for people.
    """

    balance: Balance
    spent: int
    by_key: Mapping[str, int]
    days_left: int
    first: date
    last: date
    line: str
    area: str
    now_x: float
    now_y: float


def burn_down(account: Account, *, now: datetime | None = None) -> BurnDown:
    """The balance at the end of each day since the cycle began, reckoned back from now by what was charged."""
    now = now or timezone.now()
    zone = ZoneInfo(account.organization.timezone)
    has = balance_of(account, now)
    first = has.cycle_started_at.astimezone(zone).date()
    last = (has.cycle_expires_at.astimezone(zone) - timedelta(microseconds=1)).date()
    today = now.astimezone(zone).date()
    charged, by_key = _charged(account, since=has.cycle_started_at, zone=zone)
    levels = levels_of(has.balance, charged, first=first, today=today)
    days = (last - first).days + 1
    points = place(levels, days=days)
    line = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
    return BurnDown(
        balance=has,
        spent=sum(charged.values()),
        by_key=by_key,
        days_left=(last - today).days + 1,
        first=first,
        last=last,
        line=line,
        area=f"{line} L{points[-1][0]:g} {HEIGHT} L{points[0][0]:g} {HEIGHT} Z",
        now_x=points[-1][0],
        now_y=points[-1][1],
    )


def _charged(account: Account, *, since: datetime, zone: ZoneInfo) -> tuple[dict[date, int], dict[str, int]]:
    """Credits by local day, and by key."""
    rows = (
        Receipt.objects.filter(account=account.pk, created_at__gte=since, captured__gt=0)
        .annotate(day=TruncDate("created_at", tzinfo=zone))
        .values("day", "key_id")
        .annotate(credits=Sum("captured"))
        .values_list("day", "key_id", "credits")
    )
    by_day: dict[date, int] = defaultdict(int)
    by_key: dict[str, int] = defaultdict(int)
    for day, key_id, credits in rows:
        by_day[day] += credits
        by_key[key_id or ""] += credits
    return by_day, by_key


def levels_of(balance_now: int, charged: Mapping[date, int], *, first: date, today: date) -> list[int]:
    """Credits at the cycle's start and at the end of each of its days up to today. Later grants count as there."""
    levels = [balance_now]
    day = today
    while day >= first:
        levels.append(levels[-1] + charged.get(day, 0))
        day -= timedelta(days=1)
    return levels[::-1]


def place(levels: Sequence[int], *, days: int) -> list[tuple[float, float]]:
    """The levels as points of the drawing: the whole cycle across, zero at the bottom, a little air at the top."""
    top = max(max(levels), 1)
    return [
        (round(WIDTH * index / max(days, 1), 1), round(HEIGHT - (HEIGHT - 6) * level / top, 1))
        for index, level in enumerate(levels)
    ]
