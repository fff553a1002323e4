"""No block of code in the documents is only looked at: each is run somewhere, or held against what it speaks of.

Which way follows from the block's first line. A new kind of block fails here until somebody says how it is kept true.
"""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.core.management import get_commands

from studio.discovery import table
from studio.discovery.examples import served_operations
from tests.brand.made import PRICES
from tests.films.studio_host import StudioHost, a_studio
from tests.jobs.hosts import ROOT
from tests.media.hostile_documents import good_pdf

_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_DOCUMENTS = [*sorted(ROOT.glob("docs/*.md")), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md"))]
# Run as they are printed, by the test beside them.
_RUN_ELSEWHERE = {
    "python run": "tests/docs/test_examples.py",
    "python receiver": "tests/docs/test_webhooks_page.py",
    "javascript receiver": "tests/docs/test_webhooks_page.py",
    "python file=": "tests/docs/test_add_a_provider.py",
    "toml file=": "tests/docs/test_add_a_provider.py",
    "python reader": "tests/docs/test_provenance_page.py",
    "ts": "acceptance/clients/test_typescript.py",
}
_THE_CLIENTS_GUIDE = ("python", "sh")  # of docs/clients.md, and the client's README: tests/clients/test_command_line.py


@dataclass(frozen=True)
class Block:
    document: Path
    info: str
    text: str

    @property
    def is_run_elsewhere(self) -> bool:
        in_the_guide = self.document.name == "clients.md" and self.info in _THE_CLIENTS_GUIDE
        return in_the_guide or any(self.info == one or self.info.startswith(one) for one in _RUN_ELSEWHERE)

    @property
    def is_requests(self) -> bool:
        return self.info in ("sh", "bash") and self.text.lstrip().startswith("curl ")

    @property
    def is_commands(self) -> bool:
        return self.info in ("sh", "bash") and not self.is_requests


def blocks() -> list[Block]:
    return [Block(page, info, text) for page in _DOCUMENTS for info, text in _FENCE.findall(page.read_text())]


def _of(choose: Callable[[Block], bool]) -> list[Any]:
    chosen = [block for block in blocks() if not block.is_run_elsewhere and choose(block)]
    return [pytest.param(block, id=f"{block.document.stem}-{number}") for number, block in enumerate(chosen)]


def test_every_block_is_of_a_kind_that_is_kept_true() -> None:
    kinds = (
        lambda block: block.is_run_elsewhere or block.is_requests or block.is_commands,
        lambda block: block.info.startswith(("json", "ini", "nginx", "yaml")),
        lambda block: not block.info,  # what goes over the wire or into a crontab, as it is: names alone are checked
    )
    assert [(block.document.name, block.info) for block in blocks() if not any(kind(block) for kind in kinds)] == []


@pytest.mark.parametrize("block", _of(lambda block: block.info.startswith("json")))
def test_json_fits_the_schema_that_it_names(block: Block) -> None:
    told = json.loads(block.text)
    kind, _, name = block.info.removeprefix("json").strip().partition("=")
    if not kind:
        assert "mcpServers" in told, "say what it is: request=operationId, or schema=Name"
        return
    document = table.document()
    if kind == "request":
        content = served_operations()[name][2]["requestBody"]["content"]
        schema = content["application/json"]["schema"]
    else:
        schema = document["components"]["schemas"][name]
        assert set(told) == set(schema["properties"])
    validator = jsonschema_rs.validator_for({**schema, "components": document["components"]})
    assert [error.message for error in validator.iter_errors(told)] == []


@pytest.mark.parametrize("block", _of(lambda block: block.is_commands))
def test_commands_are_there(block: Block) -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for line in block.text.replace("\\\n", " ").splitlines():
        words = [word for word in shlex.split(line, comments=True) if "=" not in word or word.startswith("-")]
        if words[:1] == ["make"]:
            assert set(words[1:]) <= targets, line
        if "manage.py" in words:
            assert words[words.index("manage.py") + 1] in get_commands(), line


@pytest.mark.parametrize("block", _of(lambda block: True))
def test_settings_that_are_named_are_described(block: Block) -> None:
    described = (ROOT / "docs" / "settings.md").read_text()
    for name in re.findall(r"\bSTUDIO_[A-Z_]+\b", block.text):
        short = f"`{name.removeprefix('STUDIO_PROVIDER')}`"  # the makers stand in one row
        assert name in described or short in described or name in ("STUDIO_URL", "STUDIO_API_KEY"), name


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_PROVIDER_IMAGE="tests.films.quick:Pictures") as host:
        yield host


@pytest.fixture(scope="module")
def clip(studio: StudioHost) -> str:
    """The address of a film that the studio made."""
    body = {"prompt": "a quay", "duration_s": 1, "aspect_ratio": "1:1"}
    _, path, _ = served_operations()["generateVideo"]
    job = json.loads(studio.call("POST", path, body)[2])["id"]
    _, events, _ = served_operations()["streamStudioJobEvents"]
    studio.call("GET", events.replace("{studio_job_id}", job))
    _, path, _ = served_operations()["getStudioJob"]
    return str(json.loads(studio.call("GET", path.replace("{studio_job_id}", job))[2])["result"]["url"])


@pytest.mark.processes
@pytest.mark.media
@pytest.mark.parametrize("block", _of(lambda block: block.is_requests))
def test_requests_are_answered(block: Block, studio: StudioHost, clip: str, tmp_path: Path) -> None:
    (tmp_path / "prices.xlsx").write_bytes(PRICES)
    (tmp_path / "brochure.pdf").write_bytes(good_pdf())
    env = {**os.environ, "STUDIO_URL": studio.url, "STUDIO_API_KEY": studio.key, "VIDEO_URL": clip}
    text = block.text.replace("http://127.0.0.1:8000", studio.url).replace("curl ", "curl --fail-with-body ")
    done = subprocess.run(["sh", "-ec", text], env=env, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
