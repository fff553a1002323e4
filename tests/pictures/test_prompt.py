# ruff: noqa: E501 - outlines and tables are read by the row
"""How a picture should look, read from plain words: hour, weather, lens, style, colour, number, and what must not be seen."""

import pytest

from generation.providers.base import PictureRequest
from generation.providers.local.pictures.brief import read_request
from generation.providers.local.pictures.catalog import load
from generation.providers.local.pictures.draw import set_stage
from generation.providers.local.pictures.notes import notes_on
from generation.providers.local.pictures.prompt import read_wishes

load()


def asked(prompt: str, **changes: object) -> PictureRequest:
    return PictureRequest(prompt=prompt, width=160, height=90, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("prompt", "field", "value"),
    [
        ("a harbour at dawn", "time_of_day", "dawn"), ("golden hour over the fields", "time_of_day", "dusk"), ("a street after dark", "time_of_day", "night"),
        ("a rainy street", "weather", "rain"), ("forest in fog", "weather", "fog"), ("a village in winter", "weather", "snow"), ("an overcast beach", "weather", "cloudy"),
        ("a lonely house", "mood", "wistful"), ("an ominous corridor", "mood", "tense"),
        ("close-up of a baker", "shot_size", "close"), ("portrait of a nurse", "shot_size", "close"), ("a farmer, 50mm", "shot_size", "medium"), ("aerial view of a town", "shot_size", "extreme_wide"),
        ("a cup, macro", "shot_size", "insert"), ("a street, 35mm", "shot_size", "wide"),
        ("low angle of a tower", "angle", "low"), ("a market from above", "angle", "high"),
        ("a detective, film noir", "style", "noir"), ("a lake, watercolour", "style", "watercolor"), ("a cat, line art", "style", "line"), ("a car, flat design", "style", "flat"), ("a minimalist chair", "style", "minimal"),
        ("an engineer in a factory", "style", "painted"), ("clean energy for a flat in London", "style", "painted"),
    ],
)  # fmt: skip
def test_words_fill_what_the_request_left_open(prompt: str, field: str, value: str) -> None:
    assert getattr(read_wishes(asked(prompt)).request, field) == value


def test_a_field_that_was_set_wins_over_the_prompt() -> None:
    wishes = read_wishes(
        asked("a close-up at dawn in the rain", time_of_day="night", weather="snow", shot_size="medium")
    )
    assert (wishes.request.time_of_day, wishes.request.weather, wishes.request.shot_size) == ("night", "snow", "medium")


def test_colour_number_and_hour_belong_to_their_things() -> None:
    brief = read_request(asked("three red bicycles leaning on a brick wall at dusk"))
    assert (brief.place.key, brief.main_thing and brief.main_thing.key, brief.request.time_of_day) == (
        "wall",
        "bicycle",
        "dusk",
    )
    words = brief.things[0].words
    assert (brief.wishes.color_of(words), brief.wishes.count_of(words)) == ("red", 3)
    assert read_request(asked("a red wall and a bicycle")).wishes.color_of(("bicycle",)) != "blue"


@pytest.mark.parametrize(
    "prompt", ["an empty office", "a street without people", "a market, no people", "a deserted beach"]
)
def test_nobody_is_drawn_where_nobody_is_wanted(prompt: str) -> None:
    brief = read_request(asked(prompt))
    assert brief.roles == ()
    assert not set_stage(brief).is_peopled


def test_the_negative_field_counts_as_the_prompts_own_without() -> None:
    assert read_request(asked("two engineers in a factory", negative="people, text")).roles == ()
    assert read_request(asked("a street with no rain")).request.weather == "clear"


@pytest.mark.parametrize(
    ("prompt", "place", "thing"),
    [
        ("a product bottle of perfume on a table", "studio", "perfume"), ("a cat on a window sill", "sill", "cat"), ("a rocket launch", "launch_pad", None),
        ("a crowd at a protest", "march", None), ("a busy market with stalls", "market", None), ("a concert with a singer", "concert", None),
        ("a craftsman in a workshop planing wood", "craft", None), ("a farm with a tractor in a wheat field", "field", "tractor"), ("a desert with a camel caravan", "desert", "camel"),
        ("portrait of a scientist", "laboratory", None), ("hospital corridor with a nurse", "corridor", None), ("abstract: trust", "abstract", None), ("a pair of running shoes", "studio", "shoe"),
    ],
)  # fmt: skip
def test_a_prompt_without_a_place_finds_one(prompt: str, place: str, thing: str | None) -> None:
    brief = read_request(asked(prompt))
    assert brief.place.key == place
    assert thing is None or (brief.main_thing is not None and brief.main_thing.key == thing)


@pytest.mark.parametrize(
    ("prompt", "things"),
    [
        ("Product hero on marble surface, soft key light", ["bottle"]),
        ("a lamp, hard key from the left, rim light", ["lamp"]),
        ("a bottle, key at 45, fill 1:4", ["bottle"]),
        ("a cup, bird's-eye view", ["cup"]),
        ("a shoe, butterfly lighting, fish-eye lens", ["shoe"]),
        ("helicopter shot over a vineyard", []),
        ("a sofa, 35mm lens", ["sofa"]),
        ("a lens on a microscope", ["microscope"]),
        ("key art for a film about bees", ["bee"]),
        ("a house key on a table", ["key"]),
        ("a drone over a field", ["drone"]),
        ("a solar lamp", ["lamp"]),
        ("a butterfly on a flower", ["butterfly", "flower"]),
    ],
)
def test_words_of_the_craft_are_no_things(prompt: str, things: list[str]) -> None:
    assert [thing.key for thing in read_request(asked(prompt)).things] == things


def test_what_nobody_can_draw_is_owned_up_to() -> None:
    assert any("nothing named" in part for part in set_stage(read_request(asked("vlorb zqx"))).description)
    assert not any("nothing named" in part for part in set_stage(read_request(asked("trust"))).description)


def test_neighbouring_shots_may_be_about_another_of_the_people() -> None:
    first, second = (read_request(asked("a nurse and an engineer", focus_subject=n)).roles for n in (0, 1))
    assert first[0] != second[0]
    assert sorted(first) == sorted(second)


def test_details_of_a_place_change_with_the_seed() -> None:
    seen = {
        set_stage(read_request(asked("", place="kitchen", shot_size="insert", seed=n))).description[-1]
        for n in range(3)
    }
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("prompt", "notes"),
    [
        ("a teddy bear on a wooden table", ()),
        ("two engineers at a heat pump in a factory, evening light", ()),
        ("a small blue platypus", ("no drawing of platypus: not shown",)),
        ("a castle on a hill, a dragon", ()),
        ("a loom in a tower, a sundial", ("no drawing of loom: not shown", "no drawing of sundial: not shown")),
        ("a cello in a concert hall", ("cello is drawn as a violin",)),
        ("a chocolate cake", ()),
        ("a sense of hope in the morning", ()),
    ],
)
def test_what_has_no_drawing_is_told(prompt: str, notes: tuple[str, ...]) -> None:
    load()
    assert notes_on(prompt) == notes


def test_a_longer_name_is_not_also_the_shorter_one_within_it() -> None:
    assert [thing.key for thing in read_request(asked("a robot arm in a factory")).things] == ["robot_arm"]
    assert [thing.key for thing in read_request(asked("a friendly robot")).things] == ["robot"]
