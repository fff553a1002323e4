"""From a stranger at the door to a finished film, with what the page offers by itself: nothing is read, nothing chosen.

How long it took is recorded; two minutes are the bar on a machine with two cores and nothing else to do.
"""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.dashboard.seat import CHROMIUM, stranger
from tests.films.studio_host import PRESS_RELEASE, a_studio

pytestmark = [
    pytest.mark.processes,
    pytest.mark.media,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
_PATIENCE_MS = 900_000
_LENGTH = """async (video) => {
  while (!(video.duration > 0)) await new Promise(requestAnimationFrame);
  return video.duration;
}"""
_LENGTH_S = 30  # what is chosen already


def test_from_sign_up_to_the_player(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    with a_studio(tmp_path, STUDIO_WORKERS="2", STUDIO_EXPRESS_WORKERS="1") as studio, stranger(studio) as seat:
        page, begun = seat.page, time.monotonic()
        page.set_default_timeout(_PATIENCE_MS)
        seat.go("/accounts/signup/")
        page.fill("[name=email]", "new@example.com")
        page.fill("[name=password1]", "a long enough one")
        page.get_by_role("button", name="Create").or_(page.locator("main form button")).first.click()
        page.wait_for_url("**/dashboard")
        assert seat.problems() == []
        page.get_by_label("What is the film about?").fill(PRESS_RELEASE.read_text())
        page.get_by_role("button", name="Make a film for 20 credits").click()
        page.wait_for_url("**/dashboard/films/job_*")
        assert seat.problems() == []
        video = page.locator("figure.player video")
        expect(video).to_be_visible(timeout=_PATIENCE_MS)
        record_property("sign-up to film, s", time.monotonic() - begun)
        assert video.evaluate(_LENGTH) == pytest.approx(_LENGTH_S, rel=0.05)
        assert seat.problems() == []
