"""Searching 100,000 passages of one organization, beside as many of others: time, memory, and what the index misses.

    python -m bench.knowledge [--passages N] [--searches N]

On SQLite, where vectors are compared in memory, and on PostgreSQL with pgvector, exactly and by its HNSW index. Each in
a process of its own, so that the memory is its own. The vectors are made: a few thousand clumps of few dimensions, as
texts about a few thousand things are. The time is a search's without the model's for the question, which is printed.
On a busy machine look at the CPU, which is this process's own: PostgreSQL's is not in it.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.jobs.hosts import ROOT, Host, create_database

TARGET_MS, TARGET_RECALL = 150.0, 0.95
LIMIT = 10


def measure(passages: int, searches: int) -> None:
    """Print the figures as JSON, for the Django project of the environment."""
    import django

    django.setup()
    import numpy as np

    from generation.brand.knowledge import search, vectors
    from generation.providers.local.embedding import query_vector

    points = clumped(passages)
    told = {"filled in s": filled_s(points, passages)}
    began = time.monotonic()
    query_vector("What does delivery to the islands cost in winter?")
    query_vector("What does delivery to the islands cost?")
    told["model, question, s (with loading)"] = time.monotonic() - began
    questions = points(searches).astype(np.float32)
    before, began = resident_mb(), time.monotonic()
    search.nearest("org_ours", lambda: questions[0], limit=LIMIT)
    told["first search, ms"] = (time.monotonic() - began) * 1000
    times, cpu, found = searched(questions)
    told |= {"p50 ms": statistics.median(times), "p95 ms": p95(times)}
    told |= {"CPU p50 ms": statistics.median(cpu), "CPU p95 ms": p95(cpu)}
    told["MB in this process"] = resident_mb() - before
    if vectors.is_there():
        vectors.is_there = lambda: False  # type: ignore[assignment]
        before = resident_mb()
        times, cpu, exact = searched(questions)
        told["numpy on PostgreSQL: CPU p95 ms"] = p95(cpu)
        told["numpy on PostgreSQL: p50 ms"] = statistics.median(times)
        told["numpy on PostgreSQL: p95 ms"] = p95(times)
        told["numpy on PostgreSQL: MB"] = resident_mb() - before
        told["recall@10"] = sum(len(a & b) for a, b in zip(found, exact, strict=True)) / (LIMIT * len(exact))
    print(json.dumps(told))


def clumped(passages: int) -> "Callable[[int], Any]":
    """Makes so many vectors of length one, float16 of shape (count, SIZE), around the clumps that `passages` have."""
    import numpy as np

    from generation.providers.local.embedding import SIZE

    random = np.random.default_rng(7)
    basis = random.normal(size=(48, SIZE))
    clumps = random.normal(size=(max(20, passages // 40), 48))

    def points(count: int) -> "np.ndarray":
        chosen = clumps[random.integers(0, len(clumps), count)] + 0.5 * random.normal(size=(count, 48))
        found = chosen @ basis + 0.3 * random.normal(size=(count, SIZE))
        return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype("<f2")

    return points


def filled_s(points: "Callable[[int], Any]", passages: int) -> float:
    """Fill the tables, and the index afterwards: all at once it is built faster."""
    from django.db import connection

    from generation.brand.knowledge import vectors

    began = time.monotonic()
    with connection.cursor() as cursor:
        if vectors.is_there():
            cursor.execute("DROP INDEX brand_chunk_near")
    fill("org_ours", points(passages))
    fill("org_theirs", points(passages // 4))
    vectors.install_after_migrate()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return time.monotonic() - began


def searched(questions: "Iterable[Any]") -> tuple[list[float], list[float], list[set[int]]]:
    """Of each search: its time and its CPU in ms, and the ids of what it found."""
    from generation.brand.knowledge import search

    times, cpu, found = [], [], []
    for question in questions:
        began, worked = time.monotonic(), time.process_time()
        hits = search.nearest("org_ours", lambda question=question: question, limit=LIMIT)  # type: ignore[misc]
        times.append((time.monotonic() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
        if any(hit.chunk.document.organization_id != "org_ours" for hit in hits):
            sys.exit("found another organization's passages")
        found.append({hit.chunk.pk for hit in hits})
    return times, cpu, found


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


def fill(organization_id: str, vectors: "Iterable[Any]") -> None:
    """Passages in documents of 500, as the pipeline leaves them."""
    from django.db import transaction

    from generation.brand.knowledge import vectors as there
    from generation.brand.models import Chunk, Document

    rows = [one.tobytes() for one in vectors]
    for start in range(0, len(rows), 500):
        with transaction.atomic():
            document = Document.objects.create(organization_id=organization_id, kind="FILE", status="READY")
            chunks = [
                Chunk(document=document, number=n, start=0, end=9, text="A passage.", vector=row)
                for n, row in enumerate(rows[start : start + 500])
            ]
            there.store(organization_id, Chunk.objects.bulk_create(chunks))


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def measured(label: str, url: str, passages: int, searches: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as folder:
        host = Host(Path(folder), database_url=url, settings="studio.settings")
        host._migrate()
        command = [sys.executable, "-m", "bench.knowledge", "--measure", "--passages", str(passages)]
        command += ["--searches", str(searches)]
        done = subprocess.run(command, env=host.env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    print(f"{label}, {passages:,} passages of one organization")
    for name, value in told.items():
        print(f"  {name:<38} {value:10.3f}")
    is_met = told["p95 ms"] <= TARGET_MS and told.get("recall@10", 1.0) >= TARGET_RECALL
    print(f"  target: p95 ≤ {TARGET_MS:g} ms, recall@10 ≥ {TARGET_RECALL}: {'met' if is_met else 'MISSED'}", flush=True)
    return is_met


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.passages, given.searches)
        return
    from tests.postgres import PostgresServer

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    met = []
    if given.only != "postgres":
        met.append(measured("SQLite, numpy", "", given.passages, given.searches))
    if given.only == "sqlite":
        sys.exit(0 if all(met) else 1)
    server = PostgresServer()
    try:
        url = create_database(server.url, "knowledge")
        met.append(measured("PostgreSQL, pgvector", url, given.passages, given.searches))
    finally:
        server.stop()
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
