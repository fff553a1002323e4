"""What confined processes do with a stranger's film: they read it where it lies and may write to one folder."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video import VideoStream

from generation.media.plan import Rate
from generation.media.sandbox import refusal
from generation.media.timeline import limits
from generation.media.timeline.boxes import KINDS
from generation.media.timeline.index import Footage, index, picture_stream
from generation.media.timeline.proxy import frames_of, write_proxy, write_strip

Report = Callable[[float, str], None]

_TRANSFERS = {16: "HDR (PQ)", 18: "HDR (HLG)"}


def look(inputs: Sequence[Path], out: Path, *, report: Report, kind: str) -> dict[str, Any]:
    """The facts of `Inspected`. The demuxer is named, so that nothing in the file can choose another."""
    source = inputs[0]
    with open_film(source, kind) as container:
        video = checked(container)
        check_length(container, video)
        _check_whole(container, video, source.stat().st_size)
        first = _first_picture(container, video)
        return _facts(container, video, first, kind)


def read(inputs: Sequence[Path], out: Path, *, report: Report) -> None:
    """Writes the film's index to `index`."""
    (out / "index").write_bytes(index(inputs[0], report).to_bytes())


def prepare(inputs: Sequence[Path], out: Path, *, report: Report, rate: Sequence[int]) -> dict[str, int]:
    """Writes `proxy.mp4`, `strip.jpg` and `waveform.json`; answers with the strip's layout."""
    source, stored = inputs
    footage, own = Footage.from_bytes(stored.read_bytes()), Rate(*rate)
    peaks = write_proxy(source, footage, out / "proxy.mp4", rate=own, report=report)
    (out / "waveform.json").write_bytes(peaks)
    return write_strip(out / "proxy.mp4", out / "strip.jpg", rate=own, frames=frames_of(footage, own))


def open_film(source: Path, kind: str) -> InputContainer:
    options = {
        "format_whitelist": {"mov": "mov,mp4", "matroska": "matroska,webm"}.get(kind, kind),
        "protocol_whitelist": "file",
        "codec_whitelist": ",".join((*limits.VIDEO_CODECS, *limits.AUDIO_CODECS)),
        "max_streams": str(limits.MOST_STREAMS),
        "max_pixels": str(limits.MOST_PIXELS),
        "probesize": "20000000",
        "threads": "1",
    }
    try:
        return av.open(str(source), format=kind, options=options)
    except av.error.FFmpegError as error:
        raise refusal("unreadable", f"The file cannot be read as a film ({error.strerror}).") from None


def checked(container: InputContainer) -> VideoStream:
    """The stream of pictures. Raises a refusal for what is not edited here, before anything of it is decoded."""
    if len(container.streams) > limits.MOST_STREAMS:
        raise refusal("too_complex", f"The film has more than {limits.MOST_STREAMS} streams.")
    video = picture_stream(container)
    if video is None:
        if any(stream.type == "video" for stream in container.streams):
            raise refusal("codec", f"The film's pictures are in a format that is not read here. Export {KINDS}, H.264.")
        raise refusal("no_picture", "The file has no moving picture.")
    context = video.codec_context
    if context.name not in limits.VIDEO_CODECS:
        raise refusal("codec", f"Films in {context.name} are not read here. Export it as H.264.")
    width, height = context.width, context.height
    if width <= 0 or height <= 0:
        raise refusal("unreadable", "The film does not say how large its pictures are.")
    if max(width, height) > limits.LONGEST_SIDE or width * height > limits.MOST_PIXELS:
        raise refusal("too_big", f"Its pictures are {width} × {height}: more than 8192 × 4352 is not taken.")
    return video


def check_length(container: InputContainer, video: VideoStream) -> None:
    seconds = _seconds(container, video)
    if seconds <= 0:
        raise refusal("unreadable", "The film does not last: its length is damaged.")
    if seconds > limits.LONGEST_S:
        most = f"films up to {limits.LONGEST_S // 3600} hours are taken"
        raise refusal("too_long", f"It lasts {seconds / 3600:.1f} hours: {most}.")
    rate = video.average_rate or video.guessed_rate
    if (video.frames or 0) > limits.MOST_FRAMES or (rate and rate * Fraction(seconds) > limits.MOST_FRAMES):
        raise refusal("too_long", f"It has more than {limits.MOST_FRAMES} pictures.")


def _seconds(container: InputContainer, video: VideoStream) -> float:
    own = float(video.duration * video.time_base) if video.duration and video.time_base else 0.0
    whole = container.duration / av.time_base if container.duration else 0.0
    return max(own, whole)


