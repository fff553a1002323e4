"""A process that races others for one organization's credits; started by test_race. Prints how many holds it got.

Arguments: organization id, number of tries, a folder. It says that it is ready there, and starts when `go` appears.
"""

import os
import random
import sys
import time
from pathlib import Path

import django

django.setup()

from billing.services import capture, hold, release  # noqa: E402
from wire.errors import InsufficientCredits  # noqa: E402


def main(organization_id: str, tries: int, folder: Path) -> None:
    dice = random.Random(os.getpid())
    (folder / f"ready-{os.getpid()}").touch()
    deadline = time.monotonic() + 60
    while not (folder / "go").exists():
        if time.monotonic() > deadline:
            sys.exit("nobody said go")
        time.sleep(0.005)
    captured = 0
    for _ in range(tries):
        amount = dice.randint(1, 9)
        try:
            held = hold(organization_id, amount, operation="film", quote={})
        except InsufficientCredits:
            continue
        if dice.random() < 0.3:
            release(held.pk, reason="Not charged because the dice said so.")
        else:
            captured += capture(held.pk, dice.randint(1, amount), outcome="succeeded").captured
    print(captured)


main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
