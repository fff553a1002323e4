"""Workflows of a few pixels that real workers make, stopped at a chosen step, killed there, and all that must be true.

Installed in a worker by STUDIO_EXTRA_APPS=tests.workflows.apps.QuickWorkflows. Where to stop stands in the data
folder, in the file `stop`; the file `gate` lets everybody go on.
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from typing import Any

from tests.jobs.crashes import RECOVERY_S
from tests.jobs.hosts import ROOT, Host, eventually, signal_all, tree

CONCEPT = "Luxury perfume ad with golden tones"
POINTS = ("begin", "done", "commit")
STEPS = {
    "staticad": ("art_direction", "composition", "delivery"),
    "cinematic": ("art_direction", "video_generation", "editing", "delivery"),
}
APP = "tests.workflows.apps.QuickWorkflows"
QUICK = {
    "STUDIO_PROVIDER_SPEECH": "tests.films.quick:Speech",
    "STUDIO_PROVIDER_IMAGE": "tests.films.quick:Pictures",
    "STUDIO_PROVIDER_MUSIC": "tests.films.quick:Music",
}


_START = """
import json, sys
import django
django.setup()
from django.db import transaction
from accounts.models import Organization
from accounts.services import create_organization, create_user
from billing.services import open_account
from generation.webhooks.services import create_endpoint
from generation.workflows.services.launch import start_batch, start_workflow
from wire.principal import Principal
bodies, is_batch = json.loads(sys.argv[1]), sys.argv[2] == "batch"
organization = Organization.objects.first()
if organization is None:
    organization = create_organization("Acme", create_user(email="owner@example.com"))
    open_account(organization.pk, perpetual=1000)
    create_endpoint("inbox:", principal=Principal(organization.pk, None, None, frozenset()))
principal = Principal(organization_id=organization.pk, key_id=None, user_id=None, scopes=frozenset())
with transaction.atomic():
    if is_batch:
        runs = start_batch(bodies, principal=principal)[1]
    else:
        runs = [start_workflow(body, principal=principal) for body in bodies]
print(*[run.job.pk for run in runs])
"""


def start(host: Host, *bodies: dict[str, Any], is_batch: bool = False) -> list[str]:
    """The ids of the workflows' jobs."""
    command = [sys.executable, "-c", _START, json.dumps(bodies), "batch" if is_batch else ""]
    done = subprocess.run(command, env=host.env, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.split()


_MANAGE = """
import sys
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from generation.jobs.models import Job
from generation.workflows.models import Workflow
from generation.workflows.services.access import access_run
from generation.workflows.services.review import answer_review
workflow = Workflow.objects.get(job_id=sys.argv[1])
"""
APPROVE = """
with transaction.atomic():
    run = access_run(workflow.pk, organization_id=workflow.organization_id, locked=True)
    answer_review(run, "approve", edits=None)
"""
RUN_OUT = "Job.objects.filter(pk=sys.argv[1]).update(expires_at=timezone.now())"


def manage(host: Host, statements: str, job_id: str) -> None:
    """Run statements about the job, whose workflow they know, in a process of the host's."""
    subprocess.run([sys.executable, "-c", _MANAGE + statements, job_id], env=host.env, cwd=ROOT, check=True)


def journal(host: Host, job_id: str) -> list[str]:
    path = host.data / f"journal-{job_id}"
    return path.read_text().split("\n")[:-1] if path.exists() else []


def survive(host: Host, type_: str, point: str, *, main: int, kills_all: bool = False) -> int:
    """Kill the worker, or its whole host, at `point` of a new workflow, and check everything. The supervisor then."""
    (host.data / "gate").unlink(missing_ok=True)
    (host.data / "stop").write_text(point)
    (job_id,) = start(host, {"type": type_, "concept": CONCEPT, "formats": "1:1"})
    eventually(lambda: f"{point} 1" in journal(host, job_id))
    if kills_all:
        signal_all(tree(host, main), signal.SIGKILL)
        next(process for process in host.processes if process.pid == main).wait(10)
        main = host.start_worker().pid
    else:
        os.kill(int(host.job(job_id)["worker"].split("/")[-2]), signal.SIGKILL)
    eventually(lambda: any(line.endswith(" 2") for line in journal(host, job_id)), within_s=RECOVERY_S)
    (host.data / "gate").touch()
    assert_whole(host, job_id, killed_at=point)
    eventually(lambda: set(host.pids()) == tree(host, main), within_s=5)  # no orphans
    return main


def assert_whole(host: Host, job_id: str, *, killed_at: str = "") -> None:
    """Succeeded, charged once, no finished step or call again, no event twice, each output once."""
    job = host.wait_for_end(job_id)
    assert (job["status"], job["charged"]) == ("succeeded", 1), (job, host.output[-3000:])
    assert host.query("SELECT captured FROM billing_receipt WHERE job_id = ?", job_id) == [(1,)]
    type_ = host.query("SELECT kind FROM jobs_job WHERE id = ?", job_id)[0][0].split(".")[1]
    begun = Counter(line.split()[0] for line in journal(host, job_id) if ".begin " in line)
    again = killed_at.partition(".")[0]
    assert begun == {f"{step}.begin": 2 if step == again else 1 for step in STEPS[type_]}
    stages = host.query("SELECT stage FROM jobs_checkpoint WHERE job_id = ? ORDER BY id", job_id)
    assert [stage for (stage,) in stages] == list(STEPS[type_])
    calls = "SELECT status, tries FROM jobs_providercall WHERE job_id = ?"
    assert {status for status, _ in host.query(calls, job_id)} <= {"finished"}
    seqs = [seq for (seq,) in host.query("SELECT seq FROM jobs_jobevent WHERE job_id = ? ORDER BY seq", job_id)]
    assert seqs == list(range(1, len(seqs) + 1))
    result = loaded(host.query("SELECT result FROM jobs_job WHERE id = ?", job_id)[0][0])
    assert (len(result["videos"]), len(result["images"])) == ((0, 1) if type_ == "staticad" else (1, 0))
    name = host.query("SELECT project_id FROM jobs_job WHERE id = ?", job_id)[0][0]
    ends = ".png" if type_ == "staticad" else ".mp4"
    kept = host.query("SELECT id FROM assets_asset WHERE project_id = ? AND filename LIKE ?", name, f"%{ends}")
    outputs = {row[key] for row in [*result["videos"], *result["images"]] for key in row if key.endswith("ssetId")}
    assert len({pk for (pk,) in kept} & outputs) == 1
    wanted = Counter({"workflow.started": 1, "workflow.completed": 1, "video.ready": type_ != "staticad"})
    told = eventually(lambda: _told(host, job_id) if _told(host, job_id)["workflow.completed"] else None)
    assert told - Counter({"workflow.step": 99}) == +wanted, told
    assert told["workflow.step"] == len(STEPS[type_])


def loaded(told: Any) -> Any:
    """JSON as SQLite or PostgreSQL give it."""
    return json.loads(told) if isinstance(told, str) else told


def _told(host: Host, job_id: str) -> Counter[str]:
    workflow = host.query("SELECT id FROM workflows_workflow WHERE job_id = ?", job_id)[0][0]
    events = host.query("SELECT type, data FROM webhooks_event")
    return Counter(type_ for type_, data in events if loaded(data).get("jobId") == workflow)
