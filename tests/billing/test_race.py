"""Many processes, one account: nothing is oversold, nothing is lost."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from billing.audit import audit
from billing.models import Receipt
from billing.services import balance
from tests.databases import process_environment
from tests.world import World

RIVALS = 16
TRIES = 12
REPOSITORY = Path(__file__).parents[2]


@pytest.mark.both
@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_racing_processes_oversell_nothing(world: World, tmp_path: Path) -> None:
    """Sixteen processes want some 800 credits of one organization that has 500, and keep most of what they hold."""
    organization_id = world.ada.organization.pk
    command = [sys.executable, "-m", "tests.billing.rival", organization_id, str(TRIES), str(tmp_path)]
    rivals = [
        subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=process_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(RIVALS)
    ]
    try:
        wait_until_all_are_ready(rivals, tmp_path)
        (tmp_path / "go").touch()
        answers = [rival.communicate(timeout=90) for rival in rivals]
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()
    assert [rival.returncode for rival in rivals] == [0] * RIVALS, answers
    captured = sum(int(out) for out, _ in answers)
    now = balance(organization_id)
    assert captured == sum(Receipt.objects.values_list("captured", flat=True))
    assert now.held == 0
    assert now.balance == 500 - captured >= 0
    assert audit() == []


def wait_until_all_are_ready(rivals: list[subprocess.Popen[str]], folder: Path) -> None:
    deadline = time.monotonic() + 60
    while len(list(folder.glob("ready-*"))) < len(rivals):
        assert time.monotonic() < deadline, "the rivals did not start"
        assert all(rival.poll() is None for rival in rivals), [r.communicate() for r in rivals if r.poll() is not None]
        time.sleep(0.02)
