"""Request bodies of the story family, with the limits of the printed reference."""

import re
from typing import Any

from rest_framework import serializers

from generation.films.frame import SHORT_SIDES
from generation.projects.models import Source
from generation.stories.services.sharing import MAX_SHARE_LINK_DAYS
from wire.fields import CleanCharField, MetadataField, StrictBooleanField, StrictIntegerField

ARTIFACT_TYPES = ("table_read", "pitch_deck", "storyboard", "trailer", "production_video")
MODES = ("documentary", "podcast", "drama")
NARRATION_POLICIES = ("auto", "include", "suppress")
FINALIZE_MODES = ("audio", "video")
RESOLUTIONS = tuple(SHORT_SIDES)
# What the reference calls optional: left out, or null, which means the same.
_OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class ProjectCreate(serializers.Serializer):
    name = CleanCharField(max_length=200)
    description = CleanCharField(max_length=4000, **_OPTIONAL, allow_blank=True)
    metadata = MetadataField(**_OPTIONAL)


class ProjectUpdate(ProjectCreate):
    name = CleanCharField(max_length=200, required=False)
    archived = StrictBooleanField(required=False)


class SourceCreate(serializers.Serializer):
    type = CleanCharField(max_length=40)
    content = CleanCharField(**_OPTIONAL, allow_blank=True, trim_whitespace=False)
    uri = CleanCharField(**_OPTIONAL, allow_blank=True, max_length=2048)
    label = CleanCharField(  # type: ignore[assignment]  # a field named like an attribute of Field
        **_OPTIONAL, allow_blank=True, max_length=200
    )
    retentionPolicy = serializers.ChoiceField(Source.Retention.values, **_OPTIONAL)
    metadata = MetadataField(**_OPTIONAL)


class TargetField(serializers.Serializer):
    audience = CleanCharField(max_length=200)
    objective = CleanCharField(max_length=400)
    outcome = CleanCharField(max_length=400)
    tone = CleanCharField(max_length=120, **_OPTIONAL, allow_blank=True)
    industry = CleanCharField(max_length=120, **_OPTIONAL, allow_blank=True)
    distributionContext = CleanCharField(max_length=300, **_OPTIONAL, allow_blank=True)


class ArtifactRequest(serializers.Serializer):
    type = serializers.ChoiceField(ARTIFACT_TYPES)
    mode = serializers.ChoiceField(MODES, **_OPTIONAL)
    narrationPolicy = serializers.ChoiceField(NARRATION_POLICIES, **_OPTIONAL)
    durationSeconds = StrictIntegerField(min_value=5, max_value=86_400, **_OPTIONAL)
    aspectRatio = CleanCharField(max_length=9, **_OPTIONAL)
    resolution = serializers.ChoiceField(RESOLUTIONS, **_OPTIONAL)
    includePdf = StrictBooleanField(**_OPTIONAL)
    notes = CleanCharField(max_length=2000, **_OPTIONAL, allow_blank=True)

    def validate_aspectRatio(self, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[1-9]\d{0,3}:[1-9]\d{0,3}", value, re.ASCII):
            raise serializers.ValidationError('Must look like "16:9".')
        return value


class StyleConstraints(serializers.Serializer):
    preferredVisualStyle = CleanCharField(max_length=400, **_OPTIONAL, allow_blank=True)
    forbiddenVisuals = serializers.ListField(child=CleanCharField(max_length=200), max_length=10, **_OPTIONAL)
    voicePreference = CleanCharField(max_length=400, **_OPTIONAL, allow_blank=True)
    musicPolicy = CleanCharField(max_length=400, **_OPTIONAL, allow_blank=True)
    brandSafety = serializers.ListField(child=CleanCharField(max_length=200), max_length=10, **_OPTIONAL)


class PlanCreate(serializers.Serializer):
    title = CleanCharField(max_length=200, **_OPTIONAL, allow_blank=True)
    target = TargetField()
    artifactRequests = serializers.ListField(child=ArtifactRequest(), min_length=1, max_length=6)
    styleConstraints = StyleConstraints(**_OPTIONAL)
    creativeBrief = CleanCharField(max_length=2000, **_OPTIONAL, allow_blank=True)
    sourceIds = serializers.ListField(child=CleanCharField(max_length=60), max_length=20, **_OPTIONAL)
    autoApprove = StrictBooleanField(**_OPTIONAL)


class PlanReject(serializers.Serializer):
    reason = CleanCharField(max_length=2000, **_OPTIONAL, allow_blank=True)


class JobCreate(serializers.Serializer):
    storyPlanId = CleanCharField(max_length=60)
    projectId = CleanCharField(max_length=60, **_OPTIONAL)
    artifactRequests = serializers.ListField(child=ArtifactRequest(), min_length=1, max_length=6, **_OPTIONAL)


class RenewLink(serializers.Serializer):
    expiresInDays = serializers.IntegerField(min_value=1, max_value=MAX_SHARE_LINK_DAYS, **_OPTIONAL)


class StartLive(serializers.Serializer):
    token = serializers.CharField(max_length=500)


class Finalize(serializers.Serializer):
    mode = serializers.ChoiceField(FINALIZE_MODES, **_OPTIONAL)
    record = StrictBooleanField(**_OPTIONAL)
