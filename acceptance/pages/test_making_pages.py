"""Companions, playground and brand in a browser: a talk that streams, a picture that appears, no axe finding."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.films.studio_host import StudioHost, a_studio
from tests.media.test_logos import logo_at

pytestmark = [pytest.mark.processes, pytest.mark.media]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_WARM_WORKERS="0") as host:
        yield host


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield opened
        opened.close()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_the_pages_work_and_are_whole(
    studio: StudioHost, browser: Browser, tmp_path: Path, width: int, theme: Literal["light", "dark"]
) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{studio.url}/accounts/login/")
    page.fill("[name=login]", studio.account["email"])
    page.fill("[name=password]", studio.account["password"])
    page.click("main button")
    page.wait_for_url("**/dashboard")
    found: list[str] = []

    def look(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
        found.extend(f"{name}: {v['id']} {v['nodes'][0]['html'][:160]}" for v in Axe().run(page).response["violations"])
        if page.evaluate(_TOO_WIDE):
            found.append(f"{name}: wider than the screen")

    page.goto(f"{studio.url}/dashboard/companions")
    look("companions")
    page.click("text=Cinematic Director")
    look("talk-empty")
    talk(page)
    look("talk")
    page.reload()
    expect(page.locator(".message.assistant")).to_have_count(2)
    page.goto(f"{studio.url}/dashboard/playground/image")
    page.fill("[name=prompt]", "A red bicycle by a harbour at dusk")
    expect(page.locator("#snippet-node")).to_contain_text("red bicycle")
    expect(page.locator("#snippet-curl")).to_contain_text("red bicycle")
    page.select_option("[name=size]", "512x512")
    look("playground")
    page.click("text=Draw it")
    expect(page.locator("figure img")).to_be_visible(timeout=60_000)
    look("picture")
    page.goto(f"{studio.url}/dashboard/playground/video")
    look("playground-video")
    page.goto(f"{studio.url}/dashboard/playground/speech")
    page.fill("[name=input]", "The lamp wakes at dusk.")
    page.select_option("[name=response_format]", "flac")
    for language in ("curl", "python", "node"):
        expect(page.locator(f"#snippet-{language}")).to_contain_text("speech.flac")
        expect(page.locator(f"#snippet-{language}")).to_contain_text('"input": "The lamp wakes at dusk."')
    look("playground-speech")
    page.click("text=Speak it")
    expect(page.locator("figure audio")).to_be_visible(timeout=60_000)
    look("speech")
    page.goto(f"{studio.url}/dashboard/brand")
    page.set_input_files("[name=logo]", logo_at(tmp_path / "logo.png"))
    page.click("text=/Upload it|Replace it/")
    expect(page.locator(".logo-shown img")).to_be_visible()
    look("brand")
    assert found + said == []


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_the_requests_that_are_shown_run_when_they_are_copied(
    studio: StudioHost, browser: Browser, tmp_path: Path
) -> None:
    """After fields were changed, with quotes of every kind in them; each language against this studio."""
    page = browser.new_context().new_page()
    page.goto(f"{studio.url}/accounts/login/")
    page.fill("[name=login]", studio.account["email"])
    page.fill("[name=password]", studio.account["password"])
    page.click("main button")
    page.wait_for_url("**/dashboard")
    words = "A quay, it's \"late\" — $HOME `x` ''' \\\\ end"
    env = {**os.environ, "STUDIO_API_KEY": studio.account["api_key"]}

    def answers() -> list[str]:
        runs = (("curl", ["sh"]), ("python", [sys.executable]), ("node", ["node", "--input-type=module"]))
        said = []
        for name, command in runs:
            code = page.locator(f"#snippet-{name}").text_content() or ""
            done = subprocess.run(
                command, input=code, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=120
            )
            assert done.returncode == 0, (name, done.stderr, code)
            said.append(done.stdout)
        return said

    page.goto(f"{studio.url}/dashboard/playground/image")
    page.fill("[name=prompt]", words)
    page.fill("[name=negative]", "crowds")
    page.select_option("[name=size]", "512x512")
    page.fill("[name=seed]", "7")
    for said in answers():
        assert "512" in said
        assert "/media/" in said
        assert "crowds" in said
    page.goto(f"{studio.url}/dashboard/playground/video")
    page.fill("[name=prompt]", words)
    page.fill("[name=duration_s]", "2.5")
    assert all("job_" in said for said in answers())
    page.goto(f"{studio.url}/dashboard/companions/copied?with=producer")
    assert all("event: done" in said for said in answers())
    page.fill("[name=text]", f"We launch Lumo, a lamp. {words}")
    assert all("Lumo" in said and "event: done" in said for said in answers())
    page.goto(f"{studio.url}/dashboard/companions/copied")
    assert "it's" in (page.locator(".message.user").last.text_content() or "")


def talk(page: Page) -> None:
    page.fill("[name=text]", "We launch Lumo, a solar lamp for campers who hate batteries. 45 seconds, warm.")
    page.click("text=Say it")
    expect(page.locator("[data-chips] button").first).to_be_visible(timeout=20_000)
    expect(page.locator(".message.assistant")).to_contain_text("Intention.")
    page.click("[data-chips] >> text=Make it shorter")
    expect(page.locator(".message.assistant").nth(1)).to_contain_text("30 seconds instead of 45", timeout=20_000)
    expect(page.locator("[data-send]")).to_be_enabled()
