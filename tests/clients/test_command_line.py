"""The command line against a real studio: what it prints, what it saves, and what it exits with."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.films.studio_host import PRESS_RELEASE, StudioHost, a_studio
from tests.jobs.hosts import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.media]
Run = Callable[..., subprocess.CompletedProcess[str]]
_PROGRAM = "from studio_sdk.cli import main; main()"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    quick = {
        "STUDIO_PROVIDER_SPEECH": "tests.stories.speaking:Hum",
        "STUDIO_PROVIDER_IMAGE": "tests.films.quick:Pictures",
    }
    with a_studio(tmp_path_factory.mktemp("studio"), **quick) as host:
        yield host


@pytest.fixture(scope="module")
def run(sdk_path: Path, studio: StudioHost, tmp_path_factory: pytest.TempPathFactory) -> Run:
    home = tmp_path_factory.mktemp("home")

    def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        known = {"PYTHONPATH": str(sdk_path), "STUDIO_URL": studio.url, "STUDIO_API_KEY": studio.key}
        env = {**os.environ, **known, "XDG_CONFIG_HOME": str(home), **environment}
        program = [sys.executable, "-c", _PROGRAM]
        return subprocess.run([*program, *arguments], env=env, capture_output=True, text=True, timeout=120)

    return command


def told(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_film_in_one_command(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    made = told(run("film", str(PRESS_RELEASE), "--seconds", "15", "--out", str(target), "--json"))
    assert made["file"] == str(target)
    assert target.read_bytes()[4:8] == b"ftyp"
    script = run("artifacts", "script", made["artifactId"]).stdout
    assert len(script.splitlines()) > 4
    assert made["projectId"] in [row["id"] for row in told(run("projects", "list", "--json"))]


def test_the_way_by_steps_with_a_decision(run: Run, tmp_path: Path) -> None:
    project = run("projects", "create", "Harbour").stdout.strip()
    assert "READY" in run("sources", "add", project, str(PRESS_RELEASE)).stdout
    aim = ("--audience", "neighbours", "--objective", "explain", "--outcome", "come")
    plan = told(run("plans", "create", project, "--kind", "storyboard", *aim, "--seconds", "10", "--json"))
    assert plan["status"] == "REQUIRES_APPROVAL"
    assert plan["sourceIds"]
    done = told(run("plans", "approve", plan["id"], "--watch", "--json"))
    assert done["status"] == "READY"
    assert [row["type"] for row in told(run("artifacts", "list", done["id"], "--json"))] == ["storyboard"]


def test_a_picture_a_clip_and_a_cut(run: Run, tmp_path: Path) -> None:
    picture, clip = tmp_path / "a.png", tmp_path / "a.mp4"
    assert run("image", "a lamp", "--size", "384x256", "-o", str(picture)).returncode == 0
    assert picture.stat().st_size > 1000
    assert run("video", "a lamp", "--seconds", "1", "-o", str(clip)).returncode == 0
    project = told(run("edit", "new", "Cut", str(clip), "--json"))
    segment = project["segments"][0]
    assert told(run("edit", "split", segment["id"], "0.5", "--json"))
    assert run("edit", "show", project["id"]).stdout.count("seg_") == 2
    assert run("edit", "export", project["id"], "--format", "edl", "-o", str(tmp_path / "a.edl")).returncode == 0
    assert "TITLE" in (tmp_path / "a.edl").read_text()


def test_a_price_costs_nothing(run: Run) -> None:
    before = run("credits").stdout
    assert told(run("image", "a lamp", "--dry-run", "--json"))["quote"]["total"] == 1
    assert run("credits").stdout == before


def test_a_companions_answer_and_any_operation_by_its_name(run: Run) -> None:
    assert len(run("say", "screenwriter", "A film about a lamp for campers").stdout) > 80
    assert "projects" in told(run("call", "listProjects", "limit=1"))
    assert "split_segment" in run("operations", "split").stdout


def test_exit_codes_tell_failed_from_safe_to_retry(run: Run) -> None:
    missing = run("projects", "show", "proj_none", "--json")
    assert missing.returncode == 1
    assert json.loads(missing.stderr)["error"]["code"] == "project_not_found"
    away = run("projects", "list", "--json", STUDIO_URL="http://127.0.0.1:9")
    assert away.returncode == 2
    assert json.loads(away.stderr)["error"]["safeToRetry"] is True
    assert run("projects", "show").returncode == 1
    assert run("nothing").returncode == 1
    assert run("sources", "add", "proj_none", "/nowhere.txt").returncode == 1


def test_a_key_is_kept_where_others_cannot_read_it(run: Run, studio: StudioHost) -> None:
    nameless = {"STUDIO_URL": "", "STUDIO_API_KEY": ""}
    assert "studio login" in run("credits", **nameless).stderr
    refused = run("login", "--url", studio.url, "--key", "sh_wrong", **nameless)
    assert refused.returncode == 1
    kept = run("login", "--url", studio.url, "--key", studio.key, **nameless)
    path = Path(kept.stdout.partition("Kept in ")[2].strip().removesuffix("."))
    assert path.stat().st_mode & 0o077 == 0
    assert "credits" in run("credits", **nameless).stdout


def test_the_described_command_line_is_the_one_that_runs(sdk_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(sdk_path)}
    described = [sys.executable, "-m", "studio_sdk.cli.describe"]
    now = subprocess.run(described, env=env, capture_output=True, text=True, check=True).stdout
    kept = (ROOT / "clients" / "python" / "cli-commands.json").read_text()
    assert json.loads(kept) == json.loads(now), "run `make clients`"


def test_the_guide_does_what_it_shows(run: Run, sdk_path: Path, studio: StudioHost, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "clients.md").read_text()
    programs = {name: "\n".join(re.findall(rf"```{name}\n(.*?)```", text, re.DOTALL)) for name in ("python", "sh")}
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "studio").write_text(f'#!/bin/sh\nexec {sys.executable} -c "{_PROGRAM}" "$@"\n')
    (tmp_path / "studio").chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(sdk_path), "STUDIO_URL": studio.url, "STUDIO_API_KEY": studio.key}
    env["PATH"] = f"{tmp_path}:{env['PATH']}"
    (tmp_path / "notes.txt").write_text((ROOT / "docs" / "examples" / "local-business.txt").read_text())
    (readme,) = re.findall(r"```python\n(.*?)```", (ROOT / "clients/python/README.md").read_text(), re.DOTALL)
    programs["readme"] = f"{readme}print('project_not_found False')"
    for command in (
        [sys.executable, "-c", programs["python"]],
        [sys.executable, "-c", programs["readme"].replace("30}", "15}")],
        ["sh", "-ec", programs["sh"]],
    ):
        (tmp_path / "film.mp4").unlink(missing_ok=True)
        done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "film.mp4").read_bytes()[4:8] == b"ftyp"
        assert "project_not_found False" in done.stdout or command[0] == "sh"


def test_completion_is_there(run: Run) -> None:
    # Typer asks which shell it runs in; without one it says so, and the option exists.
    assert "--install-completion" in run("--help").stdout
