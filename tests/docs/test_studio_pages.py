"""The studio and external families' pages name every operation, code, category and price that there is."""

import re
from pathlib import Path

import pytest

from billing.prices import price
from generation.companions.api.dialect import STUDIO
from generation.companions.api.urls import urlpatterns as studio_paths
from generation.companions.catalogue import COMPANIONS
from generation.imagery.api.dialect import EXTERNAL
from generation.imagery.api.urls import urlpatterns as external_paths
from generation.imagery.categories import CATEGORIES

DOCS = Path(__file__).resolve().parents[2] / "docs"
STUDIO_PAGE, EXTERNAL_PAGE = (DOCS / "studio.md").read_text(), (DOCS / "external.md").read_text()


def named(page: str) -> set[str]:
    return {re.sub(r"\{\w+\}", "{}", path) for path in re.findall(r"`(?:GET|POST|DELETE) /([\w/{}-]+)`", page)}


@pytest.mark.parametrize(("page", "paths"), [(STUDIO_PAGE, studio_paths), (EXTERNAL_PAGE, external_paths)])
def test_every_path_is_described(page: str, paths: list[object]) -> None:
    served = {re.sub(r"<str:\w+>", "{}", str(path.pattern)) for path in paths}  # type: ignore[attr-defined]
    assert served <= named(page)


@pytest.mark.parametrize(("page", "dialect"), [(STUDIO_PAGE, STUDIO), (EXTERNAL_PAGE, EXTERNAL)])
def test_every_code_has_its_advice(page: str, dialect: object) -> None:
    told = set(re.findall(r"`(\w+)`", page.split("## When something is wrong")[1]))
    assert {code for _, code in dialect.codes.values()} <= told  # type: ignore[attr-defined]


def test_everybody_and_every_category_is_named() -> None:
    assert all(f"`{one.id}`" in STUDIO_PAGE for one in COMPANIONS)
    assert all(f"`{category}`" in EXTERNAL_PAGE for category in CATEGORIES)


def test_the_prices_are_those_of_the_table() -> None:
    assert f"| a picture, in hd | {price('image')}, {price('image_hd')} |" in STUDIO_PAGE
    assert f"| a film, for each begun 5 s | {price('video', duration_s=5)} |" in STUDIO_PAGE
    assert f"| a brief, script or shot list | {price('artifact')} |" in STUDIO_PAGE
    assert f"| a prompt pack | {price('prompt_pack')} |" in STUDIO_PAGE
    assert f"v1 {price('external_v1')} credit, v2 {price('external_v2')}." in EXTERNAL_PAGE
