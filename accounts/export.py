"""A person's own data, to take away: one ZIP of JSON files, with nothing of anybody else in it."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from accounts.audit import record
from accounts.models import ApiKey, AuditEvent, Membership, RequestLog, User

# Fields by name, so that a new column stays out until somebody decides that it is the person's own.
_PERSON = ("id", "email", "name", "is_active", "is_staff", "created_at", "last_login")
_KEY = (
    "id", "organization_id", "name", "prefix", "scopes", "tier", "ip_allowlist",
    "created_at", "expires_at", "revoked_at", "last_used_at",
)  # fmt: skip
_EVENT = ("action", "target", "organization_id", "details", "ip", "at")
_REQUEST = ("method", "path", "status", "key_id", "organization_id", "request_id", "ip", "at")
_MOST_REQUESTS = 10_000


def export_user_data(user: User, *, now: datetime | None = None) -> bytes:
    """The bytes of a ZIP: person, memberships, keys (without secrets), what they did, and their newest requests."""
    now = now or timezone.now()
    files = {
        "person.json": _fields(user, _PERSON) | {"addresses": _addresses(user), "two_factor": _two_factor(user)},
        "memberships.json": _memberships(user),
        "keys.json": _rows(ApiKey.objects.filter(created_by=user).order_by("created_at"), _KEY),
        "audit.json": _rows(AuditEvent.objects.filter(actor=user.pk).order_by("at"), _EVENT),
        "requests.json": _rows(RequestLog.objects.filter(user_id=user.pk).order_by("-at")[:_MOST_REQUESTS], _REQUEST),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, json.dumps(data, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
    record("person.exported", actor=user, target=user.pk, now=now)
    return packed.getvalue()


def _fields(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _rows(rows: Iterable[Model], names: Iterable[str]) -> list[dict[str, Any]]:
    return [_fields(row, names) for row in rows]


def _addresses(user: User) -> list[dict[str, Any]]:
    return _rows(EmailAddress.objects.filter(user=user).order_by("pk"), ("email", "verified", "primary"))


def _two_factor(user: User) -> list[dict[str, Any]]:
    return _rows(Authenticator.objects.filter(user=user).order_by("pk"), ("type", "created_at", "last_used_at"))


def _memberships(user: User) -> list[dict[str, Any]]:
    mine = Membership.objects.filter(user=user).select_related("organization").order_by("created_at")
    return [
        {
            "organization_id": one.organization_id,
            "organization": one.organization.name,
            "role": one.role,
            "since": one.created_at,
        }
        for one in mine
    ]
