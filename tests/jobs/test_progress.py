from hypothesis import given
from hypothesis import strategies as st

from generation.jobs.context import PROGRESS_EVERY_S, Meter
from generation.jobs.runner import stage_shares
from tests.jobs.pipelines import STEPS


def test_stages_share_the_progress_by_weight_and_end_at_one() -> None:
    assert [(stage.name, share) for stage, share in stage_shares(STEPS)] == [
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
