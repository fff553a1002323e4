"""What a dead receiver costs the others: the time and the CPU until a healthy one has everything, without and with it.

    python -m bench.webhooks [--rounds N] [--events N]

Rounds alternate. In each, a healthy receiver is sent so many events; in every other one, four more endpoints get as
many: one never answers, one refuses connections, one answers after five seconds, one always with 500, and all have done
so for a while. SQLite, one sender. On a busy machine look at the CPU: it is the sender's process's own.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.jobs.hosts import ROOT, Host

TARGET = 1.05


def measure(rounds: int, events: int) -> None:
    """Print a line `without|with seconds cpu_seconds` for each round, in the Django project of the environment."""
    import django

    django.setup()
    from django.utils import timezone

    from accounts.services import create_organization, create_user
    from generation.webhooks import services
    from generation.webhooks.models import Delivery, Endpoint
    from generation.webhooks.sender import Sender
    from tests.webhooks.receiver import receiving
    from wire.principal import Principal

    organization = create_organization("Bench", create_user(email="bench@example.com"))
    principal = Principal(organization.pk, None, None, frozenset())
    sender = Sender()
    with ExitStack() as stack:
        healthy_url = stack.enter_context(in_a_process_of_its_own())
        hanging = stack.enter_context(receiving(lambda got: time.sleep(60) or (200, {}, b"")))  # type: ignore[func-returns-value]
        slow = stack.enter_context(receiving(lambda got: time.sleep(5) or (200, {}, b"")))  # type: ignore[func-returns-value]
        failing = stack.enter_context(receiving(lambda got: (500, {}, b"")))
        healthy = services.create_endpoint(healthy_url, principal=principal).endpoint
        urls = (hanging.url, "http://127.0.0.1:9/", slow.url, failing.url)
        sick = [services.create_endpoint(url, principal=principal).endpoint for url in urls]

        def send(endpoint: Endpoint, count: int) -> None:
            for _ in range(count):
                services.send_test(endpoint)

        def until_delivered() -> None:
            waiting = Delivery.objects.filter(endpoint=healthy, status=Delivery.Status.PENDING)
            while waiting.exists():
                sender.turn(timezone.now())
                sender._await_one()

        send(healthy, 5)  # it has shown that it answers, and the others that they do not
        for endpoint in sick:
            send(endpoint, 20)
        until_delivered()
        began = time.monotonic()
        while time.monotonic() - began < 20:
            sender.turn(timezone.now())
            sender._await_one()
        for number in range(rounds):
            is_beside = bool(number % 2)
            if is_beside:
                for endpoint in sick:
                    send(endpoint, events)
                sender.turn(timezone.now())
            send(healthy, events)
            began, cpu = time.perf_counter(), time.process_time()
            until_delivered()
            took, cost = time.perf_counter() - began, time.process_time() - cpu
            print("with" if is_beside else "without", took, cost, flush=True)
    os._exit(0)  # threads wait for the receiver that never answers


@contextmanager
def in_a_process_of_its_own() -> Iterator[str]:
    """A healthy receiver that shares no interpreter with the sender; its address."""
    program = (
        "from tests.webhooks.receiver import receiving\nimport time\n"
        "with receiving() as server:\n    print(server.url, flush=True)\n    time.sleep(3600)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.rounds, options.events)
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as data:
        host = Host(Path(data), settings="studio.settings")
        host.migrate()
        env = {**host.env, "STUDIO_FETCH_ALLOW": "127.0.0.0/8"}
        command = [sys.executable, "-m", "bench.webhooks", "--measure"]
        command += ["--rounds", str(options.rounds), "--events", str(options.events)]
        done = subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, list[tuple[float, float]]] = {"without": [], "with": []}
    for line in done.stdout.splitlines():
        name, took, cost = line.split()
        found[name].append((float(took), float(cost)))
    medians = {}
    for name, rounds in found.items():
        took, cost = (statistics.median(column) for column in zip(*rounds, strict=True))
        medians[name] = took
        told = f"{took:6.2f} s, CPU {cost:6.2f} s, {len(rounds)} rounds"
        print(f"{options.events} events, {name:<7} four sick endpoints: {told}")
    ratio = medians["with"] / medians["without"]
    print(f"bar: ≤ {TARGET} × without them: {ratio:.2f} × {'met' if ratio <= TARGET else 'missed'}")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
