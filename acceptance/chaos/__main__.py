"""Two hundred jobs of every kind, four workers, and harm every two seconds; one table, and 0 when every bar is met.

    python -m acceptance.chaos [--database sqlite|postgres] [--jobs N] [--minutes M] [--seed S]

On PostgreSQL a Valkey server stands beside it, and both are stopped now and then. SQLite is held by a stranger instead.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.jobs.hosts import create_database
from tests.jobs.templates import TEMPLATES
from tests.kinds.chaos import Chaos, SqliteServer
from tests.kinds.hosts import KindsHost
from tests.kinds.orders import ORDERS
from tests.kinds.trial import Trial, delay_by_poison, run
from tests.postgres import PostgresServer
from tests.valkey import ValkeyServer

HOSTS, WORKERS_EACH = 2, 2
POISON, NAPS = 3, 160
EVERY_S, RECOVERY_S = 2.0, 30.0
MOST_DELAY = 0.10
# Films of a minute's work on two cores, and samples, of which there is one for each of three voices: two of each.
DEAR = ("story.finalize_video", "story.voice_sample", "workflow.ad-optimizer", "workflow.local-audit")
TWICE = {*DEAR, *(kind for kind in ORDERS if kind.startswith("workflow.") and ".staticad" not in kind)}


def mix(jobs: int) -> list[tuple[str, int]]:
    """How many of each kind: the dear ones twice, the others share the rest."""
    cheap = [kind for kind in ORDERS if kind not in TWICE]
    share, more = divmod(max(2 * len(cheap), jobs - POISON - 2 * len(TWICE)), len(cheap))
    counts = {kind: share + (number < more) for number, kind in enumerate(cheap)} | dict.fromkeys(TWICE, 2)
    return sorted(counts.items())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="postgres")
    parser.add_argument("--jobs", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", action="store_true", help="Leave the data folder, and say where it is.")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    folder = Path(tempfile.mkdtemp(prefix="studio-chaos-"))
    os.environ[TEMPLATES] = str(folder / "templates")
    (folder / "templates").mkdir()
    server = PostgresServer() if options.database == "postgres" else None
    cache = ValkeyServer() if server else None
    try:
        trial = _tried(folder, server, cache, options)
    finally:
        if cache:
            cache.stop()
        if server:
            server.stop()
        if options.keep:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{options.database}: {' '.join(f'{kind}×{count}' for kind, count in mix(options.jobs))}")
    print(trial.table())
    return 0 if trial.is_passed else 1


def _tried(
    folder: Path, server: PostgresServer | None, cache: ValkeyServer | None, options: argparse.Namespace
) -> Trial:  # fmt: skip
    calm = _host(folder / "calm", server, None)
    delay = delay_by_poison(calm, naps=NAPS, poison=POISON)
    host = _host(folder / "chaos", server, cache)
    chaos = Chaos(host, HOSTS, server or SqliteServer(host), cache, dice=random.Random(options.seed))
    trial = run(
        chaos, mix(options.jobs), poison=POISON, every_s=EVERY_S, within_s=options.minutes * 60, calm_after=0.9
    )  # fmt: skip
    trial.judge(jobs=options.jobs, recovery_s=RECOVERY_S)
    trial.bars.append(("others delayed by poison", f"≤ {MOST_DELAY:.0%}", f"{delay:.1%}", delay <= MOST_DELAY))
    return trial


def _host(data: Path, server: PostgresServer | None, cache: ValkeyServer | None) -> KindsHost:
    data.mkdir()
    url = create_database(server.url, data.name) if server else ""
    host = KindsHost(data, database_url=url, redis_url=cache.url if cache else "")
    host.workers = WORKERS_EACH if data.name == "chaos" else HOSTS * WORKERS_EACH
    host.migrate()
    return host


if __name__ == "__main__":
    sys.exit(main())
