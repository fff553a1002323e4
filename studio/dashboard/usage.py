"""What the credits went into: receipts, page by page and as CSV."""

import csv
from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from billing.models import Receipt
from generation.jobs.models import Job
from generation.stories.services import READABLE_KINDS
from studio.dashboard.access import Member, page
from studio.dashboard.burndown import burn_down
from studio.dashboard.lists import page_of
from studio.dashboard.words import job_title

MAX_CSV_ROWS = 50_000


def receipts_of(organization_id: str) -> "QuerySet[Receipt]":
    return Receipt.objects.select_related("hold").filter(account__organization_id=organization_id)


@page(permission="billing:read")
def usage(request: HttpRequest, member: Member) -> HttpResponse:
    shown = page_of(request, receipts_of(member.organization_id))
    _name_work(shown.items)
    return render(request, "dashboard/usage.html", {"page": shown, "burn": burn_down(member.account)})


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
    rows.writerow(["receipt", "time", "operation", "outcome", "quoted", "charged", "given_back", "job", "reason"])
    newest = receipts_of(member.organization_id).order_by("-pk")[:MAX_CSV_ROWS]
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
                _plain(row.reason),
            ]
        )
    return response


def _plain(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
