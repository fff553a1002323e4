"""Requests that schemathesis makes from the OpenAPI document, and the application's answers held to that document."""

from functools import cache
from typing import Any
from urllib.parse import quote

import hypothesis
import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.transport.wsgi import WSGI_TRANSPORT
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from generation.jobs import waiting
from tests.matrix.conftest import Operation, Things, document, of_family, some_things
from wire.ratelimit import limiter

# Whether odd data is refused is each family's to say (unknown fields, for one, are ignored by all of them), so that is
# not among the checks: what is answered must be documented, and never a fault of ours. A documented 502 or 503 is none:
# it tells of a provider, or of work that nobody does because no worker runs.
CHECKS = [
    status_code_conformance, content_type_conformance, response_headers_conformance, allow_header_conformance,
]  # fmt: skip
# What a dry run answers with is told in words beside each operation: schemas say what is answered when work is done.
DRY_RUNS = (
    {"dryRun", "quote", "balance", "wouldFail"},
    {"dry_run", "quote", "balance", "would_fail"},
)


@cache
def schema() -> Any:
    return schemathesis.openapi.from_dict(document())


def answer_to(case: Any, token: str) -> TestResponse:
    """By Django's client, which leaves the test its database connection."""
    asked = WSGI_TRANSPORT.serialize_case(case, headers={"Authorization": f"Bearer {token}"})
    built = EnvironBuilder(**asked)
    environ = built.get_environ()
    own = {name: value for name, value in environ.items() if name.startswith("HTTP_") and isinstance(value, str)}
    body = environ["wsgi.input"].read()
    content_type = environ.get("CONTENT_TYPE", "")
    client = Client(raise_request_exception=False)
    path = f"{environ['PATH_INFO'].encode('latin-1').decode()}"
    query = environ["QUERY_STRING"]
    answer = client.generic(case.method, quote(path), body, content_type=content_type, QUERY_STRING=query, **own)
    return TestResponse(
        [answer.getvalue()], f"{answer.status_code} {answer.reason_phrase}", Headers(list(answer.headers.items())),
        built.get_request(),
    )  # fmt: skip


def unhurried_things(monkeypatch: pytest.MonkeyPatch) -> Things:
    """One of each kind; no worker runs, and whoever would wait for one is told so at once."""
    for wait in (waiting.finished, waiting.come_to_rest):
        monkeypatch.setitem(wait.__kwdefaults__, "within_s", 0.0)
    return some_things("Ours")


def hold_to_its_word(wanted: Operation, ours: Things, *, examples: int, mode: GenerationMode, seed: int = 0) -> None:
    """Send that many requests for one operation, half of them about things that there are."""
    operation = schema()[wanted.path][wanted.method]
    ids = ours.ids | of_family(wanted.path, ours.ids)
    named = {name: ids[name] for name in ids if f"{{{name}}}" in wanted.path}
    strategy = operation.as_strategy(generation_mode=mode)
    if named:
        strategy |= operation.as_strategy(generation_mode=mode, path_parameters=named)

    @hypothesis.settings(
        max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck),
        phases=[hypothesis.Phase.generate],
    )  # fmt: skip
    @hypothesis.seed(seed)
    @hypothesis.given(case=strategy)
    def check(case: Any) -> None:
        limiter.clear()
        answer = answer_to(case, ours.api.token)
        assert answer.status_code != 500, answer.get_data(as_text=True)
        case.validate_response(answer, checks=CHECKS)
        said = answer.json if answer.is_json else None
        if not (isinstance(said, dict) and set(said) in DRY_RUNS and "dry_run" in (case.query or {})):
            case.validate_response(answer, checks=[response_schema_conformance])

    check()
