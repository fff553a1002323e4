"""Many processes, one account: nothing is oversold, nothing is lost, nobody is turned away by mistake."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.models import Sum

from billing.audit import audit
from billing.models import Receipt, Refund
from billing.services import balance
from tests.databases import process_environment
from tests.world import World

RIVALS = 16
TRIES = 20
REPOSITORY = Path(__file__).parents[2]


@pytest.mark.both
@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_racing_processes_oversell_nothing(world: World) -> None:
    """Sixteen processes want some 1200 credits of an organization that has 500, and keep most of what they hold.

    All that a rival may be told is that credits are short: any other error fails it, and with it the test.
    """
    organization_id = world.ada.organization.pk
    race = subprocess.run(
        [sys.executable, "-m", "tests.billing.rival", organization_id, str(RIVALS), str(TRIES)],
        cwd=REPOSITORY,
        env=process_environment(),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert race.returncode == 0, race.stderr
    total = json.loads(race.stdout)
    now = balance(organization_id)
    assert total["captured"] == Receipt.objects.aggregate(sum=Sum("captured"))["sum"]
    assert total["refunded"] == (Refund.objects.aggregate(sum=Sum("amount"))["sum"] or 0)
    assert now.held == 0
    assert now.balance == 500 + total["granted"] + total["refunded"] - total["captured"] >= 0
    assert total["captured"] > 400, "there were too few tries to run out of credits"
    assert audit() == []
