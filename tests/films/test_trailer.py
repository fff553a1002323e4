"""A trailer's cut: what it takes from a script, and that its time adds up."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from generation.films.shots import ShotIdea
from generation.films.stages import phrases_of, timing_of
from generation.films.trailer import cut_trailer, fit_trailer, sentences, trailer_shots, trailer_sounds
from generation.providers.base import Character, Chart, Gender, Line, Scene, Script, Span

WORDS = (
    "Nobody believed that it could work.",
    "The pumps ran through nine days of frost without a stop. They did not fail.",
    "We read the meters ourselves and we published the bad days.",
    "Homes in the harbour paid a third less for heating than in the winter before.",
)


def script_of(*texts: str) -> Script:
    span = Span(source_id="src_1", start=0, end=5)
    scenes = tuple(
        Scene(
            heading=f"EXT. PIER {number}", mood="calm", place="harbour", time_of_day="day", weather="clear",
            picture="a pier in a harbour",
            lines=(
                Line(character="Narrator", text="Look at it more closely.", kind="link"),
                Line(character="Ada" if number % 2 else "Narrator", text=text, evidence=(span,), weight=0.5),
            ),
        )
        for number, text in enumerate(texts)
    )  # fmt: skip
    people = (Character(name="Narrator", role="narrator"), Character(name="Ada", role="quoted"))
    return Script(title="Harbour", logline="", characters=people, scenes=scenes)


def spoken(script: Script, ms_a_word: int) -> dict[str, Any]:
    lines = [scene.lines[0] for scene in script.scenes if scene.lines]
    lengths = [ms_a_word * len(line.text.split()) for line in lines]
    return {
        "voices": {},
        "lines": [
            {"scene": n, "index": n, "character": line.character, "startMs": 1000, "endMs": 1000 + ms, "assetId": "a",
             "phrases": [{"text": line.text, "startMs": 0, "endMs": ms}]}
            for n, (line, ms) in enumerate(zip(lines, lengths, strict=True))
        ],
    }  # fmt: skip


@pytest.mark.parametrize("seconds", [15, 20, 30])
@pytest.mark.parametrize("ms_a_word", [300, 380, 460])
def test_it_has_its_length_whatever_the_voices_pace_and_no_shot_stands_long(seconds: int, ms_a_word: int) -> None:
    cut = cut_trailer(script_of(*WORDS), duration_ms=seconds * 1000)
    kept, performance = fit_trailer(cut, spoken(cut, ms_a_word), duration_ms=seconds * 1000)
    assert performance["durationMs"] <= seconds * 1050
    timing = timing_of(performance)
    shots = trailer_shots(kept, timing, phrases_of(performance))
    assert (shots[0].start_ms, shots[-1].end_ms) == (0, timing.duration_ms)
    assert all(one.end_ms == following.start_ms for one, following in pairwise(shots))
    assert all(1000 <= one.end_ms - one.start_ms <= 3800 for one in shots[:-1])
    assert [one.is_title for one in shots] == [False] * (len(shots) - 1) + [True]
    sounds = trailer_sounds(performance, seed=1)
    assert sounds[-1]["offsetMs"] + performance["lines"][-1]["startMs"] == timing.scene_starts_ms[-1]


def test_it_says_whole_sentences_of_the_script_that_stand_by_themselves() -> None:
    cut = cut_trailer(script_of(*WORDS), duration_ms=60_000)
    said = [scene.lines[0].text for scene in cut.scenes[:-1]]
    assert set(said) <= {sentence for text in WORDS for sentence in sentences(text)}
    assert "They did not fail." not in said, "who they are was in the sentence before"
    assert "Look at it more closely." not in said
    assert (cut.scenes[0].beat, cut.scenes[-1].beat, cut.scenes[-1].lines) == ("hook", "title", ())


def test_a_name_with_a_stop_is_no_sentence() -> None:
    assert sentences("Dr. May said so. Nobody asked.") == ["Dr. May said so.", "Nobody asked."]


def test_a_script_of_links_alone_still_gives_a_trailer() -> None:
    whole = script_of("It was so.")
    assert cut_trailer(whole, duration_ms=15_000).scenes[0].lines


def shots_of(script: Script) -> tuple[Script, tuple[ShotIdea, ...]]:
    cut = cut_trailer(script, duration_ms=20_000)
    kept, performance = fit_trailer(cut, spoken(cut, 380), duration_ms=20_000)
    return kept, trailer_shots(kept, timing_of(performance), phrases_of(performance))


def test_a_figure_stands_over_its_scene_and_no_card_stops_the_film() -> None:
    script = script_of(*WORDS, "The whole pier thawed in 9 days.")
    chart = Chart(kind="number", title="Until it thawed", values=(9.0,), labels=("days",), display="9 days")
    last = replace(script.scenes[-1], chart=chart)
    kept, shots = shots_of(replace(script, scenes=(*script.scenes[:-1], last)))
    (shown,) = [shot for shot in shots if shot.has_figure]
    assert kept.scenes[shown.scene].chart == chart
    assert (shown.has_chart, shown.is_portrait, shown.speaker, shown.move.kind != "hold") == (False, False, None, True)
    assert not any(shot.has_chart for shot in shots)


@pytest.mark.parametrize(("gender", "has_face"), [("female", True), ("neutral", False)])
def test_a_person_is_shown_as_they_speak_and_a_firm_is_not(gender: Gender, has_face: bool) -> None:
    script = script_of(*WORDS)
    people = (script.characters[0], replace(script.characters[1], gender=gender))
    _, shots = shots_of(replace(script, characters=people))
    assert any(shot.is_portrait for shot in shots) == has_face
