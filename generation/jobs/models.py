"""The rows of the job engine. What must always hold is held by constraints; services alone write these rows."""

from django.db import models
from django.db.models import Q

from generation.jobs.states import TERMINAL, Status
from wire.ids import new_id

MAX_STALLS = 3


def new_job_id() -> str:
    return new_id("job")


class Job(models.Model):
    """One durable request for generated work.

    `attempt` is the fencing token: it rises with every claim and every cancel, and whoever works under an older one can
    write nothing. `last_seq` numbers the job's events under its row lock. Ids of other apps' rows are plain.
    """

    id = models.CharField(primary_key=True, max_length=40, default=new_job_id, editable=False)
    organization_id = models.CharField(max_length=40)
    project_id = models.CharField(max_length=40, null=True, blank=True)
    subject_id = models.CharField(max_length=40, null=True, blank=True)
    key_id = models.CharField(max_length=40, null=True, blank=True)
    user_id = models.CharField(max_length=40, null=True, blank=True)

    kind = models.CharField(max_length=64)
    version = models.SmallIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="The newest pipeline's that made or claimed it.",
    )
    params = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=[(s.value, s.value) for s in Status], default=Status.QUEUED)
    result = models.JSONField(null=True, blank=True)
    error_code = models.CharField(max_length=64, null=True, blank=True)
    error_message = models.TextField(null=True, blank=True)
    error_details = models.JSONField(default=dict, blank=True)

    operation = models.CharField(max_length=64, blank=True)
    hold_id = models.CharField(max_length=40, null=True, blank=True)
    price = models.PositiveIntegerField(default=0, help_text="Credits held for the job.")
    charged = models.PositiveIntegerField(null=True, blank=True, help_text="Credits captured; set when it ends.")

    priority = models.SmallIntegerField(default=0, help_text="Higher is claimed first.")
    attempt = models.PositiveIntegerField(default=0)
    stalls = models.PositiveSmallIntegerField(default=0, help_text="Leases lost since the last checkpoint.")
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=160, blank=True, help_text="Who holds the lease.")

    progress = models.FloatField(default=0.0)
    stage = models.CharField(max_length=64, blank=True)
    message = models.CharField(max_length=300, blank=True)
    fallbacks = models.JSONField(
        default=dict, blank=True, help_text="Capabilities that the studio does in a provider's place, and why."
    )
    last_seq = models.PositiveIntegerField(default=0)
    request_id = models.CharField(max_length=64, blank=True, default="", help_text="Of the request that asked for it.")
    traceparent = models.CharField(max_length=64, blank=True, default="", editable=False)

    available_at = models.DateTimeField(help_text="Not claimed before this.")
    wake_at = models.DateTimeField(null=True, blank=True, help_text="When a suspended job goes on by itself.")
    expires_at = models.DateTimeField(null=True, blank=True, help_text="When a suspended job has waited in vain.")
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="First met a provider that is down.")
    expected_at = models.DateTimeField(null=True, blank=True, help_text="When the running attempt should be done.")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Its organization was closed: what it said is gone."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="job_status_is_known", condition=Q(status__in=[s.value for s in Status])),
            models.CheckConstraint(name="job_progress_is_a_fraction", condition=Q(progress__gte=0, progress__lte=1)),
            models.CheckConstraint(
                name="job_is_leased_while_running",
                condition=Q(status="running", lease_until__isnull=False)
                | (~Q(status="running") & Q(lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_is_finished_when_terminal",
                condition=Q(status__in=sorted(TERMINAL), finished_at__isnull=False)
                | (~Q(status__in=sorted(TERMINAL)) & Q(finished_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_has_a_cause_when_failed",
                condition=Q(status="failed", error_code__isnull=False, error_message__isnull=False)
                | ~Q(status="failed"),
            ),
            models.CheckConstraint(
                name="job_expires_only_while_suspended", condition=Q(expires_at__isnull=True) | Q(status="suspended")
            ),
            models.CheckConstraint(name="job_stalls_are_bounded", condition=Q(stalls__lte=MAX_STALLS)),
            models.CheckConstraint(
                name="job_charge_is_within_its_price",
                condition=Q(charged__isnull=True) | Q(charged__lte=models.F("price")),
            ),
            models.CheckConstraint(
                name="job_is_charged_only_on_success",
                condition=Q(charged__isnull=True) | Q(charged=0) | Q(status="succeeded"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-priority", "created_at", "organization_id"], name="job_claim", condition=Q(status="queued")
            ),
            # Partial ones name their status again: SQLite, which has no statistics, takes them before `job_of_status`.
            models.Index(
                fields=["status", "organization_id", "lease_until"], name="job_running", condition=Q(status="running")
            ),
            models.Index(fields=["wake_at", "expires_at"], name="job_waits", condition=Q(status="suspended")),
            models.Index(fields=["status", "-id"], name="job_of_status"),
            models.Index(
                fields=["status", "finished_at", "error_code"], name="job_failed", condition=Q(status="failed")
            ),
            models.Index(
                fields=["organization_id", "finished_at"], name="job_failed_lately", condition=Q(status="failed")
            ),
            models.Index(fields=["organization_id", "-id"], name="job_page"),
            models.Index(fields=["organization_id", "kind", "-id"], name="job_page_of_kind"),
            models.Index(fields=["organization_id", "status", "-id"], name="job_page_of_status"),
            models.Index(fields=["project_id", "-id"], name="job_page_of_project"),
            models.Index(
                fields=["subject_id", "-created_at"], name="job_of_subject", condition=Q(subject_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} ({self.kind}, {self.status})"

    @property
    def is_terminal(self) -> bool:
        return self.status in TERMINAL


class JobEvent(models.Model):
    """One line of a job's log. `seq` runs 1, 2, 3 … without a gap; `type` is a state, `stage` or `progress`.

    Weeks after the end lines of progress go (`retention`).
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=32)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    fanned_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "seq"], name="event_seq_is_unique_per_job")]
        indexes = [
            models.Index(fields=["id"], name="event_to_fan_out", condition=Q(fanned_out_at__isnull=True)),
            models.Index(fields=["created_at"], name="event_progress_by_time", condition=Q(type="progress")),
        ]
        ordering = ["job_id", "seq"]

    def __str__(self) -> str:
        return f"{self.job_id} #{self.seq} {self.type}"


class Checkpoint(models.Model):
    """A finished stage and what it made. A resumed job goes on after the last one.

    `reused` maps the keys of calls that were not made, because an earlier call of the project had the same content, to
    the ids of those.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="checkpoints", db_index=False)
    stage = models.CharField(max_length=64)
    output = models.JSONField(default=dict)
    reused = models.JSONField(default=dict, blank=True)
    attempt = models.PositiveIntegerField()
    duration_ms = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "stage"], name="stage_is_finished_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.job_id} {self.stage}"


class Attempt(models.Model):
    """One claim of a job: who took it and how it ended (`outcome` is empty while it runs)."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    number = models.PositiveIntegerField()
    worker = models.CharField(max_length=160)
    outcome = models.CharField(max_length=32, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="attempt_number_is_unique_per_job")]
        indexes = [models.Index(fields=["ended_at"], name="attempt_ends")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.job_id} attempt {self.number}"


class Turn(models.Model):
    """When an organization was last given a worker. Locked by whoever claims for it, after the job's row."""

    organization_id = models.CharField(primary_key=True, max_length=40)
    served_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organization_id} at {self.served_at}"


class ProviderCall(models.Model):
    """A call to a provider, written down before it is made. `files` maps a name to the asset that holds it.

    `content_key` is the hash of all that decides the result, where that is known: a finished call with the same key
    answers later ones in its project. Empty for results that may differ each time.
    """

    STARTED, FINISHED, FAILED = "started", "finished", "failed"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="provider_calls", db_index=False)
    stage = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    provider = models.CharField(max_length=64)
    account = models.CharField(max_length=40, blank=True, default="", help_text="The organization's own, if any.")
    model = models.CharField(max_length=120)
    operation = models.CharField(max_length=64)
    content_key = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=16, default=STARTED)
    attempt = models.PositiveIntegerField()
    tries = models.PositiveIntegerField(default=1)
    latency_ms = models.PositiveBigIntegerField(null=True, blank=True)
    cost_microusd = models.PositiveBigIntegerField(default=0)
    data = models.JSONField(null=True, blank=True)
    files = models.JSONField(default=dict, blank=True)
    error_code = models.CharField(max_length=64, null=True, blank=True)
    error_message = models.TextField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "stage", "key"], name="call_key_is_unique_per_stage"),
            models.CheckConstraint(
                name="call_status_is_known", condition=Q(status__in=["started", "finished", "failed"])
            ),
            models.CheckConstraint(
                name="finished_call_has_a_result",
                condition=~Q(status="finished") | Q(data__isnull=False, finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["content_key"],
                name="call_by_content",
                condition=Q(status="finished") & ~Q(content_key=""),
            ),
            models.Index(fields=["account", "started_at"], name="call_by_account", condition=~Q(account="")),
            models.Index(fields=["provider", "status", "-id"], name="call_of_provider"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.job_id} {self.stage}/{self.key}"


class CircuitBreaker(models.Model):
    """How one provider does at one operation: failures in a row and among the last calls, until when it is left alone,
    and the retries that it is worth. A customer's own account is a provider of its own here: what is wrong with it must
    not stop others.

    It is shut (calls go through) while `open_until` is empty, open until then, and half-open after it: one call probes.
    """

    provider = models.CharField(max_length=64)
    operation = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    open_until = models.DateTimeField(null=True, blank=True)
    recent_calls = models.PositiveIntegerField(default=0)
    recent_failures = models.PositiveIntegerField(default=0, help_text="Of the recent calls.")
    retries_milli = models.PositiveIntegerField(default=3000, help_text="Retries saved up, in thousandths.")
    refilled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "operation"], name="breaker_is_unique")]

    def __str__(self) -> str:
        return f"{self.provider} {self.operation}"


class WorkerHost(models.Model):
    """A host that works on jobs: its supervisor says every few seconds that it lives (`generation.jobs.hosts`)."""

    name = models.CharField(primary_key=True, max_length=160, help_text="Of the supervising process.")
    lanes = models.PositiveSmallIntegerField(help_text="Long jobs at once.")
    express = models.PositiveSmallIntegerField(help_text="Workers beside them for what somebody waits for.")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name.partition("/")[0]
