"""Processes that race for one organization's credits; started by test_race, in a process that has no connection yet.

Arguments: organization id, number of rivals, number of tries of each. Prints the credits that all of them together
captured, were granted and had refunded, as JSON.
"""

import json
import multiprocessing
import random
import sys
from multiprocessing.synchronize import Barrier

import django

django.setup()

from billing.services import capture, grant, hold, refund, release  # noqa: E402
from wire.errors import InsufficientCredits  # noqa: E402

START_TIMEOUT_S = 60


def main(organization_id: str, rivals: int, tries: int) -> None:
    context = multiprocessing.get_context("fork")  # one interpreter to start instead of sixteen
    together, results = context.Barrier(rivals), context.SimpleQueue()
    arguments = (organization_id, tries, together, results)
    children = [context.Process(target=race, args=(seed, *arguments)) for seed in range(rivals)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if any(child.exitcode for child in children):
        sys.exit("a rival failed")
    totals = [results.get() for _ in children]
    print(json.dumps({key: sum(total[key] for total in totals) for key in totals[0]}))


def race(
    seed: int, organization_id: str, tries: int, together: Barrier, results: "multiprocessing.SimpleQueue"
) -> None:
    """Hold, then capture or release; now and then be granted a monthly credit or have one refunded."""
    dice = random.Random(seed)
    total = {"captured": 0, "granted": 0, "refunded": 0}
    together.wait(START_TIMEOUT_S)
    for _ in range(tries):
        if dice.random() < 0.1:
            grant(organization_id, 1, bucket="monthly", reason="Luck", actor="dice")
            total["granted"] += 1
        amount = dice.randint(1, 9)
        try:
            held = hold(organization_id, amount, operation="film", quote={})
        except InsufficientCredits:
            continue
        if dice.random() < 0.3:
            release(held.pk, reason="Not charged because the dice said so.")
            continue
        receipt = capture(held.pk, dice.randint(1, amount), outcome="succeeded")
        total["captured"] += receipt.captured
        if dice.random() < 0.1:
            refund(receipt.pk, 1, reason="The dice said so.", actor="dice")
            total["refunded"] += 1
    results.put(total)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
