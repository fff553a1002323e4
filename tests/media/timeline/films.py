"""Rendered films held against what their timelines say: every picture by its number, the sound by its phase."""

from collections.abc import Mapping
from pathlib import Path

from generation.media.timeline.index import Footage
from generation.media.timeline.model import Timeline
from tests.media.timeline.sources import lag, pictures_in, read, sound_in

WINDOW = 2400  # samples that are compared in the middle of a cut
SURE = 0.8  # of another place, or another source, less than 0.3 is alike; coding twice costs up to 0.1


def shown(path: Path) -> list[tuple[int, int] | None]:
    """`(source, number)` of each frame; checks that frames follow one another without a gap."""
    pictures = pictures_in(path)
    times = [time for time, _ in pictures]
    step = times[1] - times[0] if len(times) > 1 else 1
    assert times == [step * number for number in range(len(times))]
    return [read(luma) for _, luma in pictures]


def said(
    timeline: Timeline, footages: Mapping[Path, Footage], numbers: Mapping[Path, int]
) -> list[tuple[int, int] | None]:
    """What each frame of the film has to show; `numbers` are the sources' own."""
    return [
        None if cut.source is None else (numbers[cut.source], footages[cut.source].frame_at(frame, timeline.rate))
        for cut in timeline.cuts
        for frame in range(cut.start, cut.end)
    ]


def assert_sound(path: Path, timeline: Timeline, lasts: Mapping[Path, float], numbers: Mapping[Path, int]) -> int:
    """Every cut's sound is within one sample of where it belongs; returns how many cuts were long enough to tell.

    `lasts`: seconds of sound in each source; where it has none, the film has to be silent.
    """
    sound = sound_in(path)
    rate = timeline.rate
    assert len(sound) == rate.samples_at(timeline.frames, 48_000)
    frames = told = 0
    for cut in timeline.cuts:
        begins = rate.samples_at(frames, 48_000)
        frames += cut.frames
        ends = rate.samples_at(frames, 48_000)
        middle = (begins + ends - WINDOW) // 2
        if ends - begins < WINDOW + 2200:  # an AAC frame on each side belongs to both cuts
            continue
        part = sound[middle : middle + WINDOW]
        since = (rate.samples_at(cut.start, 48_000) + middle - begins) / 48_000
        if cut.source is None or since > lasts[cut.source]:
            assert abs(part).max() < 0.02
        elif since + WINDOW / 48_000 < lasts[cut.source] - 0.05:
            late, sure = lag(part, since, numbers[cut.source])
            assert sure > SURE, f"cut at frame {frames - cut.frames}: another sound ({sure:.2f})"
            assert abs(late) <= 1, f"cut at frame {frames - cut.frames}: {late} samples late"
        told += 1
    return told
