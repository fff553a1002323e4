"""How the studio family speaks."""

from typing import Any

from wire.dialect import Dialect, Limit, Reply, epoch_reset_headers, in_snake_case, spoken


def _envelope(reply: Reply) -> dict[str, Any]:
    return {"error": {"code": reply.code, "message": reply.message, "details": dict(reply.details)}}


STUDIO = Dialect(
    family="studio",
    envelope=_envelope,
    limit_headers=epoch_reset_headers,
    spells=in_snake_case,
    limits={
        "default": Limit(120, elevated=600),
        "chat": Limit(60, elevated=600),
        "generation": Limit(20, elevated=200),
        "export": Limit(10, elevated=100),
    },
    codes=spoken(
        {
            (401, "UNAUTHORIZED"): "authentication_required invalid_api_key api_key_revoked api_key_expired",
            (403, "FORBIDDEN"): "account_disabled ip_not_allowed csrf_failed insufficient_scope not_in_plan",
            (402, "FORBIDDEN"): "insufficient_credits key_budget_exceeded trial_expired",
            (404, "NOT_FOUND"): (
                "not_found project_not_found plan_not_found source_not_found job_not_found artifact_not_found"
            ),
            (400, "INVALID_REQUEST"): (
                "validation_failed idempotency_key_required source_type_unsupported source_fetch_failed"
            ),
            (405, "INVALID_REQUEST"): "method_not_allowed",
            (409, "INVALID_REQUEST"): "idempotency_conflict plan_state_invalid job_state_invalid artifact_not_ready",
            (413, "INVALID_REQUEST"): "payload_too_large source_too_large",
            (415, "INVALID_REQUEST"): "unsupported_media_type",
            (429, "RATE_LIMITED"): "rate_limited",
            (502, "PROVIDER_ERROR"): (
                "generation_failed provider_error provider_unavailable provider_rejected missing_model outcome_unknown"
            ),
            (503, "INTERNAL_ERROR"): "unavailable",
            (507, "INTERNAL_ERROR"): "storage_full",
            (500, "INTERNAL_ERROR"): "internal_error",
        }
    ),
)
