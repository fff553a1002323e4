"""Errors of the core. They carry a stable code, a sentence and data; they know nothing of HTTP.

A family's `Dialect` turns a code into a status and the family's own code. This module imports nothing of ours.
"""

from typing import Any, ClassVar


class StudioError(Exception):
    """Base of every error a caller may see. `message` says what to do; `details` is JSON-ready data."""

    code: ClassVar[str] = "internal_error"
    default_message: ClassVar[str] = "Something went wrong on our side. Retry with the same Idempotency-Key."

    def __init__(self, message: str | None = None, **details: Any) -> None:
        self.message = message or self.default_message
        self.details = details
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors cross from a child process by pickle, which would drop keyword arguments.
        return _restore, (type(self), self.message, self.details)


def _restore(kind: type[StudioError], message: str, details: dict[str, Any]) -> StudioError:
    return kind(message, **details)


class AuthenticationRequired(StudioError):
    code = "authentication_required"
    default_message = "Send your API key in the Authorization header: 'Authorization: Bearer sh_…'."


class InvalidApiKey(StudioError):
    code = "invalid_api_key"
    default_message = "This API key is malformed or unknown. Issue a new one in the dashboard."


class ApiKeyRevoked(StudioError):
    code = "api_key_revoked"
    default_message = "This API key has been revoked. Issue a new one in the dashboard."


class ApiKeyExpired(StudioError):
    code = "api_key_expired"
    default_message = "This API key has expired. Issue a new one in the dashboard."


class AccountDisabled(StudioError):
    code = "account_disabled"
    default_message = "The account that owns this key is disabled. Contact support."


class IpNotAllowed(StudioError):
    code = "ip_not_allowed"
    default_message = "This address is not on the key's allowlist. Add it in the dashboard or use another key."


class CsrfFailed(StudioError):
    code = "csrf_failed"
    default_message = "Send the CSRF token of your session in the X-CSRFToken header, or use an API key."


class InsufficientScope(StudioError):
    """`details.required` lists the scopes of which the key needs one."""

    code = "insufficient_scope"
    default_message = "This key lacks the scope that the operation needs."


class RateLimited(StudioError):
    """`details.retry_after` is in whole seconds."""

    code = "rate_limited"
    default_message = "Too many requests. Wait for the seconds named in Retry-After."


class IdempotencyKeyRequired(StudioError):
    code = "idempotency_key_required"
    default_message = "Send an Idempotency-Key header (a UUID that is stable for this operation)."


class IdempotencyConflict(StudioError):
    code = "idempotency_conflict"
    default_message = "This Idempotency-Key was used with other parameters. Use a new key for a new operation."


class ValidationFailed(StudioError):
    """`details.field` names the offending field as a dotted path."""

    code = "validation_failed"
    default_message = "The request is not valid."


class NotFound(StudioError):
    """`details.kind` says what was looked for: `project`, `source`, `plan`, `job`, `artifact`, `asset`, `route` …"""

    code = "not_found"
    default_message = "Not found."


class ProjectNotFound(NotFound):
    code = "project_not_found"
    default_message = "No such project. Check the project id."


class SourceNotFound(NotFound):
    code = "source_not_found"
    default_message = "No such source. Check the source id."


class PlanNotFound(NotFound):
    code = "plan_not_found"
    default_message = "No such plan. Check the plan id."


class JobNotFound(NotFound):
    code = "job_not_found"
    default_message = "No such job. Check the job id."


class ArtifactNotFound(NotFound):
    code = "artifact_not_found"
    default_message = "No such artifact. Check the artifact id."


class MethodNotAllowed(StudioError):
    """`details.allowed` lists the methods of the path."""

    code = "method_not_allowed"
    default_message = "This path does not take that method."


class UnsupportedMediaType(StudioError):
    code = "unsupported_media_type"
    default_message = "Send the body as application/json."


