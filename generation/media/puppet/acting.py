"""What a presenter does beside speaking: breathing, blinking, looking, nodding, lifting a brow or a hand.

All of it follows from the speech and a seed. Nothing repeats: pauses and amounts are drawn, slow movement is a sum of
waves that never meet again.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from generation.media.puppet.features import Mouth
from generation.media.puppet.pose import COLUMNS
from generation.media.puppet.visemes import VOWELS, Track, mouth_track
from generation.providers.base import TimedSound

_AT = {name: column for column, name in enumerate(COLUMNS)}
_BLINK_MS = (60, 30, 90)  # to close, to stay, to open
_SOONEST_BLINK_S, _LATEST_BLINK_S = 1.8, 5.6
_PAUSE_MS = 250


@dataclass(frozen=True)
class Stretch:
    """`[start_ms, end_ms)` of the film in which one thing is said, and how: `warmth` from -1 (worried) to 1 (glad);
    `asks` for a question, `hand` -1 or 1 for the side that may speak along, 0 for none."""

    start_ms: int
    end_ms: int
    warmth: float = 0.3
    asks: bool = False
    hand: int = 0


def act(
    sounds: Sequence[TimedSound],
    loudness: NDArray[np.floating],
    stretches: Sequence[Stretch],
    *,
    frames: int,
    fps: float,
    seed: int,
) -> Track:
    """A presenter's whole performance, [frames, columns] in the order of `COLUMNS`."""
    dice = Random(seed)
    times = (np.arange(frames) + 0.5) / fps
    track = np.zeros((frames, len(COLUMNS)), np.float32)
    track[:, : len(Mouth._fields)] = mouth_track(sounds, loudness, frames, fps)
    stresses = _stresses(sounds, loudness)
    warmth = _warmth(times, stretches)
    track[:, _AT["smile"]] = 0.14 + 0.34 * np.maximum(warmth, 0) - 0.12 * np.maximum(-warmth, 0)
    track[:, _AT["squint"]] = 0.42 * np.maximum(warmth, 0)
    track[:, _AT["knit"]] = 0.55 * np.maximum(-warmth, 0)
    _move_head(track, times, stretches, stresses, dice)
    _lift_brows(track, times, stretches, stresses, dice)
    _look(track, times, stretches, dice)
    _blink(track, times, sounds, dice)
    _breathe(track, times, sounds, dice)
    _gesture(track, times, stretches, stresses, dice)
    return track


