"""The first sound within 2 s of the click, and no gap between lines: a real studio, real voices, a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.films.studio_host import StudioHost

pytestmark = [pytest.mark.processes, pytest.mark.media]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FIRST_SOUND_MS = 2000
_WATCH = """() => {
  const sound = document.querySelector("[data-sound]");
  window.heard = { waits: [] };
  const since = () => performance.now() - window.clicked;
  document.querySelector("[data-start]").addEventListener("click", () => (window.clicked = performance.now()), true);
  sound.addEventListener("timeupdate", () => { if (sound.currentTime > 0) window.heard.first ??= since(); });
  sound.addEventListener("waiting", () => { if (sound.currentTime > 0) window.heard.waits.push(sound.currentTime); });
  sound.addEventListener("ended", () => (window.heard.ended = true));
}"""


@pytest.fixture
def warm_studio(tmp_path: Path) -> Iterator[StudioHost]:
    """As it is served: with the voices loaded and a worker kept free."""
    host = StudioHost(tmp_path, STUDIO_WORKERS="2", STUDIO_EXPRESS_WORKERS="1", STUDIO_WARM_WORKERS="1")
    try:
        host.start()
        yield host
    finally:
        host.stop()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_the_read_is_heard_at_once_and_without_a_gap(warm_studio: StudioHost, record_property: Any) -> None:
    artifact = warm_studio.ready_artifact(seconds=45)
    theater = warm_studio.api("GET", f"/artifacts/{artifact}")["artifact"]["manifest"]["theaterUrl"]
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(theater)
        page.wait_for_timeout(20_000)  # the workers load the voices as they start, and draw the pictures of the read
        page.evaluate(_WATCH)
        page.click("[data-start]")
        for _ in range(60):
            page.wait_for_timeout(3_000)  # looking more often would take the cores from the cast
            if page.evaluate("window.heard.ended"):
                break
        heard = page.evaluate("window.heard")
        browser.close()
    record_property("click to first sound: seconds", heard["first"] / 1000)
    assert complaints == []
    assert heard["waits"] == []
    assert heard["first"] <= FIRST_SOUND_MS
