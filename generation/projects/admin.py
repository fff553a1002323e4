"""Projects and what is in them, for staff to look at: they are changed by their owners, through services alone."""

from django.contrib import admin
from unfold.admin import TabularInline

from accounts.admin.base import ReadOnlyAdmin
from generation.projects.models import Artifact, Project, Rendition, Revision, Source


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    list_display = ("name", "id", "organization_id", "created_at", "archived_at", "deleted_at")
    search_fields = ("id", "name", "organization_id")


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ("id", "label", "type", "status", "project", "byte_size", "created_at")
    list_select_related = ("project",)
    search_fields = ("id", "label", "project__id")
    exclude = ("text", "digest")  # staff see that a source exists, not what it says


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
class ArtifactAdmin(ReadOnlyAdmin):
    list_display = ("id", "type", "status", "organization_id", "current_version", "created_at")
    search_fields = ("id", "organization_id", "job_id")
    inlines = (RevisionInline, RenditionInline)