class PayloadTooLarge(StudioError):
    """`details.max_bytes` is the cap."""

    code = "payload_too_large"
    default_message = "The request body is too large."


class QuotaFull(PayloadTooLarge):
    """An organization keeps as much as it may: `details.storedBytes` of `details.maxBytes`."""

    default_message = "Your organization has no room for further files."


class SourceTypeUnsupported(StudioError):
    code = "source_type_unsupported"
    default_message = "This source type is not supported. See capabilities.sources.types."


class SourceTooLarge(StudioError):
    """`details.maxBytes` is the cap on the content in UTF-8 bytes."""

    code = "source_too_large"
    default_message = "The source is too large."


class SourceFetchFailed(StudioError):
    code = "source_fetch_failed"
    default_message = "The address could not be fetched."


class JobStateInvalid(StudioError):
    """`details.status` is the job's state, `details.allowed` the states in which the operation works."""

    code = "job_state_invalid"
    default_message = "The job is in a state that does not allow this."


class PlanStateInvalid(StudioError):
    """`details.status` is the plan's state, `details.allowed` the states in which the operation works."""

    code = "plan_state_invalid"
    default_message = "The plan is in a state that does not allow this."


class ArtifactNotReady(StudioError):
    code = "artifact_not_ready"
    default_message = "The artifact is not ready for this yet. Poll it until its status is READY."


class GenerationFailed(StudioError):
    """A maker could not do the work; `message` is the cause in words that a person can act on."""

    code = "generation_failed"
    default_message = "The generation failed."


class InsufficientCredits(StudioError):
    """`details.required` and `details.available` are in credits."""

    code = "insufficient_credits"
    default_message = "The account does not have enough Studio Credits for this."


class KeyBudgetExceeded(StudioError):
    """The API key's own budget for the month, not the organization's credits, which may well suffice.

    In credits: `details.required`, `details.budget`, `details.spent` (charged and held this month) and `details.left`;
    `details.resets_at` is when the next month begins, in UTC.
    """

    code = "key_budget_exceeded"
    default_message = "This API key has used up its budget for the month. Raise it on the dashboard's API keys page."


class TrialExpired(StudioError):
    """`details.trial_ended_at` is when. Nothing that costs credits starts; reading, exporting and deleting go on."""

    code = "trial_expired"
    default_message = "The trial has ended. Choose a plan on the dashboard's Subscription page, then send this again."


class NotInPlan(StudioError):
    """`details.plan` is the organization's plan, `details.included_in` the slugs of the plans that include it."""

    code = "not_in_plan"
    default_message = "Your plan does not include this. Change it on the dashboard's Subscription page."


class ProviderError(StudioError):
    """Base of a provider's failures; `transient` ones are retried before they surface."""

    code = "provider_error"
    default_message = "The provider returned an error."
    transient: ClassVar[bool] = False


class ProviderUnavailable(ProviderError):
    """The provider did not answer, timed out or refused for now."""

    code = "provider_unavailable"
    default_message = "The provider is not available right now. Try again shortly."
    transient = True


class ProviderRejected(ProviderError):
    """The provider understood and refused: content policy, an unknown voice, an impossible size."""

    code = "provider_rejected"
    default_message = "The provider refused this request."


class MissingModel(ProviderError):
    """An optional model is not installed; the message names the command that installs it."""

    code = "missing_model"


class OutcomeUnknown(ProviderError):
    """A call was interrupted and may not be repeated; nothing was charged."""

    code = "outcome_unknown"
    default_message = "A call was interrupted and its outcome is unknown. Nothing was charged; start a new job."


class Unavailable(StudioError):
    """The studio itself cannot serve now (database away, shutting down)."""

    code = "unavailable"
    default_message = "The service is temporarily unavailable. Retry in a few seconds."


class StorageFull(StudioError):
    """The studio's disk takes no more."""

    code = "storage_full"
    default_message = "The studio's disk is full. Nothing was charged. Tell your operator, and try again later."
