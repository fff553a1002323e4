"""Encoded chunks on disk: headers, then the packets in a row. They are our own, so they need no demuxer to be read."""

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np

from generation.media.timeline import h264
from wire.errors import GenerationFailed

_MAGIC = b"CHK1"
_HEAD = struct.Struct("<4sI")
_PACKET = struct.Struct("<iI?")


@dataclass(frozen=True)
class ChunkFile:
    """`headers` is an avcC box; frame `shows[n]` comes with the nth packet, NAL units framed by four bytes."""

    path: Path
    headers: bytes
    shows: np.ndarray

    def packets(self) -> Iterator[av.Packet]:
        with self.path.open("rb") as file:
            file.seek(_HEAD.size + len(self.headers))
            for _, size, is_key in _records(file):
                packet = av.Packet(file.read(size))
                packet.is_keyframe = is_key
                yield packet


class ChunkWriter:
    """Writes `path` whole or not at all; use it in a `with`."""

    def __init__(self, path: Path, extradata: bytes) -> None:
        headers = h264.united([extradata])
        if headers is None:
            raise GenerationFailed("The encoder's headers cannot be read.")
        self._path = path
        self._unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._file = self._unfinished.open("wb")
        self._file.write(_HEAD.pack(_MAGIC, len(headers)) + headers)

    def write(self, packet: av.Packet) -> None:
        """A packet with start codes, as x264 gives it, with its frame as time stamp."""
        units = (nal for nal in h264.nals(bytes(packet), 0) if h264.kind(nal) in h264.KEPT)
        data = b"".join(len(nal).to_bytes(4, "big") + nal for nal in units)
        self._file.write(_PACKET.pack(packet.pts, len(data), packet.is_keyframe) + data)

    def __enter__(self) -> "ChunkWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._file.close()
        if kind is None:
            self._unfinished.replace(self._path)
        else:
            self._unfinished.unlink(missing_ok=True)


def read_chunk(path: Path, frames: int) -> ChunkFile | None:
    """The chunk at `path`; None when there is none, or one that is not `frames` long."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        magic, size = _HEAD.unpack(file.read(_HEAD.size).ljust(_HEAD.size))
        if magic != _MAGIC or size > 1 << 16:
            return None
        headers = file.read(size)
        shows = []
        for number, length, _ in _records(file):
            shows.append(number)
            file.seek(length, os.SEEK_CUR)
        if sorted(shows) == list(range(frames)) and file.tell() == path.stat().st_size:
            return ChunkFile(path, headers, np.array(shows))
    return None


def _records(file: BinaryIO) -> Iterator[tuple[int, int, bool]]:
    while len(head := file.read(_PACKET.size)) == _PACKET.size:
        yield _PACKET.unpack(head)
