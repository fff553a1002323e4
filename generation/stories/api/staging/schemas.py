"""Answers about a table read's staging, as named OpenAPI components."""

from rest_framework import serializers as s

from generation.stories.api.schemas import nullable
from generation.stories.api.staging.bodies import GENDERS
from generation.stories.staging.models import SfxCue

MUSIC_STATUSES = ("none", "generating", "ready")
PIECE_STATUSES = ("none", "generating", "ready", "failed")


class SpokenBy(s.Serializer):
    voiceId = s.CharField()
    voiceName = s.CharField()


class CastVoice(s.Serializer):
    voiceId = s.CharField()
    voiceName = s.CharField()
    gender = s.ChoiceField(GENDERS)
    provider = s.CharField()
    model = s.CharField()
    fallback = s.BooleanField(required=False)
    spokenBy = SpokenBy(required=False)


class VoiceAnswer(s.Serializer):
    artifactId = s.CharField()
    character = s.CharField()
    voiceMap = s.DictField(child=CastVoice())
    provider = s.CharField()
    model = s.CharField()
    fallback = s.BooleanField(required=False)
    editNumber = s.IntegerField()


class CastMember(s.Serializer):
    character = s.CharField()
    role = s.CharField()
    gender = s.ChoiceField(GENDERS)
    description = s.CharField()
    entries = s.IntegerField()
    voice = CastVoice()
    isChosen = s.BooleanField()
    portraitUrl = nullable(s.CharField)


class StagingNote(s.Serializer):
    revision = s.IntegerField()
    message = s.CharField()
    cueId = s.CharField(required=False)


class CastAnswer(s.Serializer):
    artifactId = s.CharField()
    revision = s.IntegerField()
    editNumber = s.IntegerField()
    cast = CastMember(many=True)
    voiceMap = s.DictField(child=CastVoice())
    notes = StagingNote(many=True)


class SceneDirection(s.Serializer):
    sceneIndex = s.IntegerField()
    heading = s.CharField()
    mood = s.CharField()
    prompt = s.CharField(allow_blank=True)
    weight = s.FloatField()
    enabled = s.BooleanField()
    startMs = s.IntegerField()
    durationMs = s.IntegerField()
    status = s.ChoiceField(PIECE_STATUSES)
    audioUrl = nullable(s.CharField)


class MusicAnswer(s.Serializer):
    artifactId = s.CharField()
    status = s.ChoiceField(MUSIC_STATUSES)
    coveragePercent = s.FloatField()
    totalScenes = s.IntegerField()
    editNumber = s.IntegerField()
    jobId = s.CharField(required=False)
    adaptiveSceneDirection = SceneDirection(required=False)


class MusicState(s.Serializer):
    artifactId = s.CharField()
    status = s.ChoiceField(MUSIC_STATUSES)
    coveragePercent = s.FloatField()
    totalScenes = s.IntegerField()
    progress = s.FloatField()
    error = nullable(s.CharField)
    editNumber = s.IntegerField()
    scenes = SceneDirection(many=True)
    notes = StagingNote(many=True)


class MusicStateAnswer(s.Serializer):
    music = MusicState()


class SfxCueBody(s.Serializer):
    id = s.CharField()
    entryIndex = s.IntegerField()
    character = nullable(s.CharField)
    prompt = s.CharField()
    volume = s.FloatField()
    triggerOffset = s.ChoiceField(SfxCue.Trigger.values)
    offsetMs = s.IntegerField()
    soundUrl = nullable(s.CharField)
    durationMs = nullable(s.IntegerField)
    isDraft = s.BooleanField()
    provider = nullable(s.CharField)
    model = nullable(s.CharField)
    error = nullable(s.CharField)
    jobId = s.CharField()

    def get_fields(self) -> dict[str, s.Field]:
        return super().get_fields() | {"label": s.CharField()}


class SfxAnswer(s.Serializer):
    """Add and update answer with the cue, remove with the id of the one that is gone."""

    artifactId = s.CharField()
    cue = SfxCueBody(required=False)
    id = s.CharField(required=False)
    removed = s.BooleanField(required=False)


class SfxState(s.Serializer):
    artifactId = s.CharField()
    editNumber = s.IntegerField()
    cues = SfxCueBody(many=True)
    notes = StagingNote(many=True)


class SfxStateAnswer(s.Serializer):
    sfx = SfxState()


class VoiceSample(s.Serializer):
    status = s.ChoiceField(PIECE_STATUSES)
    url = nullable(s.CharField)
    error = nullable(s.CharField)
    jobId = nullable(s.CharField)


class OfferedVoice(s.Serializer):
    voiceId = s.CharField()
    voiceName = s.CharField()
    gender = s.ChoiceField(GENDERS)
    locale = s.CharField()
    accent = s.CharField(allow_blank=True)
    description = s.CharField(allow_blank=True)
    quality = s.CharField()
    limits = s.CharField(allow_blank=True)
    provider = s.CharField()
    model = s.CharField()
    sample = VoiceSample()


class VoicesAnswer(s.Serializer):
    voices = OfferedVoice(many=True)
