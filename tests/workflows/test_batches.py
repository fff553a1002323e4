"""Workflows that are sent together."""

from billing.services import balance
from generation.jobs.models import Job
from generation.jobs.services import cancel_job
from tests.api import Api, open_api
from tests.workflows.conftest import CONCEPT

ONE = {"type": "cinematic", "concept": CONCEPT}


def test_a_batch_counts_how_its_workflows_stand(api: Api) -> None:
    answer = api.post("/batch", {"workflows": [ONE, {**ONE, "quality": "premium"}, ONE]})
    assert answer.status == 200, answer.body
    assert (answer.json["cost"], len(answer.json["jobIds"])) == (4, 3)
    cancel_job(Job.objects.order_by("pk")[0].pk, reason="Enough.")
    told = api.get(f"/batch/status?batchId={answer.json['batchId']}").json["data"]
    counts = {name: told[name] for name in ("total", "completed", "failed", "pending", "active")}
    assert counts == {"total": 3, "completed": 0, "failed": 1, "pending": 2, "active": 0}
    assert [job["jobId"] for job in told["jobs"]] == answer.json["jobIds"]
    assert balance(api.organization.pk).balance == 997


def test_a_batch_is_started_whole_or_not_at_all(api: Api) -> None:
    answer = api.post("/batch", {"workflows": [ONE, {"type": "cinematic"}]})
    assert answer.status == 400
    assert "workflows[1]" in answer.json["error"]
    assert api.post("/batch", {"workflows": [ONE] * 51}).status == 400
    assert api.post("/batch", {"workflows": []}).status == 400
    poor = open_api("Poor", credits=1)
    assert poor.post("/batch", {"workflows": [ONE, ONE]}).json["error"].startswith("Insufficient credits")
    assert not Job.objects.exists()
    assert balance(api.organization.pk).balance == 1000


def test_anothers_batch_is_a_missing_one(api: Api) -> None:
    batch = api.post("/batch", {"workflows": [ONE]}).json["batchId"]
    stranger = open_api("Stranger")
    assert stranger.get(f"/batch/status?batchId={batch}").json == stranger.get("/batch/status?batchId=none").json
    assert stranger.get("/batch/status").json == {"success": False, "error": "Missing query parameter: batchId."}
