"""The story family's page names every operation, code and price that there is."""

import re
from pathlib import Path

import pytest

from billing.prices import price
from generation.stories.api.dialect import STORY
from generation.stories.api.urls import urlpatterns

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "story.md").read_text()
NAMED = {re.sub(r"\{\w+\}", "{}", path) for path in re.findall(r"`(?:[A-Z]+(?:`, `| ))+?/([\w/{}-]+)", PAGE)}


@pytest.mark.parametrize("path", sorted({str(pattern.pattern) for pattern in urlpatterns}))
def test_every_path_is_described(path: str) -> None:
    bare = re.sub(r"<str:\w+>", "{}", path)
    assert bare in NAMED or f"api/{bare}" in NAMED


def test_every_code_that_is_printed_has_its_advice() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE.split("## When something is wrong")[1].split("## Limits")[0]))
    printed = {code for _, code in STORY.codes.values()}
    assert printed - told == {"not_found"}  # a path that does not exist: no operation answers so


@pytest.mark.parametrize(
    ("operation", "row"),
    [
        ("table_read", "| a table read | {} |"),
        ("refine", "| refine | {} |"),
        ("coverage", "| coverage | {} |"),
        ("finalize_audio", "| finalize: audio, video | {}, 12 |"),
        ("finalize_video", "| finalize: audio, video | 6, {} |"),
        ("pitch_deck", "| pitch deck, storyboard | {} each |"),
        ("storyboard", "| pitch deck, storyboard | {} each |"),
        ("trailer", "| trailer, production video | {}, 20 |"),
        ("production_video", "| trailer, production video | 12, {} |"),
    ],
)
def test_prices_are_those_of_the_table(operation: str, row: str) -> None:
    assert row.format(price(operation)) in PAGE
