"""Each page about webhooks, wide and narrow, light and dark: nothing for axe to find, for the console, nor beside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from tests.dashboard.seat import CHROMIUM, Seat, seated
from tests.films.studio_host import StudioHost, a_studio
from tests.jobs.hosts import eventually
from tests.webhooks.receiver import OK, Got, Reply, receiving

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
LONG = "http://127.0.0.1:9/a-rather-long-address/that-has-to/break-somewhere?token=abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_FETCH_ALLOW="127.0.0.0/8") as host:
        yield host


@pytest.fixture(scope="module")
def pages(studio: StudioHost) -> dict[str, str]:
    """Endpoints that work, fail and are switched off, deliveries to them, and what the inbox got."""
    asked: list[Got] = []

    def answer(got: Got) -> Reply:
        asked.append(got)
        return (503, {"Retry-After": "600"}, b'{"error":"busy, try later"}') if len(asked) == 1 else OK

    def register(**body: object) -> str:
        return str(studio.api("POST", "/webhook-endpoints", body)["endpoint"]["id"])

    with receiving(answer) as receiver:
        inbox = register(url="inbox:", description="A look")
        own = register(url=receiver.url, types=["video.ready", "plan.ready"], description="Shop backend")
        dead, off = register(url=LONG), register(url="inbox:", description="An old one")
        studio.api("PATCH", f"/webhook-endpoints/{off}", {"enabled": False})
        for endpoint in (inbox, own, dead):
            for kind in ("video.ready", "credits.low"):
                studio.api("POST", f"/webhook-endpoints/{endpoint}/test", {"type": kind})
        untried = "SELECT count(*) FROM webhooks_delivery WHERE attempts_made = 0"
        eventually(lambda: studio.query(untried) == [(0,)])
        waiting = studio.api("GET", f"/webhook-endpoints/{own}/deliveries?status=pending")["deliveries"][0]["id"]
    return {
        "list": "/dashboard/webhooks",
        "new": "/dashboard/webhooks/new",
        "inbox": "/dashboard/webhooks/inbox",
        "endpoint": f"/dashboard/webhooks/{own}",
        "edit": f"/dashboard/webhooks/{own}/edit",
        "delivery": f"/dashboard/webhooks/{own}/deliveries/{waiting}",
        "failing": f"/dashboard/webhooks/{dead}",
        "off": f"/dashboard/webhooks/{off}",
        "docs": "/docs/webhooks",
    }


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_are_whole(
    studio: StudioHost, pages: dict[str, str], tmp_path: Path, width: int, theme: Literal["light", "dark"]
) -> None:
    found: dict[str, list[str]] = {}
    with seated(studio, width=width, height=900, theme=theme) as seat:
        for name, path in pages.items():
            seat.go(path)
            _look(seat, name, tmp_path, found)
        seat.go(pages["endpoint"])
        seat.page.click("[data-opens=test]")
        _look(seat, "dialog", tmp_path, found)
        seat.go(pages["new"])
        seat.page.check("input[value=inbox]")
        seat.page.click("form.card button.button")
        _look(seat, "secret", tmp_path, found)
        assert seat.page.locator("#secret").inner_text().startswith("whsec_")
    assert found == {}


def _look(seat: Seat, name: str, folder: Path, found: dict[str, list[str]]) -> None:
    seat.page.screenshot(path=folder / f"{name}.png", full_page=True)
    if problems := seat.problems():
        found[name] = problems
    seat.said.clear()
