"""The editor at length: every width and theme, dragging, broken lines, variants, two at once, without script.

Pictures say their numbers (`tests.media.timeline.sources`), so that what the player shows is checked to the frame. The
screenshots stay in pytest's temporary folder, to be looked at.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import FloatRect, Page, Route, expect

from tests.dashboard.seat import CHROMIUM, Seat, seated
from tests.dashboard.test_editor_in_browser import press, says, shows
from tests.films.studio_host import StudioHost, a_studio
from tests.media.timeline.sources import Shape, make

pytestmark = [
    pytest.mark.processes,
    pytest.mark.media,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
PICTURES = 100  # at 25 a second
TABS = ("Segment", "Grade", "AI edit", "History", "Export")
_MOST_SCRIPT = 100_000
_PATIENCE_MS = 240_000
# Plays from the beginning to the end; what was on the screen at each look, with the frame that the page named then.
_WATCH = """() => new Promise((good) => {
  const seen = [];
  const look = () => {
    const video = document.querySelector("[data-video].current");
    const frame = Number(document.querySelector("[data-ruler]").getAttribute("aria-valuenow"));
    const isPlaying = document.querySelector("[data-play]").getAttribute("aria-pressed") === "true";
    seen.push([frame, video.currentTime]);
    if (isPlaying || seen.length < 30) requestAnimationFrame(look);
    else good(seen);
  };
  look();
})"""

# No edit is under way, and segments stay where they are from one picture to the next.
_LAID = """async () => {
  const places = async () => {
    await new Promise(requestAnimationFrame);
    const rows = [...document.querySelectorAll("[data-row]")];
    return JSON.stringify(rows.map((row) => row.getBoundingClientRect()));
  };
  return !document.body.classList.contains("saving") && (await places()) === (await places());
}"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioHost]:
    with a_studio(tmp_path_factory.mktemp("studio"), STUDIO_WORKERS="2") as host:
        yield host


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("films") / "quay.mp4", Shape(pictures=PICTURES, width=320, height=192))


def bring(seat: Seat, film: Path) -> Page:
    """A new project with that film, read to its end."""
    seat.go("/dashboard/editor/new")
    seat.page.set_input_files("#files", [film])
    seat.page.wait_for_url("**/dashboard/editor/proj_*")
    seat.page.get_by_text("320 × 192").wait_for(timeout=_PATIENCE_MS)
    shows(seat, 0)
    return seat.page


@pytest.mark.parametrize(
    ("width", "height", "theme"), [(1440, 900, "light"), (1280, 720, "dark"), (390, 844, "dark"), (390, 844, "light")]
)
def test_pages_are_whole(
    studio: StudioHost, film: Path, tmp_path: Path, width: int, height: int, theme: Literal["light", "dark"]
) -> None:
    with seated(studio, width=width, height=height, theme=theme) as seat:
        page = bring(seat, film)
        press(page, *["Shift+ArrowRight"] * 2, "s", "i", "ArrowRight", "o")
        says(page, "Split")
        for tab in TABS:
            page.get_by_role("tab", name=tab).click()
            page.screenshot(path=tmp_path / f"{tab}.png", full_page=True)
            assert seat.problems() == [], tab
        if width > 960:
            assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        page.locator("h1").click()
        press(page, "?")
        assert seat.problems() == []
        for path in ("/dashboard/editor", "/dashboard/editor/new"):
            seat.go(path)
            page.screenshot(path=tmp_path / f"{path.rpartition('/')[2]}.png")
            assert seat.problems() == [], path


def test_the_script_is_small_and_the_picture_soon_there(studio: StudioHost, film: Path, record_property: Any) -> None:
    with seated(studio) as seat:
        page = bring(seat, film)
        page.reload()
        shows(seat, 0)
        sizes = page.evaluate(
            "performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js'))"
            ".map((one) => one.decodedBodySize)"
        )
        assert sum(sizes) <= _MOST_SCRIPT
        painted = page.evaluate(
            "new Promise((good) => new PerformanceObserver((list) => good(list.getEntries().at(-1).startTime))"
            ".observe({ type: 'largest-contentful-paint', buffered: true }))"
        )
        record_property("editor: largest paint, s", painted / 1000)


