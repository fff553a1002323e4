"""`manage.py restore`: make an empty studio what a backup says."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studio.backup.archive import BadArchive
from studio.backup.restore import Refused, restore


class Command(BaseCommand):
    requires_system_checks: list[str] = []  # there may be no database yet
    help = "Restore a backup into an empty studio that does not run. All is checked before anything is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--force", action="store_true", help="replace what is in this studio")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["archive"], is_forced=options["force"])
        except (Refused, BadArchive, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        rows = sum(done.manifest["rows"].values())
        files = done.manifest["files"] - len(done.loss.absent)
        self.stdout.write(f"Restored {rows} rows and {files} files of {done.manifest['createdAt']}.")
        if done.requeued:
            self.stdout.write(f"{done.requeued} jobs were running; they go on at the next start.")
        for note in done.notes:
            self.stdout.write(note)
        if done.differences:
            raise CommandError("\n".join(["The ledger does not add up:", *done.differences]))
        self.stdout.write("The ledger adds up.")
