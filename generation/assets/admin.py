"""Stored files, for staff to look at: that they exist and of what kind, not what is in them."""

from django.contrib import admin

from accounts.admin.base import ReadOnlyAdmin
from generation.assets.models import Asset, SigningKey


@admin.register(Asset)
class AssetAdmin(ReadOnlyAdmin):
    content_fields = ("filename",)
    list_display = ("id", "filename", "content_type", "organization_id", "created_at")
    search_fields = ("id__exact", "organization_id__exact")


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnlyAdmin):
    """The certificates alone: the key leaves its seal only to sign. `manage.py signing_key --rotate` makes another."""

    list_display = ("id", "is_current", "created_at")
    search_fields = ("id__exact",)
    fields = readonly_fields = ("id", "is_current", "chain", "created_at")
