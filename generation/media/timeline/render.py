"""From a timeline to an MP4: planned, made part by part, joined, and looked at before it is handed over."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generation.media.timeline import h264
from generation.media.timeline.chunks import ChunkFile, read_chunk
from generation.media.timeline.copying import Copy
from generation.media.timeline.encode import CRF, PRESET, THREADS, Coding, Sources, encode, pictures_of, template
from generation.media.timeline.index import Footage, index
from generation.media.timeline.join import CopiedRun, Part, join
from generation.media.timeline.model import Timeline
from generation.media.timeline.plan import Blank, Chunk, RenderPlan, gop_of, plan_render
from generation.media.timeline.sound import film_sound
from generation.media.timeline.verify import verify
from wire.errors import GenerationFailed

Report = Callable[[float, str], None]
_VERSION = 2  # of what is made from the same timeline; kept parts of another are not used
PIECE_CHUNKS = 3  # made together elsewhere: starting a piece costs some two seconds, losing one costs all of it
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
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as scratch:
        folder = parts or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = out.with_name(f".{out.name}.part")  # in the same folder: a confined process may not move files
        try:
            result = _rendered(timeline, known, smart, folder, unfinished, report)
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
    if parts:
        shutil.rmtree(parts, ignore_errors=True)
    return replace(result, path=out)


def _rendered(
    timeline: Timeline,
    footages: Mapping[Path, Footage],
    smart: bool,
    folder: Path,
    out: Path,
    report: Report | None,
) -> RenderResult:
    """Copies what can be copied; where that comes out other than planned, encodes everything."""
    fell_back = None
    plan = plan_render(timeline, footages, smart)
    try:
        samples = _make(plan, footages, folder, out, report)
    except GenerationFailed as error:
        if not plan.copied:
            raise
        fell_back = error.message
        plan = plan_render(timeline, footages, smart=False)
        samples = _make(plan, footages, folder, out, report)
    return RenderResult(out, timeline.frames, plan.copied, plan.encoded, plan.blank, samples, fell_back)


def _make(plan: RenderPlan, footages: Mapping[Path, Footage], folder: Path, out: Path, report: Report | None) -> int:
    coding = coding_of(plan)
    made = _parts(plan, coding, footages, folder, report)
    if report:
        report(1 - _JOINING, "joining")
    sound = film_sound(plan.sound, footages) if plan.sound else None
    like = template(folder / "template.mp4", coding)
    joined = join(made, out, like=like, rate=coding.rate, sound=sound)
    if plan.copied:
        verify(out, joined.begins, joined.heads, coding.rate)
    if report:
        report(1.0, f"frame {plan.timeline.frames} of {plan.timeline.frames}")
    return joined.samples


def _parts(
    plan: RenderPlan, coding: Coding, footages: Mapping[Path, Footage], folder: Path, report: Report | None
) -> list[Part]:
    """Everything that the film is joined of; chunks that are not in `folder` yet are encoded."""
    sources = Sources(footages)
    made: list[Part] = []
    done = 0
    try:
        for part in plan.parts():
            if isinstance(part, Copy):
                footage = footages[part.source]
                made.append(CopiedRun(part, footage, h264.united([footage.extradata]) or b""))
                done += part.frames
                continue
            made.append(_encoded(part, coding, sources, folder, _teller(report, done, plan.timeline.frames)))
            done += frames_of(part)
    finally:
        sources.close()
    return made


def _encoded(
    part: Chunk, coding: Coding, sources: Sources, folder: Path, count: Callable[[int], None] | None
) -> ChunkFile:
    """The chunk's file in `folder`, which is made unless it is there already and whole."""
    path = folder / chunk_name(content_key(part, coding, sources.footages))
    chunk = read_chunk(path, frames_of(part))
    if chunk is None:
        encode(pictures_of(part, coding, sources, count), path, coding)
        chunk = read_chunk(path, frames_of(part))
    if chunk is None:
        raise GenerationFailed("A part of the film has other frames than were planned.")
    return chunk


# ---------------------------------------------------------------- chunks that are made elsewhere


def chunks_of(timeline: Timeline, footages: Mapping[Path, Footage], smart: bool = True) -> dict[str, int]:
    """The chunks that `render_timeline` will encode, in order: the hash that each is kept under, and its frames.

    Planned from the indexes alone, without opening a file.
    """
    plan = plan_render(timeline, footages, smart)
    coding = coding_of(plan)
    return {content_key(part, coding, footages): frames_of(part) for part in plan.parts() if not isinstance(part, Copy)}


def render_chunks(
    timeline: Timeline,
    folder: Path,
    keys: Collection[str],
    *,
    footages: Mapping[Path, Footage],
    smart: bool = True,
    report: Report | None = None,
) -> None:
    """Encode those of the timeline's chunks into `folder`, bit by bit as `render_timeline` would.

    With all of them in its `parts`, it has nothing left to encode: many processes, hosts even, make one film.
    """
    plan = plan_render(timeline, footages, smart)
    coding, sources, done = coding_of(plan), Sources(footages), 0
    named = {content_key(part, coding, footages): part for part in plan.parts() if not isinstance(part, Copy)}
    wanted = {key: part for key, part in named.items() if key in keys}
    total = sum(map(frames_of, wanted.values()))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        for part in wanted.values():
            _encoded(part, coding, sources, folder, _teller(report, done, total))
            done += frames_of(part)
    finally:
        sources.close()


def frames_of(chunk: Chunk) -> int:
    return sum(piece.frames for piece in chunk)


def chunk_name(key: str) -> str:
    return f"{key}.chunk"


def coding_of(plan: RenderPlan) -> Coding:
    """Beside copied pictures ours have their profile and level, and headers with a number of their own."""
    timeline = plan.timeline
    if plan.lineage is None:
        return Coding(plan.frame, timeline.rate, gop_of(timeline))
    return Coding(
        plan.frame, timeline.rate, gop_of(timeline), **h264.likeness(plan.lineage.headers, plan.lineage.free_id)
    )


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
