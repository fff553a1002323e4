"""A project's timeline as the media engine takes it: cuts of files, with their proxies and indexes.

What a job renders is frozen as JSON when it is created (`frozen`), so that later edits do not reach it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generation.assets.models import Asset
from generation.assets.services import local_copy
from generation.media.plan import Rate
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.proxy import SHORT_SIDE
from generation.timelines.layout import Piece
from generation.timelines.models import Footage, ProjectTimeline, Segment
from wire.errors import GenerationFailed


@dataclass(frozen=True)
class Film:
    """`proxies` and `indexes` hold files by source, for those sources that have them; `names` what people call them.

    `natural` is how many pixels across a picture can be without opening a stranger's video: 0 while one has no proxy.
    """

    timeline: Timeline
    proxies: Mapping[Path, Path]
    indexes: Mapping[Path, Path]
    names: Mapping[Path, str]
    natural: int


def pieces_of(segments: Sequence[Segment]) -> list[Piece]:
    return [Piece(segment, segment.start, segment.end) for segment in segments]


def frozen(timeline: ProjectTimeline, wanted: Sequence[Piece]) -> dict[str, Any]:
    """What plays in these pieces, as JSON: rate [n, d], size [w, h], and cuts [[asset id, first, end, grade], …]."""
    return {
        "rate": [timeline.rate_numerator, timeline.rate_denominator],
        "size": [timeline.width, timeline.height],
        "cuts": [
            [piece.segment.footage_id, piece.first, piece.first + piece.frames, piece.segment.grade] for piece in wanted
        ],
    }


def with_grade(told: dict[str, Any], grade: Grade) -> dict[str, Any]:
    """The same with another grade on every cut."""
    given = None if grade.is_neutral else asdict(grade)
    return {**told, "cuts": [[asset, first, end, given] for asset, first, end, _ in told["cuts"]]}


def film(told: dict[str, Any], within: Path) -> Film:
    """The files behind a frozen timeline, for as long as the folder `within` is there; three queries.

    Raises GenerationFailed when one is gone.
    """
    ids = {asset_id for asset_id, *_ in told["cuts"]}
    rows = Footage.objects.in_bulk(ids)
    beside = {one for row in rows.values() for one in (row.proxy_asset_id, row.index_asset_id) if one}
    assets = Asset.objects.select_related("blob").in_bulk(ids | beside)
    paths: dict[str, Path] = {asset_id: local_copy(asset, within) for asset_id, asset in assets.items()}
    if missing := ids - paths.keys():
        raise GenerationFailed(f"A video of this timeline is gone ({min(missing)}).", reason="file_missing")
    proxies, indexes = {}, {}
    for pk, row in rows.items():
        if row.proxy_asset_id in paths:
            proxies[paths[pk]] = paths[row.proxy_asset_id]
        if row.index_asset_id in paths:
            indexes[paths[pk]] = paths[row.index_asset_id]
    cuts = tuple(
        Cut(paths[asset_id], first, end, Grade(**grade) if grade else None)
        for asset_id, first, end, grade in told["cuts"]
    )
    width, height = told["size"]
    names = {paths[pk]: row.file_name for pk, row in rows.items() if pk in paths}
    natural = min([width, *(_natural(row, width, height) for row in rows.values())])
    return Film(Timeline(Rate(*told["rate"]), width, height, cuts), proxies, indexes, names, natural)


def _natural(row: Footage, width: int, height: int) -> int:
    """How large the footage's proxy lets a picture of the timeline be; what was made here is as large as any."""
    if row.kind == Footage.Kind.GENERATED:
        return width
    across, down = row.facts.get("width", 0), row.facts.get("height", 0)
    if not row.proxy_asset_id or not across or not down:
        return 0
    smaller = min(1.0, SHORT_SIDE / min(across, down))
    share = min(width / (across * smaller), height / (down * smaller))
    return max(0, int(width / max(1.0, share)) - 2)  # proxies have even sides: a pixel or two may be missing
