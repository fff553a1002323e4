"""Collection by hand: what the worker does by itself, told file by file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from generation.assets.collect import collect, collect_strays


class Command(BaseCommand):
    help = "Delete stored files that nothing refers to. The worker does the same every few minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and delete nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        now, dry_run = timezone.now(), options["dry_run"]
        rows, files = collect(now=now, dry_run=dry_run), collect_strays(now=now, dry_run=dry_run)
        kinds = {"unreferenced": rows.blobs, "stray": files.strays, "piece": files.pieces}
        for kind, names in kinds.items():
            for name, size in names.items():
                self.stdout.write(f"{kind}\t{size}\t{name}")
        said = "would go" if dry_run else "are gone"
        count, freed = sum(map(len, kinds.values())), rows.freed + files.freed
        self.stdout.write(f"{count} files ({freed:,} bytes) and {rows.landings} landings {said}.")
