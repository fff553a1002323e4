"""What the reference prints of discovery and credits."""

import re
from typing import Any

import pytest
from django.utils import timezone

from billing.services import withdraw
from generation.stories.api.credit_schemas import CreditsAnswer
from studio.discovery import schemas
from tests.api import Api
from tests.stories.golden.reference import ERRORS, OPERATIONS, STATES, rows
from tests.stories.golden.shape import assert_printed, assert_shaped
from tests.world import make_tenant

NAMELESS = {"Authorization": ""}
# The printed types are planned there and made here; some documents are printed as available and planned here.
FREE = [f"artifacts.{name}.availability" for name in ("pitch_deck", "storyboard", "trailer", "production_video")]
DOCUMENTS = [
    "openapi",
    "examples",
    "llms",
    "llmsFull",
    "docsSite",
    "agentIndex",
    "searchIndex",
    "cliCommands",
    "mcpTools",
    "sitemap",
    "robots",
]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    from drf_spectacular.generators import SchemaGenerator

    return SchemaGenerator().get_schema(request=None, public=True)


def test_the_manifest_of_features(api: Api) -> None:
    told = api.get("/capabilities").json
    states = [f"docs.{name}.availability" for name in DOCUMENTS]
    assert_printed("capabilities.answer", told, free=[*FREE, *states, "docs.docsSite.url"])
    assert_shaped(schemas.Capabilities(), told)
    assert set(told["jobs"]["statuses"]) == set(STATES["job"].split())
    assert told["jobs"]["artifactStatuses"] == STATES["artifact"].split()
    assert told["sources"]["digest"]["statuses"] == STATES["digest"].split()
    assert {row[2] for row in rows(OPERATIONS) if ":" in row[2] and "," not in row[2]} <= set(told["auth"]["scopes"])


def test_the_balance_with_the_printed_figures(db: None) -> None:
    tenant = make_tenant("Printed", monthly=300, perpetual=0, now=timezone.now())
    withdraw(tenant.organization.pk, 50, bucket="monthly", reason="as printed", actor="test")
    told = Api(tenant.organization, tenant.token).get("/credits").json
    assert_printed("credits.answer", told)
    assert_shaped(CreditsAnswer(), told)


@pytest.mark.parametrize("row", rows(OPERATIONS), ids=lambda row: f"{row[0]} {row[1]}")
def test_the_document_names_the_operation_its_scopes_key_and_schema(document: dict[str, Any], row: list[str]) -> None:
    method, path, scopes, key = row
    operation = document["paths"][f"/api/v1{path}"][method.lower()]
    assert operation["operationId"]
    assert operation["x-scopes"] == ([] if scopes == "-" else scopes.split(","))
    headers = [p for p in operation.get("parameters", ()) if p["name"] == "Idempotency-Key"]
    assert (headers[0]["required"] if headers else None) == {"none": None, "accepted": False, "required": True}[key]
    if path != "/openapi.json":
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer["$ref"].removeprefix("#/components/schemas/") in document["components"]["schemas"]


def test_the_document_needs_no_key_and_lists_the_printed_codes(api: Api, document: dict[str, Any]) -> None:
    served = api.call("GET", "/openapi.json", **NAMELESS)
    assert (served.status, served.json["openapi"][:3]) == (200, "3.1")
    codes = document["components"]["schemas"]["StoryError"]["properties"]["error"]["properties"]["code"]["enum"]
    assert {code for code, _ in rows(ERRORS)} <= set(codes)


def test_the_recipes_need_no_key_and_show_every_operation_in_both_languages(api: Api, document: dict[str, Any]) -> None:
    told = api.call("GET", "/examples", **NAMELESS).json
    assert_shaped(schemas.Examples(), told)
    shown = {(recipe["method"], recipe["path"]): recipe for recipe in told["recipes"]}
    for method, path, scopes, key in rows(OPERATIONS):
        if path in ("/openapi.json", "/examples"):
            continue
        recipe = shown[method, f"/api/v1{path}"]
        assert recipe["scopes"] == scopes.split(",")
        assert recipe["idempotencyKey"] == key
        assert re.search(r"^ *curl ", recipe["curl"], re.MULTILINE)
        assert "await fetch(" in recipe["node"]
        assert ("Idempotency-Key" in recipe["curl"]) == ("Idempotency-Key" in recipe["node"]) == (key != "none")
