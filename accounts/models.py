"""Users, organizations, memberships, invitations, API keys, and the two logs."""

import zoneinfo
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.timezone import now as utc_now

from wire.ids import new_id


def new_user_id() -> str:
    return new_id("user")


def new_organization_id() -> str:
    return new_id("org")


def new_key_id() -> str:
    return new_id("key")


def new_invitation_id() -> str:
    return new_id("inv")


def check_timezone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not list."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("%(name)s is not an IANA time zone.", params={"name": name})


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user whose login is `email` in lower case; without a password nobody can sign in as them."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An operator, whose address is taken as theirs: they must get in before any mail server works."""
        from allauth.account.models import EmailAddress

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is the login, kept in lower case so that case cannot make two people of one."""

    id = models.CharField(primary_key=True, max_length=40, default=new_user_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May sign in to the admin.")
    session_epoch = models.PositiveIntegerField(
        default=0, editable=False, help_text="Raised to end every session of before."
    )
    created_at = models.DateTimeField(default=utc_now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        permissions = [("end_sessions", "Can sign a person out everywhere")]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What each session must match: Django's hash of the password, and the epoch once there was a first."""
        of_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if not self.session_epoch:
            return of_password
        salted = salted_hmac("accounts.session_epoch", f"{of_password}{self.session_epoch}", algorithm="sha256")
        return salted.hexdigest()


class Tier(models.TextChoices):
    """Which rate limits hold; `elevated` has the higher ones per minute and none per hour."""

    DEFAULT = "default"
    ELEVATED = "elevated"


class Organization(models.Model):
    """A tenant: all work, assets and credits belong to exactly one."""

    id = models.CharField(primary_key=True, max_length=40, default=new_organization_id, editable=False)
    name = models.CharField(max_length=200)
    timezone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[check_timezone],
        help_text="IANA name; monthly credits renew at midnight of the first here.",
    )
    tier = models.CharField(max_length=16, choices=Tier.choices, default=Tier.DEFAULT)
    is_strict_providers = models.BooleanField(
        default=False, help_text="Refuse a provider that is not configured instead of falling back to another."
    )
    limit_percent = models.PositiveSmallIntegerField(
        default=100,
        validators=[MinValueValidator(1)],
        help_text="Percent of the tier's rate limits: 100 is as documented, 300 three times as much.",
    )
    running_jobs_limit = models.PositiveSmallIntegerField(
        default=100,
        validators=[MinValueValidator(1)],
        help_text="How many of its jobs may run at once; further ones wait, and others are served.",
    )
    keeps_bodies = models.BooleanField(
        default=True, help_text="Keep what requests and answers said, without secrets, for the request inspector."
    )
    storage_bytes = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="Bytes of files it may keep, where the studio sets a limit; empty: that of all.",
    )
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.CharField(max_length=500, blank=True)
    delete_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it is deleted, unless an owner takes it back."
    )
    created_at = models.DateTimeField(default=utc_now, editable=False)
    members = models.ManyToManyField(User, through="Membership", related_name="organizations")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"
    BILLING = "billing"


