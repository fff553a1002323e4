"""Sound for listeners who hear a read while it is still being spoken: MP3 in parts that join without a seam.

MP3 frames overlap their neighbours and encoders begin late, so parts that are encoded on their own do not join: each
would add some 70 ms and a click. Here every part is a whole number of frames, is encoded between stretches of silence
with the bit reservoir off (so that each frame stands on its own), and only its own frames are kept. Parts begin and end
in silence, so what a frame takes over from its neighbour is silence in the joined stream as well.
"""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from generation.media.sound import read_sound, write_wav

RATE = 24_000
FRAME = 576  # samples of an MPEG-2 layer III frame: 24 ms at 24 kHz
BIT_RATE = 64_000
FRAME_BYTES = BIT_RATE // 8 * FRAME // RATE  # 192: at this rate frames need no padding
CONTENT_TYPE = "audio/mpeg"

_LEAD = 4  # frames of silence before a part; the encoder's own delay (1105 samples) lies within them
# Frames that come out before the first one whose sound is the part's. The delays of encoder and decoder are not a whole
# number of frames together: the sound stands their rest, 47 samples or 2 ms, early in the stream, all parts alike.
_DROP = _LEAD + 2
_ROOM_TONE = 10 ** (-66 / 20)  # digital silence sounds broken


@dataclass(frozen=True)
class Part:
    """`path` holds whole frames without a header; `duration_ms` of them are sound, silence included."""

    path: Path
    frames: int

    @property
    def duration_ms(self) -> int:
        return self.frames * FRAME * 1000 // RATE


def encode_part(wav: Path, out: Path, *, silence_before_ms: int = 0, silence_after_ms: int = 0) -> Part:
    """Encode a spoken WAV and the silence around it as mono MP3 frames, 24 kHz, 64 kbit/s, that join any others."""
    sound = _mono(wav)
    before, after = (round(ms * RATE / 1000) for ms in (silence_before_ms, silence_after_ms))
    frames = max(1, -(-(before + len(sound) + after) // FRAME))
    padded = np.zeros((_LEAD + frames + _LEAD) * FRAME, dtype=np.float32)
    start = _LEAD * FRAME + before
    padded[start : start + len(sound)] = sound
    padded += np.random.default_rng(frames).normal(0.0, _ROOM_TONE, len(padded)).astype(np.float32)
    encoded = _encode(padded)
    wanted = encoded[_DROP * FRAME_BYTES : (_DROP + frames) * FRAME_BYTES]
    if len(wanted) != frames * FRAME_BYTES:
        raise ValueError(f"the encoder gave {len(encoded)} bytes for {frames} frames")
    out.write_bytes(wanted)
    return Part(out, frames)


def _mono(wav: Path) -> NDArray[np.float32]:
    return read_sound(wav, rate=RATE).mean(axis=1).astype(np.float32)


def _encode(samples: NDArray[np.float32]) -> bytes:
    codec = av.CodecContext.create("libmp3lame", "w")
    codec.sample_rate, codec.layout, codec.format, codec.bit_rate = RATE, "mono", "fltp", BIT_RATE
    codec.options = {"reservoir": "0", "compression_level": "7"}
    codec.open()
    packets = []
    for start in range(0, len(samples), FRAME):
        frame = av.AudioFrame.from_ndarray(samples[None, start : start + FRAME], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = RATE, start
        packets += codec.encode(frame)
    return b"".join(bytes(packet) for packet in [*packets, *codec.encode(None)])


def join_speech(wavs: list[Path], gaps_ms: list[int], out: Path) -> int:
    """Join spoken WAVs (all mono, 16 bit, 24 kHz) with `gaps_ms` between them into one; its length in ms."""
    parts: list[NDArray[np.float32]] = []
    for number, wav in enumerate(wavs):
        parts.append(_mono(wav))
        if number < len(wavs) - 1:
            parts.append(np.zeros(round(gaps_ms[number] * RATE / 1000), dtype=np.float32))
    joined = np.concatenate(parts)
    write_wav(out, joined[:, None], rate=RATE)
    return round(len(joined) * 1000 / RATE)
