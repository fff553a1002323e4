"""The audit log and the request log, to read."""

from django.contrib import admin
from unfold.paginator import InfinitePaginator

from accounts.admin.base import ReadOnlyAdmin
from accounts.models import AuditEvent, RequestLog


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "action", "actor", "target", "organization_id", "ip"]
    search_fields = ["actor__exact", "organization_id__exact"]
    ordering = ["-at"]
    paginator = InfinitePaginator
    show_full_result_count = False


@admin.register(RequestLog)
class RequestLogAdmin(ReadOnlyAdmin):
    list_display = ["at", "method", "path", "status", "duration_ms", "organization_id", "key_id", "request_id"]
    list_filter = ["method"]
    search_fields = ["organization_id__exact", "request_id__exact"]
    ordering = ["-at"]
    paginator = InfinitePaginator
    show_full_result_count = False
