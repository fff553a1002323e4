"""Answers of the story family as named OpenAPI components. Nothing is validated by them at run time."""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers as s

from generation.projects.models import Artifact, Source
from generation.stories.api.manifest_schemas import (
    CastPortrait,
    PitchDeckManifest,
    ProductionVideoManifest,
    ScenePicture,
    StoryboardManifest,
    TrailerManifest,
)
from generation.stories.api.serializers import FINALIZE_MODES, ArtifactRequest, StyleConstraints, TargetField
from generation.stories.models import StoryPlan

JOB_STATUSES = ("PENDING", "RESERVED", "RUNNING", "PARTIAL", "READY", "FAILED", "CANCELED")
LIVE_STATUSES = ("idle", "starting", "live", "recorded", "failed")
FINALIZE_STATUSES = ("needs_recording", "queued", "rendering", "uploading", "complete", "failed")
VIDEO_STATUSES = ("not_rendered", "queued", "rendering", "complete", "failed")


def nullable(field: type[s.Field], **options: Any) -> s.Field:
    return field(allow_null=True, **options)


class Project(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    description = nullable(s.CharField)
    metadata = nullable(s.JSONField)
    archivedAt = nullable(s.DateTimeField)
    sourceCount = s.IntegerField()
    createdAt = s.DateTimeField()
    updatedAt = s.DateTimeField()


class ProjectAnswer(s.Serializer):
    project = Project()


class ProjectPage(s.Serializer):
    projects = Project(many=True)
    nextCursor = nullable(s.CharField)


class Deleted(s.Serializer):
    id = s.CharField()
    deletedAt = s.DateTimeField()


class TextSpan(s.Serializer):
    start = s.IntegerField()
    end = s.IntegerField()


class DigestItem(s.Serializer):
    kind = s.CharField()
    text = nullable(s.CharField)
    speaker = nullable(s.CharField)
    rank = s.IntegerField()
    weight = s.FloatField()
    span = TextSpan()


class RightsNote(s.Serializer):
    kind = s.CharField()
    text = nullable(s.CharField)
    note = s.CharField()
    span = TextSpan()


class DigestBody(s.Serializer):
    title = nullable(s.CharField)
    summary = nullable(s.CharField)
    thesis = nullable(s.CharField)
    claims = DigestItem(many=True)
    evidence = DigestItem(many=True)
    gaps = s.ListField(child=s.CharField())
    rightsNotes = RightsNote(many=True)
    model = s.CharField()


class SourceBody(s.Serializer):
    id = s.CharField()
    projectId = s.CharField()
    type = s.ChoiceField(Source.Type.values)
    uri = nullable(s.CharField)
    status = s.ChoiceField(Source.Status.values)
    retentionPolicy = s.ChoiceField(Source.Retention.values)
    byteSize = nullable(s.IntegerField)
    tokenEstimate = nullable(s.IntegerField)
    contentHash = nullable(s.CharField)
    extractedTextPreview = nullable(s.CharField)
    extractedAt = nullable(s.DateTimeField)
    originalUrl = nullable(s.CharField)
    failureCode = nullable(s.CharField)
    failureMessage = nullable(s.CharField)
    metadata = nullable(s.JSONField)
    digestStatus = s.ChoiceField(Source.DigestStatus.values)
    digest = DigestBody(allow_null=True)
    digestFailureCode = nullable(s.CharField)
    digestFailureMessage = nullable(s.CharField)
    digestedAt = nullable(s.DateTimeField)
    createdAt = s.DateTimeField()
    updatedAt = s.DateTimeField()

    def get_fields(self) -> dict[str, s.Field]:
        # Declared here because `label` is an attribute of every serializer.
        return super().get_fields() | {"label": nullable(s.CharField)}


class SourceAnswer(s.Serializer):
    source = SourceBody()  # type: ignore[assignment]  # a field named like an attribute of Field


class SourcePage(s.Serializer):
    sources = SourceBody(many=True)
    nextCursor = nullable(s.CharField)


class LineItem(s.Serializer):
    kind = s.CharField()
    credits = s.IntegerField()

    def get_fields(self) -> dict[str, s.Field]:
        return super().get_fields() | {"label": s.CharField()}


class Quote(s.Serializer):
    currency = s.CharField()
    total = s.IntegerField()
    lineItems = LineItem(many=True)
    notes = s.ListField(child=s.CharField())
    computedAt = s.DateTimeField()


class Plan(s.Serializer):
    id = s.CharField()
    projectId = s.CharField()
    status = s.ChoiceField(StoryPlan.Status.values)
    title = nullable(s.CharField)
    target = TargetField()
    artifactRequests = ArtifactRequest(many=True)
    styleConstraints = StyleConstraints(allow_null=True)
    creativeBrief = nullable(s.CharField)
    sourceIds = s.ListField(child=s.CharField())
    autoApprove = s.BooleanField()
    plan = nullable(s.JSONField)
    quote = Quote()
    modelUsed = nullable(s.CharField)
    providerUsed = nullable(s.CharField)
    failureCode = nullable(s.CharField)
    failureMessage = nullable(s.CharField)
    approvedAt = nullable(s.DateTimeField)
    rejectedAt = nullable(s.DateTimeField)
    rejectionReason = nullable(s.CharField)
    generatedAt = nullable(s.DateTimeField)
    currentVersion = s.IntegerField()
    createdAt = s.DateTimeField()
    updatedAt = s.DateTimeField()


class PlanAnswer(s.Serializer):
    plan = Plan()


class PlanPage(s.Serializer):
    plans = Plan(many=True)
    nextCursor = nullable(s.CharField)


class SkippedCue(s.Serializer):
    id = s.CharField()
    entryIndex = s.IntegerField()
    reason = s.CharField()

    def get_fields(self) -> dict[str, s.Field]:
        # Declared here because `label` is an attribute of every serializer.
        return super().get_fields() | {"label": s.CharField()}


class FinalizeState(s.Serializer):
    status = s.ChoiceField(FINALIZE_STATUSES)
    jobId = s.CharField(required=False)
    progress = s.FloatField(required=False)
    error = s.CharField(required=False)
    skippedCues = SkippedCue(many=True, required=False)
    stale = s.BooleanField(required=False)


class LiveState(s.Serializer):
    status = s.ChoiceField(LIVE_STATUSES)
    durationMs = nullable(s.IntegerField, required=False)
    error = s.CharField(required=False)


class LiveRead(LiveState):
    liveUrl = s.CharField()
    eventsUrl = s.CharField()


class LiveAnswer(s.Serializer):
    artifactId = s.CharField()
    revision = s.IntegerField()
    live = LiveRead()


class AudioManifest(s.Serializer):
    mode = s.CharField()
    liveUrl = nullable(s.CharField)
    startLiveUrl = s.CharField()
    recordingUrl = nullable(s.CharField)
    recordingDurationMs = nullable(s.IntegerField)
    voiceMap = s.JSONField()
    live = LiveState()
    finalize = FinalizeState(allow_null=True)  # null once there is a recording that nobody has finalized yet


class CaptionFiles(s.Serializer):
    srtUrl = nullable(s.CharField)
    vttUrl = nullable(s.CharField)


class VideoManifest(s.Serializer):
    status = s.ChoiceField(VIDEO_STATUSES)
    jobId = s.CharField(required=False)
    progress = s.FloatField(required=False)
    error = s.CharField(required=False)
    skippedCues = SkippedCue(many=True, required=False)
    stale = s.BooleanField(required=False)
    renderUrl = s.CharField()
    url = nullable(s.CharField)
    posterUrl = nullable(s.CharField)
    contactSheetUrl = nullable(s.CharField)
    captions = CaptionFiles()


class TableReadManifest(s.Serializer):
    type = s.CharField()
    status = s.CharField()
    shareToken = nullable(s.CharField)
    theaterUrl = nullable(s.CharField)
    theaterFullscreenUrl = nullable(s.CharField)
    audio = AudioManifest()
    video = VideoManifest()
    cast = CastPortrait(many=True, required=False)
    scenes = ScenePicture(many=True, required=False)
    expiresAt = s.DateTimeField()


class ShareLinkBody(s.Serializer):
    id = s.CharField()
    shareToken = nullable(s.CharField)
    theaterUrl = nullable(s.CharField)
    theaterFullscreenUrl = nullable(s.CharField)
    liveUrl = nullable(s.CharField)
    expiresAt = s.DateTimeField()
    revokedAt = nullable(s.DateTimeField)


class ShareLinkAnswer(s.Serializer):
    artifactId = s.CharField()
    shareLink = ShareLinkBody()


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="ArtifactManifest",
        serializers=[
            TableReadManifest,
            PitchDeckManifest,
            StoryboardManifest,
            TrailerManifest,
            ProductionVideoManifest,
        ],
        resource_type_field_name=None,
    )
)
class ArtifactManifest(s.JSONField):
    """One of the types' manifests."""


