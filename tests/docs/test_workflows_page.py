"""The workflows family's page names every operation, type, price, framework, season and status that there is."""

import re

import pytest

from billing.prices import price
from generation.workflows.api.dialect import WORKFLOWS
from generation.workflows.api.files import RAW_ROUTES as FILES
from generation.workflows.api.streams import RAW_ROUTES as STREAMS
from generation.workflows.api.urls import urlpatterns
from generation.workflows.catalogue import NAMES
from generation.workflows.events import TYPES as EVENTS
from generation.workflows.kinds import FORMATS, operation_of
from generation.workflows.writing.frameworks import FRAMEWORKS
from generation.workflows.writing.seasons import SEASONS
from tests.jobs.hosts import ROOT

PAGE = (ROOT / "docs" / "workflows.md").read_text()
NAMED = {re.sub(r"\{\w+\}", "{}", path) for path in re.findall(r"`(?:GET|POST|PUT|DELETE) /([\w/{}-]+)`", PAGE)}


def test_every_path_is_described() -> None:
    served = {re.sub(r"<str:\w+>", "{}", str(pattern.pattern)) for pattern in urlpatterns}
    raw = {re.sub(r"\{\w+\}", "{}", route.path.removeprefix("/api/v1/")) for route in (*FILES, *STREAMS)}
    assert served | raw <= NAMED


@pytest.mark.parametrize("name", NAMES)
def test_every_type_stands_with_its_prices(name: str) -> None:
    (row,) = re.findall(rf"^\| `{name}` .*$", PAGE, re.MULTILINE)
    assert row.endswith(f"| {price(operation_of(name, 'standard'))} / {price(operation_of(name, 'premium'))} |")


def test_frameworks_seasons_formats_and_events_are_those_that_there_are() -> None:
    for heading, known in (("### Frameworks", FRAMEWORKS), ("### Seasons", SEASONS)):
        table = PAGE.split(heading)[1].split("\n#")[0]
        assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) - {"framework", "seasonal"} == set(known)
    for framework in FRAMEWORKS.values():
        assert ", ".join(section.role.replace("_", " ") for section in framework.sections) in PAGE
    assert all(f"`{name}`" in PAGE for name in (*FORMATS, *(event.name for event in EVENTS)))


def test_every_status_has_its_advice() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)}
    assert {status for status, _ in WORKFLOWS.codes.values()} - {405} == told


def test_the_limits_are_those_of_the_dialect() -> None:
    limits = WORKFLOWS.limits
    assert (limits["workflow"].count, limits["stream"].count, limits["default"].count) == (10, 10, 100)
    assert "Ten requests an hour" in PAGE
