"""What authors say about looks and voices reaches pictures and casting."""

from dataclasses import replace

import pytest

from generation.films.cast import as_heard, cast_voices, voices_for
from generation.films.frame import frame_size
from generation.films.screen import farther, picture_request
from generation.films.shots import ShotIdea
from generation.films.stages import Look
from generation.films.style import allowed, brand_colors
from generation.media.plan import Move
from generation.providers.base import Character, Line, Scene, Script, Voice

VOICES = (
    Voice(id="heart", name="Heart", gender="female", locale="en-US", description="warm, clear", pitch_hz=200.0),
    Voice(id="george", name="George", gender="male", locale="en-GB", description="deep, calm", pitch_hz=100.0),
    Voice(id="emma", name="Emma", gender="female", locale="en-GB", description="bright", pitch_hz=210.0),
)
NARRATOR = Character(name="Narrator", role="narrator")
WITNESS = Character(name="Anders Moe", role="witness", gender="male", description="retired skipper")


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("", "Heart"),
        ("a British woman", "Emma"),
        ("male, please", "George"),
        ("deep and calm", "George"),
        ("no women", "George"),
        ("not George, but British", "Emma"),
        ("Emma", "Emma"),
        ("whatever suits the story", "Heart"),
    ],
)
def test_the_teller_has_the_voice_that_was_wished_for(wish: str, name: str) -> None:
    assert cast_voices((NARRATOR,), VOICES, preference=wish)["Narrator"].name == name


def test_people_of_the_source_stay_who_they_are() -> None:
    cast = cast_voices((NARRATOR, WITNESS), VOICES, preference="a British woman")
    assert (cast["Narrator"].name, cast["Anders Moe"].name) == ("Emma", "George")


@pytest.mark.parametrize("voice", ["heart", "george"])
def test_who_may_be_either_looks_as_they_are_heard_near_by_and_from_afar(voice: str) -> None:
    witness = replace(WITNESS, gender="neutral")
    line = Line(character="Anders Moe", text="We went out every night.")
    scene = Scene(
        heading="Pier", mood="calm", place="harbour", time_of_day="dusk", weather="clear",
        picture="a skipper beside a boat", lines=(line,),
    )  # fmt: skip
    script = Script(title="Pier", logline="", characters=(NARRATOR, witness), scenes=(scene,))
    cast = cast_voices(script.characters, VOICES, chosen={"Anders Moe": voice})
    seen = as_heard(script, {name: one.gender for name, one in cast.items()})
    look: Look = {"width": 1280, "height": 720, "seed": 1}
    near = ShotIdea(0, 3000, 0, 0, "close", Move("push"), is_portrait=True, speaker=witness)
    portrait = picture_request(seen, near, look).sitter
    assert portrait is not None
    assert portrait.gender == cast["Anders Moe"].gender
    assert picture_request(seen, ShotIdea(0, 3000, 0, 0, "wide", Move("push")), look).people == (portrait,)


def test_whom_the_source_knows_stays_so_whatever_the_voice() -> None:
    script = Script(title="Pier", logline="", characters=(WITNESS,), scenes=())
    assert as_heard(script, {"Anders Moe": "female"}) == script


def test_a_voice_that_was_chosen_stays() -> None:
    cast = cast_voices((NARRATOR,), VOICES, chosen={"Narrator": "george"}, preference="a woman")
    assert cast["Narrator"].name == "George"


@pytest.mark.parametrize(
    ("forbidden", "left"),
    [
        ([], "a trawler with nets and gulls, in a harbour, evening light"),
        (["boats", "trawlers"], "nets, gulls, in a harbour, evening light"),
        (["no images of gulls"], "a trawler, nets, in a harbour, evening light"),
    ],
)
def test_what_is_forbidden_is_not_asked_for(forbidden: list[str], left: str) -> None:
    assert allowed("a trawler with nets and gulls, in a harbour, evening light", forbidden) == left


