"""The editor as a person uses it: a file becomes a timeline, is cut by keys, graded, exported, and the export plays."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.seat import CHROMIUM, Seat, seated
from tests.films.studio_host import a_studio
from tests.jobs.hosts import eventually
from tests.media.timeline.sources import Shape, make

pytestmark = [
    pytest.mark.processes,
    pytest.mark.media,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PICTURES = 75
_PATIENCE_MS = 120_000
_PLAYS = """async (address) => {
  const video = document.createElement("video");
  video.muted = true;
  video.src = address;
  await video.play();
  await new Promise((good, bad) => {
    video.onended = good;
    video.onerror = () => bad(new Error(video.error.message));
  });
  return Math.round(video.duration * 25);
}"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def shows(seat: Seat, frame: int) -> None:
    eventually(lambda: seat.frame_shown() == frame)


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(words, timeout=30_000)


def test_a_film_is_cut_graded_and_exported(tmp_path: Path) -> None:
    (tmp_path / "studio").mkdir()
    make(tmp_path / "quay.mp4", Shape(pictures=PICTURES, width=320, height=192))
    with a_studio(tmp_path / "studio", STUDIO_WORKERS="1") as studio, seated(studio) as seat:
        page = seat.page
        seat.go("/dashboard/editor/new")
        assert seat.problems() == []
        page.set_input_files("#files", [tmp_path / "quay.mp4"])
        page.wait_for_url("**/dashboard/editor/proj_*")
        page.get_by_text("320 × 192").wait_for(timeout=_PATIENCE_MS)  # read to its end
        shows(seat, 0)

        press(page, "Shift+ArrowRight", *["ArrowRight"] * 5)
        shows(seat, 30)
        press(page, "s")
        says(page, "Split")
        press(page, *["ArrowRight"] * 10, "q")
        says(page, "−10 frames")
        shows(seat, 40)  # the gap is closed: frame 30 of the timeline is picture 40
        press(page, "ArrowLeft")
        shows(seat, 29)
        press(page, "Control+z")
        says(page, "Undone")
        press(page, "ArrowRight")
        shows(seat, 30)
        press(page, "Control+Shift+z")
        says(page, "Done again")

        page.get_by_role("tab", name="Grade").click()
        page.fill("#grade-contrast", "0.2")
        page.get_by_text("middle frame, graded").wait_for()
        page.get_by_role("button", name="Apply").click()
        says(page, "Graded")
        assert seat.problems() == []

        page.get_by_role("tab", name="Export").click()
        page.get_by_role("button", name="Export for free").click()
        link = page.get_by_role("link", name="Download the MP4")
        link.wait_for(timeout=_PATIENCE_MS)
        assert page.evaluate(_PLAYS, link.get_attribute("href")) == PICTURES - 10
        assert seat.problems() == []
