"""Conversations, for staff to look at: that they exist and how long they are, not what was said."""

from django.contrib import admin

from accounts.admin.base import ReadOnlyAdmin, newest_values
from generation.companions.models import Session


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    content_fields = ("title", "key")
    list_display = ("key", "companion_id", "organization_id", "project", "message_count", "updated_at")
    list_select_related = ("project",)
    list_filter = (newest_values("companion_id"),)
    search_fields = ("id__exact", "organization_id__exact")
