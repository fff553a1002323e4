"""Every kind of job can be ordered, and outlives workers that die at its checkpoints; a sample of acceptance/."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.jobs import registry
from tests.kinds.chaos import Chaos, SqliteServer
from tests.kinds.crashing import survive_every_checkpoint
from tests.kinds.hosts import KindsHost
from tests.kinds.orders import ORDERS
from tests.kinds.trial import run

MADE_BY_OTHERS = {"editor.export.piece"}  # pieces of a long export, which orders them itself


def test_there_is_an_order_for_every_pipeline() -> None:
    """Whoever adds a pipeline says how to come by a job of it: crash matrix and chaos are made of these."""
    assert set(ORDERS) == {kind for kind in registry.kinds() if not kind.startswith("test.")} - MADE_BY_OTHERS


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KindsHost]:
    host = KindsHost(tmp_path)
    host.migrate()
    yield host
    host.stop()


@pytest.mark.processes
def test_a_worker_that_dies_at_every_checkpoint_loses_and_doubles_nothing(host: KindsHost) -> None:
    survive_every_checkpoint(host, ["studio.document", "studio.image", "studio.speech", "story.plan"], within_s=240)


@pytest.mark.processes
def test_what_is_killed_and_taken_away_is_whole_again(host: KindsHost) -> None:
    chaos = Chaos(host, 1, SqliteServer(host), dice=random.Random(3), away_s=2, freeze_s=3)
    orders = [("studio.document", 6), ("studio.image", 6), ("workflow.staticad.reviewed", 2)]
    trial = run(chaos, orders, poison=1, every_s=3, within_s=240, calm_after=0.6)
    trial.judge(jobs=15, recovery_s=30)
    assert trial.is_passed, trial.table()
