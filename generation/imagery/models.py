"""What was generated: one row for each success, none for a failure."""

from functools import partial
from typing import ClassVar

from django.db import models

from wire.ids import new_id

generation_id = partial(new_id, "gen")


class Generation(models.Model):
    """A picture or film that was delivered, written in the transaction that charges for it. Never changed."""

    class Operation(models.TextChoices):
        IMAGE = "image", "Image"
        VIDEO = "video", "Video"
        EXTERNAL_V1 = "external_v1", "External image (v1)"
        EXTERNAL_V2 = "external_v2", "External cinematic image (v2)"

    id = models.CharField(primary_key=True, max_length=40, default=generation_id, editable=False)
    organization_id = models.CharField(max_length=40)
    project_id = models.CharField(max_length=40, null=True, blank=True)
    key_id = models.CharField(max_length=40, null=True, blank=True)
    job_id = models.CharField(max_length=40, unique=True)
    operation = models.CharField(max_length=20, choices=Operation)
    prompt = models.TextField()
    params = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    asset_id = models.CharField(max_length=40)
    provider = models.CharField(max_length=60)
    model = models.CharField(max_length=120)
    credits = models.PositiveIntegerField(default=0)
    latency_ms = models.PositiveIntegerField(default=0, help_text="Of the provider, in milliseconds.")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="generation_page"),
            models.Index(fields=["organization_id", "operation", "created_at"], name="generation_usage"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.id}"
