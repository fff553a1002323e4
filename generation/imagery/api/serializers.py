"""What the external family's requests may hold. Unknown fields are ignored: the look is the organization's alone."""

from rest_framework import serializers


class GenerateImage(serializers.Serializer):
    prompt = serializers.CharField(max_length=4000)
    aspectRatio = serializers.CharField(max_length=5, required=False, allow_null=True)
    resolution = serializers.CharField(max_length=4, required=False, allow_null=True, help_text="1K or 2K.")


class CinematicImage(GenerateImage):
    category = serializers.CharField(max_length=80)
    cinematicMode = serializers.BooleanField(required=False, allow_null=True)
