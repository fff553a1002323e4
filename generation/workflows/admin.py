"""Workflows, for staff to look at."""

from django.contrib import admin

from accounts.admin.base import ReadOnlyAdmin
from generation.workflows.models import Workflow


@admin.register(Workflow)
class WorkflowAdmin(ReadOnlyAdmin):
    content_fields = ("request", "direction", "review_note")
    list_display = ("id", "type", "quality", "organization_id", "job_id", "review", "created_at")
    list_filter = ("type", "quality", "review")
    search_fields = ("id", "organization_id", "job_id", "project_id")
    date_hierarchy = "created_at"
