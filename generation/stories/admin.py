"""Plans, staging, coverage and share links, for staff to look at; what they say only for a reason that is logged."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.decorators import action

from accounts.admin.base import ContentAdmin, ReadOnlyAdmin, ReasonForm, key_of
from accounts.audit import record
from generation.stories.models import (
    CastVoice,
    CoverageReport,
    SceneMusic,
    SfxCue,
    ShareLink,
    StoryPlan,
    TableRead,
    VoiceSample,
)
from generation.stories.services import revoke_link

_OF_READ = "read__artifact"
_READ_OWNER = "read.artifact.organization_id"
_READ_SEARCH = (f"={_OF_READ}__id", f"={_OF_READ}__organization_id")


@admin.register(StoryPlan)
class StoryPlanAdmin(ContentAdmin):
    list_display = ("id", "status", "project", "job_id", "current_version", "auto_approve", "created_at")
    list_filter = ("status",)
    list_select_related = ("project",)
    search_fields = ("=id", "=job_id", "=project__id", "=project__organization_id")
    owner = "project.organization_id"
    content_fields = ("title", "target", "artifact_requests", "style_constraints", "creative_brief", "envelope",
                      "rejection_reason", "failure_message", "source_ids")  # fmt: skip


class _StagingInline(TabularInline):
    extra = 0
    hide_title = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CastVoiceInline(_StagingInline):
    model = CastVoice
    fields = ("voice_id", "voice_name", "provider", "spoken_by")


class SceneMusicInline(_StagingInline):
    model = SceneMusic
    fields = ("scene", "weight", "enabled", "job_id")


class SfxCueInline(_StagingInline):
    model = SfxCue
    fields = ("entry", "volume", "trigger_offset", "offset_ms", "job_id")


@admin.register(TableRead)
class TableReadAdmin(ContentAdmin):
    """An artifact's staging as a whole, with its voices, music and effects."""

    list_display = ("artifact_id", "revision", "edit_number", "music_coverage", "music_job_id", "updated_at")
    search_fields = ("=artifact__id", "=artifact__organization_id", "=music_job_id")
    owner = "artifact.organization_id"
    content_fields = ("notes",)
    inlines = (CastVoiceInline, SceneMusicInline, SfxCueInline)


@admin.register(CastVoice)
class CastVoiceAdmin(ContentAdmin):
    list_display = ("id", "read", "voice_id", "voice_name", "provider", "spoken_by")
    list_select_related = ("read",)
    search_fields = (*_READ_SEARCH, "=voice_id", "=spoken_by")
    owner = _READ_OWNER
    content_fields = ("character",)


@admin.register(SceneMusic)
class SceneMusicAdmin(ContentAdmin):
    list_display = ("id", "read", "scene_number", "weight", "enabled", "job_id")
    list_select_related = ("read",)
    search_fields = (*_READ_SEARCH, "=job_id")
    owner = _READ_OWNER
    content_fields = ("prompt",)

    @admin.display(description="Scene", ordering="scene")
    def scene_number(self, row: SceneMusic) -> int:
        return row.scene + 1


@admin.register(SfxCue)
class SfxCueAdmin(ContentAdmin):
    list_display = ("id", "read", "entry", "volume", "trigger_offset", "job_id", "created_at")
    list_filter = ("trigger_offset",)
    list_select_related = ("read",)
    search_fields = ("=id", *_READ_SEARCH, "=job_id")
    owner = _READ_OWNER
    content_fields = ("label", "prompt")


@admin.register(VoiceSample)
class VoiceSampleAdmin(ReadOnlyAdmin):
    list_display = ("voice_id", "provider", "model", "organization_id", "job_id")
    search_fields = ("=organization_id", "=voice_id", "=job_id")


@admin.register(CoverageReport)
class CoverageReportAdmin(ContentAdmin):
    list_display = ("id", "artifact_id", "revision", "status", "failure_code", "created_at", "completed_at")
    list_filter = ("status",)
    search_fields = ("=id", "=artifact__id", "=artifact__organization_id")
    owner = "artifact.organization_id"
    content_fields = ("focus_prompt", "report", "failure_message")


@admin.register(ShareLink)
class ShareLinkAdmin(ContentAdmin):
    """The token is never shown: whoever has it reads the work. A link that is abused can be revoked."""

    list_display = ("id", "artifact_id", "expires_at", "revoked_at", "created_at")
    search_fields = ("=id", "=artifact__id", "=artifact__organization_id")
    owner = "artifact.organization_id"
    actions_detail = ("revoke",)

    @action(description="Revoke", url_path="revoke", permissions=["revoke"])
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def do(link: ShareLink, asked: dict[str, Any]) -> None:
            revoke_link(link.artifact, now=timezone.now())
            record(
                "share.revoked",
                actor=None,
                organization_id=link.artifact.organization_id,
                target=link.pk,
                details={"reason": asked["reason"]},
            )

        return self.ask(request, object_id, form_class=ReasonForm, title="Revoke share link", button="Revoke", do=do)

    def has_revoke_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        link = ShareLink.objects.filter(pk=key_of(object_id)).first()
        return link is not None and link.revoked_at is None and self.has_act_permission(request)
