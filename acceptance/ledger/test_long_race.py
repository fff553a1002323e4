"""Sixteen processes at one account for longer than tests/billing lets them."""

import pytest

from tests.billing import test_race
from tests.world import World


@pytest.mark.both
@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_racing_processes_oversell_nothing_for_long(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(test_race, "TRIES", 200)
    test_race.test_racing_processes_oversell_nothing(world)
