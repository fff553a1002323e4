"""Briefs, frameworks and seasons: pure words."""

import pytest

from generation.workflows.writing.brief import PageFact, read_brief
from generation.workflows.writing.direction import direct, script_of
from generation.workflows.writing.frameworks import FRAMEWORKS
from generation.workflows.writing.seasons import SEASONS
from generation.workflows.writing.trades import COMMON, OTHER, TRADES

PERFUME = read_brief(concept="Luxury perfume ad with golden tones")


@pytest.mark.parametrize("key", list(FRAMEWORKS))
def test_a_framework_has_its_own_sections_in_its_own_order(key: str) -> None:
    made = direct(PERFUME, framework=key)
    roles = [section["role"] for section in made["sections"]]
    assert roles == [section.role for section in FRAMEWORKS[key].sections]
    assert len({section["line"] for section in made["sections"]}) == len(roles)
    others = [FRAMEWORKS[other].sections for other in FRAMEWORKS if other != key]
    assert all(roles != [section.role for section in sections] for sections in others)


def test_the_printed_frameworks_and_seasons_are_all_there() -> None:
    assert set(FRAMEWORKS) == {"pas", "aida", "sb7", "cialdini", "uvp", "bant"}
    assert {"ramadan", "eid"} <= set(SEASONS)


def test_every_trade_has_every_picture_and_every_framework_a_line() -> None:
    shown = {section.shows for one in FRAMEWORKS.values() for section in one.sections}
    asked = {section.asks for one in FRAMEWORKS.values() for section in one.sections}
    assert asked | {"tagline"} <= set(COMMON)
    for trade in (*TRADES, OTHER):
        assert shown <= set(trade.pictures), trade.key
        assert all(picture.count("@") == 2 for picture in trade.pictures.values()), trade.key
        assert set(trade.lines) <= set(COMMON), trade.key


@pytest.mark.parametrize(
    ("concept", "name", "trade"),
    [
        ("Luxury perfume ad with golden tones", "", "fragrance"),
        ("Playful e-bike film for city parents who are always late, by Velo Nord", "Velo Nord", "mobility"),
        ("A warm film for Bäckerei Stern, sourdough bread", "Bäckerei Stern", "food"),
        ("Ramadan campaign for a coffee roastery", "", "coffee"),
        ("Solar lamp for campers", "", "outdoor"),
        ("A reading lamp for the evening", "", "home"),
        ("A spot for “North & Day”, an invoicing app", "North & Day", "software"),
        ("Something entirely else", "", "other"),
    ],
)
def test_a_concept_says_whose_it_is_and_what_for(concept: str, name: str, trade: str) -> None:
    brief = read_brief(concept=concept)
    assert (brief.name, brief.trade) == (name, trade)


def test_the_profile_says_whose_it_is_and_the_concept_what_it_looks_like() -> None:
    profile = {"name": "Noor", "colors": ["#112233"], "tone": "calm", "target_audience": "night owls"}
    brief = read_brief(concept="Perfume in gold", profile=profile)
    assert (brief.name, brief.tone, brief.audience) == ("Noor", "calm", "night owls")
    assert brief.colors == ("#d2a13c", "#112233")
    assert direct(brief, framework="uvp")["sections"][0]["line"] == "For night owls."


def test_a_page_is_quoted_word_for_word_and_once_and_nothing_is_claimed_without_it() -> None:
    facts = [PageFact("figure", "More than 400 teams close their books in a day."), PageFact("quote", "It just works.")]
    brief = read_brief(concept="Ledgerly accounting app", page={"url": "https://example.org"}, facts=facts)
    made = direct(brief, framework="uvp")
    quoted = [section for section in made["sections"] if section["evidence"]]
    assert [section["evidence"]["text"] for section in quoted] == [section["line"] for section in quoted]
    assert {fact.text for fact in facts} >= {section["line"] for section in quoted}
    assert len(quoted) == len({section["line"] for section in quoted}) == 1
    for key in FRAMEWORKS:
        for section in direct(PERFUME, framework=key)["sections"]:
            assert not any(character.isdigit() for character in section["line"])


@pytest.mark.parametrize("key", list(SEASONS))
def test_a_season_opens_the_film_and_greets_at_its_end(key: str) -> None:
    plain, made = direct(PERFUME), direct(PERFUME, seasonal=key)
    assert made["sections"][0]["role"] == "season"
    assert made["callToAction"].startswith(SEASONS[key].greeting)
    assert made["look"]["palette"] != plain["look"]["palette"]
    assert made["look"]["music"].startswith(SEASONS[key].music)


def test_the_same_request_gives_the_same_direction_and_a_script_that_ends_on_the_thing() -> None:
    assert direct(PERFUME, seed=4) == direct(PERFUME, seed=4)
    script = script_of(direct(PERFUME))
    assert [len(scene.lines) for scene in script.scenes] == [1, 1, 1, 1, 0]
    assert "perfume" in script.scenes[-1].picture


@pytest.mark.parametrize(
    ("concept", "thing"),
    [
        ("Solar lamp for campers", "lamp"),
        ("Playful film for Trailhead, a solar lamp for campers", "lamp"),
        ("A warm tent for the second night", "tent"),
        ("Hiking with Nordpfad", "gear"),
    ],
)
def test_what_is_shown_is_a_thing(concept: str, thing: str) -> None:
    assert read_brief(concept=concept).thing == thing


def test_a_colour_that_season_and_brand_share_stands_once_in_the_palette() -> None:
    shared = SEASONS["eid"].colors[0]
    brief = read_brief(concept="Perfume", profile={"colors": [shared, "#112233"]})
    palette = direct(brief, framework="aida", seasonal="eid")["look"]["palette"]
    assert palette.count(shared) == 1
