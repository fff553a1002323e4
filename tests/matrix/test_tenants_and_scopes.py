"""Two tenants times every operation times every id, and every operation times every scope.

The operations are read from OpenAPI, so a new one falls under these tests by itself. A path parameter that
`some_things` does not know fails here until it is taught.
"""

import re

import pytest

from accounts.keys import issue_key
from accounts.scopes import SCOPES
from generation.jobs.models import Job
from generation.projects.models import Artifact, Project, Source
from generation.stories.models import StoryPlan
from tests.api import Api
from tests.matrix.conftest import Operation, Things, document, missing_ids, operations, said
from wire.admit import ANY_CALLER

OPERATIONS = operations()
WITH_IDS = [operation for operation in OPERATIONS if "{" in operation.path]
GUARDED = [operation for operation in OPERATIONS if operation.scopes]
# What a caller may try to set about things that are not theirs to set.
INJECTED = {
    "id": "proj_injected", "organization": "org_injected", "organization_id": "org_injected", "owner": "user_injected",
    "status": "READY", "balance": 999_999, "cost": 0, "price": 0, "scopes": ["story:write"], "creditReservationId": "x",
    "createdAt": "1999-01-01T00:00:00Z", "charged": 0, "hold_id": "hold_injected", "attempt": 99,
}  # fmt: skip


def counts() -> list[int]:
    return [model.objects.count() for model in (Project, Source, StoryPlan, Job, Artifact)]


@pytest.mark.parametrize("operation", WITH_IDS, ids=str)
def test_anothers_id_answers_exactly_as_a_missing_one(operation: Operation, ours: Things, stranger: Api) -> None:
    nobodys = missing_ids(ours.ids)
    before = counts()
    foreign = stranger.call(operation.method, operation.at(ours.ids), {}, **{"Idempotency-Key": "one"})
    missing = stranger.call(operation.method, operation.at(nobodys), {}, **{"Idempotency-Key": "two"})
    assert foreign.status in (400, 404)
    assert said(foreign.body.decode(), ours.ids) == said(missing.body.decode(), nobodys)
    assert counts() == before


@pytest.mark.parametrize("operation", WITH_IDS, ids=str)
def test_each_id_alone_that_is_anothers_is_not_found(operation: Operation, ours: Things, stranger: Api) -> None:
    """A path of several ids: the stranger's own project does not open another's source."""
    own = stranger.post("/story-projects", {"name": "Own"}).json["project"]["id"]
    ids = ours.ids | {"project_id": own}
    answer = stranger.call(operation.method, operation.at(ids), {}, **{"Idempotency-Key": "one"})
    only_own = set(re.findall(r"{(\w+)}", operation.path)) == {"project_id"}
    assert answer.status in ((200, 400, 422) if only_own else (400, 404))


@pytest.mark.parametrize("operation", GUARDED, ids=str)
def test_every_scope_but_the_operations_own_is_refused(operation: Operation, ours: Things) -> None:
    if ANY_CALLER in operation.scopes:
        pytest.skip("any key will do")
    others = [scope for scope in SCOPES if scope not in operation.scopes]
    _, token = issue_key(ours.api.organization, name="Others", scopes=others)
    before = counts()
    answer = Api(ours.api.organization, token).call(operation.method, operation.at(ours.ids), {})
    assert answer.status == 403
    assert counts() == before


@pytest.mark.parametrize(
    ("operation", "scope"), [(o, scope) for o in GUARDED for scope in o.scopes if scope != "*"], ids=str
)
def test_each_of_the_operations_scopes_is_enough(operation: Operation, scope: str, ours: Things) -> None:
    _, token = issue_key(ours.api.organization, name="Just enough", scopes=[scope])
    answer = Api(ours.api.organization, token).call(
        operation.method, operation.at(ours.ids), {}, **{"Idempotency-Key": "one"}
    )
    assert answer.status not in (401, 403, 500)


@pytest.mark.parametrize("operation", GUARDED, ids=str)
def test_no_operation_answers_without_a_key(operation: Operation, ours: Things) -> None:
    answer = ours.api.call(operation.method, operation.at(ours.ids), {}, Authorization="")
    assert answer.status == 401


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.method in ("POST", "PATCH", "PUT")], ids=str)
def test_injected_fields_change_nothing(operation: Operation, ours: Things) -> None:
    body = {"name": "Named", **INJECTED}
    answer = ours.api.call(operation.method, operation.at(ours.ids), body, **{"Idempotency-Key": "one"})
    assert answer.status < 500
    for value in ("injected", "1999-01-01"):
        assert value not in answer.body.decode()
    for model in (Project, Job, Artifact):
        assert not model.objects.exclude(organization_id__in=[ours.api.organization.pk]).exists()
    assert ours.api.get("/credits").json["credits"]["balance"] <= 1000, "what the account was opened with"
    assert not Project.objects.filter(pk="proj_injected").exists()


def test_every_operation_is_named_once_and_documents_its_errors() -> None:
    found = [operation for methods in document()["paths"].values() for operation in methods.values()]
    names = [operation["operationId"] for operation in found]
    assert len(names) == len(set(names))
    for operation in found:
        assert {"200", "429", "500"} <= set(operation["responses"]), operation["operationId"]


def test_the_document_is_openapi_3_1_with_resolvable_names() -> None:
    text = str(document())
    assert document()["openapi"].startswith("3.1")
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        assert name in document()["components"]["schemas"], name
