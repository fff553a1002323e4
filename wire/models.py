from typing import ClassVar

from django.db import models


class IdempotencyRecord(models.Model):
    """One logical operation of an organization. `owner` is the token of the request that may finish it.

    While `status` is null the operation is in flight; afterwards `body` holds the exact bytes of its answer.
    """

    organization_id = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    owner = models.CharField(max_length=32)
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)
    content_type = models.CharField(max_length=100, default="application/json")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id", "key"], name="idempotency_once_per_organization")
        ]
        indexes: ClassVar = [models.Index(fields=["claimed_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.key}"
