"""API keys: issue, check, rotate, revoke.

A key reads `sh_<18 hex>_<64 hex>`. The first two parts are the prefix: unique, indexed, safe to log. The last part is
the secret, of which only an HMAC-SHA256 under a server-side pepper is stored. Secrets have 256 random bits, so a slow
password hash would buy nothing. Peppers are versioned (`STUDIO_KEY_PEPPERS`): new keys take the newest, old ones keep
working as long as their version is configured, and move to the newest when they are used.
"""

import hashlib
import hmac
import ipaddress
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.errors import MalformedApiKey, OrganizationSuspended, OwnerDisabled, UnknownApiKey, WrongKeySecret
from accounts.last_used import last_used, rehashes
from accounts.models import ApiKey, Organization, Tier, User
from accounts.scopes import DEFAULT_SCOPES, checked_scopes
from wire.errors import (
    ApiKeyExpired,
    ApiKeyRevoked,
    AuthenticationRequired,
    IpNotAllowed,
    ValidationFailed,
)
from wire.principal import Principal

_TOKEN = re.compile(r"(sh_[0-9a-f]{18})_([0-9a-f]{64})", re.ASCII)
_NO_SUCH_HASH = "0" * 64


class StoredKey(NamedTuple):
    """What a request needs to know of its key, its organization and its owner."""

    id: str
    secret_hash: str
    pepper_version: int
    scopes: list[str]
    tier: str
    ip_allowlist: list[str]
    expires_at: datetime | None
    revoked_at: datetime | None
    organization_id: str
    organization_tier: str
    limit_percent: int
    suspended_at: datetime | None
    owner_id: str | None
    is_owner_active: bool | None


# In the order of StoredKey's fields. Built once, and no model instances: this query is half of a small request.
_STORED_KEYS = ApiKey.objects.order_by().values_list(
    "id", "secret_hash", "pepper_version", "scopes", "tier", "ip_allowlist", "expires_at", "revoked_at",
    "organization_id", "organization__tier", "organization__limit_percent", "organization__suspended_at",
    "created_by_id", "created_by__is_active",
)  # fmt: skip

ROTATION_OVERLAP = timedelta(days=1)
LONGEST_OVERLAP = timedelta(days=30)


@transaction.atomic
def issue_key(
    organization: Organization,
    *,
    name: str,
    scopes: Iterable[str] = DEFAULT_SCOPES,
    user: User | None = None,
    tier: str = Tier.DEFAULT,
    expires_at: datetime | None = None,
    ip_allowlist: Iterable[str] = (),
    lineage_id: str = "",
    now: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its token; the token is not kept and cannot be shown again.

    `lineage_id` is that of the key it succeeds; without one it is the first of its own.

    Raises ValidationFailed with `field` on unknown scopes, a wrong tier or an allowlist entry that is no network.
    """
    if tier not in Tier.values:
        raise ValidationFailed(f"tier must be one of {', '.join(Tier.values)}.", field="tier")
    prefix, secret = f"sh_{secrets.token_hex(9)}", secrets.token_hex(32)
    version = max(settings.STUDIO_KEY_PEPPERS)
    key = ApiKey.objects.create(
        organization=organization,
        created_by=user,
        name=checked_name(name),
        prefix=prefix,
        secret_hash=_hash(secret, version),
        pepper_version=version,
        scopes=checked_scopes(scopes),
        tier=tier,
        ip_allowlist=checked_networks(ip_allowlist),
        expires_at=expires_at,
        lineage_id=lineage_id,
        created_at=now or timezone.now(),
    )
    details = {"name": key.name, "prefix": prefix, "scopes": key.scopes, "tier": tier}
    record("key.issued", actor=user, organization_id=organization.pk, target=key.pk, details=details, now=now)
    return key, f"{prefix}_{secret}"


def authenticate(token: str, *, remote_ip: str, now: datetime | None = None) -> Principal:
    """The caller behind a bearer token; one query.

    Raises, in this order: AuthenticationRequired (no token), MalformedApiKey, UnknownApiKey or WrongKeySecret,
    ApiKeyRevoked, ApiKeyExpired, OrganizationSuspended or OwnerDisabled, IpNotAllowed. What lies behind a right secret
    is told only to those who have it.
    """
    now = now or timezone.now()
    if not token:
        raise AuthenticationRequired
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise MalformedApiKey
    prefix, secret = match.groups()
    found = [StoredKey(*row) for row in _STORED_KEYS.filter(prefix=prefix)]
    key = _check_secret(found[0] if found else None, secret)
    _check_standing(key, remote_ip=remote_ip, now=now)
    last_used.note(key.id, now)
    newest = max(settings.STUDIO_KEY_PEPPERS)
    if key.pepper_version < newest:
        rehashes.note(key.id, newest, _hash(secret, newest))
    return _principal(key)


def principal_of(key_id: str, now: datetime | None = None) -> Principal:
    """The caller behind a key that was checked when a signed address was handed out to it; one query.

    Raises ApiKeyRevoked, also for a key that is gone, ApiKeyExpired, OrganizationSuspended or OwnerDisabled. Networks
    are not asked about: such an address may be used from elsewhere.
    """
    row = _STORED_KEYS.filter(pk=key_id).first()
    if row is None:
        raise ApiKeyRevoked
    key = StoredKey(*row)
    _check_standing(key._replace(ip_allowlist=[]), remote_ip="", now=now or timezone.now())
    return _principal(key)


def _principal(key: StoredKey) -> Principal:
    is_elevated = Tier.ELEVATED in (key.tier, key.organization_tier)
    return Principal(
        organization_id=key.organization_id,
        key_id=key.id,
        user_id=key.owner_id,
        scopes=frozenset(key.scopes),
        tier="elevated" if is_elevated else "default",
        is_session=False,
        limit_percent=key.limit_percent,
    )


@transaction.atomic
def rotate_key(
    key: ApiKey,
    *,
    overlap: timedelta = ROTATION_OVERLAP,
    by: User | None = None,
    now: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A successor with the same name, scopes, tier, networks and budget, and its token; the old ends after `overlap`.

    A key that expires passes its whole lifetime on. Raises ApiKeyRevoked, ApiKeyExpired, and ValidationFailed when the
    overlap is negative or longer than 30 days or the key has a successor already.
    """
    now = now or timezone.now()
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise ValidationFailed("The overlap lies between nothing and 30 days.", field="overlap")
    old = ApiKey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=key.pk)
    if old.revoked_at is not None:
        raise ApiKeyRevoked
    if old.replaced_by_id is not None:
        raise ValidationFailed("This key was rotated already.", field="key")
    if old.expires_at is not None and old.expires_at <= now:
        raise ApiKeyExpired
    new, token = issue_key(
        old.organization,
        name=old.name,
        scopes=old.scopes,
        user=by or old.created_by,
        tier=old.tier,
        expires_at=now + (old.expires_at - old.created_at) if old.expires_at else None,
        ip_allowlist=old.ip_allowlist,
        lineage_id=old.lineage_id,
        now=now,
    )
    ends_at = now + overlap
    key.expires_at = old.expires_at = min(old.expires_at or ends_at, ends_at)
    key.replaced_by = old.replaced_by = new
    old.save(update_fields=["expires_at", "replaced_by"])
    details = {"successor": new.pk, "ends_at": old.expires_at.isoformat()}
    record("key.rotated", actor=by, organization_id=old.organization_id, target=old.pk, details=details, now=now)
    return new, token