def test_it_plays_over_cuts_in_the_order_of_the_timeline(studio: StudioHost, film: Path) -> None:
    with seated(studio) as seat:
        page = bring(seat, film)
        press(page, *["Shift+ArrowRight"] * 1, "s")
        says(page, "Split")
        press(page, *["Shift+ArrowRight"] * 1, "s")
        expect(page.locator("[data-clip]")).to_have_count(3)
        press(page, "ArrowUp", "Alt+ArrowLeft")  # the second of three plays first
        says(page, "Moved to place 1")
        press(page, "Home", "Space")
        seen = page.evaluate(_WATCH)
        order = [*range(25, 50), *range(25), *range(50, PICTURES)]
        wrong = [(frame, at) for frame, at in seen if abs(order[min(frame, PICTURES - 1)] - int(at * 25)) > 1]
        assert len(wrong) <= len(seen) * 0.02, wrong  # a look between two clocks
        assert max(frame for frame, _ in seen) == PICTURES - 1
        assert seat.said == []


def test_edges_and_segments_are_dragged(studio: StudioHost, film: Path) -> None:
    with seated(studio) as seat:
        page = bring(seat, film)
        press(page, *["Shift+ArrowRight"] * 2, "s")
        says(page, "Split")
        _drag(page, _edge(page, 0), -120)
        says(page, "Trimmed: −")
        _drag(page, _edge(page, 0), 2000)  # as far as its bounds and no farther
        expect(page.locator("[data-length]")).to_contain_text("00:00:04:00")
        box = _box(page, 0)
        _drag(page, (box["x"] + 30, box["y"] + 60), box["width"] * 1.8)
        says(page, "Moved to place 2 of 2")
        press(page, "Home")
        shows(seat, 50)
        assert seat.problems() == []


def test_a_finger_that_rests_on_a_segment_carries_it(studio: StudioHost, film: Path) -> None:
    with seated(studio) as seat:
        page = bring(seat, film)
        press(page, *["Shift+ArrowRight"] * 2, "s")
        says(page, "Split")
        first, second = _box(page, 0), _box(page, 1)
        x, y, to = first["x"] + 30, first["y"] + 60, second["x"] + second["width"]
        finger = page.context.new_cdp_session(page)

        def touch(kind: str, *points: tuple[float, float]) -> None:
            at = [{"x": left, "y": top} for left, top in points]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

        touch("touchStart", (x, y))
        expect(page.locator("[data-row].carried")).to_be_visible()
        for share in (0.25, 0.5, 0.75, 1.0):
            touch("touchMove", (x + (to - x) * share, y))
        touch("touchEnd")
        says(page, "Moved to place 2 of 2")
        assert seat.problems() == []


def _box(page: Page, index: int) -> FloatRect:
    """Where a segment lies. What is said of an edit comes before it is drawn, and on a busy machine well before."""
    page.wait_for_function(_LAID)
    box = page.locator("[data-row]").nth(index).bounding_box()
    assert box
    return box


def _edge(page: Page, index: int) -> tuple[float, float]:
    box = _box(page, index)
    return box["x"] + box["width"] - 4, box["y"] + 60


def _drag(page: Page, at: tuple[float, float], by: float) -> None:
    x, y = at
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=4)
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


