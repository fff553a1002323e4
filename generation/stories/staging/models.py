from functools import partial
from typing import ClassVar

from django.db import models

from generation.projects.models import Artifact
from wire.ids import new_id

cue_id = partial(new_id, "sfx")


class TableRead(models.Model):
    """An artifact's staging as a whole. Whoever writes it or its rows holds the artifact's row.

    `revision` is the version whose script the rows' scenes, entries and names refer to. `edit_number` counts the edits
    that change the performance; a rendition made from a lower one is stale.
    """

    artifact = models.OneToOneField(Artifact, on_delete=models.CASCADE, related_name="staging", primary_key=True)
    revision = models.PositiveIntegerField(default=1)
    edit_number = models.PositiveIntegerField(default=0)
    notes = models.JSONField(default=list)  # what became of rows that a new script had no place for
    music_coverage = models.FloatField(default=1.0)
    music_variant = models.PositiveIntegerField(default=0)  # raised each time the music is made anew
    music_job_id = models.CharField(max_length=40, null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"staging of {self.artifact_id}"


class CastVoice(models.Model):
    """The voice that somebody chose for a character.

    `voice_id`, `voice_name` and `provider` are as asked for; `spoken_by` is the voice that speaks, another one
    where the asked one is not to be had.
    """

    read = models.ForeignKey(TableRead, on_delete=models.CASCADE, related_name="voices")
    character = models.CharField(max_length=200)
    voice_id = models.CharField(max_length=120)
    voice_name = models.CharField(max_length=200)
    gender = models.CharField(max_length=10, default="", blank=True)
    provider = models.CharField(max_length=60, default="", blank=True)
    spoken_by = models.CharField(max_length=120)

    class Meta:
        verbose_name = "voice of the cast"
        verbose_name_plural = "voices of the cast"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["read", "character"], name="cast_voice_once_per_character")
        ]

    def __str__(self) -> str:
        return f"voice {self.voice_id}"


class SceneMusic(models.Model):
    """What was asked of one scene's music. `scene` counts from 0.

    The piece itself is in the result of the job `job_id`, as its scene `job_scene`.
    """

    read = models.ForeignKey(TableRead, on_delete=models.CASCADE, related_name="scenes")
    scene = models.PositiveIntegerField()
    prompt = models.CharField(max_length=1000, default="", blank=True)
    weight = models.FloatField(default=1.0)
    enabled = models.BooleanField(null=True)  # None leaves it to the coverage
    job_id = models.CharField(max_length=40, null=True, blank=True)
    job_scene = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "music of a scene"
        verbose_name_plural = "music by scene"
        constraints: ClassVar = [models.UniqueConstraint(fields=["read", "scene"], name="scene_music_once_per_scene")]

    def __str__(self) -> str:
        return f"scene {self.scene + 1}"


class SfxCue(models.Model):
    """A sound effect at an entry of the script. `entry` counts from 0 over all scenes.

    The sound is the result of the job `job_id`, made from `prompt` and `seed` alone: an organization's cues share it.
    """

    class Trigger(models.TextChoices):
        BEFORE = "before"
        WITH = "with"
        AFTER = "after"

    id = models.CharField(primary_key=True, max_length=40, default=cue_id, editable=False)
    read = models.ForeignKey(TableRead, on_delete=models.CASCADE, related_name="cues")
    entry = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    prompt = models.CharField(max_length=1000)
    seed = models.PositiveIntegerField(default=0)
    volume = models.FloatField(default=0.5)
    trigger_offset = models.CharField(max_length=10, choices=Trigger, default=Trigger.WITH)
    offset_ms = models.IntegerField(default=0)
    job_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "sound effect"
        verbose_name_plural = "sound effects"
        indexes: ClassVar = [models.Index(fields=["prompt", "seed"], name="sfx_same_sound")]

    def __str__(self) -> str:
        return self.id


class VoiceSample(models.Model):
    """A spoken sample of a voice, made once per organization when somebody first wants to hear it: a job's result."""

    organization_id = models.CharField(max_length=40)
    provider = models.CharField(max_length=60)
    model = models.CharField(max_length=120)
    voice_id = models.CharField(max_length=120)
    job_id = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization_id", "provider", "model", "voice_id"], name="voice_sample_once"
            )
        ]

    def __str__(self) -> str:
        return self.voice_id