@transaction.atomic
def change_key(key: ApiKey, *, name: str, ip_allowlist: Iterable[str], by: User | None = None) -> None:
    """Rename a key and set the networks that it may be used from; audited. Raises ValidationFailed with `field`."""
    before = {"name": key.name, "ip_allowlist": key.ip_allowlist}
    key.name, key.ip_allowlist = checked_name(name), checked_networks(ip_allowlist)
    after = {"name": key.name, "ip_allowlist": key.ip_allowlist}
    if after == before:
        return
    key.save(update_fields=["name", "ip_allowlist"])
    details = {"before": before, "after": after}
    record("key.changed", actor=by, organization_id=key.organization_id, target=key.pk, details=details)


def revoke_key(key: ApiKey, now: datetime | None = None, *, by: User | None = None) -> None:
    """End a key for good, at once: every call asks the database. The first revocation's time stays."""
    with transaction.atomic():
        live = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True)
        if live.update(revoked_at=now or timezone.now()):
            record("key.revoked", actor=by, organization_id=key.organization_id, target=key.pk, now=now)
    key.refresh_from_db(fields=["revoked_at"])


def checked_name(name: str) -> str:
    """The name without blanks around it. Raises ValidationFailed when nothing is left, or too much."""
    if not 0 < len(name.strip()) <= 200:
        raise ValidationFailed("A key's name has 1 to 200 characters.", field="name")
    return name.strip()


def checked_networks(networks: Iterable[str]) -> list[str]:
    """CIDR networks in canonical form; a bare address is a network of one. Raises ValidationFailed."""
    checked = []
    for network in networks:
        try:
            checked.append(str(ipaddress.ip_network(network.strip(), strict=False)))
        except ValueError as error:
            raise ValidationFailed(f"{network!r} is not an address or CIDR network.", field="ip_allowlist") from error
    return checked


def _hash(secret: str, pepper_version: int) -> str:
    pepper = settings.STUDIO_KEY_PEPPERS[pepper_version]
    return hmac.digest(pepper.encode(), secret.encode(), hashlib.sha256).hex()


def _check_secret(key: StoredKey | None, secret: str) -> StoredKey:
    """One HMAC and one constant-time comparison whatever the prefix, so that time does not tell which ones exist."""
    version = max(settings.STUDIO_KEY_PEPPERS)
    stored = _NO_SUCH_HASH
    if key is not None and key.pepper_version in settings.STUDIO_KEY_PEPPERS:
        version, stored = key.pepper_version, key.secret_hash
    is_right = hmac.compare_digest(_hash(secret, version), stored)
    if key is None:
        raise UnknownApiKey
    if not is_right:
        raise WrongKeySecret
    return key


def _check_standing(key: StoredKey, *, remote_ip: str, now: datetime) -> None:
    if key.revoked_at is not None and key.revoked_at <= now:
        raise ApiKeyRevoked
    if key.expires_at is not None and key.expires_at <= now:
        raise ApiKeyExpired
    if key.suspended_at is not None and key.suspended_at <= now:
        raise OrganizationSuspended
    if key.owner_id is not None and not key.is_owner_active:
        raise OwnerDisabled
    if key.ip_allowlist and not _is_listed(remote_ip, key.ip_allowlist):
        raise IpNotAllowed


def _is_listed(remote_ip: str, networks: list[str]) -> bool:
    try:
        address = ipaddress.ip_address(remote_ip)
    except ValueError:
        return False
    # A dual-stack socket reports IPv4 peers as ::ffff:a.b.c.d, which no IPv4 network contains.
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in ipaddress.ip_network(network) for network in networks)
