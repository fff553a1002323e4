"""Every page that a person can open, on a desk and in a hand, light and dark: whole, quiet, at home and light.

Nothing for axe to find (WCAG 2.2 AA, and its best practices in pages of our own), no word on the console, no request
elsewhere, nothing wider than the screen, one heading and a title, nothing that the content policy forbids, little
script. How long the largest thing took to show is recorded. The screenshots stay in pytest's temporary folder.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Response

from acceptance.pages import addresses
from acceptance.pages.story import Made, make_story
from tests.dashboard.seat import CHROMIUM, Seat, stranger
from tests.films.studio_host import StudioHost, a_studio

pytestmark = [
    pytest.mark.processes,
    pytest.mark.media,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
DESK, HAND, HEIGHT = 1440, 390, 900
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OPERATOR = {"email": "root@example.com", "password": "a long enough one"}
MOST_SCRIPT = 100_000  # bytes as they travel
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_QUICK = {
    f"STUDIO_PROVIDER_{capability}": f"tests.films.quick:{maker}"
    for capability, maker in (("SPEECH", "Speech"), ("IMAGE", "Pictures"), ("MUSIC", "Music"))
}
_REFUSED = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));"""
_SCRIPT = """() => performance.getEntriesByType("resource")
  .filter((entry) => new URL(entry.name).pathname.endsWith(".js"))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
_LARGEST_SHOWN_MS = """() => new Promise((good) => {
  const watch = new PerformanceObserver((list) => good(list.getEntries().at(-1).startTime));
  watch.observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => good(null), 3000);
})"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    operator = {"DJANGO_SUPERUSER_EMAIL": OPERATOR["email"], "DJANGO_SUPERUSER_PASSWORD": OPERATOR["password"]}
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_WORKERS="2", **_QUICK, **operator) as host:
        assert host.manage("createsuperuser", "--noinput").wait(120) == 0, host.output
        yield host


@pytest.fixture(scope="module")
def made(studio: StudioHost) -> Made:
    return make_story(studio)


@pytest.fixture(scope="module")
def others(studio: StudioHost) -> list[str]:
    """Pages of a workflow, an endpoint and its inbox, and forms that are made alike for each of a kind."""
    ad = {"type": "staticad", "concept": "A red bicycle", "formats": "1:1", "hitl": True}
    status, _, answer = studio.call("POST", "/api/workflow", ad)
    assert status == 200, answer
    workflow = json.loads(answer)["jobId"]
    endpoint = studio.api("POST", "/webhook-endpoints", {"url": "inbox:", "description": "A look"})["endpoint"]["id"]
    studio.api("POST", f"/webhook-endpoints/{endpoint}/test", {"type": "video.ready"})
    return [
        f"/dashboard/workflows/{workflow}",
        "/dashboard/workflows/new/staticad",
        f"/dashboard/webhooks/{endpoint}",
        f"/dashboard/webhooks/{endpoint}/edit",
        *(f"/dashboard/playground/{what}" for what in ("image", "video", "speech")),
        "/dashboard/companions/a-first-talk",
        "/dashboard/no-such-page",
    ]


