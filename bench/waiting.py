"""Requests that wait for their result (`"async": false`), and what they cost everybody else.

    python -m bench.waiting [--waiting N …]

One web process and no worker, so that all of them wait. Beside them a client reads its credits, 20 times a second.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import django

TARGET_MS = 120.0  # p95 of the other client's requests with 100 who wait
SETTLED_S = 8.0
CONCEPT = "Lumo, a solar lamp for campers who hate batteries"


def measured(count: int) -> float:
    """Print the figures with so many who wait; the p95 in ms of the other client's requests."""
    from generation.media.footprint import resident_mb
    from tests.web_host import WebHost

    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        host = WebHost(Path(folder), name="waiting", settings="studio.settings")
        host._migrate()
        pid = host.start_web().pid
        client = host.client("Ada", credits=100_000, tier="elevated")
        client.call("GET", "/user/credits")
        answers: list[int] = []
        body = {"type": "staticad", "concept": CONCEPT, "async": False}

        def wait() -> None:
            answers.append(client.call("POST", "/workflow", body).status)

        threads = [Thread(target=wait) for _ in range(count)]
        for thread in threads:
            thread.start()
            time.sleep(0.02)
        time.sleep(SETTLED_S if count else 0)
        worked, began = cpu_s(pid), time.monotonic()
        times = [timed(client.call, "GET", "/user/credits") for _ in range(60)]
        busy = (cpu_s(pid) - worked) / (time.monotonic() - began)
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[18]
        print(f"{count:>4} wait: others p50 {p50:6.1f} ms, p95 {p95:6.1f} ms; web {busy:.0%} of a core,", end=" ")
        print(f"{resident_mb(pid):.0f} MB", flush=True)
        for thread in threads:
            thread.join()
        if answers.count(200) != count:
            print(f"     {count - answers.count(200)} of them were not answered with 200")
        host.stop()
    return p95


def timed(call: Callable[..., object], *given: str) -> float:
    time.sleep(0.05)
    began = time.monotonic()
    call(*given)
    return (time.monotonic() - began) * 1000


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--waiting", type=int, nargs="+", default=[0, 50, 100, 150])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    for count in parser.parse_args().waiting:
        p95 = measured(count)
        if count:
            print(f"     target: p95 ≤ {TARGET_MS:g} ms: {'met' if p95 <= TARGET_MS else 'MISSED'}", flush=True)


if __name__ == "__main__":
    main()
