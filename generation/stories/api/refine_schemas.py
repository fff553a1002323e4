"""Answers about refines and revisions as named OpenAPI components. Nothing is validated by them at run time."""

from rest_framework import serializers as s

from generation.stories.api.schemas import ArtifactBody, Job, nullable
from generation.stories.services import REFINE_SCOPES
from generation.stories.services.revisions import CHANGES, ORIGINS


class StoryJobAnswer(s.Serializer):
    storyJob = Job()


class RevisionBody(s.Serializer):
    revision = s.IntegerField()
    isCurrent = s.BooleanField()
    origin = s.ChoiceField(ORIGINS)
    jobId = nullable(s.CharField)
    basedOn = nullable(s.IntegerField)
    instruction = nullable(s.CharField)
    scope = s.ChoiceField(REFINE_SCOPES, allow_null=True)
    changes = s.ListField(child=s.CharField())
    title = s.CharField()
    scenes = s.IntegerField()
    entries = s.IntegerField()
    words = s.IntegerField()
    durationSeconds = s.FloatField()
    provider = nullable(s.CharField)
    model = nullable(s.CharField)
    createdAt = s.DateTimeField()


class RevisionPage(s.Serializer):
    artifactId = s.CharField()
    currentVersion = s.IntegerField()
    revisions = RevisionBody(many=True)
    nextCursor = nullable(s.CharField)


class RestoreAnswer(s.Serializer):
    artifact = ArtifactBody()
    revision = RevisionBody()


class EntrySide(s.Serializer):
    entryIndex = s.IntegerField()
    sceneIndex = s.IntegerField()
    character = s.CharField()
    text = s.CharField()


class EntryCompared(s.Serializer):
    change = s.ChoiceField(CHANGES)
    fields = s.ListField(child=s.CharField())  # type: ignore[assignment]  # named like an attribute of Serializer

    def get_fields(self) -> dict[str, s.Field]:
        # `from` is a word of Python.
        return super().get_fields() | {"from": EntrySide(allow_null=True), "to": EntrySide(allow_null=True)}


class SceneSide(s.Serializer):
    sceneIndex = s.IntegerField()
    heading = s.CharField()


class SceneCompared(s.Serializer):
    change = s.ChoiceField(CHANGES)
    entries = EntryCompared(many=True)

    def get_fields(self) -> dict[str, s.Field]:
        return super().get_fields() | {"from": SceneSide(allow_null=True), "to": SceneSide(allow_null=True)}


class ChangeCounts(s.Serializer):
    same = s.IntegerField()
    changed = s.IntegerField()
    added = s.IntegerField()
    removed = s.IntegerField()
    moved = s.IntegerField()


class TitleCompared(s.Serializer):
    change = s.ChoiceField(("same", "changed"))

    def get_fields(self) -> dict[str, s.Field]:
        return super().get_fields() | {"from": s.CharField(), "to": s.CharField()}


class CastCompared(s.Serializer):
    same = s.ListField(child=s.CharField())
    added = s.ListField(child=s.CharField())
    removed = s.ListField(child=s.CharField())


class CompareSummary(s.Serializer):
    scenes = ChangeCounts()
    entries = ChangeCounts()


class CompareAnswer(s.Serializer):
    artifactId = s.CharField()
    summary = CompareSummary()
    title = TitleCompared()
    cast = CastCompared()
    scenes = SceneCompared(many=True)

    def get_fields(self) -> dict[str, s.Field]:
        return super().get_fields() | {"from": s.IntegerField(), "to": s.IntegerField()}