class Inspector:
    """Goes from page to page and writes down what is wrong: `found` by address and theme."""

    def __init__(self, seat: Seat, folder: Path, record: Callable[[str, object], None], name: str) -> None:
        self.seat, self.folder, self.record, self.name = seat, folder, record, name
        self.found: dict[str, list[str]] = {}
        seat.page.add_init_script(_REFUSED)

    def visit(self, path: str) -> None:
        self._appear("light")
        response = self.seat.page.goto(self.seat.url + path)
        assert response is not None
        if response.status == 404:  # a page that says so; the console repeats it
            self.seat.said[:] = [words for words in self.seat.said if "404" not in words]
        if self.seat.page.url != self.seat.url + path:
            self.found[path] = [f"leads to {self.seat.page.url}"]
            return
        shown_ms = self.seat.page.evaluate(_LARGEST_SHOWN_MS)
        if shown_ms is not None:
            self.record(f"largest shown, s: {self.name}", shown_ms / 1000)
        self._note(path, self._of_document(path, response))
        is_ours = not path.startswith("/admin/")
        if not is_ours:  # Unfold's foot lies over what one has not scrolled to yet
            self._stretch(self.seat.page.evaluate("document.documentElement.scrollHeight"))
        for theme in THEMES:
            self._appear(theme)
            if theme == "dark" and not is_ours:
                self.seat.page.reload()  # Unfold asks for the system's appearance when a page is loaded
            shot = f"{path.strip('/').replace('/', '_').partition('?')[0] or 'home'}-{theme}.jpg"
            self.seat.page.screenshot(path=self.folder / shot, full_page=True, type="jpeg", quality=70)
            self._note(f"{path} {theme}", self.seat.problems(tags=(*WCAG, "best-practice") if is_ours else WCAG))
            self.seat.said.clear()
        self._stretch(HEIGHT)

    def _stretch(self, height: int) -> None:
        width = self.seat.page.viewport_size["width"] if self.seat.page.viewport_size else DESK
        self.seat.page.set_viewport_size({"width": width, "height": max(HEIGHT, height)})

    def _of_document(self, path: str, response: Response) -> Iterator[str]:
        page, is_ours = self.seat.page, not path.startswith("/admin/")
        if not page.title().strip():
            yield "no title"
        if (headings := page.locator("h1").count()) != 1:
            yield f"{headings} h1"
        if (size := page.evaluate(_SCRIPT)) > MOST_SCRIPT:
            yield f"{size} bytes of script"
        policy = response.headers.get("content-security-policy", "")
        if "default-src 'self'" not in policy or ("unsafe" in policy and is_ours):
            yield f"policy: {policy}"

    def _appear(self, theme: Literal["light", "dark"]) -> None:
        self.seat.page.emulate_media(color_scheme=theme, reduced_motion="reduce")

    def _note(self, where: str, problems: Iterator[str] | list[str]) -> None:
        if words := list(problems):
            self.found[where] = words


@pytest.fixture
def inspect(
    request: pytest.FixtureRequest,
    studio: StudioHost,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> Iterator[Inspector]:
    name = request.function.__name__.removeprefix("test_").replace("_", " ")
    with stranger(studio, width=request.param, height=HEIGHT) as seat:
        yield Inspector(seat, tmp_path, record_property, f"{name}, {request.param} px")


both_widths = pytest.mark.parametrize("inspect", [DESK, HAND], indirect=True)


@both_widths
def test_dashboard(studio: StudioHost, made: Made, inspect: Inspector) -> None:
    inspect.seat.sign_in(studio.account)
    for path in addresses.of_dashboard():
        inspect.visit(path)
    assert inspect.found == {}


@both_widths
def test_single_things(studio: StudioHost, made: Made, others: list[str], inspect: Inspector) -> None:
    inspect.seat.sign_in(studio.account)
    for path in [*addresses.of_story(made, url=studio.url), *others]:
        inspect.visit(path)
    assert inspect.found == {}


@both_widths
def test_documents(inspect: Inspector) -> None:
    for path in addresses.of_documents():
        inspect.visit(path)
    assert inspect.found == {}


@both_widths
def test_account_pages(studio: StudioHost, inspect: Inspector) -> None:
    """As a stranger; what leads a stranger to the door, once more signed in."""
    for path in addresses.of_accounts():
        inspect.visit(path)
    inside = [path for path, problems in inspect.found.items() if problems[0].startswith("leads to")]
    inspect.seat.sign_in(studio.account)
    inspect.seat.go("/accounts/reauthenticate/")  # who changes how one signs in has just said who they are
    inspect.seat.page.fill("[name=password]", studio.account["password"])
    inspect.seat.page.click("main form button")
    inspect.seat.page.wait_for_load_state()
    for path in inside:
        del inspect.found[path]
        inspect.visit(path)
    assert inspect.found == {}


def first_rows(seat: Seat, lists: list[str]) -> Iterator[str]:
    """The page of each list's first row, if it has any."""
    for path in lists:
        seat.go(path)
        row = seat.page.locator('#result_list a[href*="/change/"]')
        if row.count() and (link := row.first.get_attribute("href")):
            yield link.partition("?")[0]


@both_widths
def test_rows_in_the_admin(studio: StudioHost, made: Made, others: list[str], inspect: Inspector) -> None:
    inspect.seat.sign_in(OPERATOR)
    rows = list(first_rows(inspect.seat, addresses.of_admin()))
    assert len(rows) > 15
    for path in [*rows, *addresses.of_admin_forms()]:
        inspect.visit(path)
    assert inspect.found == {}


@both_widths
def test_admin(studio: StudioHost, inspect: Inspector) -> None:
    inspect.seat.sign_in(OPERATOR)
    for path in addresses.of_admin():
        inspect.visit(path)
    assert inspect.found == {}
