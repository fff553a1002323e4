"""Operator switches: parts of the studio that can be turned off while it runs.

What there is stands here; what it is set to stands in the database, is read at most once per process every few seconds,
and is changed in the admin, audited. A switch is asked in one place each, which its description names.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Switch, User
from wire.errors import Unavailable

READ_EVERY_S = 5.0


@dataclass(frozen=True)
class Described:
    """`refusal` is what a caller is told while it is off; empty where nobody calls."""

    label: str
    description: str
    refusal: str = ""
    default: bool = True


SWITCHES: dict[str, Described] = {
    "new_jobs": Described(
        "New jobs are admitted",
        "Off is maintenance: whatever would start work is answered with 503; what is queued and running goes on.",
        "The studio is being maintained and starts no new work. Try again later.",
    ),
    "sign_up": Described(
        "New people may sign up",
        "Off: only who holds an invitation may. The setting STUDIO_SIGNUP_OPEN=0 closes it whatever stands here.",
    ),
    "workflows": Described(
        "Workflows are launched",
        "Off: launching, batches and retries are answered with 503; those that run go on.",
        "Workflows are switched off here for now.",
    ),
    "url_sources": Described(
        "Sources are fetched from addresses",
        "Off: web pages and PDFs by address are refused with 503, for projects and for the knowledge base.",
        "Sources by address are switched off here for now. Send the text or the file itself.",
    ),
    "live_reads": Described(
        "Live reads are performed",
        "Off: a share link plays what was performed already and starts nothing new (503).",
        "Live reads are switched off here for now.",
    ),
    "external_providers": Described(
        "Providers outside the studio are called",
        "Off: the studio itself does their work, and says so; organizations that never fall back are refused.",
        "Providers outside the studio are switched off here for now.",
    ),
    "webhooks": Described(
        "Webhooks are sent",
        "Off: deliveries wait, and are sent once it is on again.",
    ),
}  # fmt: skip


class SwitchedOff(Unavailable):
    """`details.switch` names what an operator has turned off."""


_values: dict[str, bool] = {}
_read_again_at = 0.0


def is_on(name: str) -> bool:
    """What the switch is set to; its default where it never was. Raises KeyError for one that does not exist."""
    default = SWITCHES[name].default
    if time.monotonic() >= _read_again_at:
        _read()
    return _values.get(name, default)


def require(*names: str) -> None:
    """Raises SwitchedOff, in words for the caller, unless all of these are on."""
    for name in names:
        if not is_on(name):
            raise SwitchedOff(SWITCHES[name].refusal, switch=name, retry_after=60)


def states() -> dict[str, bool]:
    return {name: is_on(name) for name in SWITCHES}


def turned() -> list[tuple[str, Described, bool]]:
    """The switches that are not as they are by default."""
    return [(name, SWITCHES[name], value) for name, value in states().items() if value != SWITCHES[name].default]


@transaction.atomic
def turn(name: str, *, on: bool, by: User | None, reason: str, now: datetime | None = None) -> None:
    """Set a switch; audited where it changes. Other processes notice within `READ_EVERY_S`."""
    described, now = SWITCHES[name], now or timezone.now()
    row, _ = Switch.objects.select_for_update().get_or_create(name=name, defaults={"is_on": described.default})
    if row.is_on == on:
        return
    row.is_on, row.changed_at = on, now
    row.save(update_fields=["is_on", "changed_at"])
    record("switch.turned", actor=by, target=name, details={"on": on, "reason": reason}, now=now)
    forget()
    transaction.on_commit(forget)


def forget() -> None:
    """Read them anew at the next question."""
    global _read_again_at
    _read_again_at = 0.0


def assume(values: dict[str, bool]) -> None:
    """Take these for what is set, and do not read: for tests, each of which has a database of its own."""
    global _values, _read_again_at
    _values, _read_again_at = values, float("inf")


def make_rows(**_signal: object) -> None:
    """A row for each switch, so that the admin lists them; after every `migrate`."""
    known = set(Switch.objects.values_list("name", flat=True))
    Switch.objects.bulk_create(
        [Switch(name=name, is_on=one.default) for name, one in SWITCHES.items() if name not in known],
        ignore_conflicts=True,
    )


def _read() -> None:
    global _values, _read_again_at
    try:
        _values = dict(Switch.objects.values_list("name", "is_on"))
    except DatabaseError:
        return  # what was known stays; whoever asks meets the database's trouble in their own query
    _read_again_at = time.monotonic() + READ_EVERY_S
