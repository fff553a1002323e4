"""What a media file is: size, rate, length, codecs."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from generation.media.formats import opened
from generation.media.plan import Rate


@dataclass(frozen=True)
class Probe:
    """`duration_ms` is the longest stream's. Picture fields are 0 or None without a picture, sound fields likewise."""

    duration_ms: int
    width: int = 0
    height: int = 0
    rate: Rate | None = None
    frames: int = 0
    video_codec: str = ""
    pixel_format: str = ""
    audio_codec: str = ""
    audio_rate: int = 0
    channels: int = 0
    title: str = ""


def probe(path: Path) -> Probe:
    """Reads the headers of `path`. Raises GenerationFailed when it is no sound or film that can be read."""
    with opened(path) as container:
        video = container.streams.video[0] if container.streams.video else None
        audio = container.streams.audio[0] if container.streams.audio else None
        lengths = [
            Fraction(stream.duration) * stream.time_base
            for stream in (video, audio)
            if stream and stream.duration and stream.time_base
        ]
        if not lengths and container.duration:
            lengths = [Fraction(container.duration, av.time_base)]
        seconds = max(lengths, default=Fraction(0))
        shown = video.average_rate if video else None
        return Probe(
            duration_ms=round(seconds * 1000),
            width=video.codec_context.width if video else 0,
            height=video.codec_context.height if video else 0,
            rate=Rate(shown.numerator, shown.denominator) if shown else None,
            frames=(video.frames or round(seconds * shown)) if video and shown else 0,
            video_codec=video.codec_context.name if video else "",
            pixel_format=(video.codec_context.pix_fmt or "") if video else "",
            audio_codec=audio.codec_context.name if audio else "",
            audio_rate=audio.codec_context.sample_rate if audio else 0,
            channels=audio.codec_context.layout.nb_channels if audio else 0,
            title=container.metadata.get("title", ""),
        )
