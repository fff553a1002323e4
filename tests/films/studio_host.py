"""A whole studio on a data folder of its own, driven over HTTP as a client would."""

import json
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.jobs.hosts import ROOT, Host, eventually
from tests.jobs.templates import copied

PRESS_RELEASE = ROOT / "docs" / "examples" / "press-release.txt"


class StudioHost(Host):
    """`start()` serves web and worker on a free port; afterwards `url`, `key` and the demo `account` are known."""

    url: str
    key: str
    account: dict[str, str]

    def __init__(self, data: Path, **environment: str) -> None:
        super().__init__(data)
        self.environment = environment

    @property
    def env(self) -> dict[str, str]:
        models = {"STUDIO_MODELS": str(ROOT / "var" / "models")}
        return {**super().env, "STUDIO_PORT": "0", **models, **self.environment}

    def start(self) -> subprocess.Popen[bytes]:
        copied("studio", _open_account, self.data)
        ready = self.data / "ready.json"
        process = self.manage("serve", "--no-migrate", "--ready-file", str(ready))
        self.account = json.loads((self.data / "account.json").read_text())
        self.key = self.account["api_key"]
        eventually(ready.exists, within_s=180)
        self.url = json.loads(ready.read_text())["url"]
        return process

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body) of a request below the root; errors are answers too."""
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Authorization", f"Bearer {self.key}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.add_header("Idempotency-Key", str(uuid.uuid4()))
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=60) as response:
                return response.status, dict(response.headers), response.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()

    def api(self, method: str, path: str, body: Any = None) -> Any:
        status, _, answer = self.call(method, f"/api/v1{path}", {} if body is None and method == "POST" else body)
        assert status == 200, answer
        return json.loads(answer)

    def events(self, job_id: str, *, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
        """A job's event stream, read to its end: (id, event, data)."""
        request = urllib.request.Request(f"{self.url}/api/v1/story-jobs/{job_id}/events")
        request.add_header("Authorization", f"Bearer {self.key}")
        request.add_header("Last-Event-ID", str(after))
        with urllib.request.urlopen(request, timeout=300) as stream:
            blocks = stream.read().decode().split("\n\n")
        found = []
        for block in blocks:
            fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":")
            if "data" in fields:
                found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
        return found

    def ready_artifact(self, *, seconds: int = 12, text: str | None = None) -> str:
        """Project → source → plan → job; the id of the table read, READY."""
        project = self.api("POST", "/story-projects", {"name": "Harbour heat"})["project"]["id"]
        content = text or PRESS_RELEASE.read_text()
        source = self.api("POST", f"/story-projects/{project}/sources", {"type": "text", "content": content})["source"]
        target = {"audience": "everyone", "objective": "explain the news", "outcome": "retell it"}
        request = {"type": "table_read", "mode": "documentary", "durationSeconds": seconds}
        body = {"target": target, "artifactRequests": [request], "sourceIds": [source["id"]], "autoApprove": True}
        plan = self.api("POST", f"/story-projects/{project}/story-plans", body)["plan"]["id"]
        eventually(lambda: self.query("SELECT status FROM stories_storyplan WHERE id = ?", plan) == [("APPROVED",)])
        job = self.api("POST", "/story-jobs", {"storyPlanId": plan})["job"]["id"]
        assert self.events(job)[-1][1] == "succeeded"
        return self.api("GET", f"/story-jobs/{job}/artifacts")["artifacts"][0]["id"]

    def finalize(self, artifact: str, mode: str) -> str:
        """Start finalizing unattended; the job's id."""
        body = {"mode": mode, "record": True}
        return self.api("POST", f"/artifacts/{artifact}/finalize", body)["finalize"]["jobId"]


def _open_account(data: Path) -> None:
    host = Host(data)
    host.migrate()
    command = [sys.executable, str(ROOT / "manage.py"), "demo_account", "--json"]
    printed = subprocess.run(command, env=host.env, cwd=ROOT, check=True, capture_output=True).stdout
    (data / "account.json").write_bytes(printed)


@contextmanager
def a_studio(data: Path, **environment: str) -> Iterator[StudioHost]:
    host = StudioHost(data, **environment)
    try:
        host.start()
        yield host
    finally:
        host.stop()
