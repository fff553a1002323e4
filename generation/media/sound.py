"""Sound files as arrays: float32 `[samples, 2]` at 48 kHz, and back."""

import wave
from pathlib import Path

import av
import numpy as np

from generation.media.formats import opened
from wire.errors import GenerationFailed

RATE = 48_000


def read_sound(path: Path, *, rate: int = RATE) -> np.ndarray:
    """Any sound file as float32 `[samples, 2]` at `rate` Hz. Raises GenerationFailed when it has no sound."""
    with opened(path) as container:
        if not container.streams.audio:
            raise GenerationFailed(f"{Path(path).name} has no sound.")
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=rate)
        stream = container.streams.audio[0]
        # MP4 says how long its sound is; the last AAC frame is padded beyond that.
        is_exact = "mp4" in container.format.name and stream.duration and stream.time_base
        lasts = stream.duration * stream.time_base if is_exact else None  # type: ignore[operator]
        chunks = [
            part.to_ndarray() for frame in (*container.decode(audio=0), None) for part in resampler.resample(frame)
        ]
    if not chunks:
        raise GenerationFailed(f"{Path(path).name} has no sound.")
    sound = np.concatenate(chunks, axis=1).T
    return np.ascontiguousarray(sound if lasts is None else sound[: round(lasts * rate)])


def write_wav(path: Path, sound: np.ndarray, *, rate: int = RATE) -> None:
    """Writes float `[samples, channels]` as 16 bit PCM at `rate` Hz."""
    pcm = np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(sound.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.tobytes())


def fitted(sound: np.ndarray, samples: int) -> np.ndarray:
    """`sound` cut or padded with silence to exactly `samples`."""
    if len(sound) >= samples:
        return sound[:samples]
    return np.pad(sound, ((0, samples - len(sound)), (0, 0)))
