from django.contrib import admin

from generation.projects.models import Artifact, Project, Rendition, Revision, Source


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin):
    list_display = ("id", "name", "organization_id", "created_at", "deleted_at")
    search_fields = ("id", "name", "organization_id")


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("id", "label", "type", "status", "project", "byte_size", "created_at")
    search_fields = ("id", "label", "project__id")
    exclude = ("text",)  # staff see that a source exists, not what it says


class RevisionInline(admin.TabularInline):
    model = Revision
    extra = 0
    fields = readonly_fields = ("number", "provider", "model", "created_at")
    can_delete = False


class RenditionInline(admin.TabularInline):
    model = Rendition
    extra = 0
    fields = readonly_fields = ("kind", "revision", "job_id", "asset_id", "duration_ms", "created_at")
    can_delete = False


@admin.register(Artifact)
class ArtifactAdmin(admin.ModelAdmin):
    list_display = ("id", "type", "status", "organization_id", "current_version", "created_at")
    search_fields = ("id", "organization_id", "job_id")
    inlines = (RevisionInline, RenditionInline)
