"""What workflows have made, all of an organization's or some of them, as a ZIP that is written while it is read."""

import io
import json
import re
import zipfile
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO

from django.db.models import QuerySet

from generation.assets.models import Asset
from generation.assets.services import open_bytes
from generation.jobs.models import Job
from generation.jobs.states import Status
from generation.workflows.models import Workflow

_CHUNK = 256 * 1024
_PAGE = 50  # workflows whose files are looked up at once
_FILES = ("filmAssetId", "posterAssetId", "srtAssetId", "vttAssetId", "assetId")
_KINDS = ("videos", "images", "documents")


class _Pipe(io.RawIOBase):
    """What the ZIP is written into: it holds what was written since it was last emptied, and cannot go back."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        data, self._parts = b"".join(self._parts), []
        return data


def archive(workflows: "QuerySet[Workflow]") -> Generator[bytes, None, None]:
    """The ZIP's bytes in pieces: a folder with files and `metadata.json` of each that succeeded, `projects.json` last.

    Films are stored as they are: they would not get smaller. A file that is gone is left out, and the metadata say so.
    """
    pipe = _Pipe()
    index: list[dict[str, Any]] = []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED, allowZip64=True) as out:
        for workflow, job in _finished(workflows):
            folder = f"{workflow.created_at:%Y-%m-%d}-{workflow.type}-{workflow.pk}"
            told = yield from _one(out, pipe, folder, workflow, job)
            index.append(told)
            yield pipe.taken()
        _write_json(out, "projects.json", index)
    yield pipe.taken()


def _finished(workflows: "QuerySet[Workflow]") -> Iterator[tuple[Workflow, Job]]:
    """Page by page by id, so that the query is short however slowly the archive is read."""
    rows, last = workflows.order_by("-pk"), ""
    while page := list((rows.filter(pk__lt=last) if last else rows)[:_PAGE]):
        jobs = Job.objects.filter(status=Status.SUCCEEDED).in_bulk([row.job_id for row in page])
        yield from ((row, jobs[row.job_id]) for row in page if row.job_id in jobs)
        last = page[-1].pk


def _one(
    out: zipfile.ZipFile, pipe: _Pipe, folder: str, workflow: Workflow, job: Job
) -> Generator[bytes, None, dict[str, Any]]:
    """One workflow's files; what is told of it comes back."""
    made = job.result or {}
    files, missing = [], []
    for path, asset_id in _paths(made):
        asset = Asset.objects.select_related("blob").filter(pk=asset_id).first()
        source = _opened(asset)
        if source is None:
            missing.append(path)
            continue
        with source:
            yield from _copied(out, pipe, f"{folder}/{path}", source)
        files.append(path)
    told = {
        "jobId": workflow.pk, "projectId": workflow.project_id, "type": workflow.type, "quality": workflow.quality,
        "createdAt": workflow.created_at.isoformat(), "credits": job.charged or 0, "request": workflow.request,
        "files": files, "missing": missing, "direction": made.get("direction"), "report": made.get("report"),
    }  # fmt: skip
    _write_json(out, f"{folder}/metadata.json", told)
    return told


def _opened(asset: Asset | None) -> BinaryIO | None:
    try:
        return open_bytes(asset) if asset else None
    except FileNotFoundError:
        return None


def _copied(out: zipfile.ZipFile, pipe: _Pipe, name: str, source: BinaryIO) -> Iterator[bytes]:
    with out.open(zipfile.ZipInfo(name), "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
            yield pipe.taken()


def _paths(made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(path in the workflow's folder, asset id) of each of its files; no two alike."""
    for kind in _KINDS:
        for number, row in enumerate(made.get(kind, ()), start=1):
            shape = re.sub(r"[^\w-]+", "x", f"{number:02}-{row.get('format', '')}-{row.get('cut', '')}").strip("-x")
            for name in _FILES:
                if row.get(name):
                    yield f"{kind}/{shape}{_SUFFIXES.get(name) or _suffix(row)}", row[name]


_SUFFIXES = {"filmAssetId": ".mp4", "posterAssetId": ".jpg", "srtAssetId": ".srt", "vttAssetId": ".vtt"}


def _suffix(row: dict[str, Any]) -> str:
    return str(row.get("suffix") or ".png")


def _write_json(out: zipfile.ZipFile, name: str, data: Any) -> None:
    out.writestr(zipfile.ZipInfo(name), json.dumps(data, ensure_ascii=False, indent=2, default=str))