class Membership(models.Model):
    """A user's place in an organization."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    offered_by = models.CharField(max_length=40, blank=True, editable=False, help_text="Who offers them ownership.")
    offered_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Ownership was offered then.")
    created_at = models.DateTimeField(default=utc_now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="membership_once_per_organization"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} as {self.role} of {self.organization_id}"


class Invitation(models.Model):
    """An offer of a place, sent to an address. Of its token only a hash is kept: see `accounts.invitations`."""

    id = models.CharField(primary_key=True, max_length=40, default=new_invitation_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=utc_now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once_per_address",
            ),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="invitation_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role} of {self.organization_id}"


class ApiKey(models.Model):
    """A bearer key of an organization. The secret itself is never stored: see `accounts.keys`."""

    id = models.CharField(primary_key=True, max_length=40, default=new_key_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="api_keys")
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="api_keys")
    name = models.CharField(max_length=200)
    prefix = models.CharField(
        max_length=21, unique=True, editable=False, help_text="sh_ and 18 hex digits; identifies the key, safe to log."
    )
    secret_hash = models.CharField(max_length=64, editable=False)
    pepper_version = models.PositiveSmallIntegerField(editable=False)
    scopes = models.JSONField(default=list)
    tier = models.CharField(max_length=16, choices=Tier.choices, default=Tier.DEFAULT)
    ip_allowlist = models.JSONField(
        "IP allowlist", default=list, blank=True, help_text="CIDR networks; empty means any address."
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="replaces"
    )
    lineage_id = models.CharField(
        max_length=40, editable=False, help_text="The first key of its rotations: they share one budget."
    )
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=utc_now, editable=False)

    class Meta:
        verbose_name = "API key"
        indexes = [models.Index(fields=["organization", "-created_at"], name="key_by_organization")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.lineage_id = self.lineage_id or self.pk
        super().save(*args, **kwargs)


class LogRows(models.QuerySet["models.Model"]):
    def purge_before(self, cutoff: datetime, *, most: int) -> int:
        """Remove the oldest rows from before `cutoff`, at most so many; returns how many."""
        oldest = self.filter(at__lt=cutoff).order_by("at").values_list("pk", flat=True)[:most]
        return models.QuerySet.delete(self.filter(pk__in=list(oldest)))[0]

    def cut_addresses_before(self, cutoff: datetime, cut: Callable[[str], str], *, most: int) -> int:
        """Replace the addresses of the oldest rows from before `cutoff` by `cut(address)`; returns how many rows."""
        whole = self.filter(is_ip_cut=False, at__lt=cutoff).order_by("at").values_list("ip", "pk")[:most]
        by_address: dict[str, list[int]] = {}
        for ip, pk in whole:
            by_address.setdefault(ip, []).append(pk)
        for ip, pks in by_address.items():
            models.QuerySet.update(self.filter(pk__in=pks), ip=cut(ip), is_ip_cut=True)
        return sum(map(len, by_address.values()))


class AuditRows(LogRows):
    """An audit log that its own application could rewrite would prove nothing."""

    def update(self, **changes: Any) -> int:
        raise TypeError("The audit log is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit log is append-only; see accounts.retention.")

    def forget(self, actions: Iterable[str]) -> None:
        """Remove the entries of such actions, which say what a closed organization called things."""
        models.QuerySet.delete(self.filter(action__in=list(actions)))


class AuditEvent(models.Model):
    """Who did what to what. Append-only: `accounts.audit.record` adds rows, `accounts.retention` removes old ones.

    A trigger refuses to change what a row says, whatever code or console asks (`accounts.triggers`). Ids are plain
    text, because an entry outlives what it names. `actor` is a user's or key's id, or a word such as `system`; people
    are named by id only, so that deleting a person needs no change here.
    """

    organization_id = models.CharField(max_length=40, blank=True)
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64, help_text="What happened, e.g. key.revoked.")
    target = models.CharField(max_length=64, blank=True, help_text="Id of what it happened to.")
    details = models.JSONField(default=dict, blank=True)
    ip = models.CharField("IP address", max_length=45, blank=True)
    is_ip_cut = models.BooleanField(default=False, editable=False, help_text="The address has lost its last part.")
    at = models.DateTimeField(default=utc_now)

    objects = AuditRows.as_manager()

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["organization_id", "-at"], name="audit_by_organization"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
            models.Index(fields=["at"], name="audit_by_time"),
            models.Index(fields=["at"], condition=models.Q(is_ip_cut=False), name="audit_with_whole_address"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target} by {self.actor}"


class RequestLog(models.Model):
    """One answered API request. Written in batches by `accounts.request_log`; ids are plain text.

    What was said stands in a row of its own, which goes earlier.
    """

    organization_id = models.CharField(max_length=40, blank=True, help_text="Empty where the caller was not known.")
    key_id = models.CharField(max_length=40, blank=True)
    user_id = models.CharField(max_length=40, blank=True)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=500, help_text="The canonical path.")
    query = models.CharField(max_length=1000, blank=True, help_text="Secrets are struck out.")
    status = models.PositiveSmallIntegerField()
    duration_ms = models.PositiveIntegerField()
    request_id = models.CharField(max_length=64)
    operation = models.CharField(max_length=80, blank=True, help_text="As OpenAPI calls it.")
    job_id = models.CharField(max_length=40, blank=True, help_text="The first job that it started.")
    is_replay = models.BooleanField(default=False, help_text="An earlier answer, for the same Idempotency-Key.")
    ip = models.CharField("IP address", max_length=45, blank=True)
    is_ip_cut = models.BooleanField(default=False, editable=False, help_text="The address has lost its last part.")
    at = models.DateTimeField()

    objects = LogRows.as_manager()

    class Meta:
        verbose_name = "logged request"
        verbose_name_plural = "logged requests"
        indexes = [
            models.Index(fields=["organization_id", "-at", "-id"], name="request_page"),
            models.Index(fields=["key_id", "-at", "-id"], name="request_page_of_key"),
            models.Index(
                fields=["organization_id", "-at", "-id"],
                name="request_page_refused",
                condition=models.Q(status__gte=400),
            ),
            models.Index(fields=["request_id"], name="request_by_id"),
            models.Index(fields=["at"], name="request_by_time"),
            models.Index(fields=["at"], condition=models.Q(is_ip_cut=False), name="request_with_whole_address"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


class ExchangeRows(LogRows):
    def trim(self, most_bytes: int, *, most: int) -> int:
        """Remove the oldest rows of each organization that has more bytes, and all of one that keeps none any more.

        At most so many rows of each; returns how many went.
        """
        silent = models.Exists(Organization.objects.filter(pk=models.OuterRef("organization_id"), keeps_bodies=False))
        sums = self.order_by().values("organization_id").annotate(total=models.Sum("size"), is_silent=silent)
        gone = 0
        for found in sums.filter(models.Q(total__gt=most_bytes) | models.Q(is_silent=True)):
            mine = self.filter(organization_id=found["organization_id"])
            oldest = mine.order_by("at").values_list("pk", "size")[:most]
            excess, pks = found["total"] - (0 if found["is_silent"] else most_bytes), []
            for pk, size in oldest:
                if excess <= 0:
                    break
                excess -= size
                pks.append(pk)
            gone += models.QuerySet.delete(self.filter(pk__in=pks))[0]
        return gone


class RequestExchange(models.Model):
    """What a logged request and its answer said, without secrets: see `accounts.exchanges` for the two documents."""

    log = models.OneToOneField(RequestLog, primary_key=True, on_delete=models.CASCADE, related_name="exchange")
    organization_id = models.CharField(max_length=40)
    request = models.JSONField()
    answer = models.JSONField()
    size = models.PositiveIntegerField(help_text="Bytes that count against the organization's share.")
    at = models.DateTimeField()

    objects = ExchangeRows.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization_id", "at", "size"], name="exchange_share"),
            models.Index(fields=["at"], name="exchange_by_time"),
        ]

    def __str__(self) -> str:
        return f"exchange of request {self.log_id}"


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
