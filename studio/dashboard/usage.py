"""What the credits went into: receipts, page by page and as CSV, of all or of what one API key asked for."""

import csv
from collections.abc import Sequence

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


def receipts_of(organization_id: str, key_id: str = "") -> "QuerySet[Receipt]":
    rows = Receipt.objects.select_related("hold").filter(account__organization_id=organization_id)
    return rows.filter(key_id=key_id) if key_id else rows


def _keys_of(member: Member) -> dict[str, str]:
    """The names of the organization's newest keys by id: what receipts can be filtered by."""
    rows = ApiKey.objects.filter(organization=member.organization).order_by("-pk").values_list("pk", "name", "prefix")
    return {pk: f"{name} ({prefix[:9]}…)" for pk, name, prefix in rows[:_MOST_KEYS]}


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
    context = {"page": shown, "burn": burn_down(member.account), "keys": keys, "chosen": chosen}
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
    rows.writerow(
        ["receipt", "time", "operation", "outcome", "quoted", "charged", "given_back", "job", "key", "reason"]
    )
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
