"""From a timeline to an MP4: planned, made part by part, joined, and looked at before it is handed over."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generation.media.timeline.encode import CRF, PRESET, THREADS, Coding, Sources, encode, pictures_of
from generation.media.timeline.index import Footage, index
from generation.media.timeline.join import Part, encoded_part, headers_of, join, merged
from generation.media.timeline.model import Timeline
from generation.media.timeline.plan import Blank, Chunk, RenderPlan, check, gop_of, plan_render
from generation.media.timeline.sound import film_sound
from wire.errors import GenerationFailed

Report = Callable[[float, str], None]
_VERSION = 1  # of what is made from the same timeline; kept parts of another are not used
_JOINING = 0.04  # the share of the work that comes after the last chunk


@dataclass(frozen=True)
class RenderResult:
    """`copied`, `encoded` and `blank` sum up to `frames`; `fell_back` says why nothing was copied although asked."""

    path: Path
    frames: int
    copied: int
    encoded: int
    blank: int
    samples: int
    fell_back: str | None = None


def render_timeline(
    timeline: Timeline,
    out: Path,
    *,
    footages: Mapping[Path, Footage] | None = None,
    smart: bool = True,
    report: Report | None = None,
    parts: Path | None = None,
) -> RenderResult:
    """Renders `timeline` to `out` (MP4), which appears whole or not at all.

    `smart` copies the packets of what is untouched. Chunks that are finished stay in `parts`, so that a render that
    was killed goes on after them. Raises GenerationFailed with the reason when it cannot be done.
    """
    known = dict(footages or {})
    for source in timeline.sources:
        if source not in known:
            known[source] = index(source)
    check(timeline, known)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as scratch:
        folder = parts or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = out.with_name(f".{out.name}.part")  # in the same folder: a confined process may not move files
        plan = plan_render(timeline, known, smart)
        try:
            samples = _make(plan, known, folder, unfinished, report)
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
    if parts:
        shutil.rmtree(parts, ignore_errors=True)
    return RenderResult(out, timeline.frames, plan.copied, plan.encoded, plan.blank, samples)


def _make(plan: RenderPlan, footages: Mapping[Path, Footage], folder: Path, out: Path, report: Report | None) -> int:
    timeline = plan.timeline
    coding = Coding(plan.frame, timeline.rate, gop_of(timeline))
    sources = Sources(footages)
    made: list[Part] = []
    done = 0
    try:
        for chunk in plan.parts():
            assert isinstance(chunk, tuple)  # noqa: S101
            frames = sum(piece.frames for piece in chunk)
            path = folder / f"{content_key(chunk, coding, footages)}.mp4"
            if not path.exists():
                tell = _teller(report, done, timeline.frames)
                encode(pictures_of(chunk, coding, sources, tell), path, coding)
            made.append(encoded_part(path, timeline.rate))
            if made[-1].frames != frames:
                raise GenerationFailed(f"A part of the film has {made[-1].frames} frames instead of {frames}.")
            done += frames
    finally:
        sources.close()
    if report:
        report(1 - _JOINING, "joining")
    headers = merged([headers_of(part.path) for part in made])
    sound = film_sound(plan.sound, footages) if plan.sound else None
    samples = join(made, out, template=made[0].path, headers=headers, rate=timeline.rate, sound=sound)
    if report:
        report(1.0, f"frame {timeline.frames} of {timeline.frames}")
    return samples


def _teller(report: Report | None, before: int, total: int) -> Callable[[int], None] | None:
    if report is None:
        return None
    tell = report
    return lambda number: tell((before + number) / total * (1 - _JOINING), f"frame {before + number} of {total}")


def content_key(chunk: Chunk, coding: Coding, footages: Mapping[Path, Footage]) -> str:
    """The hash of all that decides what a chunk looks like."""
    said = [_VERSION, PRESET, CRF, THREADS, coding]
    for piece in chunk:
        if isinstance(piece, Blank):
            said.append(piece)
        else:
            said += [footages[piece.source].fingerprint, piece.start, piece.end, piece.grade]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:40]
