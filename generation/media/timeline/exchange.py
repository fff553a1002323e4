"""The same timeline for other editors: OpenTimelineIO, CMX 3600 edit lists, and SubRip captions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from generation.media import captions
from generation.media.plan import Cue, Rate
from generation.media.timeline.index import Footage
from generation.media.timeline.model import Cut, Timeline
from wire.errors import GenerationFailed

# Frame rates that a time code of SMPTE ST 12-1 counts; the values are the same two that drop numbers to keep in step.
CODED = {Rate(24000, 1001), Rate(24), Rate(25), Rate(30000, 1001), Rate(30), Rate(50), Rate(60000, 1001), Rate(60)}
DROPPING = {Rate(30000, 1001), Rate(60000, 1001)}
_DAY_S = 86_400  # a time code starts again after a day
_LEAST_CUE_MS = 100


def to_otio(
    timeline: Timeline, names: Mapping[Path, str], title: str, *, footages: Mapping[Path, Footage] | None = None
) -> str:
    """OpenTimelineIO's JSON: one picture track and one of sound, grades as metadata. `names` say what the media are
    called where it is opened; `footages` how long they are."""
    composed = _composed(timeline, names, title, footages or {})
    sound = otio.schema.Track("Sound", kind=otio.schema.TrackKind.Audio)
    sound.extend([child.deepcopy() for child in composed.tracks[0]])
    composed.tracks.append(sound)
    return otio.adapters.write_to_string(composed, "otio_json")


def to_edl(timeline: Timeline, names: Mapping[Path, str], title: str) -> str:
    """A CMX 3600 edit list, with drop-frame time code at 29.97 and 59.94.

    Raises GenerationFailed for a rate that no time code counts, and for times beyond a day.
    """
    if timeline.rate not in CODED:
        rates = "23.976, 24, 25, 29.97, 30, 50, 59.94 and 60"
        raise GenerationFailed(f"An edit list counts {rates} frames a second only; export OTIO.", reason="rate")
    latest = max([timeline.frames, *(cut.end for cut in timeline.cuts if cut.source)])
    if latest / timeline.rate.fraction >= _DAY_S:
        raise GenerationFailed("The time code of an edit list ends after 24 hours; export OTIO.", reason="too_long")
    composed = _composed(timeline, names, title, {})
    if not any(cut.source for cut in timeline.cuts):
        raise GenerationFailed("The timeline shows nothing that an edit list could name.", reason="empty")
    written = otio.adapters.write_to_string(composed, "cmx_3600", rate=float(timeline.rate.fraction))
    mode = "DROP FRAME" if timeline.rate in DROPPING else "NON-DROP FRAME"
    return written.replace("\n", f"\nFCM: {mode}\n", 1)


def to_srt(timeline: Timeline, names: Mapping[Path, str], cues: Mapping[Path, Sequence[Cue]] | None = None) -> str:
    """SubRip: the sources' own `cues` (milliseconds from their first picture) as far as the timeline shows them.

    Where no source has any, each cut says where it comes from: the name, and the time within the source.
    """
    if cues and any(cues.values()):
        found = sorted(_followed(timeline, cues), key=lambda cue: cue.start_ms)
    else:
        found = list(_slates(timeline, names))
    return captions.to_srt(found)


def _composed(
    timeline: Timeline, names: Mapping[Path, str], title: str, footages: Mapping[Path, Footage]
) -> otio.schema.Timeline:
    rate = float(timeline.rate.fraction)
    composed = otio.schema.Timeline(_line(title) or "Untitled")
    composed.global_start_time = RationalTime(0, rate)
    pictures = otio.schema.Track("Picture", kind=otio.schema.TrackKind.Video)
    reels = {source: f"SRC{number:05}" for number, source in enumerate(timeline.sources, start=1)}
    for number, cut in enumerate(timeline.cuts, start=1):
        taken = TimeRange(RationalTime(cut.start, rate), RationalTime(cut.frames, rate))
        if cut.source is None:
            pictures.append(otio.schema.Gap(source_range=TimeRange(RationalTime(0, rate), taken.duration)))
            continue
        name = _line(names.get(cut.source, "")) or cut.source.name
        footage = footages.get(cut.source)
        lasts = max(cut.end, _frames_of(footage, timeline.rate) if footage else 0)
        media = otio.schema.ExternalReference(name, TimeRange(RationalTime(0, rate), RationalTime(lasts, rate)))
        clip = otio.schema.Clip(f"{number:03} {name}", media, taken)
        clip.metadata["cmx_3600"] = {"reel": reels[cut.source]}
        if cut.grade and not cut.grade.is_neutral:
            clip.metadata["studio"] = {"grade": asdict(cut.grade)}
        pictures.append(clip)
    composed.tracks.append(pictures)
    return composed


def _frames_of(footage: Footage, rate: Rate) -> int:
    return round(footage.frames / footage.rate.fraction * rate.fraction)


def _line(text: str) -> str:
    """`text` in one line: a break would begin a new statement of an edit list."""
    return re.sub(r"[\s\x00-\x1f]+", " ", text).strip()


def _placed(timeline: Timeline) -> Iterator[tuple[int, Cut]]:
    at = 0
    for cut in timeline.cuts:
        yield at, cut
        at += cut.frames


def _followed(timeline: Timeline, cues: Mapping[Path, Sequence[Cue]]) -> Iterator[Cue]:
    rate = timeline.rate
    for at, cut in _placed(timeline):
        begins, starts, ends = rate.ms_at(at), rate.ms_at(cut.start), rate.ms_at(cut.end)
        for cue in cues.get(cut.source, ()) if cut.source else ():
            start, end = max(cue.start_ms, starts), min(cue.end_ms, ends)
            if end - start >= _LEAST_CUE_MS:
                yield Cue(begins + start - starts, begins + end - starts, cue.lines)


def _slates(timeline: Timeline, names: Mapping[Path, str]) -> Iterator[Cue]:
    for number, (at, cut) in enumerate(_placed(timeline), start=1):
        if cut.source is None:
            continue
        name = _line(names.get(cut.source, "")) or cut.source.name
        times = " – ".join(_clock(timeline.rate.ms_at(frame)) for frame in (cut.start, cut.end))
        start = timeline.rate.ms_at(at)
        yield Cue(start, timeline.rate.ms_at(at + cut.frames), (f"{number}. {name}", times))


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