def test_style_colours_and_prohibitions_reach_every_picture() -> None:
    line = Line(character="Narrator", text="The lamp burns.")
    scene = Scene(
        heading="Pier", mood="calm", place="harbour", time_of_day="dusk", weather="clear", picture="a pier with a lamp",
        lines=(line,),
    )  # fmt: skip
    script = Script(title="Pier", logline="", characters=(NARRATOR,), scenes=(scene,))
    look: Look = {
        "width": 1280, "height": 720, "seed": 1, "style": "watercolour, accents #C04000", "forbidden": ["people"],
    }  # fmt: skip
    request = picture_request(script, ShotIdea(0, 3000, 0, 0, "wide", Move("push")), look)
    assert "watercolour" in request.prompt
    assert request.brand_colors == ("#c04000",)
    assert request.negative == "people"
    detail = picture_request(script, ShotIdea(0, 3000, 0, 0, "insert", Move("push")), look)
    assert detail.prompt.startswith("a lantern")


def test_brand_colours_are_at_most_three() -> None:
    assert brand_colors("#000000 #111111, #222222 and #333333") == ("#000000", "#111111", "#222222")


@pytest.mark.parametrize(
    ("ratio", "resolution", "size"),
    [
        (None, None, (1280, 720)),
        ("16:9", "1080p", (1920, 1080)),
        ("9:16", None, (720, 1280)),
        ("1:1", "1080p", (1080, 1080)),
        ("4:5", None, (720, 900)),
        ("21:9", None, (1680, 720)),
    ],
)
def test_a_resolution_names_the_shorter_side(ratio: str | None, resolution: str | None, size: tuple[int, int]) -> None:
    assert frame_size(ratio, resolution) == size


def test_what_a_painter_showed_twice_in_a_row_is_drawn_from_farther_off() -> None:
    sizes = ("wide", "insert", "medium", "close", "wide", "medium")
    ideas = [ShotIdea(n * 3000, n * 3000 + 3000, 0, n, size, Move("push")) for n, size in enumerate(sizes)]  # type: ignore[arg-type]
    lantern = "harbour, night, lantern"
    assert {n: idea.size for n, idea in farther(ideas, [lantern] * 6).items()} == {2: "wide"}
    assert (
        farther(ideas, ["harbour, lantern", "harbour, rope", "harbour, boat", "skipper, close", "harbour", "b"]) == {}
    )
    near = farther(ideas, ["harbour, lantern", "harbour, rope"] * 3)
    assert {n: idea.size for n, idea in near.items()} == {3: "extreme_wide"}, "one rope is enough, from close by too"
    again = [
        *ideas[:2],
        *(ShotIdea(n * 3000, n * 3000 + 3000, 1, n, size, Move("push")) for n, size in enumerate(sizes)),
    ]  # type: ignore[arg-type]
    clock = ["harbour", "harbour, clock", "street", "street, clock", "a", "b", "c", "d"]
    assert {n: idea.size for n, idea in farther(again, clock).items()} == {3: "extreme_wide"}, "one clock is enough"
    assert farther(ideas, [""] * 6) == {}, "a painter who says nothing is believed"


class Blender:
    """A provider that makes one voice to order."""

    def voices(self) -> tuple[Voice, ...]:
        return VOICES

    def made_to_order(self, voice_id: str) -> Voice | None:
        return replace(VOICES[0], id=voice_id, name="A blend") if voice_id == "blend-1" else None


def test_a_chosen_voice_may_be_one_that_is_made_to_order() -> None:
    chosen = {"Narrator": "blend-1"}
    assert cast_voices((NARRATOR,), voices_for(Blender(), chosen), chosen=chosen)["Narrator"].name == "A blend"


def test_an_id_that_names_no_voice_is_cast_anew() -> None:
    chosen = {"Narrator": "gone"}
    assert voices_for(Blender(), chosen) == VOICES
    assert cast_voices((NARRATOR,), voices_for(Blender(), chosen), chosen=chosen)["Narrator"] in VOICES
