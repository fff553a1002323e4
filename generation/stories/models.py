from functools import partial
from typing import ClassVar

from django.db import models

from generation.projects.models import Artifact, Project
from generation.stories.staging.models import CastVoice, SceneMusic, SfxCue, TableRead, VoiceSample
from wire.ids import new_id

__all__ = ["CastVoice", "SceneMusic", "SfxCue", "ShareLink", "StoryPlan", "TableRead", "VoiceSample"]

plan_id = partial(new_id, "plan")
coverage_id = partial(new_id, "cov")
share_link_id = partial(new_id, "shr")


class StoryPlan(models.Model):
    """What will be made of which sources, and at what price. An approved plan drives story jobs.

    A plan is never rewritten: the next one of its project supersedes it. A project's plans are each other's history.
    """

    class Status(models.TextChoices):
        PENDING = "PENDING"
        RUNNING = "RUNNING"
        REQUIRES_APPROVAL = "REQUIRES_APPROVAL"
        APPROVED = "APPROVED"
        REJECTED = "REJECTED"
        FAILED = "FAILED"
        SUPERSEDED = "SUPERSEDED"

    id = models.CharField(primary_key=True, max_length=40, default=plan_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="plans")
    status = models.CharField(max_length=20, choices=Status, default=Status.PENDING)
    title = models.CharField(max_length=200, null=True, blank=True)
    target = models.JSONField()
    artifact_requests = models.JSONField()
    style_constraints = models.JSONField(null=True, blank=True)
    creative_brief = models.TextField(default="", blank=True)  # what all its artifacts should heed
    source_ids = models.JSONField(default=list)
    auto_approve = models.BooleanField(default=False)
    envelope = models.JSONField(null=True, blank=True)
    quote = models.JSONField()
    job_id = models.CharField(max_length=40, null=True, blank=True)
    model_used = models.CharField(max_length=120, null=True, blank=True)
    provider_used = models.CharField(max_length=60, null=True, blank=True)
    failure_code = models.CharField(max_length=60, null=True, blank=True)
    failure_message = models.TextField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejection_reason = models.TextField(null=True, blank=True)
    generated_at = models.DateTimeField(null=True, blank=True)
    current_version = models.PositiveIntegerField(default=1)
    restored_from = models.CharField(max_length=40, null=True, blank=True)  # the earlier plan that it is a copy of
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["project", "-id"], name="plan_page")]

    def __str__(self) -> str:
        return self.id


class CoverageReport(models.Model):
    """A reader's report on one revision. It changes nothing of the artifact."""

    class Status(models.TextChoices):
        GENERATING = "generating"
        COMPLETE = "complete"
        FAILED = "failed"

    id = models.CharField(primary_key=True, max_length=40, default=coverage_id, editable=False)
    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="coverage_reports")
    revision = models.PositiveIntegerField()
    focus_prompt = models.TextField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.GENERATING)
    report = models.JSONField(null=True, blank=True)
    failure_code = models.CharField(max_length=60, null=True, blank=True)
    failure_message = models.TextField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["artifact", "-id"], name="coverage_latest")]

    def __str__(self) -> str:
        return self.id


class ShareLink(models.Model):
    """Lets whoever holds its token read one artifact until it expires or is revoked."""

    id = models.CharField(primary_key=True, max_length=40, default=share_link_id, editable=False)
    artifact = models.OneToOneField(Artifact, on_delete=models.CASCADE, related_name="share_link")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.id