def test_a_broken_line_is_taken_up_where_it_broke(studio: StudioHost, film: Path, tmp_path: Path) -> None:
    """The third piece breaks until the page gives up; the same file, chosen again, goes on behind the second."""
    large = tmp_path / "large.mp4"
    large.write_bytes(film.read_bytes() + b"\0\0\0\0free" * (1 << 20))  # 8 MB of it is nothing
    with seated(studio) as seat:
        page = seat.page
        sent: list[str] = []

        def pass_on(route: Route) -> None:
            place = route.request.headers.get("content-range", "")
            sent.append(place)
            if len([one for one in sent if one]) > 2:
                route.abort()
            else:
                route.continue_()

        page.route("**/upload/**", pass_on)
        seat.go("/dashboard/editor/new")
        page.set_input_files("#files", [large])
        page.get_by_text("Choose the same file again").wait_for(timeout=_PATIENCE_MS)
        page.unroute("**/upload/**")
        seat.go("/dashboard/editor")
        page.get_by_text("Waiting for its video").first.wait_for()
        page.get_by_role("link", name="large").click()
        page.get_by_text("Not all of it has arrived").wait_for()
        with page.expect_request(lambda asked: asked.method == "PUT") as first:
            page.set_input_files("[data-add-file]", [large])
        assert first.value.headers["content-range"].startswith(f"bytes {4 << 20}-")
        page.get_by_text("has arrived").wait_for(timeout=_PATIENCE_MS)


def test_what_is_no_video_is_refused_in_words(studio: StudioHost, tmp_path: Path) -> None:
    (tmp_path / "holiday.mp4").write_bytes(b"#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n" * 40)
    with seated(studio, width=390, theme="dark") as seat:
        seat.go("/dashboard/editor/new")
        seat.page.set_input_files("#files", [tmp_path / "holiday.mp4"])
        seat.page.wait_for_url("**/dashboard/editor/proj_*")
        seat.page.locator(".take.failed").wait_for(timeout=_PATIENCE_MS)
        expect(seat.page.locator("[data-said]")).to_contain_text("was not imported")
        assert seat.problems() == []


def test_variants_are_made_in_a_box_compared_and_accepted(studio: StudioHost, film: Path, tmp_path: Path) -> None:
    with seated(studio) as seat:
        page = bring(seat, film)
        press(page, "i", *["ArrowRight"] * 24, "o")
        page.get_by_role("tab", name="AI edit").click()
        page.get_by_text("Examples").click()
        page.get_by_role("button", name="Blur what is in the box").click()
        box = page.get_by_role("group", name="The box")
        box.focus()
        press(page, "ArrowRight", "Shift+ArrowDown")
        assert page.input_value("[data-box-x]") == "31"
        page.get_by_text("Costs 4 credits").wait_for()
        page.get_by_role("button", name="Make variants").click()
        page.get_by_role("button", name="Compare").wait_for(timeout=_PATIENCE_MS)
        page.get_by_role("button", name="Compare").click()
        page.get_by_role("cell").first.wait_for()
        page.get_by_label("Wipe").first.check()
        page.screenshot(path=tmp_path / "compare.png")
        assert seat.problems() == []
        page.get_by_role("button", name="Accept variant 1").last.click()
        says(page, "The variant is on the timeline")
        expect(page.locator("[data-clip]")).to_have_count(2)
        page.locator("h1").click()
        press(page, "Control+z")
        expect(page.locator("[data-clip]")).to_have_count(1)
        expect(page.get_by_role("button", name="Accept variant 1")).to_be_enabled()
        assert seat.problems() == []


def test_what_somebody_else_cut_is_said_and_shown(studio: StudioHost, film: Path) -> None:
    with seated(studio) as seat:
        page = bring(seat, film)
        project = page.url.rpartition("/")[2]
        segment = studio.api("GET", f"/project/{project}")["segments"][0]["id"]
        studio.api("POST", f"/segment/{segment}/split", {"split_ts": 2.0})
        press(page, "Shift+ArrowRight", "s")
        says(page, "no longer on the timeline")
        expect(page.locator("[data-clip]")).to_have_count(2)
        press(page, "s")
        says(page, "Split")


def test_cutting_works_without_script(studio: StudioHost, film: Path) -> None:
    with seated(studio) as seat:
        address = bring(seat, film).url
        state = seat.page.context.storage_state()
        browser = seat.page.context.browser
        assert browser
        page = browser.new_context(java_script_enabled=False, storage_state=state).new_page()
        page.goto(address)
        page.fill("[name=split_ts]", "2")
        page.get_by_role("button", name="Split").click()
        expect(page.get_by_role("button", name="Trim")).to_have_count(2)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("button", name="Trim")).to_have_count(1)
