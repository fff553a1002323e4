"""What can be done with users and organizations."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone as clock

from accounts.models import Membership, Organization, Role, Tier, User, check_timezone
from wire.errors import ValidationFailed


def create_user(*, email: str, password: str | None = None, name: str = "", now: datetime | None = None) -> User:
    """A person who signs in with `email`. Raises ValidationFailed when the address is taken."""
    if User.objects.filter(email=email.strip().lower()).exists():
        raise ValidationFailed("This e-mail address is taken.", field="email")
    return User.objects.create_user(email, password, name=name, created_at=now or clock.now())


@transaction.atomic
def create_organization(
    name: str,
    owner: User,
    *,
    timezone: str = "UTC",
    tier: str = Tier.DEFAULT,
    is_strict_providers: bool = False,
    now: datetime | None = None,
) -> Organization:
    """An organization with its first owner. Its credits account is billing's to open. Raises ValidationFailed."""
    try:
        check_timezone(timezone)
    except ValidationError as error:
        raise ValidationFailed(" ".join(error.messages), field="timezone") from error
    organization = Organization.objects.create(
        name=name,
        timezone=timezone,
        tier=tier,
        is_strict_providers=is_strict_providers,
        created_at=now or clock.now(),
    )
    Membership.objects.create(
        user=owner, organization=organization, role=Role.OWNER, created_at=organization.created_at
    )
    return organization
