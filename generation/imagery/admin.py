"""What was generated, for staff to look at."""

from typing import ClassVar

from django.contrib import admin

from accounts.admin.base import ByIndex, ReadOnlyAdmin, newest_values
from generation.imagery.models import Generation


@admin.register(Generation)
class GenerationAdmin(ByIndex, ReadOnlyAdmin):
    content_fields = ("prompt", "params", "result")
    list_display = ("id", "operation", "organization_id", "provider", "model", "credits", "latency_ms", "created_at")
    list_filter = (newest_values("operation"), newest_values("provider"))
    search_fields = ("id",)
    search_help_text = "The id of a generation, a job or an organization, in full."
    found_by: ClassVar[dict[str, str]] = {"org": "organization_id", "job": "job_id"}
