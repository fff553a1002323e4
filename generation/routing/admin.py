"""Accounts with vendors, for support: what is set and how it went, never a key, and nothing to change."""

from django.contrib import admin

from accounts.admin.base import ReadOnlyAdmin
from generation.routing.models import ProviderAccount, Route


@admin.register(ProviderAccount)
class ProviderAccountAdmin(ReadOnlyAdmin):
    list_display = ("name", "organization_id", "provider", "cap", "cap_unit", "tested_at", "test_failure")
    list_filter = ("provider", "cap_unit")
    search_fields = ("name", "organization_id")
    exclude = ("sealed_key",)


@admin.register(Route)
class RouteAdmin(ReadOnlyAdmin):
    list_display = ("organization_id", "capability", "account", "model", "updated_at")
    list_filter = ("capability",)
    search_fields = ("organization_id",)
    list_select_related = ("account",)
