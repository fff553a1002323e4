from django.contrib import admin

from generation.assets.models import Asset


@admin.register(Asset)
class AssetAdmin(admin.ModelAdmin):
    list_display = ("id", "filename", "content_type", "organization_id", "created_at")
    search_fields = ("id", "filename", "organization_id")
    readonly_fields = ("id", "organization_id", "project_id", "blob", "content_type", "filename", "created_at")

    def has_add_permission(self, request):
        return False
