"""What Prometheus reads: closed unless opened, counted by all processes, and named as dashboard and rules name it."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from generation.jobs.hosts import beat
from generation.jobs.models import Job
from tests.jobs.hosts import ROOT
from tests.world import World
from wire.addresses import networks

pytestmark = pytest.mark.django_db
TOKEN = {"Authorization": "Bearer open sesame"}


@pytest.fixture
def is_open(settings: Any) -> None:
    settings.STUDIO_METRICS_TOKEN = "open sesame"


def samples(client: Client) -> dict[str, float]:
    """Every sample as `name{label=value,…}`."""
    text = client.get("/metrics", headers=TOKEN).content.decode()
    return {
        f"{one.name}{{{','.join(f'{name}={value}' for name, value in sorted(one.labels.items()))}}}": one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def families(client: Client) -> set[str]:
    text = client.get("/metrics", headers=TOKEN).content.decode()
    return {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}


class TestWhoMayRead:
    def test_nobody_by_default(self, client: Client) -> None:
        assert client.get("/metrics", headers=TOKEN).status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404

    def test_whoever_has_the_token(self, client: Client, is_open: None) -> None:
        assert client.get("/metrics", headers=TOKEN).status_code == 200
        for wrong in ("Bearer open", "Basic open sesame", "Bearer öpen", ""):
            assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 404

    def test_networks_that_were_named(self, client: Client, settings: Any) -> None:
        settings.STUDIO_METRICS_ALLOW = networks(["10.0.0.0/8"])
        assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
        assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
        forged = client.get("/metrics", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": "10.1.2.3"})
        assert forged.status_code == 404


def test_requests_are_counted_by_route_not_by_path(client: Client, is_open: None, world: World) -> None:
    path, name = "/api/v1/story-projects/proj_nowhere", "studio_http_requests_total"
    series = f"{name}{{method=GET,route=/api/v1/story-projects/<str:project_id>,status=404}}"
    before = samples(client).get(series, 0)
    client.get(path, headers=world.ada.headers)
    assert samples(client)[series] == before + 1
    assert not [one for one in samples(client) if "proj_nowhere" in one]


def test_the_database_says_what_waits(client: Client, is_open: None) -> None:
    now = timezone.now()
    then = now - timedelta(seconds=90)
    for priority in (0, 0, 10):
        Job.objects.create(
            organization_id="org_x", kind="k", priority=priority, available_at=then, created_at=then
        )  # fmt: skip
    beat(now)
    found = samples(client)
    assert (found["studio_queue_jobs{lane=long}"], found["studio_queue_jobs{lane=express}"]) == (2, 1)
    assert found["studio_queue_oldest_seconds{lane=long}"] >= 90
    assert found["studio_worker_hosts{}"] == 1


def test_it_costs_the_same_however_much_there_is(client: Client, is_open: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(12):
        client.get("/metrics", headers=TOKEN)


FILES = sorted((ROOT / "docs" / "operations").glob("*.*"))


def test_there_is_a_dashboard_and_there_are_rules() -> None:
    assert {path.name for path in FILES} == {"grafana-dashboard.json", "prometheus-alerts.yaml", "prometheus.yaml"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_dashboard_and_rules_name_only_what_there_is(path: Path, client: Client, is_open: None) -> None:
    from wire.telemetry import metrics

    counted = {
        one.name for family in metrics._OWN.collect() for one in [*family.samples, *declared(family.name, family.type)]
    }
    named = set(re.findall(r"\bstudio_[a-z_]+\b", path.read_text()))
    assert named - counted - families(client) - {"studio_alerts"} == set()


def declared(name: str, kind: str) -> list[Any]:
    """What a family with labels will have as soon as something was counted."""
    from prometheus_client.samples import Sample

    endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}[kind]
    return [Sample(name + ending, {}, 0) for ending in endings]


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    found = json.loads((ROOT / "docs/operations/grafana-dashboard.json").read_text())
    assert found["title"]
    ids = [panel["id"] for panel in found["panels"]]
    assert len(ids) == len(set(ids)) > 10
