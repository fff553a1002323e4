"""Packets of a video from a key picture on, wherever the demuxer's own seeking lands."""

from collections.abc import Iterator

import av
from av.container import InputContainer
from av.video import VideoStream

from generation.media.timeline.index import Footage
from wire.errors import GenerationFailed

_BACK_S = 3.0  # so much further back each time, and double


def packets_from(container: InputContainer, stream: VideoStream, footage: Footage, packet: int) -> Iterator[av.Packet]:
    """The key picture that is `packet` in `footage`'s order, what follows it, and the empty packet of the end.

    Raises GenerationFailed when it is not there: the file is another than the one that was indexed.
    """
    target = int(footage.packet_pts[packet])
    earliest = int(footage.packet_pts[: 1 + packet].min())
    back = 0
    while True:
        found = _sought(container, stream, target - back, target)
        if found is not None:
            yield found
            break
        if target - back < earliest:
            raise GenerationFailed("A video is not the one that was indexed; import it again.", reason="unreadable")
        back = back * 2 + max(1, round(_BACK_S / footage.time_base))
    try:
        yield from container.demux(stream)
    except av.error.FFmpegError:
        return  # the file ends in the middle of something


def _sought(container: InputContainer, stream: VideoStream, where: int, target: int) -> av.Packet | None:
    try:
        container.seek(where, stream=stream, backward=True)
        for packet in container.demux(stream):
            time = time_of(packet)
            if not packet.size or time is None:
                continue
            if time == target:
                return packet
            if packet.is_keyframe and time > target:
                return None
    except av.error.FFmpegError:
        return None
    return None


def time_of(thing: av.Packet | av.VideoFrame) -> int | None:
    """When it is shown, in its own unit; some files only say when it is decoded, which is the same there."""
    return thing.pts if thing.pts is not None else thing.dts
