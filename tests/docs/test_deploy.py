"""The sample configuration is held against what it configures."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from studio.asgi import RAW_ROUTES

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "docs" / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text()
SETTINGS = (ROOT / "docs" / "settings.md").read_text()


def served_by(path: str) -> str:
    """The upstream that nginx chooses: the first expression that matches, then the longest prefix."""
    places = re.findall(r"location (~ )?(\S+) \{\s*proxy_pass http://(\w+);", NGINX)
    for is_expression, place, upstream in places:
        if is_expression and re.search(place, path):
            return str(upstream)
    prefixes = [(place, upstream) for is_expression, place, upstream in places if not is_expression]
    return str(max((len(place), upstream) for place, upstream in prefixes if path.startswith(place))[1])


@pytest.mark.parametrize("route", RAW_ROUTES, ids=lambda route: route.pattern.pattern)
def test_every_stream_goes_to_daphne(route: Any) -> None:
    path = re.sub(r"\(\?P<\w+>\[\^/\]\+\)|\[\^/\]\+", "x", route.pattern.pattern).replace("\\", "").rstrip("?")
    assert route.pattern.fullmatch(path), path
    assert served_by(path) == "streams"
    if path.startswith("/api/v1/"):
        rest = path.removeprefix("/api/v1")
        assert served_by(f"/api{rest}") == served_by(f"/api/v1/api{rest}") == "streams"


@pytest.mark.parametrize(
    "path", ["/api/v1/projects", "/api/v1/story-jobs/x", "/api/external/v1/image", "/admin/", "/api/v1/workflow"]
)
def test_what_answers_at_once_goes_to_granian(path: str) -> None:
    assert served_by(path) == "api"


@pytest.mark.parametrize("path", ["/", "/dashboard", "/ws/story-jobs/x", "/share/table-read/x", "/static/x.css"])
def test_pages_and_sockets_go_to_daphne(path: str) -> None:
    assert served_by(path) == "streams"


def test_the_sample_environment_names_only_settings_that_are_documented() -> None:
    named = re.findall(r"^([A-Z_0-9]+)=", (DEPLOY / "studio.env.sample").read_text(), re.MULTILINE)
    assert [name for name in named if f"`{name}`" not in SETTINGS] == ["POSTGRES_PASSWORD"]


def test_compose_has_every_server_that_nginx_and_the_environment_name() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(re.findall(r"server ([\w-]+):8000;", NGINX)) == {"web-1", "web-2", "api-1", "api-2"} <= set(services)
    hosts = set(re.findall(r"(?:@|//)(\w+)[:/]", (DEPLOY / "studio.env.sample").read_text())) - {"studio"}
    assert hosts == {"postgres", "valkey", "objects"} <= set(services)
    assert sum(name.startswith("worker-") for name in services) == 3
