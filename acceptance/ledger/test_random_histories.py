import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.billing.test_ledger_machine import LedgerMachine


@pytest.mark.both
@pytest.mark.django_db
def test_the_books_add_up_over_histories_never_tried_before() -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=200, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
