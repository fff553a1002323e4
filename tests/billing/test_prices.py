"""Prices are one table; quotes are sums over it and read at the wire as the reference prints them."""

from datetime import UTC, datetime

import pytest

from billing.prices import PRICES, Quote, price, single_quote, story_quote

NOW = datetime(2026, 5, 29, 10, 0, tzinfo=UTC)


def test_a_story_quote_reads_as_the_reference_prints_it() -> None:
    assert story_quote(["table_read"], 1, now=NOW).as_dict() == {
        "currency": "studio_credits",
        "total": 11,
        "lineItems": [
            {"kind": "planning", "label": "StoryPlan generation", "credits": 0},
            {"kind": "source_digest", "label": "Source digest (1 source)", "credits": 0},
            {"kind": "artifact", "label": "Table read", "credits": 11},
        ],
        "notes": [],
        "computedAt": "2026-05-29T10:00:00.000Z",
    }


def test_a_quote_survives_the_way_through_json() -> None:
    quote = story_quote(["table_read", "trailer"], 3, now=NOW)
    assert Quote.from_dict(quote.as_dict()) == quote


@pytest.mark.parametrize("types", [["table_read"], ["pitch_deck", "storyboard"], ["table_read", "table_read"], []])
def test_the_total_is_the_sum_of_the_lines(types: list[str]) -> None:
    quote = story_quote(types, 2, now=NOW)
    assert quote.total == sum(item.credits for item in quote.line_items) == sum(price(kind) for kind in types)


@pytest.mark.parametrize(
    ("operation", "credits"),
    [
        ("planning", 0), ("source_digest", 0), ("table_read", 11), ("refine", 8), ("finalize_audio", 6),
        ("finalize_video", 12), ("render_video", 12), ("recast", 0), ("music", 0), ("sfx", 0), ("coverage", 2),
        ("pitch_deck", 6), ("storyboard", 6), ("trailer", 12), ("production_video", 20), ("image", 1),
        ("image_hd", 2), ("artifact", 1), ("prompt_pack", 2), ("chat", 0), ("export", 0), ("external_v1", 1),
        ("external_v2", 2),
    ],
)  # fmt: skip
def test_the_price_list(operation: str, credits: int) -> None:
    assert price(operation) == credits


@pytest.mark.parametrize(
    ("workflow", "standard", "premium"),
    [
        ("cinematic", 1, 2), ("avatar", 2, 3), ("factory", 3, 5), ("clone", 3, 5), ("influencer", 8, 15),
        ("brand", 15, 25), ("staticad", 1, 1), ("painpoint", 1, 1), ("ad-optimizer", 1, 2), ("local-audit", 2, 3),
    ],
)  # fmt: skip
def test_the_price_list_of_workflows(workflow: str, standard: int, premium: int) -> None:
    assert (price(f"{workflow}_standard"), price(f"{workflow}_premium")) == (standard, premium)


@pytest.mark.parametrize(("duration_s", "credits"), [(0.5, 4), (5, 4), (5.01, 8), (10, 8), (12, 12)])
def test_time_is_charged_by_every_begun_unit(duration_s: float, credits: int) -> None:
    assert price("video", duration_s=duration_s) == price("edit_variant", duration_s=duration_s) == credits


def test_work_priced_by_time_needs_a_duration() -> None:
    with pytest.raises(ValueError, match="duration_s"):
        price("video")


def test_an_operation_that_is_not_in_the_table_has_no_price() -> None:
    with pytest.raises(KeyError):
        price("alchemy")


def test_every_price_is_whole_and_not_negative() -> None:
    assert all(isinstance(entry.credits, int) and entry.credits >= 0 and entry.label for entry in PRICES.values())


def test_a_single_quote_has_one_line() -> None:
    quote = single_quote("finalize", "finalize_audio", now=NOW)
    assert [(item.kind, item.label, item.credits) for item in quote.line_items] == [("finalize", "Finalize audio", 6)]
