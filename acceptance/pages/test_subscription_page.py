"""Plans in a browser: compare them, ask for one, think again, and take one where the operator allows it at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.dashboard.seat import CHROMIUM, seated
from tests.films.studio_host import StudioHost, a_studio

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module", params=["request", "at_once"])
def studio(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    settings = {"STUDIO_PLAN_SWITCH": request.param, "STUDIO_WARM_WORKERS": "0"}
    with a_studio(tmp_path_factory.mktemp("studio"), **settings) as host:
        yield host


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_a_plan_is_asked_for_or_taken(
    studio: StudioHost, tmp_path: Path, width: int, theme: Literal["light", "dark"]
) -> None:
    with seated(studio, width=width, height=900, theme=theme) as seat:
        page, found = seat.page, []

        def look(name: str) -> None:
            page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
            found.extend(f"{name}: {problem}" for problem in seat.problems())

        seat.go("/dashboard/subscription")
        look("plans")
        mine = page.locator(".plan.current h3").inner_text()
        other = "Agency" if mine != "Agency" else "Enterprise"
        if (ask := page.locator(f"text=Ask for {other}")).count():
            ask.click()
            expect(page.locator("#request")).to_have_text(f"Asked for: {other}")
            look("asked")
            page.click("text=Withdraw the request")
            expect(page.locator("#request")).to_have_count(0)
            assert page.locator(".plan.current h3").inner_text() == mine
        else:
            page.click(f"text=Choose {other}")
            look("sure")
            page.click(f"#take-{other.lower()} button:has-text('{other}')")
            expect(page.locator(".plan.current h3")).to_have_text(other)
            expect(page.locator("#history + ul")).to_contain_text(f"from {mine}")
            look("taken")
        assert found == []
