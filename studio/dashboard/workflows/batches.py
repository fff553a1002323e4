"""Batches: up to fifty rows pasted or read from a file, checked and quoted before any starts; then their states."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from billing.dry_run import preview
from billing.prices import price
from generation.jobs.states import LIVE, Status
from generation.workflows.api.serializers import WorkflowCreate
from generation.workflows.catalogue import NAMES
from generation.workflows.kinds import QUALITIES, operation_of
from generation.workflows.services.access import Run, access_batch
from generation.workflows.services.launch import MOST_IN_A_BATCH, can_retry, retry_batch, start_batch
from generation.workflows.services.launch import checked as checked_workflow
from studio.dashboard.access import Member, action, page
from studio.dashboard.workflows.cards import title_of
from studio.dashboard.workflows.launching import Offer, offer_of
from studio.dashboard.workflows.runs import described, state_of
from wire.errors import NotFound, StudioError, ValidationFailed
from wire.requests import checked

_MOST_BYTES = 256 * 1024
COLUMNS = ("type", "concept", "url", "quality", "formats", "framework", "seasonal", "hitl")
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class BatchForm(forms.Form):
    """Rows, and what those of them share that say nothing else."""

    rows = forms.CharField(
        max_length=_MOST_BYTES, widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="One idea or address a line. Or a table with a first line of column names: "
        f"{', '.join(COLUMNS)}; separated by commas, semicolons or tabs.",
    )  # fmt: skip
    file = forms.FileField(
        required=False, label="Or a CSV file", widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"})
    )
    type = forms.ChoiceField(choices=[(name, title_of(name)) for name in NAMES], initial="staticad")
    quality = forms.ChoiceField(choices=[(quality, quality.capitalize()) for quality in QUALITIES], initial="standard")
    formats = forms.CharField(
        max_length=40, required=False, help_text="For example 9:16,1:1. Empty: what the type makes by itself."
    )
    hitl = forms.BooleanField(required=False, label="Show me each art direction first")

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["rows"].required = not files

    def clean_file(self) -> str:
        sent = self.cleaned_data.get("file")
        if not sent:
            return ""
        if sent.size > _MOST_BYTES:
            raise forms.ValidationError("The file is larger than 256 KB.")
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is no text in UTF-8.") from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = "\n".join(part for part in (cleaned.get("rows", ""), cleaned.get("file", "")) if part.strip())
        if not text and not self.errors:
            self.add_error("rows", "Write at least one row.")
        shared = {name: cleaned.get(name) for name in ("type", "quality", "formats", "hitl")}
        cleaned["bodies"] = bodies_of(text, shared=shared)
        if len(cleaned["bodies"]) > MOST_IN_A_BATCH:
            self.add_error("rows", f"A batch has up to {MOST_IN_A_BATCH} rows; these are {len(cleaned['bodies'])}.")
        return cleaned


@dataclass
class Row:
    """A row as it would be launched: its request, what it costs, or why it cannot be."""

    number: int
    body: dict[str, Any]
    title: str
    about: str
    credits: int = 0
    problem: str = ""


@dataclass
class Checked:
    rows: list[Row] = field(default_factory=list)
    offer: Offer | None = None

    @property
    def bad(self) -> int:
        return sum(bool(row.problem) for row in self.rows)

    @property
    def is_open(self) -> bool:
        return bool(self.offer and self.offer.is_open)


def bodies_of(text: str, *, shared: dict[str, Any]) -> list[dict[str, Any]]:
    """The API's requests, one a line. With column names in the first line a table, else an idea or an address each."""
    common = {name: value for name, value in shared.items() if value}
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    delimiter = next((mark for mark in "\t;," if mark in lines[0]), ",")
    names = [name.strip().lower() for name in lines[0].split(delimiter)]
    if not set(names) <= set(COLUMNS):
        return [{**common, "url" if _is_address(line) else "concept": line.strip()} for line in lines]
    found = csv.reader(io.StringIO("\n".join(lines[1:])), delimiter=delimiter)
    return [{**common, **_cells(names, cells)} for cells in found]


