"""What a video file holds, packet by packet: when each picture is shown, and where decoding can begin.

Only packets are read, and the first picture is decoded for what no header says (rotation, fields, colour).
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import av
import numpy as np
from av.audio import AudioStream
from av.container import InputContainer
from av.video import VideoStream

from generation.media.formats import opened
from generation.media.plan import Rate
from generation.media.timeline import h264
from generation.media.timeline.pace import paced
from wire.errors import GenerationFailed

# Of a packet: decoding can begin here; nothing after it refers to before it and the headers are the file's; it is never
# shown; it changes the headers.
KEY, CLEAN, HIDDEN, CHANGED = 1, 2, 4, 8
MOST_PACKETS = 8_000_000
_ARRAYS = (("pts", "<i8"), ("packet_pts", "<i8"), ("packet_flags", "<u1"))
_HEAD = struct.Struct("<4sII")
_MAGIC = b"FTG1"
_FEW = 256  # bytes of each key picture that go into the fingerprint


@dataclass(frozen=True)
class Colour:
    """Code points of ITU-T H.273 for range (1 limited, 2 full), matrix, primaries and transfer; 0 or 2: not said."""

    range: int = 0
    matrix: int = 2
    primaries: int = 2
    transfer: int = 2


@dataclass(frozen=True)
class SoundFacts:
    """`samples` at `rate` Hz; `start` is how many seconds after the first picture the sound begins, or before it."""

    rate: int
    channels: int
    samples: int
    start: Fraction
    codec: str
    stream: int
    is_coarse: bool  # its time stamps are coarser than its samples


@dataclass(frozen=True, eq=False)
class Footage:
    """A video file's index.

    `pts` int64 [pictures]: when each is shown, ascending, in `time_base`. `packet_pts`, `packet_flags`: the same by
    packet, in the order of decoding, with KEY, CLEAN and HIDDEN. `width` and `height` are upright square pixels,
    `frames` counts at `rate`.
    """

    rate: Rate
    frames: int
    width: int
    height: int
    coded_width: int
    coded_height: int
    rotation: int  # degrees clockwise that bring it upright
    aspect: Fraction  # of one coded pixel
    is_constant: bool
    is_interlaced: bool
    codec: str
    profile: str
    pixel_format: str
    colour: Colour
    extradata: bytes
    stream: int
    time_base: Fraction
    fingerprint: str
    has_times: bool
    sound: SoundFacts | None
    pts: np.ndarray
    packet_pts: np.ndarray
    packet_flags: np.ndarray

    @property
    def first_pts(self) -> int:
        return int(self.pts[0])

    def frame_at(self, n: int, rate: Rate) -> int:
        """Display index of the picture that is shown `n` / `rate` seconds after the first; the last one stays.

        Time stamps are rounded to `time_base`, so a picture counts as shown half a unit early.
        """
        if self.is_constant:
            own = self.rate
            at = n * own.numerator * rate.denominator // (own.denominator * rate.numerator)
        else:
            ticks = Fraction(n * rate.denominator, rate.numerator) / self.time_base + Fraction(1, 2)
            at = int(np.searchsorted(self.pts, self.first_pts + ticks.__floor__(), side="right")) - 1
        return max(0, min(at, len(self.pts) - 1))

    def key_before(self, index: int) -> int:
        """The packet at which decoding begins so that picture `index` comes out right."""
        wanted = self.pts[index]
        keys = np.flatnonzero(self.packet_flags & KEY)
        at = int(np.searchsorted(self.packet_pts[keys], wanted, side="right")) - 1
        return int(keys[at]) if at >= 0 else 0

    def to_bytes(self) -> bytes:
        """For storing beside the file: `from_bytes` reads it again, also from a hand that is not trusted."""
        facts = asdict(replace(self, pts=_NONE, packet_pts=_NONE, packet_flags=_NONE))
        for name, _ in _ARRAYS:
            facts[name] = len(getattr(self, name))
        head = json.dumps(facts, default=_plain).encode()
        arrays = [getattr(self, name).astype(kind) for name, kind in _ARRAYS]
        body = b"".join((np.diff(a, prepend=a.dtype.type(0)) if a.itemsize == 8 else a).tobytes() for a in arrays)
        return _HEAD.pack(_MAGIC, len(head), len(body)) + head + zlib.compress(body, 3)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises GenerationFailed when `data` is no index."""
        try:
            return cls._read(data)
        except (ValueError, KeyError, TypeError, struct.error, zlib.error, RecursionError) as error:
            raise GenerationFailed("The index of a video is damaged; import the video again.") from error

    @classmethod
    def _read(cls, data: bytes) -> Self:
        magic, head_size, size = _HEAD.unpack_from(data)
        if magic != _MAGIC or size > MOST_PACKETS * 17:
            raise ValueError("no index")
        facts = json.loads(data[_HEAD.size : _HEAD.size + head_size])
        body = zlib.decompressobj().decompress(data[_HEAD.size + head_size :], size + 1)
        at = 0
        for name, kind in _ARRAYS:
            count = int(facts[name])
            part = np.frombuffer(body, kind, count, at)
            facts[name] = np.cumsum(part) if part.itemsize == 8 else part
            at += part.nbytes
        if at != len(body) or not len(facts["pts"]) or len(facts["packet_pts"]) != len(facts["packet_flags"]):
            raise ValueError("no index")
        facts["rate"], facts["colour"] = Rate(**facts["rate"]), Colour(**facts["colour"])
        facts["extradata"] = bytes.fromhex(facts["extradata"])
        for name in ("time_base", "aspect"):
            facts[name] = Fraction(facts[name])
        if facts["sound"]:
            facts["sound"] = SoundFacts(**{**facts["sound"], "start": Fraction(facts["sound"]["start"])})
        return cls(**facts)


