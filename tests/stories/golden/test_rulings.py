"""What the reference leaves open or says twice, as it was settled for this family."""

from typing import Any

import pytest
from django.test import Client

from accounts.keys import issue_key
from accounts.models import Organization
from generation.companions.api.dialect import STUDIO
from generation.jobs.models import Job
from generation.stories.api.dialect import STORY
from studio.families import dialect_of
from tests.api import Answer, Api
from tests.stories.golden.shape import printed
from wire.models import IdempotencyRecord

ROUTE_FAMILIES = {
    "projects": "/story-projects", "sources": "/story-projects/x/sources", "plans": "/story-plans/x",
    "jobs": "/story-jobs", "artifacts": "/artifacts/x", "discovery": "/credits",
}  # fmt: skip


def get(path: str, token: str = "", **headers: str) -> Answer:
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    return Answer(Client().get(path, headers=headers))


class TestPaths:
    @pytest.mark.parametrize("prefix", ["/api", "/api/v1", "/api/v1/api"])
    def test_every_printed_prefix_leads_to_the_same_operation(self, api: Api, prefix: str) -> None:
        assert get(f"{prefix}/credits", api.token).json["credits"]["balance"] == 1000

    def test_a_retry_under_another_prefix_is_a_retry(self, api: Api) -> None:
        first = api.post("/story-projects", {"name": "A"}, key="one")
        headers = {"Authorization": f"Bearer {api.token}", "Idempotency-Key": "one"}
        again = Client().post("/api/story-projects", {"name": "A"}, content_type="application/json", headers=headers)
        assert (again.content, again.headers["Idempotency-Replayed"]) == (first.body, "true")

    def test_pages_and_the_document_stand_where_they_are_printed(self, api: Api, table_read: str) -> None:
        manifest = api.get(f"/artifacts/{table_read}").json["artifact"]["manifest"]
        theater = manifest["theaterUrl"].removeprefix("http://testserver")
        assert [get(path).status for path in (theater, f"{theater}?view=fullscreen", "/openapi.json")] == [200] * 3
        assert get("/dashboard/api").status in (200, 302), "keys are created there, by who is signed in"
        start = manifest["audio"]["startLiveUrl"].removeprefix("http://testserver")
        assert start == "/api/share/table-read/start-live"
        body = {"token": manifest["shareToken"]}
        answer = Client().post(start, body, content_type="application/json").json()
        assert answer["live"]["liveUrl"] == manifest["audio"]["liveUrl"]

    def test_unknown_paths_speak_as_this_family_does_and_one_below_artifacts_is_anothers(self, api: Api) -> None:
        for path in ("/api/nowhere", "/api/v1/nowhere", "/api/v1/artifacts/x/nowhere"):
            assert get(path, api.token).refusal() == (404, "not_found")
        assert dialect_of("/api/v1/artifacts/generate") is STUDIO
        assert dialect_of("/api/v1/artifacts/art_1/refine") is STORY

    def test_health_is_told_in_both_forms_and_without_a_key(self, db: None) -> None:
        told = get("/api/health").json
        assert told == {"success": True, **told["data"], "data": {"status": "ok", "version": told["version"]}}

    def test_a_job_of_another_kind_is_not_found_here(self, api: Api, approved_plan: str) -> None:
        planning = Job.objects.get(kind="story.plan")
        assert api.get(f"/story-jobs/{planning.pk}").refusal() == (404, "story_job_not_found")


class TestScopes:
    @pytest.mark.parametrize(
        ("scope", "may_list", "may_read", "may_add", "may_delete"),
        [
            ("story:read", True, False, False, False), ("source:read", True, True, False, False),
            ("story:write", False, False, True, False), ("source:write", False, False, True, True),
        ],
    )  # fmt: skip
    def test_of_sources(
        self, api: Api, project: str, source: str, scope: str,
        may_list: bool, may_read: bool, may_add: bool, may_delete: bool,
    ) -> None:  # fmt: skip
        _, token = issue_key(api.organization, name=scope, scopes=[scope])
        narrow, path = Api(api.organization, token), f"/story-projects/{project}/sources"
        answers = [
            narrow.get(path), narrow.get(f"{path}/{source}"), narrow.post(path, {"type": "text", "content": "A."}),
            narrow.delete(f"{path}/{source}"),
        ]  # fmt: skip
        expected = [200 if may else 403 for may in (may_list, may_read, may_add, may_delete)]
        assert [answer.status for answer in answers] == expected


class TestLimits:
    def test_each_family_of_routes_has_a_count_of_its_own(self, api: Api) -> None:
        for path in ROUTE_FAMILIES.values():
            assert api.get(path).headers["RateLimit-Remaining"] == "119"
        assert set(ROUTE_FAMILIES) <= set(STORY.limits)

    def test_an_organizations_limits_can_be_raised(self, api: Api) -> None:
        Organization.objects.filter(pk=api.organization.pk).update(limit_percent=250)
        assert api.get("/story-projects").headers["RateLimit-Limit"] == "300"


class TestMeaning:
    def test_a_voice_and_provider_that_are_not_to_be_had_fall_back_and_say_so(self, api: Api, table_read: str) -> None:
        told = api.post(f"/artifacts/{table_read}/voice", printed("voice.request"), key="a").json
        assert (told["provider"], told["fallback"]) == ("local", True)
        assert told["model"]

    def test_or_are_refused_where_the_organization_is_strict(self, api: Api, table_read: str) -> None:
        Organization.objects.filter(pk=api.organization.pk).update(is_strict_providers=True)
        answer = api.post(f"/artifacts/{table_read}/voice", printed("voice.request"), key="a")
        assert answer.refusal() == (422, "validation_failed")
        assert "cartesia" in answer.json["error"]["message"]

    def test_holds_are_off_the_balance_already(self, api: Api, approved_plan: str) -> None:
        api.post("/story-jobs", {"storyPlanId": approved_plan})
        credits = api.get("/credits").json["credits"]
        assert credits["balance"] == credits["monthlyBucketRemaining"] + credits["perpetualBalance"] == 989

    @pytest.mark.parametrize("own", [{"title": None, "autoApprove": True}, {"title": "Mine", "autoApprove": False}])
    def test_a_plan_echoes_its_own_title_and_approval(
        self, api: Api, project: str, plan_request: dict[str, Any], own: dict[str, Any]
    ) -> None:
        plan = api.post(f"/story-projects/{project}/story-plans", plan_request | own).json["plan"]
        assert {name: plan[name] for name in own} == own

    def test_template_ids_name_nothing(self, api: Api) -> None:
        assert api.get("/story-projects/proj_123").refusal() == (404, "project_not_found")

    def test_a_dry_run_holds_nothing_and_leaves_no_record(self, api: Api, approved_plan: str) -> None:
        kept = IdempotencyRecord.objects.count()
        told = api.post("/story-jobs?dry_run=true", {"storyPlanId": approved_plan}, key="one").json
        assert (told["quote"]["total"], told["balance"]) == (11, {"before": 1000, "after": 989})
        assert (IdempotencyRecord.objects.count(), api.get("/story-jobs").json["jobs"]) == (kept, [])
        assert api.get("/credits").json["credits"]["balance"] == 1000
