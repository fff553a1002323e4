from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.assets.services import signed_url, store_file
from generation.films import frame
from generation.jobs import waiting
from generation.jobs.models import Job
from generation.workflows.api.views import workflows as views
from tests.api import Api
from tests.stories.conftest import api, maker, own_store, work  # noqa: F401 - fixtures

Work = Callable[[], list[Job]]
CONCEPT = "Luxury perfume ad with golden tones"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Films of a few pixels by makers of small parts."""
    for capability, name in (("SPEECH", "Speech"), ("IMAGE", "Pictures"), ("MUSIC", "Music")):
        monkeypatch.setenv(f"STUDIO_PROVIDER_{capability}", f"tests.films.quick:{name}")
    monkeypatch.setattr(frame, "SHORT_SIDES", {"720p": 72, "1080p": 108})


@pytest.fixture
def serving(work: Work, monkeypatch: pytest.MonkeyPatch) -> list[Job]:  # noqa: F811 - a fixture by that name
    """A worker in this process: whatever a request waits for is worked at once. The jobs that ran."""
    ran: list[Job] = []

    def come_to_rest(job_id: str, **options: Any) -> Job | None:
        ran.extend(work())
        return waiting.come_to_rest(job_id, within_s=0.0, **options)

    monkeypatch.setattr(views, "come_to_rest", come_to_rest)
    return ran


@pytest.fixture
def page(api: Api, tmp_path: Path) -> Callable[[str], str]:  # noqa: F811 - a fixture by that name
    """Puts a page where the studio finds it without a network: among its own files."""

    def put(markup: str) -> str:
        path = tmp_path / "page.html"
        path.write_text(markup)
        asset = store_file(api.organization.pk, path, content_type="text/html", filename="page.html")
        return f"https://studio.example{signed_url(asset, expires_s=60)}"

    return put
