"""0 lost, 0 charged twice, 0 finished calls repeated, 0 writes by a stale holder, 0 orphans, recovery within 30 s."""

from typing import Any

import pytest

from tests.jobs import crashes
from tests.jobs.hosts import Host
from tests.jobs.pipelines import CHAPTERS, POINTS

pytestmark = [pytest.mark.processes, pytest.mark.both]

EVERYWHERE = [f"{chapter}.{point}" for chapter in CHAPTERS for point in POINTS]
FREEZE_S = 30.0


@pytest.mark.parametrize("point", EVERYWHERE)
@pytest.mark.parametrize("kill", crashes.KILLS)
def test_killed(kill: str, point: str, host: Host, main: int, record_property: Any) -> None:
    recovery_s, _ = crashes.survive_kill(host, point, kill, main=main)
    record_property(f"SIGKILL of the {kill}: seconds to recover", recovery_s)
    assert recovery_s <= crashes.RECOVERY_S


@pytest.mark.parametrize("point", EVERYWHERE)
def test_frozen_for_30_seconds(point: str, host: Host, main: int, record_property: Any) -> None:
    """Frozen inside a transaction (`commit`), it keeps the job by its lock, and goes on itself when it thaws."""
    recovery_s = crashes.survive_freeze(host, point, main=main, freeze_s=FREEZE_S)
    if recovery_s is not None:
        record_property("SIGSTOP of the host: seconds to recover", recovery_s)
        assert recovery_s <= crashes.RECOVERY_S
