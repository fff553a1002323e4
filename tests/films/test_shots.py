"""Where a film cuts and what each shot shows; pure planning."""

from itertools import pairwise

from generation.films.shots import ShotIdea, list_shots
from generation.films.timing import time_lines
from generation.providers.base import Chart, Line, Scene, Script, TimedPhrase

CHART = Chart(kind="number", title="Cardamom buns", values=(240.0,), labels=("buns",), display="about 240")


def scene(*texts: str, chart: Chart | None = None) -> Scene:
    return Scene(
        heading="Bakery",
        mood="hopeful",
        place="bakery",
        time_of_day="dawn",
        weather="clear",
        picture="a bakery",
        lines=tuple(Line(character="Narrator", text=text) for text in texts),
        chart=chart,
    )


def shots_of(*scenes: Scene, phrases_per_line: int = 2, line_ms: int = 6000) -> tuple[ShotIdea, ...]:
    """The shots of scenes whose every line takes `line_ms` and has evenly long phrases."""
    script = Script(title="Bramble & Crumb", logline="", characters=(), scenes=scenes)
    count = sum(len(s.lines) for s in scenes)
    each = line_ms // phrases_per_line
    spoken = [TimedPhrase(text="…", start_ms=i * each, end_ms=(i + 1) * each) for i in range(phrases_per_line)]
    timing = time_lines(script, [line_ms] * count, target_ms=count * (line_ms + 1000))
    return list_shots(script, timing, [spoken] * count)


def test_shots_follow_each_other_without_a_gap_and_no_two_neighbours_have_one_size() -> None:
    shots = shots_of(scene("One.", "Two.", "Three."), scene("Four.", "Five."))
    assert shots[0].start_ms == 0
    assert all(a.end_ms == b.start_ms for a, b in pairwise(shots))
    assert all(a.size != b.size for a, b in pairwise(shots))


def test_a_figure_is_shown_with_the_line_that_says_it_and_only_once() -> None:
    shots = shots_of(scene("Fresh bread.", "Buns, about 240 of them.", "And about 240 more.", chart=CHART))
    assert [shot.line for shot in shots if shot.has_chart] == [1]


def test_a_figure_never_stands_behind_the_title() -> None:
    shots = shots_of(scene("Buns, about 240 of them.", "Fresh bread.", chart=CHART))
    assert not shots[0].has_chart
    assert [shot.line for shot in shots if shot.has_chart] == [0], "it follows with the same line's second shot"


def test_a_figure_that_only_the_title_shot_could_show_is_left_out() -> None:
    shots = shots_of(scene("About 240.", "Fresh bread.", chart=CHART), phrases_per_line=1, line_ms=3000)
    assert not any(shot.has_chart for shot in shots)
