"""How a presenter's film is cut: mostly the presenter, pictures where a line goes on, the card last."""

from itertools import pairwise

import pytest

from generation.films.presenting import Beat, _overlays, beats_of, presence, said_words
from generation.films.timing import TimedLine, Timing
from generation.providers.base import Character, Line, Scene, Script, TimedPhrase

STANDARD = {"angles": ["medium"], "inserts": 0.55}
PREMIUM = {"angles": ["medium", "close"], "inserts": 1.0}


def beats(lengths: list[int], stage: dict[str, object]) -> tuple[Beat, ...]:
    """The film of lines of so many seconds, each in phrases of 1.5 s, and a card of 3 s."""
    clock, lines, phrases, starts = 800, [], [], [0]
    for number, seconds in enumerate(lengths):
        end = clock + seconds * 1000
        lines.append(TimedLine(number, number, clock, end))
        bounds = range(0, seconds * 1000, 1500)
        phrases.append(
            [TimedPhrase(text=f"words {at}", start_ms=at, end_ms=min(at + 1400, end - clock)) for at in bounds]
        )
        clock = end + 600
        starts.append(clock - 120)
    scenes = [
        Scene(
            heading="",
            mood="calm",
            place="office",
            time_of_day="day",
            weather="clear",
            picture="a lamp",
            lines=(Line(character="A", text="words"),),
        )
        for _ in lengths
    ]
    script = Script(
        title="Lumo", logline="", characters=(Character(name="A", role="host"),), scenes=(*scenes, scenes[-1])
    )
    return beats_of(script, Timing(tuple(lines), tuple(starts), clock + 3000), phrases, stage)


@pytest.mark.parametrize("stage", [STANDARD, PREMIUM])
@pytest.mark.parametrize("lengths", [[4, 4, 4, 3], [8, 2, 7, 2, 3], [5], [6, 6, 6, 6, 6, 6]])
def test_the_presenter_is_seen_first_and_for_more_than_half_of_the_film(
    lengths: list[int], stage: dict[str, object]
) -> None:
    made = beats(lengths, stage)
    assert made[0].view
    assert presence(made) >= 0.5
    assert made[-1].is_card
    assert made[0].start_ms == 0
    for one, other in pairwise(made):
        assert one.end_ms == other.start_ms
        assert one.end_ms - one.start_ms >= 1000
        assert one.view or other.view or other.is_card
        assert not (one.view and one.view == other.view)


def test_premium_has_another_view_and_more_pictures() -> None:
    plain, rich = beats([5, 5, 5, 5], STANDARD), beats([5, 5, 5, 5], PREMIUM)
    assert {beat.view for beat in plain if beat.view} == {"medium"}
    assert {beat.view for beat in rich if beat.view} == {"medium", "close"}
    assert sum(not beat.view for beat in rich) > sum(not beat.view for beat in plain)
    assert len(rich) > len(plain)


def test_a_picture_shows_what_is_said_while_it_is_seen() -> None:
    shown = [beat for beat in beats([5, 5, 5, 5], PREMIUM) if not beat.view and not beat.is_card]
    assert shown
    assert all(beat.words.startswith("words") for beat in shown)


def test_words_are_set_when_they_are_said() -> None:
    phrases = [{"text": "Your turn.", "startMs": 0}, {"text": "Begin with one task.", "startMs": 900}]
    performance = {"lines": [{"scene": 0, "startMs": 5000, "phrases": phrases}]}
    assert said_words(performance, {"words": {"0": "Begin with one task"}}) == [(5900, "Begin with one task")]
    assert said_words(performance, {"words": {"0": ""}}) == []


@pytest.mark.parametrize("view", ["medium", ""])
def test_a_figure_is_set_beside_the_presenter_and_on_a_picture_between(view: str) -> None:
    beat = Beat(4000, 7000, 1, view)
    look = {"stage": {"name": "Amina", "label": "for Lumo"}, "brandColors": ["#e8a13a"]}
    (set_words,) = _overlays(beat, 100, 75, look, [(4500, "240 grams"), (9000, "later")], is_opening=False)
    assert (set_words.kind, set_words.text, set_words.side) == ("keyword", "240 grams", -1)
