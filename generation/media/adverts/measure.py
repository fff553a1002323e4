"""What can be measured of an advert: its shots, their pace and motion, contrast, colours, lettering and loudness.

Shots are found by the distance of colour histograms between neighbouring frames, as in Lienhart (1999), "Comparison of
automatic shot boundary detection algorithms": a cut is a distance that stands out from those around it.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from generation.media.sound import RATE
from generation.media.timeline.untrusted import checked, open_film

Report = Callable[[float, str], None]

LONGEST_S = 180  # an advert
WIDTH = 160  # pixels of the frames that are looked at
SHORTEST_SHOT_FRAMES = 6
_CUT = 0.32  # of a histogram distance that runs from 0 to 1
_HOOK_S = 3.0
_TEXT_EVERY_S = 0.5


def measure(inputs: Sequence[Path], out: Path, *, report: Report, kind: str) -> dict[str, Any]:
    """All measures as plain data: `durationMs`, `shots`, `hook`, `contrast`, `lettering`, `sound`, `palette` …"""
    with open_film(inputs[0], kind) as container:
        video = checked(container)
        rate = float(video.average_rate or video.guessed_rate or 25)
        length_s = min(float(container.duration or 0) / av.time_base or LONGEST_S, LONGEST_S)
        frames = _frames(container, video, rate, report, length_s)
    with open_film(inputs[0], kind) as container:
        sound = _sound(container)
    if len(frames.luma) < 2:
        raise ValueError("the film has fewer than two pictures")
    cuts = cuts_of(frames.histograms)
    shots = _shots(frames, cuts, rate)
    seconds = len(frames.luma) / rate
    return {
        "durationMs": round(1000 * seconds),
        "fps": round(rate, 3),
        "width": frames.size[0],
        "height": frames.size[1],
        "shots": shots,
        "cutsAtFrame": cuts,
        "averageShotMs": round(1000 * seconds / len(shots)),
        "hook": _hook(frames, cuts, rate),
        "contrast": round(float(np.mean(frames.contrast)), 1),
        "levels": [round(float(np.percentile(frames.low, 50))), round(float(np.percentile(frames.high, 50)))],
        "lettering": lettering(frames.stills),
        "palette": palette([shot["color"] for shot in shots]),
        "motion": round(float(np.mean(frames.motion)), 2),
        "sound": sound,
    }


class _Looked:
    """What was kept of each frame."""

    def __init__(self) -> None:
        self.histograms: list[np.ndarray] = []
        self.luma: list[float] = []
        self.contrast: list[float] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.motion: list[float] = []
        self.colors: list[np.ndarray] = []
        self.stills: list[np.ndarray] = []
        self.size = (0, 0)


def _frames(container: Any, video: Any, rate: float, report: Report, length_s: float) -> _Looked:
    looked, before = _Looked(), None
    for number, frame in enumerate(container.decode(video)):
        if number >= LONGEST_S * rate:
            break
        if number == 0:
            looked.size = frame.width, frame.height
        height = max(2, round(WIDTH * frame.height / frame.width / 2) * 2)
        small = frame.reformat(width=WIDTH, height=height, format="bgr24").to_ndarray()
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        low, high = np.percentile(grey, (3, 97))
        looked.histograms.append(_histogram(small))
        looked.luma.append(float(grey.mean()))
        looked.low.append(float(low))
        looked.high.append(float(high))
        looked.contrast.append(float(high - low))
        looked.colors.append(small.reshape(-1, 3).mean(0))
        looked.motion.append(0.0 if before is None else float(np.abs(grey.astype(np.int16) - before).mean()))
        before = grey.astype(np.int16)
        if number % max(1, round(rate * _TEXT_EVERY_S)) == 0:
            wide = min(frame.width, 640)
            still = frame.reformat(width=wide, height=max(2, round(wide * frame.height / frame.width)), format="gray")
            looked.stills.append(still.to_ndarray())
            report(min(0.95, number / rate / max(length_s, 1)), "Looking")
    return looked


def _histogram(picture: np.ndarray) -> np.ndarray:
    hsv = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)
    histogram = cv2.calcHist([hsv], [0, 1, 2], None, [12, 4, 8], [0, 180, 0, 256, 0, 256]).ravel()
    return histogram / histogram.sum()


def cuts_of(histograms: Sequence[np.ndarray]) -> list[int]:
    """The frames with which a new shot begins: where the distance is large, and twice those around it."""
    steps = [0.5 * float(np.abs(one - other).sum()) for one, other in itertools.pairwise(histograms)]
    cuts: list[int] = []
    for at, step in enumerate(steps, start=1):
        around = [*steps[max(0, at - 5) : at - 1], *steps[at : at + 4]]
        stands_out = step > 2.0 * (float(np.mean(around)) if around else 0.0)
        if step > _CUT and stands_out and at - (cuts[-1] if cuts else 0) >= SHORTEST_SHOT_FRAMES:
            cuts.append(at)
    return cuts


def _shots(looked: _Looked, cuts: Sequence[int], rate: float) -> list[dict[str, Any]]:
    bounds = [0, *cuts, len(looked.luma)]
    shots = []
    for start, end in itertools.pairwise(bounds):
        color = np.mean(looked.colors[start:end], axis=0)[::-1]
        shots.append(
            {
                "startMs": round(1000 * start / rate),
                "lengthMs": round(1000 * (end - start) / rate),
                "motion": round(float(np.mean(looked.motion[start + 1 : end] or [0.0])), 2),
                "luma": round(float(np.mean(looked.luma[start:end]))),
                "color": "#{:02x}{:02x}{:02x}".format(*(int(value) for value in color)),
            }
        )
    return shots


def _hook(looked: _Looked, cuts: Sequence[int], rate: float) -> dict[str, Any]:
    """The first seconds: when something first happens, how much moves, and whether the picture is there at once."""
    until = max(2, round(_HOOK_S * rate))
    moves = [number / rate for number, value in enumerate(looked.motion[:until]) if number and value > 3.0]
    first_cut = next((cut / rate for cut in cuts), None)
    dark = next((number for number, luma in enumerate(looked.luma) if luma > 24), len(looked.luma))
    return {
        "firstCutMs": None if first_cut is None else round(1000 * first_cut),
        "firstMotionMs": round(1000 * moves[0]) if moves else None,
        "darkMs": round(1000 * dark / rate),
        "motion": round(float(np.mean(looked.motion[1:until] or [0.0])), 2),
        "contrast": round(float(np.mean(looked.contrast[:until])), 1),
    }


def lettering(stills: Sequence[np.ndarray]) -> dict[str, Any]:
    """Lines of lettering, told by their strokes: how often there are any, how high they are and how they stand out.

    An estimate without reading: rows of many sharp strokes of one height. `contrastRatio` is WCAG's, of the strokes
    against what is around them; `heightPercent` is the line's height of the frame's.
    """
    ratios, heights, shown = [], [], 0
    for still in stills:
        lines = _lines(still)
        shown += bool(lines)
        for x, y, width, height in lines:
            patch = still[y : y + height, x : x + width]
            dark, light = (float(value) / 255 for value in np.percentile(patch, (8, 92)))
            ratios.append((_linear(light) + 0.05) / (_linear(dark) + 0.05))
            heights.append(100 * height / still.shape[0])
    if not ratios:
        return {"shownPercent": 0, "contrastRatio": None, "heightPercent": None}
    return {
        "shownPercent": round(100 * shown / len(stills)),
        "contrastRatio": round(float(np.median(ratios)), 1),
        "heightPercent": round(float(np.median(heights)), 1),
    }


def _lines(still: np.ndarray) -> list[tuple[int, int, int, int]]:
    gradient = cv2.morphologyEx(still, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    _, sharp = cv2.threshold(gradient, 90, 255, cv2.THRESH_BINARY)
    joined = cv2.morphologyEx(sharp, cv2.MORPH_CLOSE, np.ones((3, 13), np.uint8))
    height, width = still.shape
    found = []
    for contour in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, across, down = cv2.boundingRect(contour)
        strokes = float((sharp[y : y + down, x : x + across] > 0).mean())
        is_line = across > 2.5 * down and 0.018 * height < down < 0.2 * height and across > 0.06 * width
        if is_line and 0.25 < strokes < 0.9:
            found.append((x, y, across, down))
    return found


def _linear(coded: float) -> float:
    return coded / 12.92 if coded <= 0.04045 else float(((coded + 0.055) / 1.055) ** 2.4)


def palette(colors: Sequence[str], *, most: int = 4) -> list[str]:
    """The most different of the shots' colours, the most frequent first."""
    found: list[str] = []
    for color in sorted(set(colors), key=lambda one: (-list(colors).count(one), list(colors).index(one))):
        rgb = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)])
        known = (np.array([int(other[at : at + 2], 16) for at in (1, 3, 5)]) for other in found)
        if all(float(np.abs(rgb - other).sum()) > 60 for other in known) and len(found) < most:
            found.append(color)
    return found


