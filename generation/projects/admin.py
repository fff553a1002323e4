"""Projects and what is in them, for staff to look at: they are changed by their owners, through services alone."""

from typing import ClassVar

from django.contrib import admin
from unfold.admin import TabularInline

from accounts.admin.base import ByIndex, ContentAdmin, ReadOnlyAdmin
from generation.projects.models import Artifact, Project, Rendition, Revision, Source


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    content_fields = ("name", "description", "metadata")
    list_display = ("name", "id", "organization_id", "created_at", "archived_at", "deleted_at")
    search_fields = ("id__exact", "organization_id__exact")


@admin.register(Source)
class SourceAdmin(ContentAdmin):
    list_display = ("id", "label", "type", "status", "project", "byte_size", "created_at")
    list_select_related = ("project",)
    search_fields = ("id__exact", "project__id__exact", "project__organization_id__exact")
    owner = "project.organization_id"
    content_fields = ("label", "uri", "text", "metadata", "digest", "failure_message", "digest_failure_message")


class RevisionInline(TabularInline):
    model = Revision
    extra = 0
    hide_title = True
    fields = readonly_fields = ("number", "provider", "model", "created_at")
    can_delete = False


class RenditionInline(TabularInline):
    model = Rendition
    extra = 0
    hide_title = True
    fields = readonly_fields = ("kind", "revision", "job_id", "asset_id", "duration_ms", "created_at")
    can_delete = False


@admin.register(Artifact)
class ArtifactAdmin(ByIndex, ReadOnlyAdmin):
    content_fields = ("request", "failure_message")
    list_display = ("id", "type", "status", "organization_id", "current_version", "created_at")
    search_fields = ("id",)
    search_help_text = "The id of an artifact, a job or an organization, in full."
    found_by: ClassVar[dict[str, str]] = {"org": "organization_id", "job": "job_id"}
    inlines = (RevisionInline, RenditionInline)


@admin.register(Revision)
class RevisionAdmin(ContentAdmin):
    list_display = ("id", "artifact_id", "number", "provider", "model", "created_at")
    search_fields = ("=artifact__id", "=artifact__organization_id")
    ordering = ("-id",)
    owner = "artifact.organization_id"
    content_fields = ("content",)


@admin.register(Rendition)
class RenditionAdmin(ContentAdmin):
    """What was performed live, mixed and filmed."""

    list_display = ("id", "kind", "artifact_id", "revision", "edit_number", "job_id", "length", "created_at")
    list_filter = ("kind",)
    search_fields = ("=artifact__id", "=artifact__organization_id", "=job_id", "=asset_id")
    ordering = ("-id",)
    owner = "artifact.organization_id"
    content_fields = ("data",)

    @admin.display(description="Length", ordering="duration_ms")
    def length(self, row: Rendition) -> str:
        return f"{row.duration_ms / 1000:.1f} s" if row.duration_ms else "—"
