"""Answers of the studio family as named OpenAPI components. Nothing is validated by them at run time."""

from rest_framework import serializers as s

JOB_STATUSES = ("pending", "processing", "completed", "failed")


class CompanionQuestion(s.Serializer):
    about = s.CharField()
    question = s.CharField()


class Companion(s.Serializer):
    id = s.CharField()
    name = s.CharField()
    role = s.CharField()
    craft = s.CharField()
    method = s.ListField(child=s.CharField())
    questions = CompanionQuestion(many=True)
    voice = s.CharField()


class CompanionList(s.Serializer):
    companions = Companion(many=True)


class StudioSession(s.Serializer):
    session_id = s.CharField()
    companion_id = s.CharField()
    project_id = s.CharField(allow_null=True)
    title = s.CharField()
    message_count = s.IntegerField()
    created_at = s.DateTimeField()
    updated_at = s.DateTimeField()


class SessionPage(s.Serializer):
    sessions = StudioSession(many=True)
    next_cursor = s.CharField(allow_null=True)


class StudioMessage(s.Serializer):
    id = s.CharField()
    role = s.CharField()
    content = s.CharField()
    companion_id = s.CharField(allow_null=True)
    is_whole = s.BooleanField()
    created_at = s.DateTimeField()


class SessionAnswer(s.Serializer):
    session = StudioSession()
    messages = StudioMessage(many=True)


class Gone(s.Serializer):
    session_id = s.CharField()
    deleted = s.BooleanField()


class StudioCharge(s.Serializer):
    charged = s.IntegerField()
    balance = s.IntegerField()


class DocumentAnswer(s.Serializer):
    artifact_id = s.CharField()
    artifact_type = s.CharField()
    project_id = s.CharField()
    session_id = s.CharField(allow_null=True)
    version = s.IntegerField()
    title = s.CharField()
    content = s.DictField()
    provider = s.CharField()
    model = s.CharField()
    credits = StudioCharge()
    created_at = s.DateTimeField()


class ContinuityWarning(s.Serializer):
    kind = s.CharField()
    shots = s.ListField(child=s.CharField())
    message = s.CharField()
    suggestion = s.CharField()


class PackBrief(s.Serializer):
    description = s.CharField()
    target_audience = s.CharField()
    tone = s.CharField()
    key_message = s.CharField()


class PackShot(s.Serializer):
    shot_id = s.CharField()
    scene = s.IntegerField()
    camera = s.CharField()
    lens = s.CharField()
    movement = s.CharField()
    lighting = s.CharField()
    subject = s.CharField()
    environment = s.CharField()
    action = s.CharField()
    prompt = s.CharField()
    negative = s.CharField()
    duration_s = s.FloatField()
    aspect_ratio = s.CharField()
    provider_params = s.DictField()


class PromptPackAnswer(s.Serializer):
    artifact_id = s.CharField()
    project_id = s.CharField()
    artifact_version = s.IntegerField()
    project_title = s.CharField()
    version = s.CharField()
    creative_brief = PackBrief()
    style_bible = s.DictField()
    shots = PackShot(many=True)
    generation_settings = s.DictField()
    continuity = ContinuityWarning(many=True)
    provider = s.CharField()
    model = s.CharField()
    credits = StudioCharge()
    created_at = s.DateTimeField()


class ImageMetadata(s.Serializer):
    prompt = s.CharField()
    negative = s.CharField()
    width = s.IntegerField()
    height = s.IntegerField()
    size = s.CharField()
    quality = s.CharField()
    style = s.CharField()  # type: ignore[assignment]
    seed = s.IntegerField()
    description = s.CharField()
    content_type = s.CharField()
    bytes = s.IntegerField()
    provider_latency_ms = s.IntegerField()


class StudioRequested(s.Serializer):
    provider = s.CharField(allow_null=True)
    model = s.CharField(allow_null=True)


class ImageAnswer(s.Serializer):
    id = s.CharField()
    url = s.CharField()
    provider = s.CharField()
    model = s.CharField()
    fallback = s.BooleanField()
    note = s.CharField(required=False)
    requested = StudioRequested()
    project_id = s.CharField(allow_null=True)
    asset_id = s.CharField()
    metadata = ImageMetadata()
    credits = StudioCharge()
    created_at = s.DateTimeField()


class VideoResult(s.Serializer):
    id = s.CharField()
    url = s.CharField()
    poster_url = s.CharField()
    duration_s = s.FloatField()
    width = s.IntegerField()
    height = s.IntegerField()
    frames = s.IntegerField()
    description = s.CharField()


class StudioJobError(s.Serializer):
    code = s.CharField()
    message = s.CharField()


class StudioJobAnswer(s.Serializer):
    id = s.CharField()
    job_id = s.CharField()
    type = s.CharField()
    status = s.ChoiceField(JOB_STATUSES)
    progress = s.FloatField()
    stage = s.CharField(allow_blank=True)
    project_id = s.CharField(allow_null=True)
    provider = s.CharField(allow_null=True)
    model = s.CharField(allow_null=True)
    fallback = s.BooleanField()
    note = s.CharField(required=False)
    result = VideoResult(allow_null=True)
    error = StudioJobError(allow_null=True)
    credits = StudioCharge()
    created_at = s.DateTimeField()
    started_at = s.DateTimeField(allow_null=True)
    completed_at = s.DateTimeField(allow_null=True)


class StudioJobPage(s.Serializer):
    jobs = StudioJobAnswer(many=True)
    next_cursor = s.CharField(allow_null=True)


class ExportedProject(s.Serializer):
    format = s.CharField()
    version = s.IntegerField()
    exported_at = s.DateTimeField()
    include = s.ListField(child=s.CharField())
    project = s.DictField()
    brief = s.ListField(child=s.DictField(), required=False)
    script = s.ListField(child=s.DictField(), required=False)
    shotlist = s.ListField(child=s.DictField(), required=False)
    prompt_pack = s.ListField(child=s.DictField(), required=False)
    assets = s.ListField(child=s.DictField(), required=False)
    sources = s.ListField(child=s.DictField(), required=False)
    sessions = s.ListField(child=s.DictField(), required=False)


class ImportAnswer(s.Serializer):
    project_id = s.CharField()
    name = s.CharField()
    imported = s.DictField(child=s.IntegerField())
    missing_assets = s.ListField(child=s.CharField())
