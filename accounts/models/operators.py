"""What operators have open, pressed and switched."""

from django.db import models
from django.utils.timezone import now as utc_now

from accounts.models.people import Organization, User


class Press(models.Model):
    """A confirmation that an operator pressed in the admin, so that a second press of it does nothing."""

    token = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField(default=utc_now)

    class Meta:
        verbose_name_plural = "presses"
        indexes = [models.Index(fields=["at"], name="press_by_time")]

    def __str__(self) -> str:
        return self.token


class ContentAccess(models.Model):
    """One member of staff may read one organization's content for a while (`accounts.content_access`)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="content_accesses", db_index=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="content_accesses")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField(default=utc_now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "content accesses"
        permissions = [("open_content", "Can open an organization's content, for a reason")]
        indexes = [models.Index(fields=["user", "expires_at"], name="content_access_of")]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.organization_id}"


class Switch(models.Model):
    """What an operator has set a switch to (`accounts.switches` says which there are)."""

    name = models.CharField(primary_key=True, max_length=40)
    is_on = models.BooleanField()
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "switches"

    def __str__(self) -> str:
        return f"{self.name}: {'on' if self.is_on else 'off'}"
