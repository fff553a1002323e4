"""How the door speaks: OpenAI's error envelope, statuses and limit headers."""

from typing import Any

from wire.dialect import Dialect, Limit, Reply, Usage, in_snake_case, spoken

_TYPES = {401: "authentication_error", 403: "permission_error", 404: "not_found_error", 429: "rate_limit_error"}


def _envelope(reply: Reply) -> dict[str, Any]:
    kind = _TYPES.get(reply.status, "invalid_request_error" if reply.status < 500 else "server_error")
    param = reply.details.get("field")
    return {"error": {"message": reply.message, "type": kind, "param": param, "code": reply.code}}


def _limit_headers(usage: Usage) -> dict[str, str]:
    return {
        "x-ratelimit-limit-requests": str(usage.limit),
        "x-ratelimit-remaining-requests": str(usage.remaining),
        "x-ratelimit-reset-requests": f"{usage.seconds_left()}s",
    }


DOOR_DIALECT = Dialect(
    family="openai",
    envelope=_envelope,
    limit_headers=_limit_headers,
    spells=in_snake_case,
    limits={
        "default": Limit(120, elevated=600),
        "chat": Limit(60, elevated=600),
        "generation": Limit(20, elevated=200),
    },
    codes=spoken(
        {
            (401, "invalid_api_key"): "authentication_required invalid_api_key api_key_revoked api_key_expired",
            (403, "forbidden"): "account_disabled ip_not_allowed csrf_failed insufficient_scope not_in_plan",
            (402, "insufficient_quota"): "insufficient_credits key_budget_exceeded trial_expired",
            (404, "not_found"): (
                "not_found project_not_found plan_not_found source_not_found job_not_found artifact_not_found"
            ),
            (400, "invalid_request"): (
                "validation_failed idempotency_key_required source_type_unsupported source_fetch_failed "
                "provider_rejected"
            ),
            (405, "method_not_allowed"): "method_not_allowed",
            (409, "conflict"): "idempotency_conflict plan_state_invalid job_state_invalid artifact_not_ready",
            (413, "too_large"): "payload_too_large source_too_large",
            (415, "invalid_request"): "unsupported_media_type",
            (429, "rate_limit_exceeded"): "rate_limited",
            (502, "provider_error"): "generation_failed provider_error missing_model outcome_unknown",
            (503, "unavailable"): "provider_unavailable unavailable",
            (507, "unavailable"): "storage_full",
            (500, "internal_error"): "internal_error",
        }
    ),
)

NOTE_HEADER = "X-Studio-Note"


def note_headers(note: str) -> dict[str, str]:
    """Why the studio itself did it, for which OpenAI's answers have no place; headers hold ASCII alone."""
    plain = note.translate(_PLAIN).encode("ascii", "replace").decode()
    return {NOTE_HEADER: " ".join(plain.split())[:500]} if note else {}


_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})