def _stresses(sounds: Sequence[TimedSound], loudness: NDArray[np.floating]) -> list[tuple[float, float]]:
    """(second, strength 0 to 1) of the syllables that are leaned on."""
    found = []
    for sound in sounds:
        if sound.stress == 2 and sound.symbol in VOWELS:
            level = loudness[sound.start_ms // 5 : max(sound.end_ms // 5, sound.start_ms // 5 + 1)]
            strength = float(np.mean(level)) if len(level) else 0.0
            found.append((sound.start_ms / 1000, min(1.0, strength * (0.5 + (sound.end_ms - sound.start_ms) / 260))))
    return found


def _warmth(times: NDArray, stretches: Sequence[Stretch]) -> NDArray:
    value = np.full(len(times), 0.3)
    for stretch in stretches:
        value[times >= stretch.start_ms / 1000] = stretch.warmth
    return _eased(value, times, 0.35)


def _eased(values: NDArray, times: NDArray, seconds: float) -> NDArray:
    """Steps turned into movements that take about so long, begun and ended softly."""
    if len(values) < 2:
        return values
    step = float(times[1] - times[0])
    half = max(1, round(seconds / step))
    window = np.hanning(2 * half + 1)
    padded = np.pad(values, half, mode="edge")
    return np.convolve(padded, window / window.sum(), mode="valid")


def _wander(times: NDArray, dice: Random, slow_hz: float, fast_hz: float) -> NDArray:
    """A movement between -1 and 1 without a period."""
    waves = [(dice.uniform(slow_hz, fast_hz), dice.uniform(0, 2 * np.pi)) for _ in range(4)]
    total = np.zeros(len(times))
    for hz, phase in waves:
        total += np.sin(2 * np.pi * hz * times + phase)
    return total / 2.6


def _pulses(times: NDArray, beats: Sequence[tuple[float, float]], rise_s: float, fall_s: float) -> NDArray:
    """The sum of bumps, each at its highest at its second."""
    total = np.zeros(len(times))
    for at, strength in beats:
        away = times - at
        share = np.where(away < 0, 1 + away / rise_s, 1 - away / fall_s)
        share = np.clip(share, 0, 1)
        total = np.maximum(total, strength * share * share * (3 - 2 * share))
    return total


def _move_head(
    track: Track, times: NDArray, stretches: Sequence[Stretch], stresses: Sequence[tuple[float, float]], dice: Random
) -> None:
    """It drifts, turns to another side with each thing that is said, and nods on what is leaned on."""
    yaw, pitch, tilt, lean = (np.zeros(len(times)) for _ in range(4))
    side = dice.choice((-1, 1))
    for stretch in stretches:
        at = times >= stretch.start_ms / 1000 - 0.12
        side = -side
        yaw[at] = side * dice.uniform(0.015, 0.055)
        tilt[at] = -side * dice.uniform(0.2, 1.7) - (side * 0.9 if stretch.asks else 0.0)
        pitch[at] = dice.uniform(-0.012, 0.014) + (0.016 if stretch.warmth < 0 else 0.0)
        lean[at] = side * dice.uniform(0.1, 0.6)
    nods = [(at + 0.05, strength) for at, strength in stresses if strength > 0.55]
    nod = _pulses(times, nods, 0.20, 0.34)
    track[:, _AT["yaw"]] = _eased(yaw, times, 0.36) + 0.018 * _wander(times, dice, 0.11, 0.52)
    track[:, _AT["pitch"]] = _eased(pitch, times, 0.40) + 0.010 * _wander(times, dice, 0.13, 0.6) + 0.046 * nod
    track[:, _AT["tilt"]] = _eased(tilt, times, 0.42) + 0.55 * _wander(times, dice, 0.09, 0.4)
    track[:, _AT["lean"]] = _eased(lean, times, 0.55) + 0.30 * _wander(times, dice, 0.07, 0.3)
    track[:, _AT["head_y"]] = 0.20 * nod + 0.06 * _wander(times, dice, 0.1, 0.5)
    track[:, _AT["head_x"]] = 0.10 * _wander(times, dice, 0.1, 0.45)


def _lift_brows(
    track: Track, times: NDArray, stretches: Sequence[Stretch], stresses: Sequence[tuple[float, float]], dice: Random
) -> None:
    """On some of the strongest syllables, at the start of something new, and through the end of a question."""
    beats = [(at - 0.03, 0.30 + 0.45 * s) for at, s in stresses if s > 0.62 and dice.random() < 0.6]
    beats += [(stretch.start_ms / 1000 + 0.12, dice.uniform(0.25, 0.5)) for stretch in stretches]
    raised = _pulses(times, beats, 0.16, 0.45)
    for stretch in stretches:
        if stretch.asks:
            end = stretch.end_ms / 1000
            raised = np.maximum(raised, 0.62 * np.clip(1 - np.abs(times - end) / 0.75, 0, 1) ** 0.7)
    track[:, _AT["raised"]] = _eased(raised, times, 0.05) + 0.05 * _wander(times, dice, 0.1, 0.5)


def _look(track: Track, times: NDArray, stretches: Sequence[Stretch], dice: Random) -> None:
    """Into the camera, whatever the head does, in small jumps; now and then aside before something new is said."""
    x, y = np.zeros(len(times)), np.zeros(len(times))
    at = 0.0
    while len(times) and at < times[-1]:
        here = times >= at
        x[here], y[here] = dice.uniform(-0.055, 0.055), dice.uniform(-0.04, 0.04)
        at += dice.uniform(0.35, 1.7)
    for stretch in stretches[1:]:
        if dice.random() < 0.4:
            begin = stretch.start_ms / 1000 - 0.30
            aside = (times >= begin) & (times < begin + dice.uniform(0.26, 0.4))
            x[aside], y[aside] = dice.choice((-1, 1)) * dice.uniform(0.22, 0.34), dice.uniform(-0.10, 0.12)
    track[:, _AT["gaze_x"]] = x - 1.1 * np.sin(track[:, _AT["yaw"]])
    track[:, _AT["gaze_y"]] = y - 0.9 * np.sin(track[:, _AT["pitch"]])


def _blink(track: Track, times: NDArray, sounds: Sequence[TimedSound], dice: Random) -> None:
    """Every two to six seconds, where it can in a pause; sometimes twice."""
    if not len(times):
        return
    pauses = [a.end_ms / 1000 for a, b in itertools.pairwise(sounds) if b.start_ms - a.end_ms >= _PAUSE_MS]
    at = dice.uniform(0.7, 2.2)
    found: list[float] = []
    while at < times[-1]:
        near = [pause + 0.05 for pause in pauses if abs(pause - at) < 0.8 and (not found or pause > found[-1] + 1.2)]
        at = min(near, key=lambda one: abs(one - at)) if near else at
        found.append(at)
        if dice.random() < 0.12:
            found.append(at + 0.30)
        at = found[-1] + dice.uniform(_SOONEST_BLINK_S, _LATEST_BLINK_S)
    shut, stay, reopen = (ms / 1000 for ms in _BLINK_MS)
    lid = np.zeros(len(times))
    for at in found:
        away = times - at
        share = np.where(away < shut, away / shut, np.where(away < shut + stay, 1.0, 1 - (away - shut - stay) / reopen))
        share = np.clip(share, 0, 1)
        lid = np.maximum(lid, share * share * (3 - 2 * share))
        if len(times):  # however it falls between the frames, one shows the eyes shut
            lid[int(np.argmin(np.abs(times - at - shut - stay / 2)))] = 1.0
    track[:, _AT["lid"]] = np.maximum(lid, 0.06 + 0.05 * _wander(times, dice, 0.2, 0.7))


def _breathe(track: Track, times: NDArray, sounds: Sequence[TimedSound], dice: Random) -> None:
    """In quickly where there is a pause, out slowly while speaking."""
    pauses = [
        (a.end_ms + b.start_ms) / 2000 for a, b in itertools.pairwise(sounds) if b.start_ms - a.end_ms >= _PAUSE_MS
    ]
    taken = _pulses(times, [(at + 0.1, 1.0) for at in pauses], 0.35, 2.2)
    calm = np.sin(2 * np.pi * 0.24 * times + dice.uniform(0, 6))
    track[:, _AT["breath"]] = _eased(1.3 * taken + 0.45 * calm, times, 0.15) - 0.4
    track[:, _AT["shrug"]] = 0.10 * _wander(times, dice, 0.05, 0.25)


def _gesture(
    track: Track, times: NDArray, stretches: Sequence[Stretch], stresses: Sequence[tuple[float, float]], dice: Random
) -> None:
    """A hand comes up with what a stretch leans on, beats with its strong syllables, and goes."""
    for stretch in stretches:
        inside = [(at, s) for at, s in stresses if stretch.start_ms <= at * 1000 < stretch.end_ms]
        if not stretch.hand or len(inside) < 2:
            continue
        first, end = inside[0][0] - 0.10, min(stretch.end_ms / 1000, inside[-1][0] + 0.5)
        up = np.clip((times - first + 0.34) / 0.42, 0, 1) * np.clip((end + 0.40 - times) / 0.50, 0, 1)
        up = up * up * (3 - 2 * up)
        name = "left" if stretch.hand < 0 else "right"
        beat = _pulses(times, [(at, s) for at, s in inside[1:]], 0.18, 0.30)
        held = _wander(times, dice, 0.2, 0.6)
        track[:, _AT[f"arm_{name}"]] = np.maximum(track[:, _AT[f"arm_{name}"]], up)
        track[:, _AT[f"beat_{name}"]] += np.where(up > 0, up * (6.0 * beat + 1.5 * held), 0.0)
