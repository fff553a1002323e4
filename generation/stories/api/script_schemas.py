"""A table read's screenplay as named OpenAPI components. Nothing is validated by them at run time."""

from rest_framework import serializers as s

from generation.stories.api.manifest_schemas import EvidenceSpan
from generation.stories.api.schemas import nullable
from generation.stories.services.screenplay import ENTRY_TYPES


class ScriptEntry(s.Serializer):
    entryIndex = nullable(s.IntegerField)
    sceneIndex = s.IntegerField()
    type = s.ChoiceField(ENTRY_TYPES)
    character = nullable(s.CharField)
    text = s.CharField()
    evidence = EvidenceSpan(many=True)


class ScriptScene(s.Serializer):
    sceneIndex = s.IntegerField()
    heading = s.CharField()
    place = s.CharField()
    timeOfDay = s.CharField()
    mood = s.CharField()
    firstEntryIndex = nullable(s.IntegerField)
    entryCount = s.IntegerField()


class Speaker(s.Serializer):
    name = s.CharField()
    role = s.CharField()
    gender = s.CharField()
    description = s.CharField()
    lines = s.IntegerField()
    words = s.IntegerField()


class ScriptAnswer(s.Serializer):
    artifactId = s.CharField()
    revision = s.IntegerField()
    title = s.CharField()
    logline = s.CharField()
    entryCount = s.IntegerField()
    cast = Speaker(many=True)
    scenes = ScriptScene(many=True)
    entries = ScriptEntry(many=True)
    script = nullable(s.JSONField)
