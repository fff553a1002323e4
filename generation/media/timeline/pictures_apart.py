"""Single frames of strangers' videos: where there is no proxy, or one that is too small, in a confined process."""

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generation.media.sandbox import Limits, confined_work, refusal
from generation.media.timeline.apart import timeline_of_json, timeline_to_json
from generation.media.timeline.model import Timeline
from generation.media.timeline.preview import strip

_HERE = "generation.media.timeline.pictures_apart"
_LIMITS = Limits(wall_s=50.0, cpu_s=45, rss_mb=2048, threads=48)


def strip_apart(
    timeline: Timeline, frames: Sequence[int], folder: Path, *, width: int, indexes: Mapping[Path, Path]
) -> list[Path]:
    """As `preview.strip`, from the sources themselves. Raises GenerationFailed: see `confined_work` too."""
    known = [indexes.get(source) for source in timeline.sources]
    confined_work(
        f"{_HERE}:_strip",
        timeline.sources,
        folder,
        limits=_LIMITS,
        timeline=timeline_to_json(timeline),
        frames=list(frames),
        width=width,
        indexes=[base64.b64encode(path.read_bytes()).decode() if path else "" for path in known],
    )
    paths = [folder / f"{frame:08}.jpg" for frame in frames]
    if not all(path.is_file() and not path.is_symlink() for path in paths):
        raise refusal("unreadable", "The video is damaged in a way that misled its reader.")
    return paths


def _strip(
    inputs: list[Path],
    out: Path,
    *,
    report: Any,
    timeline: dict[str, Any],
    frames: list[int],
    width: int,
    indexes: list[str],
) -> None:
    kept = {}
    for number, (source, told) in enumerate(zip(inputs, indexes, strict=True)):
        if told:
            kept[source] = out / f"index{number}"
            kept[source].write_bytes(base64.b64decode(told))
    strip(timeline_of_json(timeline, inputs), frames, out, width=width, indexes=kept)
