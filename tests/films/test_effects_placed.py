"""Where a sound effect starts: at its line, moved by its offset, and never outside of the film."""

import pytest

from generation.films.effects import effect_start_ms

LINE = {"line_start_ms": 10_000, "line_end_ms": 13_000, "film_ms": 60_000}


@pytest.mark.parametrize(
    ("trigger", "duration_ms", "offset_ms", "start_ms"),
    [
        ("before", 800, 0, 9200),  # ends as the line begins
        ("before", 1500, 0, 8500),
        ("before", 9000, 0, 8500),  # a long one plays on under the words
        ("before", 800, -700, 8500),
        ("before", 800, 300, 9500),
        ("before", 800, -30_000, 0),
        ("with", 800, 0, 10_000),
        ("with", 800, -10_001, 0),
        ("after", 800, 0, 13_120),
        ("after", 800, 30_000, 43_120),
    ],
)
def test_it_starts_where_its_trigger_says(trigger: str, duration_ms: int, offset_ms: int, start_ms: int) -> None:
    effect = {"trigger": trigger, "durationMs": duration_ms, "offsetMs": offset_ms}
    assert effect_start_ms(effect, **LINE) == start_ms


def test_one_before_the_first_line_starts_with_the_film_and_one_past_its_end_on_the_last_moment() -> None:
    first = {"trigger": "before", "durationMs": 1200, "offsetMs": 0}
    assert effect_start_ms(first, line_start_ms=400, line_end_ms=2000, film_ms=60_000) == 0
    late = {"trigger": "after", "durationMs": 1200, "offsetMs": 30_000}
    assert effect_start_ms(late, line_start_ms=400, line_end_ms=2000, film_ms=20_000) == 19_999
