"""What a plan lets an organization launch, and what it is told otherwise; in a dry run too."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.sessions import principal_of
from billing.dry_run import preview
from billing.plans import INITIAL
from billing.services import balance
from billing.subscriptions import change_plan
from generation.jobs.models import Job
from generation.workflows.catalogue import TYPES
from generation.workflows.services.launch import start_batch, start_workflow
from tests.api import Api
from tests.workflows.conftest import CONCEPT
from wire.principal import Principal
from wire.ratelimit import limiter

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TIERS = [plan["slug"] for plan in INITIAL]
RESERVED = {"trial": {"influencer", "brand"}, "starter": {"brand"}}
OPEN = {"self-hosted", "agency", "enterprise"}
ONE = {"type": "cinematic", "concept": CONCEPT}


def body(name: str) -> dict[str, Any]:
    return {"type": name, "concept": CONCEPT, "url": "https://example.com/product"}


def to(api: Api, slug: str) -> None:
    change_plan(api.organization.pk, slug, actor="user_1")


def session(api: Api) -> Principal:
    return principal_of(api.organization.memberships.get().user_id, api.organization.pk)


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("tier", TIERS)
def test_each_type_in_each_plan(api: Api, tier: str, name: str) -> None:
    to(api, tier)
    limiter.clear()
    with preview(api.organization.pk) as result:
        start_workflow(body(name), principal=session(api))
    on_the_dashboard = result.error.code if result.error else None
    is_reserved = name in RESERVED.get(tier, ())
    assert on_the_dashboard == ("not_in_plan" if is_reserved else None)
    answer = api.post("/workflow", body(name))
    assert (answer.status == 200) == (not is_reserved and tier in OPEN), answer.body
    if answer.status != 200:
        assert (answer.status, set(answer.json), answer.json["success"]) == (403, {"success", "error"}, False)
        assert (f"The workflow “{name}” is reserved" in answer.json["error"]) == is_reserved
        assert not Job.objects.exists()


def test_a_refusal_says_what_to_do(api: Api) -> None:
    to(api, "starter")
    assert api.post("/workflow", body("brand")).json["error"] == (
        "The workflow “brand” is reserved: your plan, Starter, does not include it. Plans that include it: Agency, "
        "Enterprise. Change the plan on the dashboard's Subscription page."
    )
    assert api.post("/workflow", ONE).json["error"].startswith("Launching workflows with an API key is reserved")
    foretold = api.post("/workflow?dry_run=true", body("brand"))
    assert "is reserved" in foretold.body.decode()


@pytest.mark.parametrize("tier", TIERS)
def test_a_batch_is_as_large_as_the_plan_has_it(api: Api, tier: str) -> None:
    most = next(plan.get("batch_size", 50) for plan in INITIAL if plan["slug"] == tier)
    to(api, tier)
    for count, code in ((most, None), (most + 1, "validation_failed" if most == 50 else "not_in_plan")):
        with preview(api.organization.pk) as result:
            start_batch([ONE] * count, principal=session(api))
        assert (result.error and result.error.code) == code


def test_a_reserved_type_in_a_batch_is_named_by_its_place(api: Api) -> None:
    to(api, "starter")
    with preview(api.organization.pk) as result:
        start_batch([ONE, body("brand")], principal=session(api))
    assert result.error
    assert (result.error.code, result.error.message[:14]) == ("not_in_plan", "workflows[1]: ")


def expire(api: Api) -> None:
    to(api, "trial")
    account = api.organization.credit_account
    account.trial_ends_at = timezone.now()
    account.plan.is_api_open = True
    account.plan.save()
    account.save()


def test_after_the_trial_nothing_is_launched_and_all_can_be_read_and_canceled(api: Api) -> None:
    running = api.post("/workflow", ONE).json["jobId"]
    expire(api)
    for answer in (api.post("/workflow", ONE), api.post("/batch", {"workflows": [ONE]})):
        assert (answer.status, set(answer.json)) == (402, {"success", "error"})
        assert answer.json["error"].startswith("The trial ended on ")
        assert "Choose a plan" in answer.json["error"]
    assert "trial ended" in api.post("/workflow?dry_run=true", ONE).body.decode()
    for path in (f"/workflow/{running}", "/workflow", "/user/credits", "/user/projects", "/user/analytics"):
        assert api.get(path).status == 200, path
    assert api.post(f"/workflow/{running}/cancel").status == 200
    to(api, "agency")
    assert api.post("/workflow", ONE).status == 200


def test_the_plan_is_told_with_credits_and_statistics(api: Api) -> None:
    to(api, "trial")
    told = api.get("/user/credits").json["data"]["plan"]
    assert {name: told[name] for name in ("id", "name", "status", "monthlyCredits", "trialDaysLeft", "webhooks")} == {
        "id": "trial", "name": "Trial", "status": "trial", "monthlyCredits": 25, "trialDaysLeft": 14, "webhooks": False,
    }  # fmt: skip
    assert (told["reservedWorkflows"], told["apiAccess"], told["batchSize"]) == (["influencer", "brand"], False, 5)
    assert api.get("/user/stats").json["data"]["plan"] == told
    expire(api)
    assert api.get("/user/credits").json["data"]["plan"]["status"] == "trial_expired"


def test_a_launch_asks_one_question_more_and_a_read_none(api: Api) -> None:
    def counted(send: Any) -> list[str]:
        send()
        with CaptureQueriesContext(connection) as queries:
            assert send().status == 200
        return [query["sql"] for query in queries if "billing_subscriptionplan" in query["sql"]]

    assert len(counted(lambda: api.post("/workflow", ONE))) == 1
    assert len(counted(lambda: api.post("/batch", {"workflows": [ONE] * 3}))) == 1
    (credits,) = counted(lambda: api.get("/user/credits"))
    assert "accounts_organization" in credits, "with the account, in the query that there was"
    assert counted(lambda: api.get("/workflow")) == []


def test_nothing_is_held_by_a_refusal(api: Api) -> None:
    to(api, "starter")
    api.post("/workflow", body("brand"))
    assert balance(api.organization.pk).held == 0
