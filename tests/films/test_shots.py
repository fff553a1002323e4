"""Where a film cuts and what each shot shows; pure planning."""

from itertools import pairwise

import pytest

from generation.films.cuts import SHORTEST_MS
from generation.films.figures import chart_ms
from generation.films.shots import ShotIdea, list_shots
from generation.films.timing import Timing, time_lines
from generation.providers.base import Character, Chart, Line, Scene, Script, TimedPhrase

CHART = Chart(kind="number", title="Cardamom buns", values=(240.0,), labels=("buns",), display="about 240")
NADIA = Character(name="Nadia Rahimi", role="quoted", gender="female", description="baker")
FIRM = Character(name="Bramble & Crumb", role="witness")


def scene(*texts: str, chart: Chart | None = None, speaker: str = "Narrator", hour: str = "dawn") -> Scene:
    return Scene(
        heading="Bakery",
        mood="hopeful",
        place="bakery",
        time_of_day=hour,  # type: ignore[arg-type]
        weather="clear",
        picture="a bakery",
        lines=tuple(Line(character=speaker, text=text) for text in texts),
        chart=chart,
    )


def planned(*scenes: Scene, phrases_per_line: int = 3, line_ms: int = 6000) -> tuple[Timing, tuple[ShotIdea, ...]]:
    """The timing and shots of scenes whose every line takes `line_ms` and has evenly long phrases."""
    narrator = Character(name="Narrator", role="narrator")
    script = Script(title="Bramble & Crumb", logline="", characters=(narrator, NADIA, FIRM), scenes=scenes)
    texts = [line.text for scene in scenes for line in scene.lines]
    each = line_ms // phrases_per_line
    spoken = [
        [TimedPhrase(text=text, start_ms=i * each, end_ms=(i + 1) * each) for i in range(phrases_per_line)]
        for text in texts
    ]
    timing = time_lines(script, [line_ms] * len(texts), target_ms=len(texts) * (line_ms + 1000))
    return timing, list_shots(script, timing, spoken)


def shots_of(*scenes: Scene, phrases_per_line: int = 3, line_ms: int = 6000) -> tuple[ShotIdea, ...]:
    return planned(*scenes, phrases_per_line=phrases_per_line, line_ms=line_ms)[1]


LONG = (scene("One.", "Two.", "Three."), scene("Four.", "Five."), scene("Six.", "Seven.", "Eight."))


def test_shots_follow_each_other_without_a_gap_and_no_two_neighbours_have_one_size() -> None:
    shots = shots_of(*LONG)
    assert shots[0].start_ms == 0
    assert all(a.end_ms == b.start_ms for a, b in pairwise(shots))
    assert all(a.size != b.size for a, b in pairwise(shots))


def test_a_portrait_stands_between_other_sizes() -> None:
    for count in range(1, 6):
        said = scene(*["Count to ten."] * 2, speaker=NADIA.name)
        shots = shots_of(scene(*["Bread."] * count), said, scene(*["Bread."] * count))
        assert all(a.size != b.size for a, b in pairwise(shots))


def test_the_film_cuts_with_the_first_word_before_three_seconds_and_every_three_to_six_after() -> None:
    timing, shots = planned(*LONG)
    assert shots[0].end_ms == timing.lines[0].start_ms - 120 < 3000
    lengths = [shot.end_ms - shot.start_ms for shot in shots[1:]]
    assert 3000 <= sum(lengths) / len(lengths) <= 6000
    assert min(lengths) >= 1800
    assert max(lengths) <= 7000
    assert len(set(lengths)) > 2, "long after short"


def test_cuts_come_three_frames_before_a_phrase() -> None:
    timing, shots = planned(*LONG)
    phrases = {line.start_ms + part * 2000 for line in timing.lines for part in range(3)}
    assert all(shot.start_ms + 120 in phrases for shot in shots[1:])


def test_the_last_picture_holds_a_second_and_a_half_after_the_last_word() -> None:
    timing, shots = planned(*LONG)
    assert timing.duration_ms - timing.lines[-1].end_ms >= 1500
    assert shots[-1].start_ms < timing.lines[-1].end_ms


def test_only_another_hour_dissolves() -> None:
    shots = shots_of(scene("One."), scene("Two."), scene("Three.", hour="night"))
    assert [shot.scene for shot in shots if shot.dissolves] == [2]


