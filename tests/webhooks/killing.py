"""Senders in processes of their own that are killed in the middle of sending, and the books of what arrived."""

import json
import random
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from standardwebhooks import Webhook, WebhookVerificationError

from tests.jobs.hosts import ROOT, Host
from tests.webhooks.receiver import Got, Reply

SETTINGS = "tests.webhooks.quick_retries"
# Prints the endpoint's secret, then makes things happen: each canceled job is one event.
_HAPPEN = """
import json, sys
import django
django.setup()
from django.db import transaction
from accounts.models import Organization
from accounts.services import create_organization, create_user
from billing.services import open_account
from generation.jobs.services import cancel_job, create_job
from generation.webhooks import services
from wire.principal import Principal
url, count = sys.argv[1], int(sys.argv[2])
organization = create_organization("Acme", create_user(email="owner@example.com"))
open_account(organization.pk, perpetual=10)
principal = Principal(organization.pk, None, None, frozenset())
made = services.create_endpoint(services.check_address(url), types=["image.failed"], principal=principal)
print(made.secret, flush=True)
for number in range(count):
    with transaction.atomic():
        job = create_job(organization_id=organization.pk, kind="studio.image", params={"prompt": str(number)})
    cancel_job(job.pk, reason="Enough.")
    print(job.pk, flush=True)
"""


def make_happen(host: Host, url: str, count: int) -> "subprocess.Popen[str]":
    """A process that registers the endpoint and writes `count` events while others send them."""
    command = [sys.executable, "-c", _HAPPEN, url, str(count)]
    return subprocess.Popen(command, env=host.env, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def start_sender(host: Host) -> "subprocess.Popen[bytes]":
    with (host.data / "output.log").open("ab") as log:
        command = [sys.executable, "-m", "tests.webhooks.send_forever"]
        process = subprocess.Popen(command, env=host.env, cwd=ROOT, stdout=log, stderr=log)
    host.processes.append(process)
    return process


@dataclass
class Books:
    """What a receiver got, and what it answered: `fails` of all requests with 503, by a seeded chance.

    `kill_at` names the requests, counted from 1, during which a sender is killed before it is answered.
    """

    secret: str = ""
    fails: float = 0.0
    kill_at: frozenset[int] = frozenset()
    senders: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)
    accepted: Counter[str] = field(default_factory=Counter)  # by webhook-id
    bodies: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    ids_of_job: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    requests: int = 0
    killed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _chance: random.Random = field(default_factory=lambda: random.Random(7))

    def answer(self, got: Got) -> Reply:
        with self._lock:
            self.requests += 1
            try:
                told = Webhook(self.secret).verify(got.body, got.headers)
            except WebhookVerificationError as error:
                self.unsigned.append(str(error))
                return 400, {}, b""
            self.bodies[got.id].add(got.body)
            self.ids_of_job[told["data"]["jobId"]].add(got.id)
            if self.requests in self.kill_at:
                self._kill_one()
            if self._chance.random() < self.fails:
                return 503, {}, b"busy"
            self.accepted[got.id] += 1
            return 200, {}, json.dumps({"received": got.id}).encode()

    def _kill_one(self) -> None:
        """Any of them: the one that waits for this answer, or another in the middle of something else."""
        running = [process for process in self.senders if process.poll() is None]
        if running:
            self._chance.choice(running).send_signal(signal.SIGKILL)
            self.killed += 1
