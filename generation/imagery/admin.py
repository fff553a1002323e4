"""What was generated, for staff to look at."""

from django.contrib import admin

from accounts.admin.base import ReadOnlyAdmin
from generation.imagery.models import Generation


@admin.register(Generation)
class GenerationAdmin(ReadOnlyAdmin):
    content_fields = ("prompt", "params", "result")
    list_display = ("id", "operation", "organization_id", "provider", "model", "credits", "latency_ms", "created_at")
    list_filter = ("operation", "provider")
    search_fields = ("id", "organization_id", "job_id", "key_id")
    date_hierarchy = "created_at"
