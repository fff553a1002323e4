"""Jobs in the admin: everything that happened to one on one page, and what an operator may do about it."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

import django_q.admin  # noqa: F401 - registers the pages that go again below
from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_q.models import Failure, OrmQ, Schedule, Success
from unfold.admin import TabularInline
from unfold.decorators import action, display

from accounts.admin.base import (
    AuditedAdmin,
    ByIndex,
    ReadOnlyAdmin,
    key_of,
    open_organizations,
    operator_of,
    text_area,
)
from accounts.audit import record
from billing.admin import HoldAdmin
from billing.models import Receipt
from generation.jobs import services
from generation.jobs.admin_filters import (
    CauseFilter,
    EndedFilter,
    KindFilter,
    LaneFilter,
    OrganizationFilter,
    OutcomeFilter,
    ProviderFilter,
    StuckFilter,
)
from generation.jobs.hosts import is_silent
from generation.jobs.models import Attempt, Checkpoint, CircuitBreaker, Job, JobEvent, ProviderCall, WorkerHost
from generation.jobs.queries import explain
from generation.jobs.states import LIVE, RESUMABLE, Status
from generation.jobs.timeline import timeline_of

_FIRST = (
    "kind", "status", "stage", "progress", "percent", "why", "receipts", "error_code", "error_message", "created_at",
    "started_at", "finished_at",
)  # fmt: skip
_ASKED = ("organization_id", "project_id", "subject_id", "key_id", "user_id", "params", "result")
_ONE_LINE = 80  # characters of a row's JSON


def folded(data: Any) -> SafeString | str:
    """JSON in one line, to be unfolded where it is longer."""
    words = json.dumps(data, ensure_ascii=False)
    if len(words) <= _ONE_LINE:
        return words
    whole = json.dumps(data, ensure_ascii=False, indent=1)
    line = "<details><summary>{}…</summary><pre>{}</pre></details>"
    return format_html(line, words[:_ONE_LINE], whole)


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=280, widget=text_area(), help_text="Stands in the job's log and the audit log.")


class History(TabularInline):
    """Rows of the job's past, to read."""

    extra = 0
    can_delete = False
    per_page = 50
    hide_title = True  # a line of its own above each row would double the page
    content_fields: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Without what may be content, unless the job's organization is open to this operator."""
        fields = super().get_fields(request, obj)
        is_open = obj is not None and obj.organization_id in open_organizations(request)
        return fields if is_open else [name for name in fields if name not in self.content_fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of them, so that no field's calendar is loaded."""
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AttemptInline(History):
    model = Attempt
    fields = ["number", "worker", "outcome", "started_at", "ended_at"]


class CheckpointInline(History):
    model = Checkpoint
    classes = ["collapse"]
    fields = ["stage", "attempt", "duration_ms", "created_at", "made"]
    readonly_fields = ["made"]
    content_fields = ("made",)

    @display(description="Output")
    def made(self, row: Checkpoint) -> SafeString | str:
        return folded(row.output)


class ProviderCallInline(History):
    model = ProviderCall
    content_fields = ("key", "error_message")
    classes = ["collapse"]
    fields = [
        "stage", "key", "provider", "model", "operation", "status", "attempt", "tries", "latency_ms", "error_message",
    ]  # fmt: skip


class JobEventInline(History):
    model = JobEvent
    fields = ["seq", "type", "told", "at", "fanned_out_at"]
    readonly_fields = ["told", "at"]
    content_fields = ("told",)
    ordering = ["-seq"]

    @display(description="Data")
    def told(self, row: JobEvent) -> SafeString | str:
        return folded(row.data)

    @display(description="Created at")
    def at(self, row: JobEvent) -> str:
        return date_format(timezone.localtime(row.created_at), "j M Y, H:i:s")  # many of them come in one minute


@admin.register(Job)
class JobAdmin(ByIndex, AuditedAdmin):
    content_fields = ("params", "result", "message", "error_details", "fallbacks")
    list_display = ["id", "kind", "status", "organization_id", "stage", "percent", "attempt", "stalls", "created_at"]
    list_filter = ["status", KindFilter, LaneFilter, CauseFilter, EndedFilter, OrganizationFilter]
    search_fields = ["id"]
    search_help_text = "The id of a job, an organization, a project or a subject, in full."
    found_by: ClassVar[dict[str, str]] = {"job": "pk", "org": "organization_id", "proj": "project_id"}
    found_else_by = "subject_id"
    inlines = [AttemptInline, CheckpointInline, ProviderCallInline, JobEventInline]
    actions_detail = ["cancel", "requeue", "resume", "release_hold"]
    readonly_fields = ["percent", "why", "receipts"]
    change_form_outer_before_template = "admin/jobs/timeline.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The job's page, with its timeline above what its row says."""
        job = self.get_object(request, key_of(object_id))
        shown: dict[str, Any] = {}
        if isinstance(job, Job):
            shown["timeline"] = timeline_of(job, now=timezone.now())
            shown["told"] = explain(job)
            shown["receipts"] = Receipt.objects.filter(job_id=job.pk).order_by("created_at")
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    def get_fieldsets(self, request: HttpRequest, obj: Job | None = None) -> Any:
        """What an operator asks first, then the rest folded: the page stays short enough to see the history."""
        names = [name for name in self.get_fields(request, obj) if isinstance(name, str)]
        engine = [name for name in names if name not in {*_FIRST, *_ASKED}]
        fieldsets = [
            (None, {"fields": [("kind", "status"), ("stage", "percent"), "why", "receipts", "error_code",
                               "error_message", "created_at", ("started_at", "finished_at")]}),
            ("What was asked for", {"fields": _ASKED, "classes": ["collapse"]}),
            ("Engine", {"fields": engine, "classes": ["collapse"]}),
        ]  # fmt: skip
        return self.without_content(request, obj, fieldsets)

    @display(description="Done")
    def percent(self, job: Job) -> str:
        return f"{int(job.progress * 100)} %"

    @display(description="What it means")
    def why(self, job: Job) -> SafeString:
        told = explain(job)
        return format_html("{}<br>{}", told["cause"], told["whatNext"])

    @display(description="Receipts")
    def receipts(self, job: Job) -> SafeString | str:
        found = Receipt.objects.filter(job_id=job.pk).order_by("created_at")
        rows = [
            (reverse("admin:billing_receipt_change", args=[r.pk]), r.pk, r.outcome, r.captured, r.released, r.reason)
            for r in found
        ]
        line = '<a href="{}">{}</a>: {}, {} charged, {} given back. {}'
        return format_html_join(SafeString("<br>"), line, rows) or "None yet."

    @action(description="Cancel", url_path="cancel", permissions=["cancel"])
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(job: Job, asked: dict[str, Any]) -> None:
            services.cancel_job(job.pk, reason=asked["reason"])
            self._note("canceled", request, job, asked)

        return self.ask(request, object_id, form_class=ReasonForm, title="Cancel job", button="Cancel the job", do=do)

    @action(description="Requeue", url_path="requeue", permissions=["requeue"])
    def requeue(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(job: Job, asked: dict[str, Any]) -> None:
            services.requeue_job(job.pk, reason="requeued_by_operator")
            self._note("requeued", request, job, asked)

        title, button = "Requeue job: another worker goes on after its last stage", "Requeue the job"
        return self.ask(request, object_id, form_class=ReasonForm, title=title, button=button, do=do)

    @action(description="Run again", url_path="resume", permissions=["resume"])
    def resume(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(job: Job, asked: dict[str, Any]) -> None:
            services.resume_job(job.pk, user_id=operator_of(request).pk)

        title = "Run again: resume the job, holding its price again"
        return self.ask(request, object_id, form_class=ReasonForm, title=title, button="Resume the job", do=do)

    @action(description="Release hold", url_path="release-hold", permissions=["release"])
    def release_hold(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(job: Job, asked: dict[str, Any]) -> None:
            services.waive_charge(job.pk, reason=asked["reason"])
            self._note("hold_released", request, job, asked)

        title, button = "Release hold: the job goes on, uncharged", "Release the hold"
        return self.ask(request, object_id, form_class=ReasonForm, title=title, button=button, do=do)

    def has_cancel_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._may(request, object_id, lambda job: job.status in LIVE)

    def has_requeue_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._may(request, object_id, lambda job: job.status in (Status.RUNNING, Status.SUSPENDED))

    def has_resume_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._may(request, object_id, lambda job: job.status in RESUMABLE)

    def has_release_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """To make work a gift is about credits, not jobs alone."""
        is_held = self._may(request, object_id, lambda job: job.status in LIVE and job.hold_id is not None)
        return is_held and operator_of(request).has_perm("billing.change_hold")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only by way of an action's page: the rows belong to the engine."""
        page = request.resolver_match.url_name if request.resolver_match else None
        return page in {f"jobs_job_{name}" for name in self.actions_detail} and self._is_operator(request)

    def _is_operator(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request, None)

    def _may(self, request: HttpRequest, object_id: str | None, fits: Callable[[Job], bool]) -> bool:
        job = Job.objects.filter(pk=key_of(object_id)).first()
        return job is not None and fits(job) and self._is_operator(request)

    def _note(self, verb: str, request: HttpRequest, job: Job, details: dict[str, Any]) -> None:
        record(
            f"job.{verb}",
            actor=operator_of(request),
            organization_id=job.organization_id,
            target=job.pk,
            details=details,
        )


@admin.register(CircuitBreaker)
class CircuitBreakerAdmin(AuditedAdmin):
    """Deleting a row shuts the breaker at once."""

    list_display = ["provider", "operation", "failures", "open_until"]
    search_fields = ["provider", "operation"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ProviderCall)
class ProviderCallAdmin(ByIndex, ReadOnlyAdmin):
    """What was asked of whom, how long it took and what it cost; not what was said."""

    content_fields = ("data", "files", "key", "error_message")
    owner = "job.organization_id"
    list_display = ["id", "provider", "operation", "model", "status", "tries", "latency_ms", "cost", "error_code",
                    "job_id", "started_at"]  # fmt: skip
    list_filter = [OutcomeFilter, ProviderFilter]
    search_fields = ["job_id"]
    search_help_text = "The id of a job, in full."
    found_else_by = "job_id"

    @display(description="Cost")
    def cost(self, call: ProviderCall) -> str:
        return f"${call.cost_microusd / 1_000_000:.4f}" if call.cost_microusd else "—"


@admin.register(WorkerHost)
class WorkerHostAdmin(ReadOnlyAdmin):
    list_display = ["name", "lanes", "express", "lives", "started_at", "seen_at"]
    search_fields = ["name"]
    ordering = ["-seen_at"]

    @display(description="Lives", boolean=True)
    def lives(self, host: WorkerHost) -> bool:
        return not is_silent(host)


# The page of holds stands on a floor below, which knows no jobs.
HoldAdmin.list_filter = [*HoldAdmin.list_filter, StuckFilter]

# Nothing but rings lies in the queue, and who adds a schedule there names any function to be called.
for queued in (Failure, OrmQ, Schedule, Success):
    admin.site.unregister(queued)
