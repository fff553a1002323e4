"""The audit log and the request log, to read."""

from typing import ClassVar

from django.contrib import admin
from unfold.paginator import InfinitePaginator

from accounts.admin.base import ByIndex, ReadOnlyAdmin, newest_values
from accounts.models import AuditEvent, RequestLog


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "action", "actor", "target", "organization_id", "ip"]
    search_fields = ["actor__exact", "organization_id__exact"]
    ordering = ["-at"]
    paginator = InfinitePaginator
    show_full_result_count = False


@admin.register(RequestLog)
class RequestLogAdmin(ByIndex, ReadOnlyAdmin):
    list_display = ["at", "method", "path", "status", "duration_ms", "organization_id", "key_id", "request_id"]
    list_filter = [newest_values("method")]
    search_fields = ["id"]
    search_help_text = "The id of a request, an organization or a key, in full."
    found_by: ClassVar[dict[str, str]] = {"org": "organization_id", "key": "key_id"}
    found_else_by = "request_id"
    ordering = ("-at",)
