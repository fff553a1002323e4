"""Plain admin pages. A key's secret hash never appears; keys are issued in code because their token shows once."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import ApiKey, Membership, Organization, User


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "is_active", "is_staff", "created_at"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name", "id"]
    readonly_fields = ["id", "created_at", "last_login"]
    exclude = ["password"]


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):
    list_display = ["name", "id", "tier", "timezone", "suspended_at", "created_at"]
    list_filter = ["tier"]
    search_fields = ["name", "id"]
    readonly_fields = ["id", "created_at"]
    inlines = [MembershipInline]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "organization", "role", "created_at"]
    list_filter = ["role"]
    search_fields = ["user__email", "organization__name"]
    autocomplete_fields = ["user", "organization"]
    list_select_related = ["user", "organization"]


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    list_display = ["name", "prefix", "organization", "tier", "expires_at", "revoked_at", "last_used_at"]
    list_filter = ["tier"]
    search_fields = ["name", "prefix", "id", "organization__name"]
    list_select_related = ["organization"]
    autocomplete_fields = ["organization", "created_by"]
    readonly_fields = ["id", "prefix", "pepper_version", "scopes", "ip_allowlist", "last_used_at", "created_at"]
    exclude = ["secret_hash"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
