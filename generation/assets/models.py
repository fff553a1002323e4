from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.sealing import SealedField
from wire.ids import new_id


def asset_id() -> str:
    return new_id("ast")


class Blob(models.Model):
    """Bytes, stored once per organization and content. Shared by every asset with the same content."""

    organization_id = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id", "sha256"], name="blob_once_per_organization")
        ]
        indexes: ClassVar = [
            # How much an organization keeps is summed up from the index alone.
            models.Index(fields=["organization_id", "size"], name="blob_sizes"),
            models.Index(fields=["created_at"], name="blob_age"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.size} bytes)"

    @property
    def storage_name(self) -> str:
        """Where the bytes lie in the `blobs` storage. Fanned out: directories of a million files are slow."""
        return f"{self.organization_id}/{self.sha256[:2]}/{self.sha256}"


class Landing(models.Model):
    """Bytes that somebody has stored, or is storing, and has not named yet: for so long nobody takes them away.

    Where an attempt of a job did, it ends with that attempt at the latest (`collect.let_go`).
    """

    blob = models.ForeignKey(Blob, on_delete=models.CASCADE, related_name="landings")
    job_id = models.CharField(max_length=40, null=True, blank=True)
    attempt = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["job_id", "attempt"], name="landing_of_attempt", condition=Q(job_id__isnull=False))
        ]

    def __str__(self) -> str:
        return f"of {self.blob_id}"


class Asset(models.Model):
    """A named file of an organization: what a signed URL points at."""

    id = models.CharField(primary_key=True, max_length=40, default=asset_id, editable=False)
    organization_id = models.CharField(max_length=40, db_index=True)
    project_id = models.CharField(max_length=40, null=True, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="assets")
    content_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.id


class SigningKey(models.Model):
    """What the installation signs the origin of exported files with: its key, sealed, and its certificates as PEM.

    One is current; earlier ones stay for their certificates, which files out in the world were signed under.
    """

    key = SealedField()
    chain = models.TextField(help_text="Certificates as PEM, the signer's own first.")
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_current"], name="one_signing_key_is_current", condition=Q(is_current=True)
            )
        ]

    def __str__(self) -> str:
        return f"signing key {self.pk}"
