"""Users, organizations, memberships and invitations."""

import zoneinfo
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
