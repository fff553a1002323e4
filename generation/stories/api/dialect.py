"""How the story family speaks."""

from typing import Any

from wire.dialect import Dialect, Limit, Reply, seconds_reset_headers


def _envelope(reply: Reply) -> dict[str, Any]:
    error: dict[str, Any] = {"code": reply.code, "message": reply.message, "requestId": reply.request_id}
    if reply.details:
        error["details"] = dict(reply.details)
    return {"error": error}


_LIMIT = Limit(120, 60, elevated=600)

STORY = Dialect(
    family="story",
    envelope=_envelope,
    limit_headers=seconds_reset_headers,
    limits=dict.fromkeys(("default", "projects", "sources", "plans", "jobs", "artifacts", "discovery"), _LIMIT),
    codes={
        "authentication_required": (401, "authentication_required"),
        "invalid_api_key": (401, "invalid_api_key"),
        "api_key_revoked": (401, "api_key_revoked"),
        "api_key_expired": (401, "api_key_expired"),
        "account_disabled": (403, "account_disabled"),
        "ip_not_allowed": (403, "ip_not_allowed"),
        "insufficient_scope": (403, "insufficient_scope"),
        "rate_limited": (429, "rate_limited"),
        "idempotency_key_required": (422, "idempotency_key_required"),
        "idempotency_conflict": (409, "idempotency_conflict"),
        "validation_failed": (422, "validation_failed"),
        "method_not_allowed": (405, "validation_failed"),
        "unsupported_media_type": (415, "validation_failed"),
        "payload_too_large": (413, "source_too_large"),
        "not_found": (404, "not_found"),
        "project_not_found": (404, "project_not_found"),
        "plan_not_found": (404, "project_not_found"),
        "source_not_found": (404, "source_not_found"),
        "job_not_found": (404, "story_job_not_found"),
        "artifact_not_found": (404, "artifact_not_found"),
        "source_type_unsupported": (422, "source_type_unsupported"),
        "source_too_large": (422, "source_too_large"),
        "source_fetch_failed": (422, "source_fetch_failed"),
        "plan_state_invalid": (422, "validation_failed"),
        "job_state_invalid": (409, "story_job_state_invalid"),
        "artifact_not_ready": (409, "artifact_not_ready"),
        "generation_failed": (422, "artifact_generation_failed"),
        "provider_error": (422, "artifact_generation_failed"),
        "provider_unavailable": (422, "artifact_generation_failed"),
        "provider_rejected": (422, "artifact_generation_failed"),
        "missing_model": (422, "artifact_generation_failed"),
        "outcome_unknown": (422, "artifact_generation_failed"),
        "insufficient_credits": (402, "insufficient_credits"),
        "unavailable": (503, "internal_error"),
        "internal_error": (500, "internal_error"),
    },
)
