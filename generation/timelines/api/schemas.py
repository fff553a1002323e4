"""Answers of the editor family as named OpenAPI components. Nothing is validated by them at run time."""

from rest_framework import serializers as s

EDITOR_JOB_STATUSES = ("pending", "running", "completed", "failed")
SEGMENT_SOURCES = ("original", "generated")


class SegmentAnswer(s.Serializer):
    """`url` plays the segment; a graded one is rendered when it is first asked for. `variant_id` is "" without one.

    `source_start_ts` is where it begins in its own file, the asset.
    """

    id = s.CharField()
    project_id = s.CharField()
    start_ts = s.FloatField()
    end_ts = s.FloatField()
    url = s.CharField()
    variant_id = s.CharField()
    order_index = s.IntegerField()
    active = s.BooleanField()
    asset_id = s.CharField()
    start_frame = s.IntegerField()
    end_frame = s.IntegerField()
    min_start_ts = s.FloatField()
    max_end_ts = s.FloatField()
    source_start_ts = s.FloatField()
    grade = s.DictField(child=s.FloatField(), allow_null=True)

    def get_fields(self) -> dict[str, s.Field]:
        # Declared here because `source` is an argument of every field.
        return super().get_fields() | {"source": s.ChoiceField(SEGMENT_SOURCES)}


class PlacedSegment(SegmentAnswer):
    timeline_start_ts = s.FloatField()


class SplitAnswer(s.Serializer):
    left = SegmentAnswer()
    right = SegmentAnswer()


class FootageAnswer(s.Serializer):
    """`status` is waiting, importing, ready or failed; then `error` says why."""

    asset_id = s.CharField()
    file_name = s.CharField()
    status = s.CharField()
    error = s.CharField()
    job_id = s.CharField()
    duration = s.FloatField(allow_null=True)
    facts = s.DictField()
    url = s.CharField()
    proxy_url = s.CharField()
    strip_url = s.CharField()
    waveform_url = s.CharField()


