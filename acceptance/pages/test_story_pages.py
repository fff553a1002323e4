"""Each page of the story family, wide and light, narrow and dark: nothing for axe to find, for the console, nor beside.

The screenshots stay in pytest's temporary folder, to be looked at.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from acceptance.pages.story import Made, make_story, pages_of
from tests.films.studio_host import PRESS_RELEASE, StudioHost, a_studio
from tests.media.hostile_documents import good_pdf

pytestmark = [pytest.mark.processes, pytest.mark.media]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_NOTHING_THERE = re.compile(r"Failed to load resource.*404")  # the page of a link that is gone is itself a 404


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_WORKERS="2") as host:
        yield host


@pytest.fixture(scope="module")
def made(studio: StudioHost) -> Made:
    return make_story(studio)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield opened
        opened.close()


def signed_in(browser: Browser, studio: StudioHost, *, width: int, theme: Literal["light", "dark"]) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme).new_page()
    page.goto(f"{studio.url}/accounts/login/")
    page.fill("[name=login]", studio.account["email"])
    page.fill("[name=password]", studio.account["password"])
    page.click("main button")
    page.wait_for_url("**/dashboard")
    return page


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_pages_are_whole(
    studio: StudioHost, made: Made, browser: Browser, tmp_path: Path, width: int, theme: Literal["light", "dark"]
) -> None:
    page = signed_in(browser, studio, width=width, theme=theme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    found: dict[str, Any] = {}
    for name, path in pages_of(made).items():
        page.goto(path if path.startswith("http") else studio.url + path)
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        violations = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in Axe().run(page).response["violations"]]
        is_gone = name == "link-gone"
        violations += [f"console: {words}" for words in said if not (is_gone and _NOTHING_THERE.match(words))]
        if wider := page.evaluate(_TOO_WIDE):
            violations.append(f"wider than the screen by {wider} px")
        if violations:
            found[name] = violations
        said.clear()
    assert found == {}


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_files_become_sources_under_the_eyes_of_who_adds_them(
    studio: StudioHost, made: Made, browser: Browser, tmp_path: Path
) -> None:
    """More pieces than one, several files at once, and one that the studio cannot read."""
    (tmp_path / "minutes.pdf").write_bytes(good_pdf() + b"%" * (5 << 20))
    (tmp_path / "release.txt").write_text(PRESS_RELEASE.read_text())
    (tmp_path / "letter.docx").write_bytes(b"PK\x03\x04")
    page = signed_in(browser, studio, width=390, theme="dark")
    page.goto(f"{studio.url}/dashboard/projects/{made.project}/sources/new")
    page.set_input_files("#files", [tmp_path / "minutes.pdf", tmp_path / "release.txt", tmp_path / "letter.docx"])
    for name, word in (("minutes.pdf", "Ready"), ("release.txt", "Ready"), ("letter.docx", "Not added")):
        page.locator("[data-rows] li", has_text=name).get_by_text(word, exact=True).wait_for(timeout=60_000)
    page.screenshot(path=tmp_path / "files.png", full_page=True)
    assert "Save it as a PDF" in page.locator("[data-rows]").inner_text()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate(_TOO_WIDE) == 0
