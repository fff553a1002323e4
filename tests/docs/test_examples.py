"""The documents' examples, run as they are printed, against a real studio."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.films.studio_host import StudioHost, a_studio
from tests.jobs.hosts import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.media]

RUNNABLE = re.compile(r"^```python run\n(.*?)^```", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    return [page for page in sorted(ROOT.glob("docs/**/*.md")) if RUNNABLE.search(page.read_text())]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio")) as host:
        yield host


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.stem)
def test_the_pages_blocks_run_one_after_the_other(page: Path, studio: StudioHost) -> None:
    program = "\n".join(RUNNABLE.findall(page.read_text()))
    env = {**studio.env, "STUDIO_URL": studio.url, "STUDIO_API_KEY": studio.key}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_quickstart_is_among_them() -> None:
    assert "quickstart" in {page.stem for page in pages()}