def _check_whole(container: InputContainer, video: VideoStream, size: int) -> None:
    """An index in front of the pictures may outlive them, and may put them days apart."""
    if "mov" not in container.format.name:
        return
    entries = video.index_entries
    if len(entries) > limits.MOST_FRAMES:
        raise refusal("too_long", f"It has more than {limits.MOST_FRAMES} pictures.")
    furthest = max((entry.pos + entry.size for entry in entries), default=0)
    if furthest > size:
        raise refusal("truncated", "The file ends in the middle: its upload or recording broke off. Upload it again.")
    if len(entries) and video.time_base:
        lasts = (entries[len(entries) - 1].timestamp - entries[0].timestamp) * video.time_base
        if lasts > limits.LONGEST_S:
            raise refusal("too_long", f"Its pictures are spread over {float(lasts) / 3600:.1f} hours.")


def _first_picture(container: InputContainer, video: VideoStream) -> av.VideoFrame:
    video.thread_type, video.codec_context.thread_count = "SLICE", 1
    read = 0
    try:
        for packet in container.demux(video):
            read += 1
            try:
                for frame in packet.decode():
                    if frame.width * frame.height > limits.MOST_PIXELS:
                        raise refusal("too_big", "Its pictures are larger than it says.")
                    return frame
            except av.error.FFmpegError:
                pass  # damaged at its beginning: a later packet may do
            if read > 300:
                break
    except av.error.FFmpegError:
        pass
    raise refusal("unreadable", "None of the first pictures can be decoded: the film is damaged.")


def _facts(container: InputContainer, video: VideoStream, first: av.VideoFrame, kind: str) -> dict[str, Any]:
    rate = video.guessed_rate or video.average_rate or Fraction(25)
    rate = min(max(Fraction(rate), Fraction(1)), Fraction(limits.FASTEST_RATE))
    aspect = video.sample_aspect_ratio or Fraction(1)
    rotation = -first.rotation % 360 if first.rotation % 90 == 0 else 0
    wide = round(first.width * aspect) if Fraction(1, 16) < aspect < 16 else first.width
    width, height = (first.height, wide) if rotation in (90, 270) else (wide, first.height)
    _check_shown(width, height)
    sound = next(iter(container.streams.audio), None)
    context = sound.codec_context if sound is not None else None
    has_sound = context is not None and context.sample_rate > 0 and context.layout.nb_channels > 0
    seconds = _seconds(container, video)
    bits = max(component.bits for component in first.format.components)
    return {
        "container": kind,
        "codec": video.codec_context.name,
        "width": width,
        "height": height,
        "rotation": rotation,
        "rate": [rate.numerator, rate.denominator],
        "frames": max(1, video.frames or round(seconds * rate)),
        "duration_ms": max(1, round(seconds * 1000)),
        "pixel_format": first.format.name,
        "bits": bits,
        "is_interlaced": first.interlaced_frame,
        "has_sound": has_sound,
        "sound_codec": context.name if has_sound and context is not None else "",
        "sound_rate": context.sample_rate if has_sound and context is not None else 0,
        "channels": context.layout.nb_channels if has_sound and context is not None else 0,
        "notes": _notes(video, first, rotation, bits, has_sound, sound is not None),
    }


def _check_shown(width: int, height: int) -> None:
    """Upright, with its pixels made square: the size that a film of it would have."""
    least, most = limits.SHORTEST_SIDE, limits.LONGEST_SIDE
    if min(width, height) < least:
        raise refusal("too_small", f"It is shown at {width} × {height}: less than {least} pixels a side is not taken.")
    if max(width, height) > most:
        raise refusal("too_big", f"It is shown at {width} × {height}: more than {most:,} pixels a side is not taken.")


def _notes(
    video: VideoStream, first: av.VideoFrame, rotation: int, bits: int, has_sound: bool, has_track: bool
) -> list[str]:
    said = []
    average, guessed = video.average_rate, video.guessed_rate
    if average and guessed and abs(average / guessed - 1) > Fraction(1, 200):
        said.append("Its frame rate varies: each frame shows the picture that was seen at its time.")
    if rotation:
        said.append(f"It was filmed turned by {rotation} degrees and is shown upright.")
    if first.interlaced_frame:
        said.append("It is interlaced: each pair of fields becomes one whole picture.")
    if bits > 8:
        said.append(f"It has {bits} bits a colour; what is rendered from it has 8.")
    if (hdr := _TRANSFERS.get(int(first.color_trc))) is not None:
        said.append(f"It is {hdr}: its colours are brought into the range of an ordinary screen.")
    if first.width % 2 or first.height % 2:
        said.append("Its size is odd: one row or column of pixels is added or left out.")
    if not has_sound:
        lost = "Its sound is in a format that is not read here: it stays silent."
        said.append(lost if has_track else "It is silent.")
    return said
