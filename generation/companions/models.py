"""Conversations. A session is known to its organization by `key`, which the client may choose."""

from functools import partial
from typing import ClassVar

from django.db import models

from generation.projects.models import Project
from wire.ids import new_id

session_id = partial(new_id, "sess")


class Session(models.Model):
    """One conversation with a companion, perhaps about a project. The companion may change; the talk goes on."""

    id = models.CharField(primary_key=True, max_length=40, default=session_id, editable=False)
    organization_id = models.CharField(max_length=40)
    key = models.CharField(max_length=100, help_text="What the client calls it; unique in the organization.")
    companion_id = models.CharField(max_length=60)
    project = models.ForeignKey(Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions")
    title = models.CharField(max_length=120, blank=True)
    message_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "conversation"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization_id", "key"], name="session_key_once_per_organization")
        ]
        indexes: ClassVar = [models.Index(fields=["organization_id", "-id"], name="session_page")]

    def __str__(self) -> str:
        return self.id


class Message(models.Model):
    """One thing said. `data` is what the companion noted for its next turn; A stopped answer is not whole."""

    class Speaker(models.TextChoices):
        SYSTEM = "system"
        USER = "user"
        ASSISTANT = "assistant"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    speaker = models.CharField(max_length=10, choices=Speaker)
    text = models.TextField(blank=True)
    companion_id = models.CharField(max_length=60, blank=True)
    provider = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict, blank=True)
    is_whole = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "number"], name="message_number_once_per_session")
        ]
        ordering: ClassVar = ["session_id", "number"]

    def __str__(self) -> str:
        return f"{self.session_id} #{self.number} {self.speaker}"
