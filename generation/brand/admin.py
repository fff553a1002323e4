"""Brand profiles, with which staff may help; what the knowledge base holds, to look at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.base import AuditedAdmin
from generation.brand.models import BrandProfile, Document


@admin.register(BrandProfile)
class BrandProfileAdmin(AuditedAdmin):
    content_fields = ("name", "tone", "industry", "target_audience", "look_notes", "constraints")
    list_display = ("organization_id", "name", "look", "tone", "updated_at")
    list_filter = ("look",)
    search_fields = ("organization_id__exact",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("organization_id",) if obj else ()


@admin.register(Document)
class DocumentAdmin(AuditedAdmin):
    content_fields = ("title", "filename", "url", "failure_message")
    list_display = ("id", "organization_id", "kind", "status", "failure_code", "chunk_count", "byte_size", "created_at")
    list_filter = ("status", "kind", "failure_code")
    search_fields = ("id__exact", "organization_id__exact")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # its file and its job go with it only through the API
