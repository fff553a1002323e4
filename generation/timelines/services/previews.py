"""Pictures of the timeline: exact to the frame, made when first asked for, kept by the hash of what decides them."""

import hashlib
import json
import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.db import transaction

from generation.assets.models import Asset
from generation.assets.services import store_each
from generation.media.plan import Rate
from generation.media.timeline.model import Grade, Timeline
from generation.media.timeline.pictures_apart import strip_apart
from generation.projects.models import Project
from generation.timelines.films import film, frozen, with_grade
from generation.timelines.layout import pieces, total
from generation.timelines.models import ProjectTimeline, Segment
from generation.timelines.rendering import PREVIEW_TIMEOUT_S, previewer
from generation.timelines.services import kept
from generation.timelines.services.access import active_segments, require_rate, timeline_of
from generation.timelines.times import MOST_S, outside
from wire.errors import ValidationFailed

MOST_FRAMES = 300
STRIP_WIDTH, UNPREPARED_WIDTH = 320, 640
_VERSION = 1  # of how pictures are made: another one asks for new ones
_NEARLY = 0.001  # of a frame: a time that was printed with six places still means its frame


@dataclass(frozen=True)
class Shown:
    """A picture: the frame of the timeline, the time that was asked for, and the stored file."""

    frame: int
    timestamp: float
    asset: Asset


def frame_preview(project: Project, *, at_s: float, width: int | None = None) -> Shown:
    """The picture that is shown at a time, as large as its proxy, or `width` pixels across, at most the timeline's.

    Raises `ValidationFailed` with the allowed range outside the timeline.
    """
    timeline, rate, playing = _opened(project)
    frame = _shown_at(at_s, rate, total(playing), field="ts")
    (asset,) = _pictures(project, timeline, playing, [frame], width=width)
    return Shown(frame, at_s, asset)


def strip_preview(project: Project, *, start_s: float, end_s: float, fps: float) -> list[Shown]:
    """Pictures from `start_s` on, `fps` a second, the one at `end_s` included.

    Raises `ValidationFailed` outside the timeline, and for more than 300 pictures.
    """
    timeline, rate, playing = _opened(project)
    length = total(playing)
    for field, value in (("start", start_s), ("end", end_s)):
        _shown_at(value, rate, length, field=field)
    if end_s < start_s:
        raise ValidationFailed("end must not lie before start.", field="end", allowed={"min": start_s})
    if not 0 < fps <= 1000:
        raise ValidationFailed(
            "fps must be more than 0 and at most 1000.", field="fps", allowed={"min": 0, "max": 1000}
        )
    count = math.ceil(Fraction(end_s - start_s) * Fraction(fps) - Fraction(1, 1000))
    if count + 1 > MOST_FRAMES:
        raise ValidationFailed(
            f"This strip would have {count + 1:,} frames; the limit is {MOST_FRAMES}. Ask for fewer per second, or for "
            "a shorter range.",
            field="fps",
            limit=MOST_FRAMES,
        )
    times = [*(start_s + index / fps for index in range(count)), end_s]
    frames = [_shown_at(time, rate, length, field="end") for time in times]
    assets = _pictures(project, timeline, playing, frames, width=STRIP_WIDTH)
    return [Shown(*one) for one in zip(frames, (round(time, 6) for time in times), assets, strict=True)]


def grade_preview(segment: Segment, grade: Grade) -> Asset:
    """The segment's middle frame under a grade."""
    timeline = timeline_of(segment.project)
    require_rate(timeline)
    middle = (segment.end - segment.start) // 2
    told = with_grade(frozen(timeline, pieces([segment], middle, middle + 1)), grade)
    return _made(segment.project, told, [0], width=None)[0]


def _opened(project: Project) -> tuple[ProjectTimeline, Rate, list[Segment]]:
    timeline = timeline_of(project)
    rate = require_rate(timeline)
    playing = active_segments(project.pk)
    if not playing:
        raise ValidationFailed("The timeline is empty: every segment was deleted. Undo, or upload a video.")
    return timeline, rate, playing


def _shown_at(seconds: float, rate: Rate, length: int, *, field: str) -> int:
    """The frame that is on screen at a time; the last one at the very end."""
    at = Fraction(seconds) * rate.fraction if abs(seconds) <= MOST_S else Fraction(-1)
    if not -_NEARLY <= at <= length + _NEARLY:
        raise outside(field, f"{field} must lie on the timeline.", least=0, most=length, rate=rate)
    return min(max(0, math.floor(at + Fraction(_NEARLY))), length - 1)


def _pictures(
    project: Project, timeline: ProjectTimeline, playing: Sequence[Segment], frames: Sequence[int], *, width: int | None
) -> list[Asset]:
    low, high = min(frames), max(frames) + 1
    told = frozen(timeline, pieces(playing, low, high))
    return _made(project, told, [frame - low for frame in frames], width=width)


# ---------------------------------------------------------------- found or made


def _made(project: Project, told: dict[str, Any], frames: Sequence[int], *, width: int | None) -> list[Asset]:
    """The stored pictures of frames of a frozen timeline; those that are missing are rendered in one go."""
    keys = [_key(told, frame, width) for frame in frames]
    known = kept.find(project.organization_id, keys)
    missing = {key: frame for key, frame in zip(keys, frames, strict=True) if key not in known}
    if missing:
        known |= _render(project, told, missing, width)
    return [known[key] for key in keys]


def _key(told: dict[str, Any], frame: int, width: int | None) -> str:
    """The hash of all that decides a picture: which frame of which file, its grade, and the size."""
    left = frame
    for asset_id, first, end, grade in told["cuts"]:
        if left < end - first:
            decides = [_VERSION, asset_id, first + left, told["rate"], told["size"], grade, width]
            return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()
        left -= end - first
    raise IndexError(frame)


def _render(project: Project, told: dict[str, Any], missing: dict[str, int], width: int | None) -> dict[str, Asset]:
    frames = list(missing.values())
    with tempfile.TemporaryDirectory(prefix="studio-preview-") as scratch:
        folder = Path(scratch)
        made = film(told, folder)
        across = min(width or made.natural or UNPREPARED_WIDTH, made.timeline.width)
        if across <= made.natural:
            files = {"proxies": made.proxies, "indexes": made.indexes}
            paths = _child("generation.media.timeline.preview:strip", made.timeline, frames, folder, across, files)
        else:  # a stranger's own file: slower, and in a process that can do nothing else
            paths = strip_apart(made.timeline, frames, folder, width=across, indexes=made.indexes)
        stored = dict(zip(missing, store_each(project.organization_id, paths), strict=True))
    with transaction.atomic():
        return kept.keep(
            project.organization_id, stored, content_type="image/jpeg", filename="frame.jpg", project_id=project.pk
        )


def _child(
    target: str, timeline: Timeline, frames: Sequence[int], folder: Path, width: int, files: dict[str, Any]
) -> list[Path]:
    found: list[Path] = previewer().call(
        target, timeline, frames, folder, width=width, timeout_s=PREVIEW_TIMEOUT_S, **files
    )
    return found
