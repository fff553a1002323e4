"""A person at a browser: Chromium on a running studio, signed in, and everything that it complained about."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

from tests.films.studio_host import StudioHost
from tests.media.timeline.sources import read

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]
_AXE = {"resultTypes": ["violations"]}
_ASKED_FOR = {"target-size": {"enabled": True}}  # of WCAG 2.2 AA, and nothing that axe does by itself
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The player's picture as luma, from whatever lies uppermost: the exact frame, or the video that plays.
_LOOK = """() => {
  const exact = document.querySelector("[data-exact]");
  const picture = exact.hidden ? document.querySelector("[data-video].current") : exact;
  const canvas = document.createElement("canvas");
  const width = canvas.width = picture.videoWidth || picture.naturalWidth;
  const height = canvas.height = picture.videoHeight || picture.naturalHeight;
  if (!width) return null;
  const paint = canvas.getContext("2d");
  paint.drawImage(picture, 0, 0);
  const { data } = paint.getImageData(0, 0, width, height);
  return { width, height, green: Array.from({ length: width * height }, (_, i) => data[4 * i + 1]) };
}"""


@dataclass
class Seat:
    """`page` on the studio at `url`; `said` are errors of the console, and requests that left the studio."""

    page: Page
    url: str
    said: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)

    def sign_in(self, account: Mapping[str, str]) -> None:
        self.go("/accounts/login/")
        self.page.fill("[name=login]", account["email"])
        self.page.fill("[name=password]", account["password"])
        self.page.click("main button")
        self.page.wait_for_url("**/dashboard")

    def problems(self, *, tags: Sequence[str] = ()) -> list[str]:
        """What axe finds (by the rules of these `tags` alone, if any), what is too wide, and all complaints so far."""
        options = _AXE | {"runOnly": list(tags), "rules": _ASKED_FOR} if tags else _AXE
        violations = Axe().run(self.page, options=options).response["violations"]
        found = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in violations]
        if wider := self.page.evaluate(_TOO_WIDE):
            found.append(f"wider than the screen by {wider} px")
        return found + self.said

    def frame_shown(self) -> int | None:
        """The number that the player's picture says (`tests.media.timeline.sources`); None while there is none."""
        seen = self.page.evaluate(_LOOK)
        if seen is None:
            return None
        try:
            found = read(np.array(seen["green"], np.float64).reshape(seen["height"], seen["width"]))
        except AssertionError:  # between two pictures
            return None
        return found[1] if found else None


@contextmanager
def seated(
    studio: StudioHost, *, width: int = 1280, height: int = 800, theme: Literal["light", "dark"] = "light"
) -> Iterator[Seat]:
    """The owner of the demo organization, signed in."""
    with stranger(studio, width=width, height=height, theme=theme) as seat:
        seat.sign_in(studio.account)
        yield seat


@contextmanager
def stranger(
    studio: StudioHost, *, width: int = 1280, height: int = 800, theme: Literal["light", "dark"] = "light"
) -> Iterator[Seat]:
    """Somebody who has not signed in, and has no page open yet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        seat = Seat(context.new_page(), studio.url)
        _listen(seat)
        yield seat
        browser.close()


def _listen(seat: Seat) -> None:
    def console(message: ConsoleMessage) -> None:
        if message.type == "error":
            seat.said.append(f"console: {message.text}")

    def request(asked: Request) -> None:
        if not asked.url.startswith((f"{seat.url}/", "data:", "blob:")):
            seat.said.append(f"left the studio: {asked.url}")

    seat.page.on("console", console)
    seat.page.on("pageerror", lambda error: seat.said.append(f"script: {error}"))
    seat.page.on("request", request)
