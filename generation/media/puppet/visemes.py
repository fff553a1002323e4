"""The mouth that goes with the sounds of speech, frame by frame.

Each sound has a shape. A shape pulls on its neighbours as far as it matters to the sound (Cohen and Massaro, 1993):
lips that must meet do meet, a vowel is coloured by what stands beside it, a `k` takes whatever shape is there. Lips are
rounded before the sound that needs it, and the whole runs a little ahead of what is heard, as faces do.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.media.puppet.features import Mouth
from generation.providers.base import TimedSound

AHEAD_MS = 25
REST = Mouth(open=0.0, wide=2.9, smile=0.15)
_STEP_MS = 5
_PAUSE_MS = 130  # from here on the lips come together
_SOFT_MS = {"open": 30.0, "wide": 46.0, "round": 52.0, "press": 20.0, "tuck": 24.0, "teeth": 34.0, "tongue": 28.0}
_MEET_MS, _PART_MS = 70, 60  # how long lips take to meet and to part
_CLOSED, _TUCKED = "mbp", "fvʋɸβ"
# (sounds, weight, mouth)
SHAPES: tuple[tuple[str, float, Mouth], ...] = (
    (_CLOSED, 1.6, Mouth(0.0, 2.85, 0.1, 1.0)),
    (_TUCKED, 1.4, Mouth(0.20, 2.85, 0.0, 0.0, 1.0, 0.9)),
    ("θð", 1.1, Mouth(0.50, 2.95, 0.0, 0.0, 0.0, 0.6, 1.0)),
    ("lʎɭ", 0.8, Mouth(0.70, 2.90, 0.0, 0.0, 0.0, 0.45, 0.85)),
    ("tdnTɾɲɳɖʈ", 0.8, Mouth(0.42, 2.95, 0.0, 0.0, 0.0, 0.75, 0.6)),
    ("szʦʣɕʑ", 1.1, Mouth(0.30, 3.10, 0.0, 0.0, 0.0, 1.0, 0.2)),
    ("ʃʒʧʤʂʨʥç", 1.1, Mouth(0.50, 2.20, 0.75, 0.0, 0.0, 0.85, 0.2)),
    ("kɡŋhxɣqʔɴχʁc", 0.35, Mouth(0.60, 2.85, 0.0, 0.0, 0.0, 0.4, 0.1)),
    ("ɹrɽɻ", 0.8, Mouth(0.45, 2.35, 0.55, 0.0, 0.0, 0.35, 0.3)),
    ("wuɥyɯɰ", 1.2, Mouth(0.40, 1.75, 1.0)),
    ("ʊøɵ", 1.0, Mouth(0.58, 2.10, 0.70, 0.0, 0.0, 0.1)),
    ("ɔoɒœ", 1.2, Mouth(1.15, 2.20, 0.65, 0.0, 0.0, 0.12)),
    ("ɑaɐ", 1.2, Mouth(1.50, 2.90, 0.0, 0.0, 0.0, 0.45, 0.05)),
    ("æ", 1.2, Mouth(1.30, 3.15, 0.0, 0.0, 0.0, 0.65, 0.1)),
    ("ɛe", 1.0, Mouth(0.90, 3.12, 0.0, 0.0, 0.0, 0.60, 0.15)),
    ("iɪjʝ", 1.0, Mouth(0.48, 3.35, 0.0, 0.0, 0.0, 0.85, 0.25)),
    ("ʌɜɚɝ", 1.0, Mouth(0.90, 2.75, 0.12, 0.0, 0.0, 0.40, 0.1)),
    ("əᵊᵻɨɤ", 0.5, Mouth(0.60, 2.85, 0.0, 0.0, 0.0, 0.45, 0.15)),
)
_GLIDES = {"A": "ɛi", "I": "ai", "O": "ɔu", "W": "au", "Y": "ɔi", "Q": "əu"}
_SHAPE_OF = {sound: (weight, mouth) for sounds, weight, mouth in SHAPES for sound in sounds}
_OTHER = (0.4, Mouth(0.55, 2.85, 0.0, 0.0, 0.0, 0.4, 0.2))
VOWELS = frozenset("AIOWYQiuɑɔæɛʌɜɪʊəaeoɒ")

Track = NDArray[np.float32]


def mouth_track(
    sounds: Sequence[TimedSound], loudness: NDArray[np.floating], frames: int, fps: float, *, smile: float = 0.15
) -> Track:
    """The mouth of every frame, [frames, 8] in the order of `Mouth`.

    `sounds` are in the film's time and in order; `loudness` is the speech's level every 5 ms, 1 where it is as loud as
    it usually is and 0 in silence. A frame shows the middle of its time.
    """
    steps = round(frames * 1000 / fps / _STEP_MS) + 1
    targets, weights = _targets(sounds, steps, smile)
    level = _fitted(loudness, steps)
    voiced = weights[:, 0] > 0
    targets[voiced, 0] *= np.clip(0.74 + 0.46 * level[voiced], 0.74, 1.32)
    weights[~voiced] = 0.9
    soft = np.empty_like(targets)
    for column, name in enumerate(Mouth._fields):
        sigma = _SOFT_MS.get(name, 90.0) / _STEP_MS
        weight = weights[:, min(column, 7)]
        pulled = _blurred(targets[:, column] * weight, sigma)
        soft[:, column] = pulled / np.maximum(_blurred(weight, sigma), 1e-4)
    ahead = AHEAD_MS // _STEP_MS
    soft = np.concatenate([soft[ahead:], np.repeat(soft[-1:], ahead, axis=0)])
    _meet(soft, sounds)
    middles = np.clip(np.rint((np.arange(frames) + 0.5) * 1000 / fps / _STEP_MS).astype(int), 0, steps - 1)
    track = soft[middles].astype(np.float32)
    for sound in sounds:
        if sound.symbol in _CLOSED:  # however short: one frame shows it
            frame = int((sound.start_ms + sound.end_ms) / 2000 * fps)
            if frame < frames:
                track[frame, 0], track[frame, 3] = 0.0, max(track[frame, 3], 0.8)
    return track


def _targets(sounds: Sequence[TimedSound], steps: int, smile: float) -> tuple[NDArray, NDArray]:
    targets = np.tile(np.array(REST._replace(smile=smile), np.float64), (steps, 1))
    weights = np.zeros((steps, len(Mouth._fields)))
    before = 0
    for sound in sounds:
        first, last = sound.start_ms // _STEP_MS, max(sound.end_ms // _STEP_MS, sound.start_ms // _STEP_MS + 1)
        if 0 < first - before < _PAUSE_MS // _STEP_MS and before < steps:  # too short to shut the mouth
            targets[before:first, :7] = targets[before - 1, :7] if before else targets[0, :7]
            weights[before:first] = 0.25
        parts = _GLIDES.get(sound.symbol, sound.symbol)
        bounds = [first, last] if len(parts) == 1 else [first, first + round((last - first) * 0.55), last]
        for part, begin, end in zip(parts, bounds, bounds[1:], strict=False):
            weight, mouth = _SHAPE_OF.get(part, _OTHER)
            emphasis = 1.0 + 0.10 * sound.stress if part in VOWELS else 1.0
            targets[begin:end] = mouth._replace(open=mouth.open * emphasis, smile=smile)
            weights[begin:end] = weight * (1.0 + 0.15 * sound.stress)
            weights[begin:end, 2] *= 1.0 + mouth.round  # rounding wins over spreading
        before = last
    return targets, weights


def _meet(soft: NDArray, sounds: Sequence[TimedSound]) -> None:
    """Lips that have to meet do so for all of their sound; the lower one goes under the teeth for f and v."""
    steps = len(soft)
    times = np.arange(steps) * _STEP_MS
    for sound in sounds:
        if sound.symbol not in _CLOSED and sound.symbol not in _TUCKED:
            continue
        near = slice(
            max(0, (sound.start_ms - _MEET_MS) // _STEP_MS), min(steps, (sound.end_ms + _PART_MS) // _STEP_MS + 1)
        )
        at = times[near]
        away = np.maximum((sound.start_ms - at) / _MEET_MS, (at - sound.end_ms) / _PART_MS)
        gate = np.clip(away, 0.0, 1.0)
        gate = gate * gate * (3 - 2 * gate)
        if sound.symbol in _CLOSED:
            soft[near, 0] *= gate
            soft[near, 3] = np.maximum(soft[near, 3], (1 - gate) * 0.95)
            soft[near, 5] *= gate
        else:
            soft[near, 0] = np.minimum(soft[near, 0], 0.20 + 1.3 * gate)
            soft[near, 4] = np.maximum(soft[near, 4], 1 - gate)
            soft[near, 5] = np.maximum(soft[near, 5], 0.85 * (1 - gate))


def _fitted(loudness: NDArray[np.floating], steps: int) -> NDArray:
    level = np.zeros(steps)
    kept = min(steps, len(loudness))
    level[:kept] = loudness[:kept]
    return _blurred(level, 6.0)


def _blurred(values: NDArray, sigma: float) -> NDArray:
    return cv2.GaussianBlur(values[None, :], (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)[0]
