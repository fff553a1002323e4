"""Jobs in the admin: read-only, with everything that happened to one on one page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from generation.jobs.models import Attempt, Checkpoint, Job, JobEvent, ProviderCall


class ReadOnly:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AttemptInline(ReadOnly, admin.TabularInline):
    model = Attempt
    fields = ["number", "worker", "outcome", "started_at", "ended_at"]


class CheckpointInline(ReadOnly, admin.TabularInline):
    model = Checkpoint
    fields = ["stage", "attempt", "duration_ms", "created_at", "output"]


class ProviderCallInline(ReadOnly, admin.TabularInline):
    model = ProviderCall
    fields = [
        "stage",
        "key",
        "provider",
        "model",
        "operation",
        "status",
        "tries",
        "latency_ms",
        "error_message",
    ]


class JobEventInline(ReadOnly, admin.TabularInline):
    model = JobEvent
    fields = ["seq", "type", "data", "created_at", "fanned_out_at"]


@admin.register(Job)
class JobAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["id", "kind", "status", "organization_id", "stage", "progress", "attempt", "created_at"]
    list_filter = ["status", "kind"]
    search_fields = ["id", "organization_id", "project_id", "subject_id"]
    ordering = ["-created_at"]
    inlines = [AttemptInline, CheckpointInline, ProviderCallInline, JobEventInline]
