"""The printed recipes, followed as they are printed, by curl and by Node, against a real studio."""

import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.discovery.editor_recipes import EDITOR_RECIPES
from studio.discovery.examples import catalogue, served_operations
from studio.discovery.family_recipes import EXTERNAL_RECIPES, STUDIO_RECIPES, WEBHOOK_RECIPES, WORKFLOW_RECIPES
from studio.discovery.recipes import RECIPES, Recipe
from tests.films.studio_host import StudioHost, a_studio
from tests.media.timeline.sources import Shape, make

PUBLIC = {"getHealth", "getOpenApi", "getExamples"}


# Others end with `succeeded`.
LAST_EVENTS = {
    "streamChat": "done",
    "streamStudioJobEvents": "completed",
    "streamWorkflow": "result",
    "streamKnowledgeDocument": "succeeded",
}
KEPT = {"exportUserProjects": "projects.zip", "exportSource": "advert.mp4"}
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#17324d"/></svg>'
)
SHARED = {"createProject", "createSource", "getMe", "createExport"}  # of other families, where a recipe needs them
FAMILIES = {
    "story": RECIPES, "editor": EDITOR_RECIPES, "studio": STUDIO_RECIPES, "external": EXTERNAL_RECIPES,
    "workflows": WORKFLOW_RECIPES, "webhooks": WEBHOOK_RECIPES,
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_every_operation_of_a_family_has_a_recipe(family: str) -> None:
    served = {name for name, (_, _, operation) in served_operations().items() if operation["x-family"] == family}
    assert served - PUBLIC - SHARED == {recipe.operation for recipe in FAMILIES[family]} - SHARED


def test_recipes_have_names_of_their_own_and_need_only_what_earlier_ones_yield() -> None:
    ids, known = [], set()
    for recipe in catalogue():
        assert set(recipe["needs"]) <= known, recipe["id"]
        ids.append(recipe["id"])
        known |= set(recipe["yields"])
    assert len(ids) == len(set(ids))


def test_a_text_that_a_shell_would_expand_stays_as_it_is() -> None:
    from studio.discovery.examples import curl

    told = Recipe("createProject", {"name": 'a `b` $5 \\ "c" é $PROJECT_ID'})
    command = curl(told, "POST", "/x", has_key=False)
    body = command.partition("<<JSON\n")[2].removesuffix("\nJSON")
    printed = subprocess.run(["sh", "-c", f"cat <<JSON\n{body}\nJSON"], capture_output=True, env={"PROJECT_ID": "p"})
    assert json.loads(printed.stdout) == {"name": 'a `b` $5 \\ "c" é p'}


def test_a_file_is_sent_in_pieces_and_a_refused_piece_ends_it(tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"x" * (20 << 20))
    sends = next(recipe["curl"] for recipe in catalogue() if recipe["id"] == "sendVideo")
    env = {"VIDEO_FILE": str(tmp_path / "film"), "UPLOAD_URL": "here", "PATH": os.environ["PATH"]}
    told = 'curl() { echo "$*" >> "$VIDEO_FILE.log"; printf "%s" $(($(wc -c))); return $FAILS; }\n'
    done = subprocess.run(["sh", "-c", told + sends], env=env | {"FAILS": "0"}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"{4 << 20}\n")
    ranges = re.findall(r"bytes (\S+)", (tmp_path / "film.log").read_text())
    whole = 20 << 20
    assert ranges == [f"0-8388607/{whole}", f"8388608-16777215/{whole}", f"16777216-{whole - 1}/{whole}"]
    refused = subprocess.run(["sh", "-c", told + sends], env=env | {"FAILS": "22"}, capture_output=True, text=True)
    assert (refused.returncode, refused.stdout) == (1, f"{8 << 20}\n")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    quick = {
        "STUDIO_PROVIDER_SPEECH": "tests.stories.speaking:Hum",
        "STUDIO_PROVIDER_IMAGE": "tests.films.quick:Pictures",
    }
    with a_studio(tmp_path_factory.mktemp("studio"), **quick) as host:
        yield host


_TOO_LATE = '"code":"story_job_state_invalid","message":"The job is succeeded'


def run(language: str, code: str, env: dict[str, str], *, may_be_late: bool = False) -> str:
    command = {"curl": ["sh", "-c", code], "node": ["node", "--input-type=module", "-e", code]}[language]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, cwd=env["HOME"])
    if may_be_late and _TOO_LATE in done.stderr:
        return "{}"
    assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def exported(setup: str) -> dict[str, str]:
    """What a shell has in its environment once the setup was pasted."""
    printed = subprocess.run(["sh", "-c", f"{setup}\nenv -0"], env={"PATH": os.environ["PATH"]}, capture_output=True)
    return dict(line.split("=", 1) for line in printed.stdout.decode().split("\0") if line)


def at(answer: Any, place: str) -> Any:
    for name in place.split("."):
        answer = answer[int(name)] if isinstance(answer, list) else answer[name]
    return answer


@pytest.mark.processes
@pytest.mark.media
@pytest.mark.parametrize("language", ["curl", "node"])
def test_the_recipes_work_as_printed(language: str, studio: StudioHost, tmp_path: Path) -> None:
    if shutil.which(language) is None:
        pytest.skip(f"{language} is not installed here")
    told = studio.api("GET", "/examples")
    video = make(tmp_path / "harbour.mp4", Shape(width=320, height=192))
    (logo := tmp_path / "lumo.svg").write_text(LOGO)
    (brochure := tmp_path / "lumo.txt").write_text("Lumo shines for nine hours. It charges in the sun within three.")
    files = {"VIDEO_FILE": str(video), "LOGO_FILE": str(logo), "BROCHURE_FILE": str(brochure)}
    env = {**os.environ, **exported(told["setup"].replace("sh_…", studio.key)), **files, "HOME": str(tmp_path)}
    for recipe in told["recipes"]:
        # What is to be canceled may have ended by then, on a machine with other work to do.
        printed = run(language, recipe[language], env, may_be_late=recipe["operationId"].startswith("cancel"))
        if recipe["operationId"].startswith("stream"):
            assert f"event: {LAST_EVENTS.get(recipe['operationId'], 'succeeded')}" in printed
            continue
        if recipe["operationId"] in KEPT:
            assert (tmp_path / KEPT[recipe["operationId"]]).stat().st_size > 1000
            continue
        answer = json.loads(printed)
        while recipe["poll"] and at(answer, recipe["poll"]["field"]) in recipe["poll"]["while"]:
            time.sleep(0.2)
            answer = json.loads(run(language, recipe[language], env))
        if recipe["id"] in ("waitForWebSource", "waitForPdfSource"):
            assert answer["source"]["status"] == "READY"
        if recipe["id"] == "getWebhookDelivery":
            assert answer["delivery"]["status"] == "delivered"
        env |= {name: at(answer, place) for name, place in recipe["yields"].items()}
