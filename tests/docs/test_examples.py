"""The documents' examples, run as they are printed, against a real studio."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.media.probe import probe
from tests.films.studio_host import StudioHost, a_studio
from tests.jobs.hosts import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.media]

RUNNABLE = re.compile(r"^```python run\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _voice_and_film(folder: Path) -> None:
    """What OpenAI's own client was given by the studio."""
    (voice,), (film,) = folder.glob("*/lamp.mp3"), folder.glob("*/lamp.mp4")
    assert 2_000 < probe(voice).duration_ms < 6_000
    found = probe(film)
    assert (found.width, found.height, found.frames) == (1280, 720, 100)


LEFT = {"openai": _voice_and_film}  # what some pages leave behind, in a folder below the given one


def pages() -> list[Path]:
    return [page for page in sorted(ROOT.glob("docs/**/*.md")) if RUNNABLE.search(page.read_text())]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio")) as host:
        yield host


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_the_pages_blocks_run_one_after_the_other(page: Path, studio: StudioHost, tmp_path: Path) -> None:
    program = "\n".join(RUNNABLE.findall(page.read_text()))
    env = {**studio.env, "STUDIO_URL": studio.url, "STUDIO_API_KEY": studio.key, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    if check := LEFT.get(page.stem):
        check(tmp_path)


def test_the_quickstart_is_among_them() -> None:
    assert "quickstart" in {page.stem for page in pages()}
