"""The palette as fingers use it: opened by keys, typed into, left and gone through; whole on a desk and in a hand."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.seat import CHROMIUM, Seat, seated
from tests.films.studio_host import StudioHost, a_studio

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
_PATIENCE_MS = 30_000
DESK, HAND = (1280, 800), (360, 740)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_WORKERS="1") as host:
        for name in ("Harbour heat", "Harbour night"):
            host.api("POST", "/story-projects", {"name": name})
        yield host


def chosen(page: Page) -> str:
    """The title of the line that the field says is chosen."""
    line = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    return page.locator(f"#{line} .two-lines > :first-child").inner_text() if line else ""


def choosing(page: Page, title: str) -> None:
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text(title, timeout=_PATIENCE_MS)
    assert chosen(page) == title


def test_keys_alone_lead_to_a_project(studio: StudioHost) -> None:
    with seated(studio, width=DESK[0], height=DESK[1]) as seat:
        page = seat.page
        page.get_by_role("link", name="Projects", exact=True).focus()
        page.keyboard.press("Control+k")
        box = page.get_by_role("combobox")
        expect(box).to_be_focused()
        expect(page.get_by_role("option", name="Harbour night")).to_be_visible(timeout=_PATIENCE_MS)
        assert seat.problems() == []

        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.get_by_role("link", name="Projects", exact=True)).to_be_focused()

        page.keyboard.press("Control+k")
        page.keyboard.type("harbour")
        choosing(page, "Harbour night")
        page.keyboard.press("ArrowDown")
        choosing(page, "Harbour heat")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        choosing(page, "All results for “harbour”")
        page.keyboard.press("ArrowDown")
        choosing(page, "Harbour night")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Harbour night")
        assert seat.problems() == []


def test_in_a_hand_and_in_the_dark(studio: StudioHost) -> None:
    with seated(studio, width=HAND[0], height=HAND[1], theme="dark") as seat:
        page = seat.page
        page.get_by_role("button", name="Search").click()
        page.get_by_role("combobox").fill("make a k")
        choosing(page, "Make a key")
        assert seat.problems() == []
        page.get_by_role("combobox").fill("zzzz")
        expect(page.get_by_text("Nothing has all of these words")).to_be_visible(timeout=_PATIENCE_MS)
        assert seat.problems() == []
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=zzzz")
        assert seat.problems() == []
        page.get_by_role("textbox").fill("harbour")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Projects 2")).to_be_visible()
        assert seat.problems() == []


def test_without_script_the_button_is_a_link_to_the_page(seatless: Seat) -> None:
    page = seatless.page
    page.get_by_role("link", name="Search").last.click()
    page.get_by_role("textbox").fill("harbour")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Harbour night")).to_be_visible()


@pytest.fixture
def seatless(studio: StudioHost) -> Iterator[Seat]:
    """Signed in, in a browser that runs no script."""
    with seated(studio) as seat:
        state = seat.page.context.storage_state()
        context = seat.page.context.browser.new_context(java_script_enabled=False, storage_state=state)  # type: ignore[union-attr]
        bare = Seat(context.new_page(), studio.url)
        bare.go("/dashboard")
        yield bare
