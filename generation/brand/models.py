from typing import ClassVar

from django.db import models

from wire.ids import new_id

LOOKS = ("photographic", "painted", "flat", "noir", "watercolor", "line", "minimal")


class BrandProfile(models.Model):
    """An organization's look and tone. One row each; whatever is empty is left to whoever makes the work."""

    organization_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120, blank=True, help_text="How the brand calls itself.")
    colors = models.JSONField(default=list, blank=True, help_text="#rrggbb, the main one first; accents, never floods.")
    fonts = models.JSONField(default=list, blank=True, help_text="Names of typefaces, for titles first.")
    logo_asset_id = models.CharField(max_length=40, null=True, blank=True)
    tone = models.CharField(max_length=200, blank=True, help_text="warm, exact, a little dry")
    industry = models.CharField(max_length=120, blank=True, help_text="skincare, e-bikes, accounting software")
    target_audience = models.CharField(max_length=300, blank=True, help_text="city parents who are always late")
    look = models.CharField(max_length=20, blank=True, choices=[(look, look) for look in LOOKS])
    look_notes = models.CharField(max_length=500, blank=True, help_text="morning light, real places, nobody poses")
    constraints = models.JSONField(default=list, blank=True, help_text="What must never be seen.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name or self.organization_id


def document_id() -> str:
    return new_id("doc")


class Document(models.Model):
    """A file or an address of an organization's knowledge base. Once READY it does not change."""

    class Kind(models.TextChoices):
        FILE = "FILE"
        URL = "URL"

    class Status(models.TextChoices):
        PENDING = "PENDING"
        INDEXING = "INDEXING"
        READY = "READY"
        FAILED = "FAILED"

    id = models.CharField(primary_key=True, max_length=40, default=document_id, editable=False)
    organization_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=4, choices=Kind)
    url = models.TextField("URL", blank=True)
    depth = models.PositiveSmallIntegerField(default=0, help_text="1: the pages that the address links to as well.")
    filename = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    asset_id = models.CharField(max_length=40, null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    byte_size = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    failure_code = models.CharField(max_length=60, blank=True)
    failure_message = models.TextField(blank=True)
    page_count = models.PositiveIntegerField(default=0)
    chunk_count = models.PositiveIntegerField(default=0)
    char_count = models.PositiveIntegerField(default=0)
    is_truncated = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    indexed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "knowledge document"
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="brand_document_page"),
            models.Index(fields=["organization_id", "content_hash"], name="brand_document_bytes"),
        ]

    def __str__(self) -> str:
        return self.id


class Chunk(models.Model):
    """A passage of a document: characters [start, end) of one of its pages. Without a vector until it is indexed."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    page_url = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    vector = models.BinaryField(null=True, help_text="384 float16 in little endian, of length one.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="brand_chunk_once_per_document"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}#{self.number}"
