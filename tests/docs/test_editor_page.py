"""The editor family's page names every operation and price that there is."""

import re
from pathlib import Path

import pytest

from billing.prices import PRICES
from generation.timelines.api.streams import RAW_ROUTES
from generation.timelines.api.urls import urlpatterns

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "editor.md").read_text()
NAMED = {re.sub(r"\{\w+\}", "{}", path) for path in re.findall(r"`[A-Z]+ /([\w/{}-]+)`", PAGE)}
PATHS = {re.sub(r"<str:\w+>", "{}", str(pattern.pattern)) for pattern in urlpatterns}
PATHS |= {re.sub(r"\{\w+\}", "{}", route.path.removeprefix("/api/v1/")) for route in RAW_ROUTES}


@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_path_is_described(path: str) -> None:
    assert path in NAMED


def test_the_price_is_the_tables() -> None:
    price = PRICES["edit_variant"]
    assert f"costs {price.credits} credits for every begun {price.per_seconds} seconds" in PAGE