class ArtifactBody(s.Serializer):
    id = s.CharField()
    storyJobId = s.CharField()
    type = s.CharField()
    status = s.ChoiceField(Artifact.Status.values)
    manifest = ArtifactManifest(allow_null=True)
    currentVersion = s.IntegerField()
    refineCount = s.IntegerField()
    tableReadShareLinkId = nullable(s.CharField)
    failureCode = nullable(s.CharField)
    failureMessage = nullable(s.CharField)
    createdAt = s.DateTimeField()
    updatedAt = s.DateTimeField()


class ArtifactAnswer(s.Serializer):
    artifact = ArtifactBody()


class ArtifactList(s.Serializer):
    artifacts = ArtifactBody(many=True)


class JobProgress(s.Serializer):
    fraction = s.FloatField()
    stage = s.CharField()
    message = s.CharField()
    attempt = s.IntegerField()
    timeLeftMs = nullable(s.IntegerField, required=False)


class Job(s.Serializer):
    id = s.CharField()
    projectId = nullable(s.CharField)
    storyPlanId = nullable(s.CharField)
    status = s.ChoiceField(JOB_STATUSES)
    artifactRequests = ArtifactRequest(many=True)
    quote = Quote(allow_null=True)
    creditReservationId = nullable(s.CharField)
    progress = JobProgress(allow_null=True)
    modelUsed = nullable(s.CharField)
    failureCode = nullable(s.CharField)
    failureMessage = nullable(s.CharField)
    currentVersion = s.IntegerField()
    startedAt = nullable(s.DateTimeField)
    completedAt = nullable(s.DateTimeField)
    artifacts = ArtifactBody(many=True)
    createdAt = s.DateTimeField()
    updatedAt = s.DateTimeField()


class JobAnswer(s.Serializer):
    job = Job()


class JobPage(s.Serializer):
    jobs = Job(many=True)
    nextCursor = nullable(s.CharField)


class AttemptTold(s.Serializer):
    number = s.IntegerField()
    outcome = s.CharField()
    startedAt = s.DateTimeField()
    endedAt = nullable(s.DateTimeField)


class Explanation(s.Serializer):
    jobId = s.CharField()
    stage = s.CharField()
    cause = s.CharField()
    retryable = s.BooleanField()
    whatNext = s.CharField()
    attempts = AttemptTold(many=True)


class ExplainAnswer(s.Serializer):
    explanation = Explanation()


class FinalizeAnswer(s.Serializer):
    artifactId = s.CharField()
    mode = s.ChoiceField(FINALIZE_MODES)
    finalize = FinalizeState()


class RenderState(s.Serializer):
    status = s.ChoiceField(VIDEO_STATUSES)
    jobId = s.CharField(required=False)
    progress = s.FloatField(required=False)
    error = s.CharField(required=False)
    skippedCues = SkippedCue(many=True, required=False)


class RenderAnswer(s.Serializer):
    artifactId = s.CharField()
    render = RenderState()
