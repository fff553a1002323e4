"""Workflows, for staff to look at."""

from typing import ClassVar

from django.contrib import admin

from accounts.admin.base import ByIndex, ReadOnlyAdmin, newest_values
from generation.workflows.models import Workflow


@admin.register(Workflow)
class WorkflowAdmin(ByIndex, ReadOnlyAdmin):
    content_fields = ("request", "direction", "review_note")
    list_display = ("id", "type", "quality", "organization_id", "job_id", "review", "created_at")
    list_filter = (newest_values("type"), newest_values("quality"), "review")
    search_fields = ("id",)
    search_help_text = "The id of a workflow, a job or an organization, in full."
    found_by: ClassVar[dict[str, str]] = {"org": "organization_id", "job": "job_id"}
