"""Processes that ask at once to hold credits on behalf of one key; started by test_key_budgets, as `rival` is.

Arguments: organization id, key id, number of rivals, credits of each. Prints how many were held and refused, as JSON.
"""

import json
import multiprocessing
import sys
from multiprocessing.synchronize import Barrier

import django

django.setup()

from billing.services import hold  # noqa: E402
from wire.errors import KeyBudgetExceeded  # noqa: E402

START_TIMEOUT_S = 60


def main(organization_id: str, key_id: str, rivals: int, amount: int) -> None:
    context = multiprocessing.get_context("fork")
    together, results = context.Barrier(rivals), context.SimpleQueue()
    children = [
        context.Process(target=ask, args=(organization_id, key_id, amount, together, results)) for _ in range(rivals)
    ]
    for child in children:
        child.start()
    outcomes = [results.get() for _ in children]
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        sys.exit("a rival failed")
    print(json.dumps({"held": outcomes.count("held"), "refused": outcomes.count("refused")}))


def ask(
    organization_id: str, key_id: str, amount: int, together: Barrier, results: "multiprocessing.SimpleQueue[str]"
) -> None:
    outcome = "failed"
    try:
        together.wait(START_TIMEOUT_S)
        hold(organization_id, amount, operation="film", quote={}, key_id=key_id)
        outcome = "held"
    except KeyBudgetExceeded:
        outcome = "refused"
    finally:
        results.put(outcome)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
