"""The one gate: who calls, may they, and how often. Serves DRF views and raw ASGI streams alike."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from wire.dialect import Dialect, Usage, too_many
from wire.errors import AuthenticationRequired, CsrfFailed, InsufficientScope, StudioError
from wire.principal import Principal
from wire.ratelimit import limiter
from wire.telemetry.context import learn

# In a door's scopes: any valid key or session will do.
ANY_CALLER = "*"


@dataclass(frozen=True, slots=True)
class SessionUser:
    """Who is signed in, and the organization they act for (None: their first)."""

    user_id: str
    organization_id: str | None


def _nobody() -> SessionUser | None:
    return None


def _always() -> bool:
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Caller:
    """What the gate needs of a request, however it came in. The session is looked at only where there is no key."""

    authorization: str
    remote_ip: str
    session: Callable[[], SessionUser | None] = _nobody
    passes_csrf: Callable[[], bool] = _always


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """What an operation asks for. Empty `scopes` means public; of several, one is enough; `ANY_CALLER` is any."""

    dialect: Dialect
    route_family: str
    scopes: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class Admission:
    """How the gate decided. `error` is set when the caller was turned away; `usage` whenever it was counted."""

    principal: Principal | None = None
    usage: Usage | None = None
    error: StudioError | None = None


def admit(caller: Caller, door: Door) -> Admission:
    """Authenticate, count, check the scope, in that order. Blocking: one indexed query at the most.

    A failed authentication is counted against the address, so that guessing keys runs into the limit.
    """
    admission = Admission()
    try:
        admission.principal = _authenticate(caller, door)
    except StudioError as error:
        admission.error = error
    if admission.principal is not None:
        learn(organization=admission.principal.organization_id)
    limit = door.dialect.limits.get(door.route_family, door.dialect.limits["default"])
    tier, percent = "default", 100
    if admission.principal:
        tier, percent = admission.principal.tier, admission.principal.limit_percent
    who = door.dialect.counted_by(admission.principal, caller.remote_ip)
    bucket = f"{door.dialect.family}:{door.route_family}:{who}"
    allowed, admission.usage = limiter.hit(bucket, limit.for_tier(tier) * percent // 100, limit.window_s)
    if not allowed:
        admission.error = too_many(admission.usage)
    elif admission.error is None and admission.principal is not None:
        admission.error = _scope_error(admission.principal, door.scopes)
    return admission


def is_welcome(caller: Caller, door: Door) -> bool:
    """Whether the caller would be let in, without counting a request."""
    try:
        principal = _authenticate(caller, door)
    except StudioError:
        return False
    return principal is None or _scope_error(principal, door.scopes) is None


def _authenticate(caller: Caller, door: Door) -> Principal | None:
    if not door.scopes:
        return None  # public: a stale key in the header must not lock its owner out of the docs
    if not caller.authorization:
        return _authenticate_session(caller)
    scheme, _, token = caller.authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise AuthenticationRequired()
    authenticate = import_string(settings.STUDIO_AUTHENTICATOR)
    principal: Principal = authenticate(token.strip(), remote_ip=caller.remote_ip, now=timezone.now())
    return principal


def _authenticate_session(caller: Caller) -> Principal:
    user = caller.session()
    if user is None:
        raise AuthenticationRequired()
    if not caller.passes_csrf():
        raise CsrfFailed()
    authenticate = import_string(settings.STUDIO_SESSION_AUTHENTICATOR)
    principal: Principal = authenticate(user.user_id, user.organization_id, now=timezone.now())
    return principal


def _scope_error(principal: Principal, scopes: tuple[str, ...]) -> StudioError | None:
    if not scopes or ANY_CALLER in scopes or principal.scopes.intersection(scopes):
        return None
    wanted = " or ".join(scopes)
    return InsufficientScope(
        f"This key lacks the scope {wanted}. Ask the account owner to add it.", required=list(scopes)
    )


def client_ip(remote_addr: str, forwarded_for: str) -> str:
    """The caller's address. X-Forwarded-For counts only when the peer is a configured proxy, read from the right."""
    trusted = set(settings.STUDIO_TRUSTED_PROXIES)
    if remote_addr not in trusted or not forwarded_for:
        return remote_addr
    for hop in reversed([part.strip() for part in forwarded_for.split(",")]):
        if hop not in trusted:
            return hop
    return remote_addr
