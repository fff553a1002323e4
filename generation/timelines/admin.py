"""Timelines and what is on them, for staff to look at: they are changed by their owners, through services alone."""

from django.contrib import admin

from accounts.admin.base import ReadOnlyAdmin
from generation.timelines.models import (
    Export,
    Footage,
    Preview,
    ProjectTimeline,
    Segment,
    TimelineRevision,
    Variant,
)


@admin.register(ProjectTimeline)
class ProjectTimelineAdmin(ReadOnlyAdmin):
    content_fields = ("redo",)
    owner = "project.organization_id"
    list_display = ("project", "rate_numerator", "rate_denominator", "width", "height", "revision", "updated_at")
    list_select_related = ("project",)
    search_fields = ("project__id", "project__organization_id")


@admin.register(Footage)
class FootageAdmin(ReadOnlyAdmin):
    content_fields = ("file_name", "url", "facts", "failure_message")
    owner = "project.organization_id"
    list_display = ("id", "file_name", "kind", "status", "project", "frames", "failure_code", "created_at")
    list_select_related = ("project",)
    list_filter = ("kind", "status")
    search_fields = ("id", "project__id", "job_id")


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    content_fields = ("grade",)
    owner = "project.organization_id"
    list_display = ("id", "project", "source", "start", "end", "order_index", "active", "created_at")
    list_select_related = ("project",)
    list_filter = ("source", "active")
    search_fields = ("id", "project__id")


@admin.register(Variant)
class VariantAdmin(ReadOnlyAdmin):
    content_fields = ("label", "prompt", "data", "pieces", "bounding_box")
    owner = "project.organization_id"
    list_display = ("id", "label", "project", "job_id", "provider", "accepted_at", "created_at")
    list_select_related = ("project",)
    search_fields = ("id", "project__id", "job_id")


@admin.register(TimelineRevision)
class TimelineRevisionAdmin(ReadOnlyAdmin):
    content_fields = ("segments",)
    owner = "project.organization_id"
    list_display = ("project", "number", "action", "parent", "user_id", "key_id", "created_at")
    list_select_related = ("project",)
    search_fields = ("project__id",)


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    content_fields = ("report",)
    owner = "project.organization_id"
    list_display = ("job_id", "project", "format", "frames", "asset_id", "expires_at", "created_at")
    list_select_related = ("project",)
    list_filter = ("format",)
    search_fields = ("job_id", "project__id")


@admin.register(Preview)
class PreviewAdmin(ReadOnlyAdmin):
    list_display = ("key", "organization_id", "asset_id", "created_at")
    search_fields = ("key", "organization_id")