_NONE = np.zeros(0)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, np.ndarray):
        return 0
    return str(value)


def index(path: Path, report: Callable[[float, str], None] | None = None) -> Footage:
    """Reads all packets of `path`. Raises GenerationFailed when it has no moving picture that can be read."""
    with opened(path) as container:
        video = picture_stream(container)
        if video is None:
            raise GenerationFailed(f"{path.name} has no picture that moves.", reason="no_picture")
        sound = next(iter(container.streams.audio), None)
        if sound is not None and (not sound.codec_context or not sound.codec_context.sample_rate):
            sound = None
        scan = _Scan(video, sound)
        try:
            scan.read(container, path.stat().st_size, report)
        except av.error.FFmpegError as error:
            if not scan.times:
                message = f"{path.name} cannot be read ({error.strerror})."
                raise GenerationFailed(message, reason="unreadable") from error
        return scan.footage(path.name)


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The first stream of moving pictures: a cover is none."""
    for stream in container.streams.video:
        if stream.codec_context is not None and not stream.disposition & av.stream.Disposition.attached_pic:
            return stream
    return None


class _Scan:
    """What one pass over a file's packets gathers."""

    def __init__(self, video: VideoStream, sound: AudioStream | None) -> None:
        self.video, self.sound = video, sound
        self.times: list[int] = []
        self.flags = bytearray()
        self.untimed = 0
        self.duration = 0  # of the packet that is shown last
        self.picture: av.VideoFrame | None = None
        self.digest = hashlib.sha256()
        self.sound_start: int | None = None
        self.sound_end = 0
        self.extradata = bytes(video.codec_context.extradata or b"")
        self.is_changed = False
        self.sets = h264.sets_of(self.extradata) if video.codec_context.name == "h264" else None
        video.codec_context.thread_count = 1

    def read(self, container: InputContainer, size: int, report: Callable[[float, str], None] | None) -> None:
        streams = [self.video, *([self.sound] if self.sound else [])]
        for packet in container.demux(*streams):
            if not packet.size:
                continue
            if packet.stream_index != self.video.index:
                self._heard(packet)
                continue
            self._seen(packet)
            if report and len(self.times) % 500 == 0 and packet.pos and size:
                report(min(1.0, packet.pos / size), f"{len(self.times)} pictures")
            if len(self.times) > MOST_PACKETS:
                raise GenerationFailed("The video has more pictures than can be edited.", reason="too_long")
        if self.picture is None:
            self._look(None)

    def _heard(self, packet: av.Packet) -> None:
        if packet.pts is None:
            return
        if not packet.is_discard and (self.sound_start is None or packet.pts < self.sound_start):
            self.sound_start = packet.pts
        self.sound_end = max(self.sound_end, packet.pts + (packet.duration or 0))

    def _seen(self, packet: av.Packet) -> None:
        if self.picture is None and len(self.times) < 500:
            self._look(packet)
        time = packet.pts
        if time is None:
            self.untimed += 1
            time = packet.dts
        if time is None:  # the second field of a picture, or nothing that can be placed
            return
        flags = KEY if packet.is_keyframe else 0
        if packet.is_discard or (self.video.codec_context.name == "vp8" and not bytes(packet)[0] >> 4 & 1):
            flags |= HIDDEN
        data = bytes(packet) if flags & KEY else b""
        if flags & KEY and self.sets is not None:
            flags |= self._cleanness(data, self.sets)
        if not self.times or time > max(self.times[-8:]):
            self.duration = packet.duration or 0
        self.digest.update(struct.pack("<qi", time, packet.size) + data[:_FEW])
        self.times.append(time)
        self.flags.append(flags)

    def _cleanness(self, data: bytes, sets: h264.ParameterSets) -> int:
        brought = h264.brought(data, sets)
        if brought is not None:  # it brings headers of its own: from here on these count
            self.is_changed = not brought
        if self.is_changed:
            return CHANGED
        return CLEAN if h264.is_idr(data, sets) else 0

    def _look(self, packet: av.Packet | None) -> None:
        try:
            frames = self.video.codec_context.decode(packet)
        except av.error.FFmpegError:
            return  # damaged at its beginning: a later packet may do
        self.picture = frames[0] if frames else None

    def footage(self, name: str) -> Footage:
        context, picture = self.video.codec_context, self.picture
        if picture is None or not self.times:
            raise GenerationFailed(f"{name} has no picture that can be decoded.", reason="unreadable")
        if self.untimed and context.has_b_frames:
            message = f"{name} does not say when its pictures are shown; convert it to MP4 first."
            raise GenerationFailed(message, reason="no_times")
        times, flags = np.array(self.times, np.int64), np.frombuffer(bytes(self.flags), np.uint8)
        shown = np.unique(times[flags & HIDDEN == 0])
        if not len(shown):
            raise GenerationFailed(f"{name} shows no picture.", reason="unreadable")
        base = self.video.time_base or Fraction(1, 1000)
        declared = [rate for rate in (self.video.guessed_rate, self.video.average_rate) if rate]
        pace = paced(shown, self.duration, base, declared)
        aspect = self.video.sample_aspect_ratio or Fraction(1)
        rotation = -picture.rotation % 360 if picture.rotation % 90 == 0 else 0
        width, height = _upright(picture.width, picture.height, aspect, rotation)
        return Footage(
            rate=pace.rate,
            frames=pace.frames,
            width=width,
            height=height,
            coded_width=picture.width,
            coded_height=picture.height,
            rotation=rotation,
            aspect=aspect,
            is_constant=pace.is_constant,
            is_interlaced=picture.interlaced_frame,
            codec=context.name,
            profile=context.profile or "",
            pixel_format=picture.format.name,
            colour=colour_of(picture),
            extradata=self.extradata,
            stream=self.video.index,
            time_base=base,
            fingerprint=self.digest.hexdigest(),
            has_times=not self.untimed,
            sound=self._sound(Fraction(int(shown[0])) * base),
            pts=shown,
            packet_pts=times,
            packet_flags=flags,
        )

    def _sound(self, first_picture: Fraction) -> SoundFacts | None:
        if self.sound is None or self.sound_start is None or self.sound.time_base is None:
            return None
        context, base = self.sound.codec_context, self.sound.time_base
        return SoundFacts(
            rate=context.sample_rate,
            channels=context.layout.nb_channels,
            samples=round((self.sound_end - self.sound_start) * base * context.sample_rate),
            start=self.sound_start * base - first_picture,
            codec=context.name,
            stream=self.sound.index,
            is_coarse=base * context.sample_rate > 2,
        )


def colour_of(picture: av.VideoFrame) -> Colour:
    return Colour(
        int(picture.color_range), int(picture.colorspace), int(picture.color_primaries), int(picture.color_trc)
    )


def _upright(width: int, height: int, aspect: Fraction, rotation: int) -> tuple[int, int]:
    wide = max(1, round(width * aspect)) if Fraction(1, 16) < aspect < 16 else width
    return (height, wide) if rotation in (90, 270) else (wide, height)
