"""`manage.py backup`: database, files and, where asked for, keys, in one archive; made while the studio runs."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from studio.backup.archive import BadArchive, Loss, walk
from studio.backup.make import make_backup

ENDINGS = (".tar", ".tar.gz", ".tar.zst")


class Command(BaseCommand):
    help = "Write a backup, or check one. A folder as target gets studio-<time>.tar.gz; - is standard output, unpacked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", help="file (.tar, .tar.gz, .tar.zst), folder, or -")
        parser.add_argument("--with-keys", action="store_true", help="pepper, sealing keys and secret key too")
        parser.add_argument("--verify", action="store_true", help="read the backup TARGET and check every sum in it")
        parser.add_argument("--keep", type=int, default=0, help="in a folder: leave only so many backups, the newest")

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(options["target"])
        if options["verify"]:
            self._verify(target)
            return
        now = timezone.now()
        is_folder = target.is_dir()
        if is_folder:
            target = target / f"studio-{now:%Y%m%dT%H%M%SZ}.tar.gz"
        elif options["target"] != "-" and not target.name.endswith(ENDINGS):
            raise CommandError(f"A backup's name ends in {', '.join(ENDINGS)}.")
        sink = sys.stdout.buffer if options["target"] == "-" else target
        try:
            manifest, loss = make_backup(sink, with_keys=options["with_keys"], now=now)
        except (BadArchive, OSError, ValueError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        if is_folder and options["keep"] > 0:
            for old in sorted(target.parent.glob("studio-*Z.tar.gz"))[: -options["keep"]]:
                old.unlink()
        self._tell(str(target), manifest, loss)

    def _verify(self, target: Path) -> None:
        try:
            manifest, loss = walk(target)
        except (BadArchive, OSError) as error:
            raise CommandError(str(error)) from error
        self._tell(str(target), manifest, loss)

    def _tell(self, name: str, manifest: dict[str, Any], loss: Loss) -> None:
        """One line; on standard error, because the backup itself may be on standard output."""
        rows = sum(manifest["rows"].values())
        kept = manifest["files"] - len(loss.absent)
        with_keys = "with keys" if manifest["hasKeys"] else "without keys"
        self.stderr.write(f"{name}: {rows} rows, {kept} files, {manifest['fileBytes']} bytes of them, {with_keys}.")
        if loss.gone:
            self.stderr.write(f"{len(loss.gone)} files were deleted while it was made.")
        for path in loss.lost:
            self.stderr.write(f"{path} is not in the store.")
        for path in loss.damaged:
            self.stderr.write(f"{path} has other content than it should.")
        if loss.lost or loss.damaged:
            raise CommandError("The backup is whole but for the files named above.", returncode=2)