class ProjectSummary(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    description = s.CharField()
    duration = s.FloatField()
    fps = s.FloatField(allow_null=True)
    width = s.IntegerField(allow_null=True)
    height = s.IntegerField(allow_null=True)
    revision = s.IntegerField()
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()


class EditorProject(ProjectSummary):
    video_url = s.CharField()
    can_undo = s.BooleanField()
    can_redo = s.BooleanField()
    footage = FootageAnswer(many=True)
    segments = PlacedSegment(many=True)


class EditorProjectPage(s.Serializer):
    projects = ProjectSummary(many=True)
    next_cursor = s.CharField(allow_null=True)


class EditorDeleted(s.Serializer):
    deleted = s.BooleanField()


class UploadAnswer(s.Serializer):
    upload_url = s.CharField()
    asset_id = s.CharField()
    max_bytes = s.IntegerField()
    max_request_bytes = s.IntegerField()
    expires_at = s.DateTimeField()


class FrameAnswer(s.Serializer):
    """`frame` is the timeline's frame that is shown at `timestamp`."""

    frame_url = s.CharField()
    timestamp = s.FloatField()
    frame = s.IntegerField()


class StripAnswer(s.Serializer):
    frames = FrameAnswer(many=True)


class GradeAnswer(s.Serializer):
    segment_id = s.CharField()
    graded_url = s.CharField()


class GradePreviewAnswer(s.Serializer):
    preview_frame_url = s.CharField()


class RevisionAnswer(s.Serializer):
    revision = s.IntegerField()
    parent = s.IntegerField()  # type: ignore[assignment]  # a field named like an attribute of Field
    action = s.CharField()
    segment_count = s.IntegerField()
    current = s.BooleanField()
    created_at = s.DateTimeField()


class HistoryPage(s.Serializer):
    revision = s.IntegerField()
    can_undo = s.BooleanField()
    can_redo = s.BooleanField()
    history = RevisionAnswer(many=True)
    next_cursor = s.CharField(allow_null=True)


class TimelineAnswer(s.Serializer):
    """What plays after an edit of the whole timeline."""

    project_id = s.CharField()
    revision = s.IntegerField()
    can_undo = s.BooleanField()
    can_redo = s.BooleanField()
    segments = PlacedSegment(many=True)


class VariantAnswer(s.Serializer):
    """`original_url` plays what it was made from; `label` says what was done, `notes` what could not be."""

    id = s.CharField()
    url = s.CharField()
    preview_url = s.CharField()
    original_url = s.CharField(required=False)
    label = s.CharField(required=False)  # type: ignore[assignment]  # a field named like an attribute of Field
    notes = s.ListField(child=s.CharField(), required=False)
    accepted = s.BooleanField(required=False)
    provider = s.CharField(required=False)
    model = s.CharField(required=False)


class EditorJob(s.Serializer):
    id = s.CharField()
    project_id = s.CharField()
    status = s.ChoiceField(EDITOR_JOB_STATUSES)
    error = s.CharField()
    variants = VariantAnswer(many=True)
    kind = s.CharField()
    error_details = s.DictField()
    progress = s.FloatField()
    message = s.CharField()
    time_left_ms = s.IntegerField(allow_null=True)


class GenerateAnswer(EditorJob):
    job_id = s.CharField()


class ScoreBody(s.Serializer):
    overall_rating = s.CharField()
    details = s.CharField()
    fidelity_to_prompt = s.CharField()
    visual_quality = s.CharField()
    measures = s.DictField()


class ScoreAnswer(s.Serializer):
    variant_id = s.CharField()
    compare_to = s.CharField()
    score = ScoreBody()


class ExportCreated(s.Serializer):
    export_job_id = s.CharField()
    status = s.ChoiceField(EDITOR_JOB_STATUSES)
    message = s.CharField()


class ExportState(s.Serializer):
    export_job_id = s.CharField()
    status = s.ChoiceField(EDITOR_JOB_STATUSES)
    export_url = s.CharField()
    download_url = s.CharField()
    error = s.CharField()
    project_id = s.CharField()
    format = s.CharField()
    progress = s.FloatField()
    message = s.CharField()
    time_left_ms = s.IntegerField(allow_null=True)
    report = s.DictField()
    expires_at = s.DateTimeField(allow_null=True)


class ExportList(s.Serializer):
    exports = ExportState(many=True)
    next_cursor = s.CharField(allow_null=True)


class ProviderHealth(s.Serializer):
    service = s.CharField()
    provider = s.CharField()
    model = s.CharField()
    status = s.CharField()
    message = s.CharField()


class AiHealth(s.Serializer):
    status = s.CharField()
    providers = ProviderHealth(many=True)


class AiOperation(s.Serializer):
    timestamp = s.DateTimeField()
    service = s.CharField()
    model = s.CharField()
    operation = s.CharField()
    status = s.CharField()
    duration_ms = s.IntegerField(allow_null=True)
    cost_usd = s.FloatField()
    error = s.CharField()
    job_id = s.CharField()
    project_id = s.CharField()


class AiTimeline(s.Serializer):
    timeline = AiOperation(many=True)


class KeyBudget(s.Serializer):
    """Credits of this calendar month (UTC) that the key and its rotations spent or hold, and the most they may."""

    credits = s.IntegerField(allow_null=True, help_text="Null: the key has no budget.")
    spent = s.IntegerField()
    left = s.IntegerField(allow_null=True)
    resets_at = s.DateTimeField()


class Me(s.Serializer):
    id = s.CharField()
    email = s.CharField()
    name = s.CharField()
    organization_id = s.CharField()
    organization_name = s.CharField()
    role = s.CharField()
    scopes = s.ListField(child=s.CharField())
    tier = s.CharField()
    key_id = s.CharField()
    key_budget = KeyBudget(allow_null=True, help_text="Null for a session.")
