"""How the external family speaks: flat errors, and one count per organization whatever the key."""

import secrets
from typing import Any

from wire.dialect import Dialect, Limit, Reply, epoch_reset_headers, per_organization, spoken


def _envelope(reply: Reply) -> dict[str, Any]:
    return {"success": False, "code": reply.code, "message": reply.message, "requestId": reply.request_id}


def _new_request_id() -> str:
    return f"req_{secrets.token_hex(8)}"


EXTERNAL = Dialect(
    family="external",
    envelope=_envelope,
    limit_headers=epoch_reset_headers,
    limits={"default": Limit(60, elevated=600)},
    counted_by=per_organization,
    new_request_id=_new_request_id,
    codes=spoken(
        {
            (401, "unauthorized"): "authentication_required invalid_api_key api_key_revoked api_key_expired",
            (403, "forbidden"): "account_disabled ip_not_allowed csrf_failed insufficient_scope not_in_plan",
            (402, "insufficient_balance"): "insufficient_credits key_budget_exceeded trial_expired",
            (400, "bad_request"): (
                "not_found project_not_found plan_not_found source_not_found job_not_found "
                "artifact_not_found validation_failed idempotency_key_required source_type_unsupported "
                "source_fetch_failed plan_state_invalid job_state_invalid artifact_not_ready "
                "method_not_allowed unsupported_media_type payload_too_large source_too_large "
                "provider_rejected "
            ),
            (409, "idempotency_conflict"): "idempotency_conflict",
            (429, "rate_limited"): "rate_limited",
            (500, "internal_error"): "generation_failed provider_error outcome_unknown internal_error",
            (503, "unavailable"): "provider_unavailable missing_model unavailable storage_full",
        }
    ),
)
