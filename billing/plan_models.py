"""Plans as data, and each organization's history with them. Which plan is the present one says its account."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SubscriptionPlan(models.Model):
    """What an organization subscribes to: data that operators edit, read anew by whatever asks.

    Without `monthly_credits` the organization's own allowance is granted; without `trial_days` it has no end.
    """

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=40, unique=True, help_text="Its name for programs. It stays as it is.")
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=200, blank=True, help_text="One sentence for whoever compares plans.")
    monthly_credits = models.PositiveIntegerField(
        null=True, blank=True, help_text="Granted each month. Empty: as each organization’s credits page says."
    )
    trial_days = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="Empty: it has no end."
    )
    reserved_workflows = models.JSONField(
        default=list, blank=True, help_text="Types of workflows that it does not include; they are answered with 403."
    )
    is_api_open = models.BooleanField("API open", default=True, help_text="Whether API keys may launch workflows.")
    is_webhooks_open = models.BooleanField("webhooks open", default=True)
    batch_size = models.PositiveSmallIntegerField(
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="Workflows in one batch, at most 50.",
    )
    limit_percent = models.PositiveSmallIntegerField(
        default=100,
        validators=[MinValueValidator(1)],
        help_text="Percent of the documented rate limits. Given to an organization as it comes to this plan.",
    )
    is_offered = models.BooleanField(
        "offered", default=True, help_text="Whether it is shown for comparison and can be asked for."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Where it stands among the others.")

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(trial_days__isnull=True) | Q(trial_days__gte=1), name="plan_trial_lasts_a_day"
            ),
            models.CheckConstraint(condition=Q(batch_size__gte=1, batch_size__lte=50), name="plan_batch_is_1_to_50"),
            models.CheckConstraint(condition=Q(limit_percent__gte=1), name="plan_limits_leave_something"),
        ]

    def __str__(self) -> str:
        return self.name


class SubscriptionChange(models.Model):
    """One step of an organization's history with plans: what it came to, by whom and why. Rows are only added."""

    class Kind(models.TextChoices):
        STARTED = "started"
        CHANGED = "changed"
        EXTENDED = "extended", "trial extended"
        REQUESTED = "requested"
        DECLINED = "declined", "request declined"
        WITHDRAWN = "withdrawn", "request withdrawn"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey("billing.Account", on_delete=models.PROTECT, related_name="plan_changes")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    plan = models.ForeignKey(
        SubscriptionPlan, on_delete=models.PROTECT, related_name="+", help_text="The plan it came to, or was about."
    )
    previous = models.ForeignKey(SubscriptionPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    trial_ends_at = models.DateTimeField(null=True, blank=True)
    granted = models.PositiveIntegerField(default=0, help_text="Credits added at once.")
    reason = models.CharField(max_length=500, blank=True)
    actor = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_kind_display()}"
