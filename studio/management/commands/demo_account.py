"""An organization to try the studio with: its e-mail, password and a fresh API key, printed for a person or as JSON."""

import json
import secrets
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.keys import issue_key
from accounts.models import Organization, Tier, User
from accounts.scopes import SCOPES
from accounts.services import create_organization, create_user
from billing.plans import SELF_HOSTED
from billing.services import balance, grant, set_monthly_allowance, withdraw
from billing.subscriptions import change_plan
from wire.errors import ValidationFailed

DEMO_EMAIL = "demo@studio.example"
DEMO_CREDITS = 1000
ACTOR = "demo_account"


class Command(BaseCommand):
    help = "Create or reuse the demo organization; print its e-mail, a new password and a new API key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON line")
        parser.add_argument("--scopes", help="comma-separated scopes of the key (all by default)")
        parser.add_argument(
            "--credits", type=int, default=DEMO_CREDITS, help="exactly as many credits to spend, and no monthly grant"
        )
        parser.add_argument(
            "--tier", choices=Tier.values, default=Tier.DEFAULT, help="elevated: 600 a minute and no hourly limits"
        )
        parser.add_argument("--new", action="store_true", help="another organization instead of the demo one")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["credits"] < 0:
            raise CommandError("--credits cannot be negative.")
        scopes = options["scopes"].replace(" ", "").split(",") if options["scopes"] else list(SCOPES)
        now = timezone.now()
        with transaction.atomic():
            user, organization = self._tenant(is_new=options["new"], now=now)
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.is_active = True
            user.save(update_fields=["password", "is_active"])
            organization.tier = options["tier"]
            organization.is_strict_providers = False
            organization.suspended_at = None
            organization.save(update_fields=["tier", "is_strict_providers", "suspended_at"])
            # Whatever new organizations begin with, this one can do everything.
            change_plan(organization.pk, SELF_HOSTED, actor=ACTOR, reason="Demo reset.", now=now)
            set_credits(organization.pk, options["credits"], now=now)
            try:
                _, token = issue_key(
                    organization, name="Demo key", scopes=scopes, user=user, tier=options["tier"], now=now
                )
            except ValidationFailed as error:
                raise CommandError(error.message) from error
        answer = {"organization": organization.pk, "email": user.email, "password": password, "api_key": token}
        if options["json"]:
            self.stdout.write(json.dumps(answer))
            return
        for name, value in answer.items():
            self.stdout.write(f"{name:>12}  {value}")

    def _tenant(self, *, is_new: bool, now: datetime) -> tuple[User, Organization]:
        email = f"demo-{secrets.token_hex(4)}@studio.example" if is_new else DEMO_EMAIL
        user = User.objects.filter(email=email).first()
        if user is None:
            user = create_user(email=email, name="Demo", now=now)
        organization = user.organizations.order_by("created_at").first()
        if organization is None:
            organization = create_organization("Demo Studio", user, now=now)
        return user, organization


def set_credits(organization_id: str, credits: int, *, now: datetime) -> None:
    """Bring what can be spent to exactly `credits`, all of it perpetual, whatever was spent or granted before."""
    set_monthly_allowance(organization_id, 0, now=now)
    has = balance(organization_id, now)
    if has.monthly_remaining:
        withdraw(organization_id, has.monthly_remaining, bucket="monthly", reason="Demo reset.", actor=ACTOR, now=now)
    missing = credits - has.perpetual
    if missing > 0:
        grant(organization_id, missing, bucket="perpetual", reason="Demo credits.", actor=ACTOR, now=now)
    elif missing < 0:
        withdraw(organization_id, -missing, bucket="perpetual", reason="Demo reset.", actor=ACTOR, now=now)
