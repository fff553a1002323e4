from django.contrib import admin

from generation.assets.models import Asset, SigningKey


@admin.register(Asset)
class AssetAdmin(admin.ModelAdmin):
    list_display = ("id", "filename", "content_type", "organization_id", "created_at")
    search_fields = ("id", "filename", "organization_id")
    readonly_fields = ("id", "organization_id", "project_id", "blob", "content_type", "filename", "created_at")

    def has_add_permission(self, request):
        return False


@admin.register(SigningKey)
class SigningKeyAdmin(admin.ModelAdmin):
    """The certificates alone: the key leaves its seal only to sign. `manage.py signing_key --rotate` makes another."""

    list_display = ("id", "is_current", "created_at")
    fields = readonly_fields = ("id", "is_current", "chain", "created_at")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
