"""A presenter's track, worked out where the sound is: in the child process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from generation.media.puppet.acting import Stretch, act
from generation.media.puppet.listen import loudness_of
from generation.providers.base import TimedPhrase, TimedSound
from generation.providers.local.speech.sounds import spread_sounds


def write_track(
    out: Path,
    sounds: Sequence[Sequence[Any]],
    lines: Sequence[tuple[Path, int]],
    stretches: Sequence[Stretch],
    *,
    missing: Sequence[TimedPhrase],
    frames: int,
    fps: float,
    seed: int,
) -> None:
    """Writes what the presenter does as a NumPy file.

    `sounds` are (symbol, start, end, stress) in the film's time, `lines` the recordings with the ms at which each is
    heard. The sounds of `missing`, phrases in the film's time, are worked out from their words.
    """  # fmt: skip
    known = [TimedSound(symbol=s, start_ms=begin, end_ms=end, stress=stress) for s, begin, end, stress in sounds]
    heard = sorted([*known, *spread_sounds(missing)], key=lambda sound: sound.start_ms)
    loudness = loudness_of(lines, round(frames * 1000 / fps))
    np.save(out, act(heard, loudness, stretches, frames=frames, fps=fps, seed=seed), allow_pickle=False)
