"""The analytics page: the API's numbers as charts, as tables and as files, on the clocks of whoever looks."""

import csv
import io
import re

import pytest

from generation.workflows.services.analytics import analytics
from generation.workflows.services.usage import last_days
from studio.dashboard.charts import Chart
from tests.dashboard.conftest import Browser
from tests.workflows.test_analytics import run_one
from tests.world import World

KEYS = ("trend", "credits", "types", "operations", "outcomes", "hours", "durations", "costs")


@pytest.fixture
def busy(world: World) -> World:
    import random

    from django.utils import timezone

    run_one(world.ada, timezone.now(), random.Random(1), number=1)
    return world


def test_the_page_says_what_the_service_says(busy: World, ada: Browser) -> None:
    text = ada.get("/dashboard/analytics?period=7d&zone=Asia/Tokyo").content.decode()
    told = analytics(busy.ada.organization.pk, last_days(busy.ada.organization.pk, "7d", "Asia/Tokyo"))
    assert "by the clocks of Asia/Tokyo" in text
    for day in told["trend"]:
        assert f'<th scope="row">{day["date"]}</th><td class="number">{day["projects"]}</td>' in text
    assert text.count('role="img" tabindex="0"') >= 2, "columns can be reached and read by keyboard"
    assert all(f'id="chart-{key}"' in text for key in KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_each_chart_is_a_file_too(busy: World, ada: Browser, key: str) -> None:
    answer = ada.get(f"/dashboard/analytics/{key}.csv?period=7d&zone=UTC")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert answer["Content-Type"].startswith("text/csv")
    assert re.search(rf'filename="{key}-\d{{4}}-\d\d-\d\d-\d{{4}}-\d\d-\d\d\.csv"', answer["Content-Disposition"])
    assert len(rows) == {"trend": 8, "credits": 8, "hours": 25, "outcomes": 5, "durations": 8}.get(key, len(rows))
    assert ada.get("/dashboard/analytics/nothing.csv").status_code == 404


def test_the_clocks_are_the_choice_the_browsers_or_the_organizations(world: World, ada: Browser) -> None:
    assert "by the clocks of UTC" in ada.get("/dashboard/analytics").content.decode()
    ada.client.cookies["zone"] = "America/Lima"
    assert "by the clocks of America/Lima" in ada.get("/dashboard/analytics").content.decode()
    assert "by the clocks of Asia/Tokyo" in ada.get("/dashboard/analytics?zone=Asia/Tokyo").content.decode()
    assert "by the clocks of America/Lima" in ada.get("/dashboard/analytics?zone=Mars&period=1y").content.decode()


def test_another_organizations_numbers_are_not_there(busy: World, bob: Browser, nobody: Browser) -> None:
    assert nobody.get("/dashboard/analytics").status_code == 302
    assert "<dt>Workflows</dt><dd>0</dd>" in bob.get("/dashboard/analytics").content.decode()


def test_without_a_workflow_the_page_says_so_once_and_leads_to_one(bob: Browser, ada: Browser, busy: World) -> None:
    text = bob.get("/dashboard/analytics").content.decode()
    assert text.count("No workflow in these days") == 1
    assert 'href="/dashboard/workflows/new"' in text
    assert 'id="chart-' not in text
    assert "No workflow in these days" not in ada.get("/dashboard/analytics").content.decode()


def test_a_chart_fills_its_height_and_draws_nothing_below_zero() -> None:
    chart = Chart(key="k", title="T", heads=("Day", "n"), unit="n", rows=[("a", 0), ("b", -2), ("c", 5), ("d", 10)])
    assert [column.height for column in chart.columns] == [0, 0, 75, 150]
    assert chart.columns[3].x + chart.columns[3].width <= 600
    assert (chart.ends, chart.is_empty) == (("a", "c", "d"), False)
