"""The files at a graph's end, and what was cut and exported of them in the editor."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePath
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from generation.assets.models import Asset
from generation.timelines.models import Footage
from studio.provenance.graph import Graph, Node

_MOST_EXPORTS = 40
_WORDS = {
    "film.mp4": "Film",
    "video.mp4": "Film",
    "film.mp3": "Sound",
    "read.mp3": "Live read",
    "poster.jpg": "Poster",
    "contact-sheet.jpg": "Contact sheet",
    "film.srt": "Captions (SRT)",
    "film.vtt": "Captions (VTT)",
    "mix.wav": "Mixed sound",
    "image.png": "Picture",
    "export.mp4": "Exported film",
}


def add_files(
    graph: Graph,
    asset_ids: Iterable[str],
    *,
    organization_id: str,
    of: Collection[str],
    by_suffix: Mapping[str, Collection[str]] | None = None,
) -> dict[str, tuple[str, int]]:
    """A node for every file, made of those nodes, or of others `by_suffix`; the first is the output itself.

    Asset id -> (node id, blob id).
    """
    wanted = list(dict.fromkeys(asset_ids))
    kept = Asset.objects.select_related("blob").filter(organization_id=organization_id).in_bulk(wanted)
    added: dict[str, tuple[str, int]] = {}
    for asset_id in wanted:
        asset = kept.get(asset_id)
        if asset is None:
            continue
        node = Node(asset_id, "files", _WORDS.get(asset.filename, asset.filename), is_result=not added)
        node.detail = f"{asset.filename} · {_size(asset.blob.size)}"
        node.facts = [
            ("File", asset.filename),
            ("Kind", asset.content_type),
            ("SHA-256", asset.blob.sha256),
            ("Kept since", f"{asset.created_at:%d %b %Y, %H:%M} UTC"),
        ]
        made_of = (by_suffix or {}).get(PurePath(asset.filename).suffix, of)
        added[asset_id] = graph.add(node, of=made_of), asset.blob_id
    return added


def _size(size: int) -> str:
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"


def add_exports(graph: Graph, files: dict[str, tuple[str, int]], *, organization_id: str) -> None:
    """Editor projects that play one of the files, and what was exported of them; one query.

    Footage that was taken from the store has the file's own bytes, so it shares its blob.
    """
    nodes = {blob_id: node_id for node_id, blob_id in files.values()}
    copies = Asset.objects.filter(organization_id=organization_id, blob_id__in=list(nodes)).exclude(pk__in=list(files))
    rows: Any = (
        Footage.objects.filter(pk__in=copies.values("pk"), project__deleted_at__isnull=True)
        .exclude(kind=Footage.Kind.GENERATED)
        .order_by("pk", "project__exports__job_id")
        .annotate(blob_id=Subquery(copies.filter(pk=OuterRef("pk")).values("blob_id")))
        .values(
            "project_id", "project__name", "project__exports__job_id", "project__exports__format",
            "project__exports__revision", "project__exports__created_at", "blob_id",
        )[:_MOST_EXPORTS]
    )  # fmt: skip
    seen: set[str] = set()
    for row in rows:
        source = nodes[row["blob_id"]]
        if row["project_id"] not in seen:
            seen.add(row["project_id"])
            cut = Node(row["project_id"], "exports", row["project__name"], "Cut in the editor")
            cut.url = reverse("dashboard:edit", args=[row["project_id"]])
            graph.add(cut, of=[source])
        if row["project__exports__job_id"]:
            job_id, format = row["project__exports__job_id"], row["project__exports__format"]
            told = f"Revision {row['project__exports__revision']}"
            export = Node(job_id, "exports", f"Export as {format.upper()}", told)
            export.url = reverse("dashboard:provenance", args=[job_id])
            graph.add(export, of=[row["project_id"]])
