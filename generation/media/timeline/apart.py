"""Rendering and indexing strangers' videos: in a confined process that sees its sources and one folder to write to."""

import base64
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generation.media.plan import Rate
from generation.media.sandbox import Limits, confined_work
from generation.media.timeline.index import Footage, index
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.render import RenderResult, chunk_name, render_chunks, render_timeline
from wire.errors import GenerationFailed

Report = Callable[[float, str], None]
_SLOWEST = 4.0  # seconds of processor time that a frame of 1080p may take
_HERE = "generation.media.timeline.apart"


def render_limits(timeline: Timeline) -> Limits:
    """What rendering `timeline` may honestly take, and several times as much."""
    size = max(1.0, timeline.width * timeline.height / (1920 * 1080))
    seconds = 120 + timeline.frames * size * _SLOWEST / 10
    return Limits(
        wall_s=seconds * 2,
        cpu_s=round(seconds * 2),
        rss_mb=round(1200 + 1300 * size),
        threads=64,
        file_mb=16_384,
    )


def render_apart(
    timeline: Timeline,
    out: Path,
    *,
    footages: Mapping[Path, Footage] | None = None,
    smart: bool = True,
    report: Report | None = None,
    limits: Limits | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> RenderResult:
    """As `render_timeline`, in a confined process that may write to the folder of `out`, which is best one of its own.

    Finished chunks are kept in `parts` there until the film is done. Raises GenerationFailed: see `confined_work` too.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    known = footages or {}
    told = confined_work(
        f"{_HERE}:_render",
        timeline.sources,
        out.parent,
        limits=limits or render_limits(timeline),
        report=report,
        is_wanted=is_wanted,
        timeline=timeline_to_json(timeline),
        footages=[
            base64.b64encode(known[source].to_bytes()).decode() if source in known else ""
            for source in timeline.sources
        ],
        name=out.name,
        smart=smart,
    )
    return _result(told, out, timeline)


def chunks_apart(
    timeline: Timeline,
    folder: Path,
    keys: Collection[str],
    *,
    footages: Mapping[Path, Footage],
    smart: bool = True,
    report: Report | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> dict[str, Path]:
    """As `render_chunks`, in a confined process that may write to `folder`; the files by key."""
    folder.mkdir(parents=True, exist_ok=True)
    confined_work(
        f"{_HERE}:_chunks",
        timeline.sources,
        folder,
        limits=render_limits(timeline),
        report=report,
        is_wanted=is_wanted,
        timeline=timeline_to_json(timeline),
        footages=[base64.b64encode(footages[source].to_bytes()).decode() for source in timeline.sources],
        keys=list(keys),
        smart=smart,
    )
    made = {key: folder / chunk_name(key) for key in keys}
    if not all(path.is_file() and not path.is_symlink() for path in made.values()):
        raise GenerationFailed("A part of the film was not rendered as it should be.", reason="unreadable")
    return made


def index_apart(path: Path, folder: Path, *, limits: Limits, report: Report | None = None) -> Footage:
    """As `index`, in a confined process that may write to `folder`."""
    told = confined_work(f"{_HERE}:_index", [path], folder, limits=limits, report=report)
    try:
        return Footage.from_bytes(base64.b64decode(str(told)))
    except ValueError as error:
        raise GenerationFailed("The file is damaged in a way that misled its reader.", reason="unreadable") from error


def _result(told: Any, out: Path, timeline: Timeline) -> RenderResult:
    """What the process says it made, as far as it can be believed."""
    try:
        copied, encoded, blank, samples = (int(told[name]) for name in ("copied", "encoded", "blank", "samples"))
        fell_back = None if told["fell_back"] is None else str(told["fell_back"])[:300]
    except (KeyError, TypeError, ValueError) as error:
        raise GenerationFailed("The film was not rendered as it should be.", reason="unreadable") from error
    if copied + encoded + blank != timeline.frames or not out.is_file() or out.is_symlink():
        raise GenerationFailed("The film was not rendered as it should be.", reason="unreadable")
    return RenderResult(out, timeline.frames, copied, encoded, blank, samples, fell_back)


def timeline_to_json(timeline: Timeline) -> dict[str, Any]:
    """As JSON has it; sources are numbers into the inputs."""
    numbers = {source: number for number, source in enumerate(timeline.sources)}
    cuts = [
        [None if cut.source is None else numbers[cut.source], cut.start, cut.end, cut.grade and asdict(cut.grade)]
        for cut in timeline.cuts
    ]
    rate = [timeline.rate.numerator, timeline.rate.denominator]
    return {"rate": rate, "width": timeline.width, "height": timeline.height, "cuts": cuts}


def timeline_of_json(said: dict[str, Any], inputs: Sequence[Path]) -> Timeline:
    cuts = tuple(
        Cut(None if number is None else inputs[number], start, end, Grade(**grade) if grade else None)
        for number, start, end, grade in said["cuts"]
    )
    return Timeline(Rate(*said["rate"]), said["width"], said["height"], cuts)


# ---------------------------------------------------------------- in the confined process


def _render(
    inputs: list[Path],
    out: Path,
    *,
    report: Report,
    timeline: dict[str, Any],
    footages: list[str],
    name: str,
    smart: bool,
) -> dict[str, Any]:
    known = {
        path: Footage.from_bytes(base64.b64decode(told)) for path, told in zip(inputs, footages, strict=True) if told
    }
    result = render_timeline(
        timeline_of_json(timeline, inputs), out / name, footages=known, smart=smart, report=report, parts=out / "parts"
    )
    told = asdict(result)
    del told["path"]
    return told


def _chunks(
    inputs: list[Path],
    out: Path,
    *,
    report: Report,
    timeline: dict[str, Any],
    footages: list[str],
    keys: list[str],
    smart: bool,
) -> None:
    known = {path: Footage.from_bytes(base64.b64decode(told)) for path, told in zip(inputs, footages, strict=True)}
    render_chunks(timeline_of_json(timeline, inputs), out, keys, footages=known, smart=smart, report=report)


def _index(inputs: list[Path], out: Path, *, report: Report) -> str:
    return base64.b64encode(index(inputs[0], report).to_bytes()).decode()
