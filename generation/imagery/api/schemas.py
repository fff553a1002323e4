"""Answers of the external family as named OpenAPI components."""

from rest_framework import serializers as s


class ExternalImage(s.Serializer):
    success = s.BooleanField()
    generationId = s.CharField()
    imageUrl = s.CharField()
    aspectRatio = s.CharField()
    resolution = s.CharField()


class ExternalCinematicImage(s.Serializer):
    success = s.BooleanField()
    generationId = s.CharField()
    imageUrl = s.CharField()
    visualMetaphor = s.CharField()
    semanticTranslationMs = s.IntegerField()
    providerLatencyMs = s.IntegerField()


class ExternalCategory(s.Serializer):
    category = s.CharField()
    label = s.CharField()  # type: ignore[assignment]


class ExternalCategories(s.Serializer):
    success = s.BooleanField()
    categories = ExternalCategory(many=True)


class ExternalTotal(s.Serializer):
    version = s.CharField()
    generations = s.IntegerField()
    credits = s.IntegerField()


class ExternalGeneration(s.Serializer):
    generationId = s.CharField()
    version = s.CharField()
    createdAt = s.DateTimeField()
    credits = s.IntegerField()
    aspectRatio = s.CharField()
    resolution = s.CharField()
    category = s.CharField(allow_null=True)
    semanticTranslationMs = s.IntegerField()
    providerLatencyMs = s.IntegerField()
    provider = s.CharField()
    model = s.CharField()
    keyId = s.CharField(allow_null=True)


class ExternalUsage(s.Serializer):
    success = s.BooleanField()
    organizationId = s.CharField()
    generations = s.IntegerField()
    credits = s.IntegerField()
    totals = ExternalTotal(many=True)
    items = ExternalGeneration(many=True)
    nextCursor = s.CharField(allow_null=True)
