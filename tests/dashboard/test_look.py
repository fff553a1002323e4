"""What the pages are made of: fonts and files that exist, and the drawing of the balance."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from billing.services import account_of
from generation.jobs.models import Job
from studio.dashboard.burndown import HEIGHT, WIDTH, burn_down, levels_of, place
from studio.dashboard.fonts import FILES, FontFinder
from studio.dashboard.words import STATES, job_title, of_state
from tests.dashboard.conftest import Browser
from tests.world import World

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STATIC = re.compile(r"""\{% static ['"]([^'"]+)['"] %\}""")
INCLUDED = re.compile(r"""\{% (?:include|extends) ['"]([^'"]+)['"]""")
ICON = re.compile(r"""(?:icon|with icon=| icon=)\s?"([\w-]+)\"""")


@pytest.mark.parametrize("name", FILES)
def test_the_fonts_come_from_the_packages(name: str) -> None:
    path = FontFinder().find(f"fonts/{name}")
    assert path
    assert Path(path).read_bytes()[:4] == b"wOF2"


@pytest.mark.parametrize(
    "path", ["fonts/../base.css", "fonts/inter-latin-900-normal.woff2", "inter-latin-400-normal.woff2"]
)
def test_no_other_file_comes_out_of_the_packages(path: str) -> None:
    assert not FontFinder().find(path)


def test_collecting_puts_the_fonts_where_the_pages_look() -> None:
    assert {f"{storage.prefix}/{name}" for name, storage in FontFinder().list([])} == {f"fonts/{n}" for n in FILES}


def test_every_file_and_icon_that_a_template_names_exists() -> None:
    icons = set(re.findall(r'symbol id="([\w-]+)"', Path(finders.find("icons/sprite.svg")).read_text()))
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()
        for name in STATIC.findall(text):
            assert finders.find(name) or FontFinder().find(name), f"{template.name}: {name}"
        for name in ICON.findall(text):
            assert name in icons, f"{template.name}: {name}"


def test_no_template_shows_its_own_comments() -> None:
    for template in TEMPLATES.rglob("*.html"):
        for line in template.read_text().splitlines():
            assert ("{#" in line) == ("#}" in line), f"{template.name}: a comment over several lines is shown as text"


def test_the_theme_is_the_one_in_the_cookie_and_nothing_else(ada: Browser) -> None:
    ada.client.cookies["theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in ada.get("/dashboard").content.decode()
    ada.client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in ada.get("/dashboard").content.decode()


def test_pages_keep_to_the_strict_policy(ada: Browser) -> None:
    policy = ada.get("/dashboard")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_levels_are_reckoned_back_from_now() -> None:
    charged = {date(2026, 3, 2): 30, date(2026, 3, 4): 20}
    assert levels_of(50, charged, first=date(2026, 3, 1), today=date(2026, 3, 4)) == [100, 100, 70, 70, 50]


def test_the_line_stays_inside_its_drawing() -> None:
    points = place([100, 70, 0], days=31)
    assert points[0][0] == 0
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert points[-1][1] == HEIGHT


def test_an_empty_account_is_drawn_as_nothing_left(world: World) -> None:
    now = datetime(2026, 3, 20, tzinfo=UTC)
    drawn = burn_down(account_of(world.ada.organization.pk, now), now=now)
    assert (drawn.spent, drawn.days_left) == (0, 12)


def test_every_state_has_a_word_and_an_unknown_one_is_shown_as_it_is() -> None:
    assert all(of_state(status.upper()) == word for status, word in STATES.items())
    assert of_state("half_done").label == "Half done"


@pytest.mark.parametrize(
    ("types", "title"),
    [
        (["table_read"], "Table read"),
        (["pitch_deck", "storyboard", "pitch_deck"], "2 pitch decks, storyboard"),
        (["trailer", "table_read"], "Trailer, table read"),
        ([], "Story"),
    ],
)
def test_a_job_is_called_by_what_it_makes(types: list[str], title: str) -> None:
    job = Job(kind="story.artifacts", params={"artifactRequests": [{"type": kind} for kind in types]})
    assert job_title(job) == title
