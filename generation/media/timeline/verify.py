"""Looking at a film of copied and encoded parts: around each join it has to decode to what its parts decode to.

A join can only go wrong in what a decoder carries across it: headers, references, pictures that it still holds back.
"""

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np

from generation.media.plan import Rate
from generation.media.timeline.decode import Pictures
from generation.media.timeline.index import index
from generation.media.timeline.join import Part
from wire.errors import GenerationFailed

BEFORE, AFTER = 2, 4  # frames on each side of a join; decoders hold back no more than the first few


def verify(film: Path, parts: Sequence[Part], rate: Rate) -> None:
    """Raises GenerationFailed with what is wrong."""
    footage = index(film)
    total = sum(part.frames for part in parts)
    ticks = np.array([round(number / (rate.fraction * footage.time_base)) for number in range(total)])
    if len(footage.pts) != total or (footage.pts - footage.pts[0] != ticks).any():
        raise GenerationFailed(f"The joined film has {len(footage.pts)} frames in place of {total}, or at other times.")
    begins = np.cumsum([0, *(part.frames for part in parts)])
    with Pictures(film, footage) as pictures:
        for window in _windows(begins):
            found = [checksum(picture) for picture in pictures.frames(window)]
            wanted = list(_wanted(window, parts, begins))
            if found != wanted:
                at = window[next(n for n, pair in enumerate(zip(found, wanted, strict=True)) if len(set(pair)) > 1)]
                raise GenerationFailed(f"Frame {at} of the joined film does not decode to what it was made of.")


def _windows(begins: np.ndarray) -> Iterator[range]:
    """Runs of frames around the joins, those that overlap as one."""
    first = last = 0
    for join in begins[1:-1]:
        if join - BEFORE > last:
            if last:
                yield range(first, last)
            first = int(join) - BEFORE
        last = min(int(join) + AFTER, int(begins[-1]))
    if last:
        yield range(max(first, 0), last)


def _wanted(window: range, parts: Sequence[Part], begins: np.ndarray) -> Iterator[int]:
    """The checksums of the window's frames as each part decodes for itself."""
    for part, begin in zip(parts, begins, strict=False):
        own = range(max(window.start, int(begin)) - int(begin), min(window.stop, int(begin) + part.frames) - int(begin))
        if not own:
            continue
        footage = part.footage or index(part.path)
        since = part.copy.start if part.copy else 0
        with Pictures(part.path, footage) as pictures:
            for picture in pictures.frames(range(own.start + since, own.stop + since)):
                yield checksum(picture)


def checksum(picture: av.VideoFrame) -> int:
    value = 1
    for plane in picture.planes:
        value = zlib.adler32(memoryview(plane), value)
    return value
