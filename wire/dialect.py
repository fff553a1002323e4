"""A family's manner of speech: how it names errors, prints limits and counts requests. Data, one value a family."""

import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wire.errors import RateLimited, StudioError
from wire.principal import Principal


@dataclass(frozen=True)
class Limit:
    """At most `count` requests in each window of `window_s` seconds; `elevated` for keys of that tier."""

    count: int
    window_s: int = 60
    elevated: int | None = None

    def for_tier(self, tier: str) -> int:
        return self.elevated if tier == "elevated" and self.elevated else self.count


@dataclass(frozen=True, slots=True)
class Usage:
    """What is left of a limit after this request. `reset_at` is Unix time in seconds."""

    limit: int
    remaining: int
    reset_at: float

    def seconds_left(self, now: float | None = None) -> int:
        return max(1, int(self.reset_at - (time.time() if now is None else now) + 0.999))


@dataclass(frozen=True)
class Reply:
    """An error as a family prints it."""

    status: int
    code: str
    message: str
    details: Mapping[str, Any]
    request_id: str


def per_key_and_address(principal: Principal | None, address: str) -> str:
    """Whom a limit counts: each key (or session) from each address on its own."""
    if principal is None:
        return f"anonymous {address}"
    return f"{principal.key_id or principal.user_id} {address}"


def per_organization(principal: Principal | None, address: str) -> str:
    """Whom a limit counts: an organization's keys and addresses together."""
    return principal.organization_id if principal else f"anonymous {address}"


def spoken(table: Mapping[tuple[int, str], str]) -> dict[str, tuple[int, str]]:
    """Turn `{(status, the family's code): "core codes, separated by blanks"}` around."""
    return {code: reply for reply, codes in table.items() for code in codes.split()}


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """`codes` maps each core error code to (HTTP status, the family's code); a test keeps it complete.

    `spells` turns what the core prints in camelCase into the family's own spelling.
    """

    family: str
    codes: Mapping[str, tuple[int, str]]
    envelope: Callable[[Reply], dict[str, Any]]
    limit_headers: Callable[[Usage], dict[str, str]]
    limits: Mapping[str, Limit]
    counted_by: Callable[[Principal | None, str], str] = per_key_and_address
    new_request_id: Callable[[], str] = lambda: str(uuid.uuid4())
    spells: Callable[[dict[str, Any]], dict[str, Any]] = lambda data: data

    def reply(self, error: StudioError, request_id: str) -> Reply:
        status, code = self.codes.get(error.code, self.codes["internal_error"])
        return Reply(status, code, error.message, error.details, request_id)


def in_snake_case(data: Any) -> Any:
    """JSON whose keys are written as `line_items`, not as `lineItems`."""
    if isinstance(data, dict):
        return {re.sub(r"(?<=[a-z0-9])[A-Z]", r"_\g<0>", key).lower(): in_snake_case(one) for key, one in data.items()}
    return [in_snake_case(one) for one in data] if isinstance(data, list) else data


def error_headers(error: StudioError) -> dict[str, str]:
    """Headers that belong to an error whatever the family: Retry-After in whole seconds, Allow for a 405."""
    headers = {}
    if "retry_after" in error.details:
        headers["Retry-After"] = str(error.details["retry_after"])
    if "allowed_methods" in error.details:
        headers["Allow"] = ", ".join(error.details["allowed_methods"])
    return headers


def epoch_reset_headers(usage: Usage) -> dict[str, str]:
    """The `X-RateLimit-*` form: the reset is an epoch second."""
    return {
        "X-RateLimit-Limit": str(usage.limit),
        "X-RateLimit-Remaining": str(usage.remaining),
        "X-RateLimit-Reset": str(int(usage.reset_at + 0.999)),
    }


def seconds_reset_headers(usage: Usage) -> dict[str, str]:
    """The `RateLimit-*` form: the reset counts seconds from now."""
    return {
        "RateLimit-Limit": str(usage.limit),
        "RateLimit-Remaining": str(usage.remaining),
        "RateLimit-Reset": str(usage.seconds_left()),
    }


def too_many(usage: Usage) -> RateLimited:
    wait = usage.seconds_left()
    return RateLimited(f"Too many requests. Try again in {wait} s.", retry_after=wait)
