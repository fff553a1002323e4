from functools import partial
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wire.ids import new_id

project_id = partial(new_id, "proj")
source_id = partial(new_id, "src")
artifact_id = partial(new_id, "art")


class Project(models.Model):
    """A workspace of an organization. Archived ones stay readable; deleted ones answer as missing."""

    id = models.CharField(primary_key=True, max_length=40, default=project_id, editable=False)
    organization_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    description = models.TextField(null=True, blank=True)
    metadata = models.JSONField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="project_page", condition=Q(deleted_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.id


class Source(models.Model):
    """Material that a project draws on. `text` is what the writer reads; METADATA_ONLY keeps none once digested.

    `original_asset_id` is the file as it was fetched or sent, kept with STORE_ORIGINAL and otherwise until it is read.
    """

    class Type(models.TextChoices):
        TEXT = "TEXT"
        MARKDOWN = "MARKDOWN"
        URL = "URL"
        PDF = "PDF"

    class Status(models.TextChoices):
        PENDING = "PENDING"
        EXTRACTING = "EXTRACTING"
        READY = "READY"
        FAILED = "FAILED"

    class Retention(models.TextChoices):
        EXTRACTED_ONLY = "EXTRACTED_ONLY"
        STORE_ORIGINAL = "STORE_ORIGINAL"
        METADATA_ONLY = "METADATA_ONLY"

    class DigestStatus(models.TextChoices):
        NOT_STARTED = "NOT_STARTED"
        PENDING = "PENDING"
        RUNNING = "RUNNING"
        READY = "READY"
        FAILED = "FAILED"
        SKIPPED = "SKIPPED"

    id = models.CharField(primary_key=True, max_length=40, default=source_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sources")
    type = models.CharField(max_length=10, choices=Type)
    label = models.CharField(max_length=200, null=True, blank=True)
    uri = models.TextField("URI", null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.PENDING)
    retention_policy = models.CharField(max_length=16, choices=Retention, default=Retention.EXTRACTED_ONLY)
    text = models.TextField(default="", blank=True)
    original_asset_id = models.CharField(max_length=40, null=True, blank=True)
    byte_size = models.PositiveIntegerField(null=True, blank=True)
    token_estimate = models.PositiveIntegerField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, null=True, blank=True)
    metadata = models.JSONField(null=True, blank=True)
    failure_code = models.CharField(max_length=60, null=True, blank=True)
    failure_message = models.TextField(null=True, blank=True)
    extracted_at = models.DateTimeField(null=True, blank=True)
    digest_status = models.CharField(max_length=12, choices=DigestStatus, default=DigestStatus.NOT_STARTED)
    digest = models.JSONField(null=True, blank=True)
    digest_failure_code = models.CharField(max_length=60, null=True, blank=True)
    digest_failure_message = models.TextField(null=True, blank=True)
    digested_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["project", "-id"], name="source_page", condition=Q(deleted_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def title(self) -> str:
        """What people call it: its label, the page's own title, the address it came from, or ""."""
        own = self.metadata.get("title") if isinstance(self.metadata, dict) else None
        return self.label or (own if isinstance(own, str) else "") or self.uri or ""


class Artifact(models.Model):
    """The user's versioned output. The content of each version is a `Revision`; this row says where it stands."""

    class Status(models.TextChoices):
        PENDING = "PENDING"
        RUNNING = "RUNNING"
        READY = "READY"
        FAILED = "FAILED"

    id = models.CharField(primary_key=True, max_length=40, default=artifact_id, editable=False)
    organization_id = models.CharField(max_length=40)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="artifacts")
    job_id = models.CharField(max_length=40, db_index=True)
    type = models.CharField(max_length=40)
    request = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    current_version = models.PositiveIntegerField(default=1)
    refine_count = models.PositiveIntegerField(default=0)
    failure_code = models.CharField(max_length=60, null=True, blank=True)
    failure_message = models.TextField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization_id", "-id"], name="artifact_page")]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class Revision(models.Model):
    """One version of an artifact's content. Never changed once written."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    provider = models.CharField(max_length=60, default="", blank=True)
    model = models.CharField(max_length=120, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["artifact", "number"], name="revision_number_once_per_artifact")
        ]

    def __str__(self) -> str:
        return f"{self.artifact_id} v{self.number}"


class Rendition(models.Model):
    """A revision made into sound or film, or performed live, by a job.

    Its status is the job's; the files exist once that succeeded.
    """

    class Kind(models.TextChoices):
        AUDIO = "audio"
        VIDEO = "video"
        LIVE = "live"

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, related_name="renditions")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    job_id = models.CharField(max_length=40, db_index=True)
    edit_number = models.PositiveIntegerField(default=0)  # of the edits in place, the latest that it has in it
    asset_id = models.CharField(max_length=40, null=True, blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["artifact", "kind", "-id"], name="rendition_latest")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.artifact_id} v{self.revision}"
