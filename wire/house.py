"""The house dialect: what speaks where no family prints a form of its own, unknown API paths included."""

from typing import Any

from wire.dialect import Dialect, Limit, Reply, seconds_reset_headers, spoken


def _envelope(reply: Reply) -> dict[str, Any]:
    error: dict[str, Any] = {"code": reply.code, "message": reply.message, "requestId": reply.request_id}
    if reply.details:
        error["details"] = dict(reply.details)
    return {"error": error}


HOUSE = Dialect(
    family="house",
    envelope=_envelope,
    limit_headers=seconds_reset_headers,
    limits={"default": Limit(120, elevated=600)},
    codes=spoken(
        {
            (401, "authentication_required"): "authentication_required",
            (401, "invalid_api_key"): "invalid_api_key",
            (401, "api_key_revoked"): "api_key_revoked",
            (401, "api_key_expired"): "api_key_expired",
            (403, "account_disabled"): "account_disabled",
            (403, "ip_not_allowed"): "ip_not_allowed",
            (403, "authentication_required"): "csrf_failed",
            (403, "insufficient_scope"): "insufficient_scope",
            (403, "not_in_plan"): "not_in_plan",
            (402, "insufficient_credits"): "insufficient_credits trial_expired",
            (402, "key_budget_exceeded"): "key_budget_exceeded",
            (404, "not_found"): "not_found",
            (404, "project_not_found"): "project_not_found plan_not_found",
            (404, "source_not_found"): "source_not_found",
            (404, "story_job_not_found"): "job_not_found",
            (404, "artifact_not_found"): "artifact_not_found",
            (405, "validation_failed"): "method_not_allowed",
            (409, "idempotency_conflict"): "idempotency_conflict",
            (409, "story_job_state_invalid"): "job_state_invalid",
            (409, "artifact_not_ready"): "artifact_not_ready",
            (415, "validation_failed"): "unsupported_media_type",
            (422, "validation_failed"): "validation_failed plan_state_invalid",
            (422, "idempotency_key_required"): "idempotency_key_required",
            (422, "source_type_unsupported"): "source_type_unsupported",
            (422, "source_too_large"): "source_too_large payload_too_large",
            (422, "source_fetch_failed"): "source_fetch_failed",
            (422, "artifact_generation_failed"): (
                "generation_failed provider_error provider_unavailable provider_rejected missing_model outcome_unknown"
            ),
            (429, "rate_limited"): "rate_limited",
            (500, "internal_error"): "internal_error",
            (503, "internal_error"): "unavailable",
            (507, "internal_error"): "storage_full",
        }
    ),
)
