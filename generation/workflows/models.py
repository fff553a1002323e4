"""A workflow as it was asked for, its art direction and what a person said of it. How it stands says its job."""

from functools import partial
from typing import ClassVar

from django.db import models

from wire.ids import new_id

workflow_id = partial(new_id, "wf")
batch_id = partial(new_id, "batch")


class Batch(models.Model):
    """Workflows that were sent together."""

    id = models.CharField(primary_key=True, max_length=40, default=batch_id, editable=False)
    organization_id = models.CharField(max_length=40, db_index=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class Workflow(models.Model):
    """One request for an advert. `once` names the request, for a retry of it to find this row.

    `direction` is what the script and the pictures are made from. It waits for a person while `review` says so, until
    `review_until`; whatever they answer is final.
    """

    class Review(models.TextChoices):
        NONE = ""
        WAITING = "waiting"
        APPROVED = "approved"
        EDITED = "edited"
        REJECTED = "rejected"

    id = models.CharField(primary_key=True, max_length=40, default=workflow_id, editable=False)
    organization_id = models.CharField(max_length=40)
    project_id = models.CharField(max_length=40)
    job_id = models.CharField(max_length=40, unique=True)
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, blank=True, related_name="workflows")
    position = models.PositiveSmallIntegerField(default=0, help_text="Place in its batch, from 0.")
    type = models.CharField(max_length=20)
    quality = models.CharField(max_length=10)
    request = models.JSONField(default=dict)
    once = models.CharField(max_length=64, null=True, blank=True)
    direction = models.JSONField(null=True, blank=True)
    review = models.CharField(max_length=10, choices=Review, default=Review.NONE, blank=True)
    review_until = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id", "once"], name="workflow_once_per_request")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_id", "-id"], name="workflow_page"),
            # With the job and the type in it, what analytics count of some days is read from the index alone.
            models.Index(fields=["organization_id", "created_at", "type", "job_id"], name="workflow_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"
