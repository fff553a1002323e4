"""How the workflows family speaks. Its errors are a sentence: the HTTP status is the code."""

from typing import Any

from wire.dialect import Dialect, Limit, Reply, epoch_reset_headers, spoken

_HOUR = 3600


def _envelope(reply: Reply) -> dict[str, Any]:
    message = reply.message
    if reply.status == 402 and "available" in reply.details:
        message = "Insufficient credits. Required: {required}, available: {available}".format(**reply.details)
    return {"success": False, "error": message}


WORKFLOWS = Dialect(
    family="workflows",
    envelope=_envelope,
    limit_headers=epoch_reset_headers,
    limits={
        "default": Limit(100, elevated=600),
        # Tier "elevated" lifts the hourly limits: it is bounded by the same count a minute as everything else.
        "workflow": Limit(10, _HOUR, elevated=36_000),
        "stream": Limit(10, _HOUR, elevated=36_000),
    },
    codes=spoken(
        {
            (401, "unauthorized"): "authentication_required invalid_api_key api_key_revoked api_key_expired",
            (403, "forbidden"): "account_disabled ip_not_allowed csrf_failed insufficient_scope not_in_plan",
            (402, "insufficient_credits"): "insufficient_credits key_budget_exceeded trial_expired",
            (404, "not_found"): (
                "not_found project_not_found plan_not_found source_not_found job_not_found artifact_not_found"
            ),
            (400, "bad_request"): (
                "validation_failed idempotency_key_required source_type_unsupported source_fetch_failed "
                "idempotency_conflict plan_state_invalid "
                "job_state_invalid artifact_not_ready unsupported_media_type payload_too_large "
                "source_too_large provider_rejected "
            ),
            (405, "bad_request"): "method_not_allowed",
            (429, "rate_limited"): "rate_limited",
            (500, "internal_error"): "generation_failed provider_error outcome_unknown internal_error",
            (503, "unavailable"): "provider_unavailable missing_model unavailable",
            (507, "unavailable"): "storage_full",
        }
    ),
)
