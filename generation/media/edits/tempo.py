"""When things happen: a range played slower, faster, backwards or held, within its own length, and its sound with it.

A time map says for each frame of the result which moment of the range it shows, in frames and fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from generation.media.edits.canvas import Bytes
from generation.media.edits.intents import Operation

TimeMap = np.ndarray


@dataclass(frozen=True)
class Tempo:
    """`said` tells in a sentence what happens to time."""

    at: TimeMap
    title: str
    said: str

    @property
    def is_backwards(self) -> bool:
        return bool(self.at[0] > self.at[-1])


def tempo(operation: Operation, flavour: int, frames: int) -> Tempo | None:
    """The time map of an operation; None for one that is not about time."""
    steps = np.arange(frames, dtype=np.float64)
    last = frames - 1
    if operation.kind == "slow":
        return _slow(operation, flavour, steps, last)
    if operation.kind == "fast":
        return _fast(operation, flavour, steps, last)
    if operation.kind == "reverse":
        if flavour % 2 == 0:
            return Tempo(last - steps, "Backwards", "The stretch plays backwards, its sound too.")
        half = np.abs(last - 2 * steps)
        return Tempo(np.clip(last - half, 0, last), "There and back", "It plays to its end at double speed and back.")
    if operation.kind == "freeze":
        if flavour % 2 == 0:
            stop = max(1, round(frames * 0.5))
            return Tempo(
                np.minimum(steps, stop), "Freeze in the middle", "It stops at its middle and holds that frame."
            )
        third = frames / 3
        held = np.where(
            steps < third,
            steps,
            np.where(steps < 2 * third, third, third + (steps - 2 * third) * (last - third) / max(third - 1, 1)),
        )
        return Tempo(np.clip(held, 0, last), "A held moment", "It holds a moment in the middle third, then catches up.")
    return None


def _slow(operation: Operation, flavour: int, steps: TimeMap, last: int) -> Tempo:
    factor = operation.amount if 0 < operation.amount < 1 else {0.6: 0.7, 1.4: 0.35}.get(operation.strength, 0.5)
    if flavour % 2 == 0:
        shown = round(factor * 100)
        said = f"It plays at {shown} % of its speed: its first {shown} % fill the stretch, with new frames in between."
        return Tempo(steps * factor, f"Slow motion at {shown} %", said)
    # All of it is shown: slow in the middle, quick at both ends, the speed changing smoothly.
    share = steps / max(last, 1)
    speed = 1 + (factor - 1) * np.exp(-(((share - 0.5) / 0.2) ** 2))
    at = np.concatenate([[0.0], np.cumsum((speed[1:] + speed[:-1]) / 2)])
    at = at / at[-1] * last if at[-1] > 0 else at
    slowest = float(np.diff(at).min()) if last else factor
    said = f"It slows down to {slowest * 100:.0f} % in its middle and makes up for it at both ends: nothing is lost."
    return Tempo(at, "Slow in the middle", said)


def _fast(operation: Operation, flavour: int, steps: TimeMap, last: int) -> Tempo:
    factor = operation.amount if operation.amount > 1 else {0.6: 1.4, 1.4: 3.0}.get(operation.strength, 2.0)
    if flavour % 2 == 0:
        at = np.minimum(steps * factor, last)
        held = 1 - 1 / factor
        said = f"It plays {factor:g} times as fast and holds its last frame for the {held * 100:.0f} % that are left."
        return Tempo(at, f"{factor:g}× and hold", said)
    share = steps / max(last, 1)
    speed = 1 + (factor * 1.6 - 1) * np.exp(-(((share - 0.5) / 0.17) ** 2))
    at = np.concatenate([[0.0], np.cumsum((speed[1:] + speed[:-1]) / 2)])
    at = at / at[-1] * last if at[-1] > 0 else at
    fastest = float(np.diff(at).max()) if last else factor
    return Tempo(
        at,
        "A rush in the middle",
        f"It races through its middle at {fastest:.1f} times its speed and lingers at both ends.",
    )


class Between:
    """Frames between frames, by the motion from one to the other in both directions."""

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._pair: tuple[float, np.ndarray, np.ndarray] | None = None

    def at(self, before: Bytes, after: Bytes, share: float, key: float) -> Bytes:
        """The I420 picture `share` of the way from one to the next; `key` names the pair."""
        height = before.shape[0] * 2 // 3
        if self._pair is None or self._pair[0] != key:
            small = [
                cv2.resize(one[:height], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for one in (before, after)
            ]
            self._pair = key, self._motion(small[0], small[1]), self._motion(small[1], small[0])
        _, onward, back = self._pair
        size = onward.shape[1] * 2, onward.shape[0] * 2
        wide = before.shape[1], height
        parts = []
        for plane, scale in self._planes(before, after, height):
            shape = plane[0].shape[1], plane[0].shape[0]
            flows = [
                cv2.resize(flow, shape, interpolation=cv2.INTER_LINEAR) * (2 * scale * wide[0] / size[0])
                for flow in (onward, back)
            ]
            grid = np.meshgrid(np.arange(shape[0], dtype=np.float32), np.arange(shape[1], dtype=np.float32))
            one = _moved(plane[0], grid, flows[0], -share)
            two = _moved(plane[1], grid, flows[1], -(1 - share))
            parts.append(cv2.addWeighted(one, 1 - share, two, share, 0).reshape(-1))
        return np.concatenate(parts).reshape(before.shape)

    def _motion(self, before: Bytes, after: Bytes) -> np.ndarray:
        return np.asarray(self._flow.calc(before, after, np.zeros((*before.shape, 2), np.float32)))

    def _planes(self, before: Bytes, after: Bytes, height: int) -> list[tuple[tuple[Bytes, Bytes], float]]:
        width = before.shape[1]
        halves = [one[height:].reshape(2, height // 2, width // 2) for one in (before, after)]
        return [
            ((before[:height], after[:height]), 1.0),
            ((halves[0][0], halves[1][0]), 0.5),
            ((halves[0][1], halves[1][1]), 0.5),
        ]


def _moved(plane: Bytes, grid: Sequence[np.ndarray], flow: np.ndarray, share: float) -> Bytes:
    across, down = grid[0] + flow[..., 0] * share, grid[1] + flow[..., 1] * share
    return np.asarray(cv2.remap(plane, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def stretched(sound: np.ndarray, at: TimeMap, samples_a_frame: float) -> np.ndarray:
    """`sound` (float32 `[samples, 2]`) as the time map plays it, at its own pitch: pieces of 46 ms are laid over one
    another where they fit best (WSOLA, Verhelst and Roelands 1993). Where time stands still there is silence."""
    total = len(sound)
    if at[0] > at[-1] and np.all(np.diff(at) <= 0) and abs(np.diff(at).mean() + 1) < 0.01:
        return np.ascontiguousarray(sound[::-1])
    size, hop, reach = 2208, 1104, 552
    window = np.hanning(size + 1)[:size, None].astype(np.float32)
    out = np.zeros((total + size, 2), np.float32)
    weight = np.zeros((total + size, 1), np.float32)
    mono = sound.mean(axis=1)

    def ideal(sample: int) -> float:
        return float(np.interp(sample / samples_a_frame, np.arange(len(at)), at)) * samples_a_frame

    before: int | None = None
    for start in range(0, total, hop):
        wanted = round(ideal(start))
        is_still = abs(ideal(min(start + hop, total)) - ideal(start)) < 1
        if is_still:
            before = None
            weight[start : start + size] += window
            continue
        best = _best(mono, wanted, before + hop if before is not None else None, size, reach)
        piece = sound[best : best + size]
        out[start : start + len(piece)] += piece * window[: len(piece)]
        weight[start : start + size] += window
        before = best
    return np.ascontiguousarray((out / np.maximum(weight, 1e-3))[:total])


def _best(mono: np.ndarray, wanted: int, following: int | None, size: int, reach: int) -> int:
    last = max(0, len(mono) - size)
    wanted = min(max(wanted, 0), last)
    if following is None or following + size > len(mono) or following < 0:
        return wanted
    low, high = max(0, wanted - reach), min(last, wanted + reach)
    if high <= low:
        return wanted
    goal = mono[following : following + size : 3]
    scores = [(float(goal @ mono[at : at + size : 3][: len(goal)]), at) for at in range(low, high, 6)]
    return max(scores)[1]
