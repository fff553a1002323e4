"""Where what retention takes out of the big tables is kept: files of JSON lines in a folder, if one is set.

A file holds one organization's rows of one batch: `<kind>/<organization>/<month>/<first>-<last>-<hash>.jsonl.gz`
below the folder. It is whole and on the disk before a row goes, and its name follows from the rows: whoever is killed
in between writes the same file again, so that each row is in the archive once.
"""

import gzip
import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

NOBODY = "none"  # rows that belong to no organization


def folder() -> Path | None:
    return Path(settings.STUDIO_ARCHIVE) if settings.STUDIO_ARCHIVE else None


def keep(kind: str, rows: Iterable[Mapping[str, Any]], *, at: str) -> None:
    """Write the rows, each with an `id`, an `organization_id` and its moment in the column `at`. Raises OSError.

    Without a folder nothing is kept.
    """
    if (root := folder()) is None:
        return
    files: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        moment: datetime = row[at]
        files[row["organization_id"] or NOBODY, f"{moment:%Y-%m}"].append(row)
    for (organization_id, month), own in files.items():
        _write(root / kind / organization_id / month, own)


def drop(organization_ids: Iterable[str]) -> None:
    """Remove what is kept of these organizations. Raises OSError: what was to go must not stay unnoticed."""
    if (root := folder()) is None or not root.is_dir():
        return
    for kind in root.iterdir():
        for organization_id in organization_ids:
            with suppress(FileNotFoundError):  # none was kept, or another host is removing it
                shutil.rmtree(kind / organization_id)


def _write(place: Path, rows: list[Mapping[str, Any]]) -> None:
    text = "".join(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n" for row in rows).encode()
    which = hashlib.sha256(" ".join(str(row["id"]) for row in rows).encode()).hexdigest()[:12]
    name = f"{rows[0]['id']}-{rows[-1]['id']}-{which}.jsonl.gz"
    place.mkdir(parents=True, exist_ok=True)
    unfinished = place / f".{uuid4().hex}"
    try:
        with unfinished.open("xb") as file:
            file.write(gzip.compress(text, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place / name)
    finally:
        unfinished.unlink(missing_ok=True)
    directory = os.open(place, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
