"""Workflows in a browser: choose, see the price follow the form, launch, decide on the direction, see what was made."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.dashboard.seat import CHROMIUM, Seat, seated
from tests.films.studio_host import StudioHost, a_studio

pytestmark = [
    pytest.mark.processes,
    pytest.mark.media,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]

SLOW_MS = 240_000
Look = Callable[[str], None]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_WARM_WORKERS="0") as host:
        yield host


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_from_an_idea_to_its_pictures(
    studio: StudioHost, tmp_path: Path, width: int, theme: Literal["light", "dark"]
) -> None:
    with seated(studio, width=width, height=900, theme=theme) as seat:
        found: list[str] = []

        def look(name: str) -> None:
            seat.page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
            found.extend(f"{name}: {problem}" for problem in seat.problems())

        seat.go("/dashboard/workflows")
        look("list")
        launched(seat, look)
        decided(seat, look)
        expect(seat.page.locator(".gallery img").first).to_be_visible(timeout=SLOW_MS)
        look("made")
        with seat.page.expect_download() as zipped:
            seat.page.click("text=All as ZIP")
        assert Path(zipped.value.path()).read_bytes()[:2] == b"PK"
        seat.page.click("text=Run again with changes")
        expect(seat.page.locator("[name=concept]")).to_have_value("A red bicycle for grandparents")
        batched(seat, look)
        assert found == []


def launched(seat: Seat, look: Look) -> None:
    page = seat.page
    seat.go("/dashboard/workflows/new")
    look("choose")
    page.click("text=Static Ad")
    page.fill("[name=concept]", "A red bicycle for grandparents")
    for ratio in ("16:9", "9:16", "4:5"):
        page.uncheck(f"[name=formats][value='{ratio}']")
    page.check("[name=hitl]")
    expect(page.locator("#snippet-curl")).to_contain_text('"hitl": true')
    expect(page.locator("#snippet-node")).to_contain_text('"formats": "1:1"')
    look("new")
    page.click("#offer button:has-text('Launch')")
    expect(page.locator("text=The art direction waits for you")).to_be_visible(timeout=SLOW_MS)
    look("waiting")


def decided(seat: Seat, look: Look) -> None:
    page = seat.page
    page.click("text=Look and decide")
    look("direction")
    page.fill("[name=title]", "Rosso")
    page.click(".scene-fields summary >> nth=0")
    page.fill("[name=line-0]", "Remember the downhill?")
    page.click("text=Make it with these changes")
    page.wait_for_url("**/dashboard/workflows/wf_*")
    look("running")
    expect(page.locator(".script-lines")).to_contain_text("Remember the downhill?")


def batched(seat: Seat, look: Look) -> None:
    page = seat.page
    seat.go("/dashboard/workflows/batches/new")
    page.fill("[name=rows]", "type,concept,url\nstaticad,A cup,\nfactory,no page,")
    expect(page.locator("#offer")).to_contain_text("1 of 2 rows cannot start")
    look("batch-wrong")
    page.fill("[name=rows]", "A cup\nA lamp")
    expect(page.locator("#offer")).to_contain_text("2 credits")
    page.click("#offer button:has-text('Launch')")
    page.wait_for_url("**/dashboard/workflows/batches/batch_*")
    look("batch")
    for job in page.locator("tbody a").evaluate_all("links => links.map(link => link.pathname)"):
        seat.go(job)
        page.click("[data-opens=cancel]")
        page.click("#cancel button.danger")
        expect(page.locator("h1")).to_be_visible()
