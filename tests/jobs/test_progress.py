from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.jobs.context import PROGRESS_EVERY_S, Meter
from generation.jobs.forecast import Forecast
from generation.jobs.models import Job
from generation.jobs.queries import time_left
from generation.jobs.runner import stage_shares
from tests.jobs.pipelines import STEPS
from tests.world import NOW


def test_stages_share_the_progress_by_weight_and_end_at_one() -> None:
    assert [(stage.name, share) for stage, share in stage_shares(STEPS.stages)] == [
        ("begin", (0.0, 0.25)),
        ("work", (0.25, 0.75)),
        ("end", (0.75, 1.0)),
    ]


def test_progress_within_a_stage_is_scaled_to_its_share() -> None:
    meter = Meter()
    meter.enter((0.25, 0.75))
    assert meter.advance(0.5, clock=0.0) == 0.5


def test_progress_is_written_at_most_twice_a_second() -> None:
    meter = Meter()
    meter.enter((0.0, 1.0))
    written = [meter.advance(i / 100, clock=i * 0.1) for i in range(1, 100)]
    assert len([value for value in written if value is not None]) <= 99 * 0.1 / PROGRESS_EVERY_S + 1


@given(st.lists(st.floats(-1, 2), max_size=50))
def test_progress_never_runs_backwards_whatever_a_stage_reports(fractions: list[float]) -> None:
    meter = Meter()
    values = []
    for share in ((0.0, 0.4), (0.4, 1.0)):
        meter.enter(share)
        values.append(meter.value)
        for tick, fraction in enumerate(fractions):
            value = meter.advance(fraction, clock=tick * 10.0)
            values += [] if value is None else [value]
    assert values == sorted(values)
    assert all(0.0 <= value <= 1.0 for value in values)


@pytest.mark.parametrize(
    ("progress", "clock", "left_ms"),
    [
        (0.25, 100.0, None),  # nothing was done in this attempt
        (0.25, 160.0, None),  # nor after a minute
        (0.30, 104.0, None),  # little, and soon
        (0.30, 106.0, 84_000),  # little, but after 5 s the pace is known
        (0.50, 102.0, 4_000),  # much: a quarter took 2 s, a half is left
        (1.00, 110.0, 0),
    ],
)
def test_the_time_left_is_told_once_the_attempt_has_shown_its_pace(
    progress: float, clock: float, left_ms: int | None
) -> None:
    """An attempt that began at 100 s with a quarter done by earlier ones."""
    forecast = Forecast()
    assert forecast.left_ms(0.25, clock=100.0) is None
    told = forecast.left_ms(progress, clock=clock)
    assert told == (None if left_ms is None else pytest.approx(left_ms))


def test_the_time_left_runs_down_and_is_not_told_once_it_has_passed() -> None:
    job = Job(status="running", expected_at=NOW)
    assert time_left(job, now=NOW - timedelta(seconds=3)) == 3000
    assert time_left(job, now=NOW) == 0
    assert time_left(job, now=NOW + timedelta(seconds=1)) is None
    assert time_left(Job(status="queued", expected_at=None), now=NOW) is None
