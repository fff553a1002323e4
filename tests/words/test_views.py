"""What each line of a script is shown as: of what it speaks, in the world of its source."""

import pytest

from generation.providers.base import Character, Line, Scene, Script
from generation.providers.local.pictures.brief import find_place, read_request
from generation.providers.local.pictures.catalog import load
from generation.providers.local.pictures.registry import PLACES as DRAWN
from generation.providers.local.text.places import PLACE_PHRASES, PLACES
from generation.providers.local.text.staging import fits, named_place, objects_in, places_for, world_of
from generation.providers.local.text.things import PEOPLE, REGIONS, THINGS, Shown
from generation.providers.local.text.views import View, views_of
from tests.pictures.world import request

MOE = Character(name="Anders Moe", role="quoted", gender="male", description="a retired trawler skipper")
FOX = Character(name="The Fox", role="quoted", gender="female")


def view(text: str, *, place: str = "harbour", before: str = "", by: str = "Narrator", words: str = "") -> View:
    """The view of a line in a script that plays in that place, after another line of the same scene."""
    lines = tuple(Line(character=by, text=said) for said in (before, text) if said)
    scene = Scene(heading="", mood="calm", place=place, time_of_day="day", weather="clear", picture="", lines=lines)
    narrator = Character(name="Narrator", role="narrator")
    script = Script(title="", logline="", characters=(narrator, MOE, FOX), scenes=(scene,))
    return views_of(script).of(len(lines) - 1, words)


@pytest.mark.parametrize(
    ("text", "place", "subject"),
    [
        ("The members sold a fishing boat at the meeting.", "meeting room", "a fishing boat"),
        ("Now it warms the radiator in my kitchen.", "harbour", "a radiator"),
        ("A lion and a mouse shared the shade.", "village", "a lion beside a mouse"),
        ("The judge read the letter.", "harbour", "a lawyer"),
        ("Divers found no change in the eelgrass.", "meeting room", "a diver"),
    ],
)
def test_a_thing_is_seen_where_it_can_be(text: str, place: str, subject: str) -> None:
    seen = view(text, place=place)
    assert seen.subject.startswith(subject)
    assert all(fits(one, seen.place) for one in objects_in(text) if one.picture in seen.subject)
    assert (seen.place == "meeting room") <= ("boat" not in seen.subject)


def test_a_line_leaves_its_scene_only_for_a_place_that_it_names() -> None:
    assert view("It runs the radiator in my kitchen.").place == "kitchen"
    assert view("He liked the idea of a kitchen.").place == "harbour"
    assert view("It went well.").place == "harbour"
    assert not view("It went well.").is_own


def test_a_shot_is_of_the_words_that_it_hears() -> None:
    text = "The trawler crews drew a map, and the divers measured the water."
    assert "fisherman" in view(text, words="The trawler crews drew a map,").subject
    assert "diver" in view(text, words="and the divers measured the water.").subject
    assert view(text, words="and so on.").subject == view(text).subject


def test_people_are_meant_by_name_by_calling_by_i_and_by_pronoun() -> None:
    assert "an old fisherman" in view("That man was Anders Moe.").subject
    assert "an engineer" in view("Engineers modelled the flow.").subject
    assert "an old fisherman" in view("I spent forty years on it.", by=MOE.name).subject
    assert "a female nurse" in view("She was tired.", before="A nurse came in.").subject
    assert "a fox" in view("I can carry it.", by=FOX.name).subject


def test_a_small_thing_is_the_detail_of_its_line() -> None:
    assert view("He wrote a letter.").detail == "a letter"
    assert view("The castle has stood since 1651.").detail == ""


def test_figures_of_speech_are_no_places() -> None:
    world = world_of("", "The harbour. The harbour. The harbour.")
    for text in ("At this stage nobody knows.", "It is on the market.", "He works in the field of optics."):
        assert named_place(text, world) == ""


@pytest.mark.parametrize("place", sorted(PLACES))
def test_the_painter_knows_every_place_of_a_script(place: str) -> None:
    load()
    assert PLACE_PHRASES[place]
    assert find_place(place, "").key in set(DRAWN) - {"abstract", "studio"}


def test_what_a_thing_can_stand_in_is_a_place() -> None:
    for shown in (*PEOPLE, *THINGS):
        assert places_for(shown) or not shown.where
        assert all(place in PLACES for place in places_for(shown))
        left = shown.where
        for known in sorted((*PLACES, *REGIONS), key=len, reverse=True):
            left = left.replace(known, "")
        assert not left.strip(), shown


# What is a place of its own, so that the painter needs no drawing for it.
_PLACES_THEMSELVES = (
    "a pier", "a footbridge", "market stalls", "a rocket launch", "a lighthouse", "houses with lit windows",
)  # fmt: skip


@pytest.mark.parametrize("shown", [*PEOPLE, *THINGS], ids=lambda shown: shown.picture)
def test_the_painter_draws_whatever_a_line_can_ask_for(shown: Shown) -> None:
    load()
    brief = read_request(request(prompt=shown.picture, place=""))
    assert brief.things or brief.roles or shown.picture in _PLACES_THEMSELVES