def _cells(names: list[str], cells: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
    if "hitl" in told:
        told["hitl"] = _YES.get(told["hitl"].lower(), told["hitl"])
    if len(cells) > len(names):
        told["_extra"] = True
    return told


def _is_address(line: str) -> bool:
    return line.strip().lower().startswith(("http://", "https://"))


def check_rows(bodies: list[dict[str, Any]], member: Member) -> Checked:
    """Each row read as a request of its own; when all are right, all of them tried together for the quote."""
    result = Checked()
    for number, body in enumerate(bodies, start=1):
        name = str(body.get("type", ""))
        row = Row(number, body, title_of(name), body.get("concept") or body.get("url") or "")
        try:
            if body.get("_extra"):
                raise ValidationFailed("There are more cells than columns. Put quotation marks around commas.")
            kind, params = checked_workflow(checked(body, WorkflowCreate), member.organization_id)
            row.credits = price(operation_of(kind.name, params["quality"]))
        except StudioError as error:
            row.problem = error.message
        result.rows.append(row)
    if result.rows and not result.bad:
        with preview(member.organization_id) as tried:
            start_batch([checked(row.body, WorkflowCreate) for row in result.rows], principal=member.principal)
        result.offer = offer_of(tried)
    return result


@page(permission="work:write")
def new_batch(request: HttpRequest, member: Member) -> HttpResponse:
    """The form; posted with `launch`, the batch. Whatever is wrong stands at its row, and nothing was started."""
    form = BatchForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "checked": None}
    if request.method == "POST" and form.is_valid():
        found = check_rows(form.cleaned_data["bodies"], member)
        context["checked"] = found
        if found.is_open and "launch" in request.POST:
            try:
                with transaction.atomic():
                    bodies = [checked(row.body, WorkflowCreate) for row in found.rows]
                    batch, _ = start_batch(bodies, principal=member.principal)
                messages.success(request, f"{len(bodies)} workflows are on their way.")
                return redirect("dashboard:batch", batch.pk)
            except NotFound:
                raise
            except StudioError as error:
                form.add_error(None, error.message)
    is_refused = form.is_bound and (form.errors or not (context["checked"] and context["checked"].is_open))
    return render(request, "dashboard/workflows/new_batch.html", context, status=422 if is_refused else 200)


@page(permission="work:write")
def check_batch(request: HttpRequest, member: Member) -> HttpResponse:
    """The rows as they stand, each with its price or its mistake, and the quote of all: a part of the page."""
    form = BatchForm(request.POST, request.FILES)
    found = check_rows(form.cleaned_data["bodies"], member) if form.is_valid() else None
    return render(request, "dashboard/workflows/batch_rows.html", {"form": form, "checked": found})


@page
def batch(request: HttpRequest, member: Member, batch_id: str) -> HttpResponse:
    row, found = access_batch(batch_id, organization_id=member.organization_id)
    again = [run for run in found if run.job.status == Status.FAILED and can_retry(run)]
    context = {
        "batch": row,
        "rows": described(found),
        "counts": _counts(found),
        "total": len(found),
        "price": sum(run.job.price for run in found),
        "charged": sum(run.job.charged or 0 for run in found),
        "is_live": any(run.job.status in LIVE for run in found),
        "is_made": any(run.job.status == Status.SUCCEEDED for run in found),
        "again": again,
        "again_price": sum(run.job.price for run in again),
        "can_launch": member.may("work:write"),
    }
    return render(request, "dashboard/workflows/batch.html", context)


def _counts(found: list[Run]) -> list[tuple[str, int]]:
    """How many stand how, in the order in which they are met."""
    return list(Counter(state_of(run) for run in found).items())


@action
def retry_failed(request: HttpRequest, member: Member, batch_id: str) -> HttpResponse:
    _, found = access_batch(batch_id, organization_id=member.organization_id)
    count = len(retry_batch(found, user_id=member.user.pk))
    messages.success(request, f"{count} go on after their last finished step.")
    return redirect("dashboard:batch", batch_id)
