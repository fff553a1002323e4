"""Brand profiles: staff may help an organization with its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.base import AuditedAdmin
from generation.brand.models import BrandProfile


@admin.register(BrandProfile)
class BrandProfileAdmin(AuditedAdmin):
    list_display = ("organization_id", "name", "look", "tone", "updated_at")
    list_filter = ("look",)
    search_fields = ("organization_id", "name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("organization_id",) if obj else ()
