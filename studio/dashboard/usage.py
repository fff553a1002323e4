"""What the credits went into: receipts, page by page and as CSV, of all or of one API key; and each key's share."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import ApiKey
from billing.models import Receipt
from generation.jobs.models import Job
from generation.stories.services import READABLE_KINDS
from studio.dashboard.access import Member, page
from studio.dashboard.burndown import burn_down
from studio.dashboard.lists import page_of
from studio.dashboard.words import job_title
from wire.errors import NotFound

MAX_CSV_ROWS = 50_000
_MOST_KEYS = 100
_COLUMNS = ("receipt", "time", "operation", "outcome", "quoted", "charged", "given_back", "job", "key", "reason")


@dataclass(frozen=True)
class Spender:
    """What one key's work was charged in this cycle; `key_id` is "" for what people asked for."""

    key_id: str
    name: str
    credits: int
    percent: int
    has_filter: bool


def receipts_of(organization_id: str, key_id: str = "") -> "QuerySet[Receipt]":
    rows = Receipt.objects.select_related("hold").filter(account__organization_id=organization_id)
    return rows.filter(key_id=key_id) if key_id else rows


def _keys_of(member: Member) -> dict[str, str]:
    """The names of the organization's newest keys by id: what receipts can be filtered by."""
    rows = ApiKey.objects.filter(organization=member.organization).order_by("-pk").values_list("pk", "name", "prefix")
    return {pk: f"{name} ({prefix[:9]}…)" for pk, name, prefix in rows[:_MOST_KEYS]}


def _spenders(member: Member, by_key: Mapping[str, int], keys: Mapping[str, str]) -> list[Spender]:
    """Whose work was charged, the most first. One query where an older key than the newest was."""
    older = [key_id for key_id in by_key if key_id and key_id not in keys]
    found = ApiKey.objects.filter(organization=member.organization).in_bulk(older) if older else {}
    names = {"": "People, signed in", **{pk: key.name for pk, key in found.items()}, **keys}
    total = sum(by_key.values())
    rows = [
        Spender(key_id, names.get(key_id, "A deleted key"), credits, round(100 * credits / total), key_id in keys)
        for key_id, credits in by_key.items()
    ]
    return sorted(rows, key=lambda row: (-row.credits, row.name))


def _chosen_key(request: HttpRequest, keys: dict[str, str]) -> str:
    key_id = request.GET.get("key", "")
    if key_id and key_id not in keys:
        raise NotFound("No such key.", kind="key")
    return key_id


@page(permission="billing:read")
def usage(request: HttpRequest, member: Member) -> HttpResponse:
    keys = _keys_of(member)
    chosen = _chosen_key(request, keys)
    shown = page_of(request, receipts_of(member.organization_id, chosen))
    _name_work(shown.items)
    burn = burn_down(member.account)
    spenders = _spenders(member, burn.by_key, keys)
    context = {"page": shown, "burn": burn, "spenders": spenders, "keys": keys, "chosen": chosen}
    return render(request, "dashboard/usage.html", context)


def _name_work(rows: Sequence[Receipt]) -> None:
    jobs = Job.objects.only("kind", "params").in_bulk([row.job_id for row in rows if row.job_id])
    for row in rows:
        job = jobs.get(row.job_id or "")
        row.title = job_title(job) if job else row.hold.operation  # type: ignore[attr-defined]
        row.has_page = job is not None and job.kind in READABLE_KINDS  # type: ignore[attr-defined]


@page(permission="billing:read")
def usage_csv(request: HttpRequest, member: Member) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="receipts.csv"'
    rows = csv.writer(response)
    rows.writerow(_COLUMNS)
    chosen = _chosen_key(request, _keys_of(member))
    newest = receipts_of(member.organization_id, chosen).order_by("-pk")[:MAX_CSV_ROWS]
    for row in newest.iterator(chunk_size=1000):
        rows.writerow(
            [
                row.pk,
                row.created_at.isoformat(timespec="seconds"),
                row.hold.operation,
                row.outcome,
                row.quote["total"],
                row.captured,
                row.released,
                row.job_id or "",
                row.key_id or "",
                _plain(row.reason),
            ]
        )
    return response


def _plain(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
