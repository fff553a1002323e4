"""A family's dialect knows every error that the core can raise."""

import inspect

import pytest

from generation.companions.api.dialect import STUDIO
from generation.imagery.api.dialect import EXTERNAL
from generation.stories.api.dialect import STORY
from generation.timelines.api.dialect import EDITOR
from generation.webhooks.api.dialect import WEBHOOKS
from generation.workflows.api.dialect import WORKFLOWS
from wire import errors
from wire.dialect import Dialect, Usage, epoch_reset_headers, error_headers, seconds_reset_headers
from wire.principal import Principal

DIALECTS = [STORY, STUDIO, WORKFLOWS, EDITOR, EXTERNAL, WEBHOOKS]
CORE_CODES = {
    error.code for _, error in inspect.getmembers(errors, inspect.isclass) if issubclass(error, errors.StudioError)
}

# The 23 codes of the printed reference with their statuses.
PRINTED = {
    "authentication_required": 401,
    "invalid_api_key": 401,
    "api_key_revoked": 401,
    "api_key_expired": 401,
    "account_disabled": 403,
    "ip_not_allowed": 403,
    "insufficient_scope": 403,
    "rate_limited": 429,
    "idempotency_key_required": 422,
    "idempotency_conflict": 409,
    "validation_failed": 422,
    "project_not_found": 404,
    "source_not_found": 404,
    "source_type_unsupported": 422,
    "source_too_large": 422,
    "source_fetch_failed": 422,
    "story_job_not_found": 404,
    "story_job_state_invalid": 409,
    "artifact_not_found": 404,
    "artifact_not_ready": 409,
    "artifact_generation_failed": 422,
    "insufficient_credits": 402,
    "internal_error": 500,
}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.family)
def test_every_core_code_has_a_status_and_a_name_in_the_family(dialect: Dialect) -> None:
    assert CORE_CODES - set(dialect.codes) == set()


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.family)
def test_a_dialect_names_no_code_that_the_core_does_not_raise(dialect: Dialect) -> None:
    assert set(dialect.codes) - CORE_CODES == set()


def test_the_story_family_prints_all_documented_codes_with_their_status() -> None:
    spoken: dict[str, set[int]] = {}
    for status, code in STORY.codes.values():
        spoken.setdefault(code, set()).add(status)
    for code, status in PRINTED.items():
        assert status in spoken[code], code


def test_the_story_envelope_is_the_printed_one() -> None:
    error = errors.InsufficientCredits(required=11, available=4)
    assert STORY.envelope(STORY.reply(error, "7f9d")) == {
        "error": {
            "code": "insufficient_credits",
            "message": error.message,
            "requestId": "7f9d",
            "details": {"required": 11, "available": 4},
        }
    }


def test_reset_is_seconds_in_one_form_and_an_epoch_second_in_the_other() -> None:
    usage = Usage(limit=120, remaining=7, reset_at=1704067200.2)
    assert usage.seconds_left(now=1704067155.0) == 46
    assert epoch_reset_headers(usage)["X-RateLimit-Reset"] == "1704067201"
    assert set(seconds_reset_headers(usage)) == {"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"}


def test_a_wait_is_printed_as_retry_after() -> None:
    assert error_headers(errors.RateLimited(retry_after=12)) == {"Retry-After": "12"}
    assert error_headers(errors.MethodNotAllowed(allowed_methods=["GET", "POST"])) == {"Allow": "GET, POST"}


def test_an_error_survives_the_way_out_of_a_child_process() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(errors.GenerationFailed("No paint.", colour="blue")))  # noqa: S301
    assert (type(error), error.message, error.details) == (errors.GenerationFailed, "No paint.", {"colour": "blue"})


def reply(dialect: Dialect, error: errors.StudioError) -> tuple[int, dict]:
    said = dialect.reply(error, "req_1")
    return said.status, dialect.envelope(said)


def test_the_studio_family_prints_upper_case_codes_with_details() -> None:
    missing = errors.ValidationFailed("Missing required field: prompt")
    printed = {"error": {"code": "INVALID_REQUEST", "message": "Missing required field: prompt", "details": {}}}
    assert reply(STUDIO, missing) == (400, printed)
    status, body = reply(STUDIO, errors.InsufficientCredits(required=2, available=0))
    assert (status, body["error"]["code"]) == (402, "FORBIDDEN")
    assert body["error"]["details"] == {"required": 2, "available": 0}
    assert reply(STUDIO, errors.ProviderUnavailable())[1]["error"]["code"] == "PROVIDER_ERROR"


def test_the_workflows_family_prints_a_sentence() -> None:
    printed = {"success": False, "error": "Insufficient credits. Required: 2, available: 0"}
    assert reply(WORKFLOWS, errors.InsufficientCredits(required=2, available=0)) == (402, printed)
    for error in (errors.IdempotencyConflict(), errors.PayloadTooLarge(), errors.UnsupportedMediaType()):
        assert reply(WORKFLOWS, error)[0] == 400


def test_the_external_family_prints_flat_errors_and_its_own_request_ids() -> None:
    error = errors.RateLimited("Too many requests per minute", retry_after=3)
    printed = {"success": False, "code": "rate_limited", "message": error.message, "requestId": "req_1"}
    assert reply(EXTERNAL, error) == (429, printed)
    assert EXTERNAL.new_request_id().startswith("req_")
    for error in (
        errors.NotFound(),
        errors.MethodNotAllowed(),
        errors.PayloadTooLarge(),
        errors.UnsupportedMediaType(),
    ):
        assert reply(EXTERNAL, error)[1]["code"] == "bad_request"


def test_the_external_limit_counts_an_organization_and_the_others_a_key_at_an_address() -> None:
    one, two = (Principal(organization_id="org_1", key_id=key, user_id=None, scopes=frozenset()) for key in "ab")
    assert EXTERNAL.counted_by(one, "1.2.3.4") == EXTERNAL.counted_by(two, "5.6.7.8")
    assert STORY.counted_by(one, "1.2.3.4") != STORY.counted_by(two, "1.2.3.4") != STORY.counted_by(two, "5.6.7.8")


def test_the_printed_limits_are_the_families_limits() -> None:
    counts = {name: (limit.count, limit.window_s) for name, limit in STUDIO.limits.items()}
    assert counts == {"default": (120, 60), "chat": (60, 60), "generation": (20, 60), "export": (10, 60)}
    hourly = {name: (limit.count, limit.window_s) for name, limit in WORKFLOWS.limits.items()}
    assert hourly == {"default": (100, 60), "workflow": (10, 3600), "stream": (10, 3600)}
    assert EXTERNAL.limits["default"].count == 60
    assert STORY.limits["jobs"].for_tier("elevated") == 600