def _sound(container: Any) -> dict[str, Any] | None:
    if not container.streams.audio:
        return None
    sound = decoded_sound(container)
    if not len(sound):
        return None
    from generation.media.mix import loudness, true_peak_db  # brings scipy, which whoever only plans can do without

    lufs, peak = loudness(sound), true_peak_db(sound)
    blocks = sound[: len(sound) // 4800 * 4800].reshape(-1, 4800, 2)
    quiet = np.sqrt((blocks**2).mean((1, 2))) < 10 ** (-50 / 20) if len(blocks) else np.zeros(1, bool)
    start = int(np.argmin(quiet)) * 100 if not quiet.all() else len(quiet) * 100
    return {
        "lufs": None if math.isinf(lufs) else round(lufs, 1),
        "truePeakDb": None if math.isinf(peak) else round(peak, 1),
        "silentPercent": round(100 * float(quiet.mean())),
        "startsAtMs": start,
    }


def decoded_sound(container: Any) -> np.ndarray:
    """The film's sound as float32 `[samples, 2]` at 48 kHz."""
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
    chunks, samples = [], 0
    for frame in container.decode(audio=0):
        for part in resampler.resample(frame):
            chunks.append(part.to_ndarray())
            samples += chunks[-1].shape[1]
        if samples > LONGEST_S * RATE:
            break
    return np.ascontiguousarray(np.concatenate(chunks, axis=1).T) if chunks else np.zeros((0, 2), np.float32)