def test_a_scene_of_the_same_hour_and_mood_may_follow_in_one_movement() -> None:
    shots = shots_of(scene("One.", "Two."), scene("Three.", "Four."))
    (at,) = [n for n, (a, b) in enumerate(pairwise(shots)) if a.scene != b.scene]
    before, after = shots[at].move, shots[at + 1].move
    assert (before.eases, after.eases, before.kind) == ("in", "out", after.kind)


def test_the_camera_holds_on_a_quote_and_racks_the_focus_to_who_says_it() -> None:
    shots = shots_of(scene("Fresh bread."), scene("Count to ten.", speaker=NADIA.name))
    (portrait, *_) = [shot for shot in shots if shot.is_portrait]
    assert portrait.speaker == NADIA
    assert (portrait.size, portrait.move.kind, portrait.focus) == ("close", "hold", "to_near")


def test_a_firm_that_says_we_has_a_voice_and_no_face() -> None:
    shots = shots_of(scene("Fresh bread."), scene("We bake.", "We sweep.", speaker=FIRM.name))
    assert FIRM in {shot.speaker for shot in shots}
    assert not any(shot.is_portrait for shot in shots)


def test_a_figure_is_shown_with_the_line_that_says_it_and_only_once() -> None:
    shots = shots_of(scene("Fresh bread.", "Buns, about 240 of them.", "And about 240 more.", chart=CHART))
    (charted,) = [shot for shot in shots if shot.has_chart]
    assert charted.line == 1
    assert charted.move.kind == "hold"


def test_a_figure_comes_with_its_words_and_goes_when_it_is_read() -> None:
    texts = ("Fresh bread.", "Every morning, at six, about 240 buns, glazed, and then coffee, and then talk.")
    parts = texts[1].split(", ")
    said = [TimedPhrase(text=part, start_ms=2000 * i, end_ms=2000 * (i + 1)) for i, part in enumerate(parts)]
    script = Script(title="Bramble", logline="", characters=(), scenes=(scene(*texts, chart=CHART),))
    timing = time_lines(script, [2000, 2000 * len(parts)], target_ms=20_000)
    shots = list_shots(script, timing, [[TimedPhrase(text=texts[0], start_ms=0, end_ms=2000)], said])
    (charted,) = [shot for shot in shots if shot.has_chart]
    figure_ms = timing.lines[1].start_ms + 4000
    assert charted.start_ms <= figure_ms
    assert charted.end_ms >= figure_ms + 1200
    assert charted.end_ms - charted.start_ms <= chart_ms(CHART) + 2000 + 900
    assert all(a.end_ms == b.start_ms for a, b in pairwise(shots))
    assert all(shot.end_ms - shot.start_ms >= SHORTEST_MS for shot in shots[1:])
    assert all(a.size != b.size for a, b in pairwise(shots))


def test_a_figure_never_stands_behind_the_title() -> None:
    shots = shots_of(scene("Buns, about 240 of them.", "Fresh bread.", chart=CHART))
    assert not shots[0].has_chart
    assert [shot.line for shot in shots if shot.has_chart] == [0], "it follows with the same line's own shot"


@pytest.mark.parametrize("longer_ms", [80, 700, 1300])
def test_a_line_that_grows_moves_what_follows_by_whole_frames_and_changes_nothing_else(longer_ms: int) -> None:
    script = Script(title="Bramble", logline="", characters=(), scenes=LONG)
    lengths = [5013, 4101, 6307, 3999, 5003, 4801, 5555, 4444]
    before = time_lines(script, lengths, target_ms=50_000)
    changed = [*lengths[:1], lengths[1] + longer_ms, *lengths[2:]]
    after = time_lines(script, changed, target_ms=50_000, earlier_scale=before.pause_scale)
    moved = {b.start_ms - a.start_ms for a, b in zip(before.lines[2:], after.lines[2:], strict=True)}
    assert len(moved) == 1
    assert moved.pop() % 40 == 0


def test_pauses_are_set_anew_when_the_film_would_miss_its_length() -> None:
    script = Script(title="Bramble", logline="", characters=(), scenes=LONG)
    before = time_lines(script, [4500] * 8, target_ms=43_500)
    after = time_lines(script, [4700] * 8, target_ms=43_500, earlier_scale=before.pause_scale)
    assert after.pause_scale < before.pause_scale
    assert abs(after.duration_ms - 43_500) <= 0.03 * 43_500
