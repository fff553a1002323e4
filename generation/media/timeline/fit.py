"""From pictures as a camera leaves them to the film's: upright, progressive, 8 bit, fitted into its frame."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
import av.filter

from generation.media.timeline import hdr
from generation.media.timeline.index import Colour, Footage

BT709 = Colour(1, 1, 1, 1)
_MATRICES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020"}
_RANGES = {1: "limited", 2: "full"}
_TURNS = {90: "transpose=clock", 180: "hflip,vflip", 270: "transpose=cclock"}


@dataclass(frozen=True)
class Frame:
    """What the film's pictures are."""

    width: int
    height: int
    colour: Colour


def said(colour: Colour, height: int) -> Colour:
    """`colour` with what it leaves out filled in, as players do: limited range, and by size the matrix of SD or HD."""
    matrix = colour.matrix if colour.matrix in _MATRICES else 1 if height >= 720 else 6
    return Colour(2 if colour.range == 2 else 1, matrix, colour.primaries, colour.transfer)


def is_plain(footage: Footage, frame: Frame) -> bool:
    """Whether the film shows its pictures just as they are decoded."""
    return not steps(footage, frame)


def steps(footage: Footage, frame: Frame) -> str:
    """The filters that make its pictures the film's, for libavfilter; empty when none is needed."""
    found = []
    if footage.is_interlaced:
        found.append("bwdif=mode=send_frame:deint=all")
    if footage.rotation:
        found.append(_TURNS[footage.rotation])
    across, down = fitted(footage, frame)
    size = (footage.coded_height, footage.coded_width)[:: 1 if footage.rotation in (90, 270) else -1]
    own, its = said(footage.colour, footage.coded_height), said(frame.colour, frame.height)
    is_other_colour = (own.range, own.matrix) != (its.range, its.matrix)
    if own.transfer in (hdr.PQ, hdr.HLG):
        found += _tone_mapped(own, its, across, down)
    elif (across, down) != size or is_other_colour or footage.pixel_format != "yuv420p":
        scale = f"scale={across}:{down}:flags=bicubic+accurate_rnd"
        scale += f":in_color_matrix={_MATRICES[own.matrix]}:out_color_matrix={_MATRICES[its.matrix]}"
        found.append(f"{scale}:in_range={_RANGES[own.range]}:out_range={_RANGES[its.range]}")
        found.append("format=yuv420p")
    if (across, down) != (frame.width, frame.height):
        left, top = (frame.width - across) // 4 * 2, (frame.height - down) // 4 * 2
        found.append(f"pad={frame.width}:{frame.height}:{left}:{top}:black")
    return ",".join(found)


def _tone_mapped(own: Colour, its: Colour, across: int, down: int) -> list[str]:
    """Through RGB of ten bits and the table of an ordinary screen's colours."""
    scale = f"scale={across}:{down}:flags=bicubic+accurate_rnd"
    return [
        f"{scale}:in_color_matrix={_MATRICES[own.matrix]}:in_range={_RANGES[own.range]}",
        "format=gbrp10le",
        f"lut3d=file={hdr.cube(own.transfer)}:interp=tetrahedral",
        f"scale=flags=accurate_rnd:out_color_matrix={_MATRICES[its.matrix]}:out_range={_RANGES[its.range]}",
        "format=yuv420p",
    ]


def fitted(footage: Footage, frame: Frame) -> tuple[int, int]:
    """The even size that its pictures take in the film's frame, in their own shape."""
    share = min(Fraction(frame.width, footage.width), Fraction(frame.height, footage.height))
    # An odd size loses or gains a pixel rather than be laid between two bars of one.
    across, down = (max(2, round(length * share / 2) * 2) for length in (footage.width, footage.height))
    across, down = min(across, frame.width), min(down, frame.height)
    if frame.width - across <= 2 and frame.height - down <= 2:
        return frame.width, frame.height
    return across, down


def fit(pictures: Iterable[av.VideoFrame], footage: Footage, frame: Frame) -> Iterator[av.VideoFrame]:
    """`pictures` as the film shows them, one for one. The same one again comes out as the same one."""
    filters = steps(footage, frame)
    if not filters:
        yield from pictures
        return
    waiting: list[int] = []  # how often each picture inside the filters is shown
    before: av.VideoFrame | None = None
    graph: _Graph | None = None
    for picture in pictures:
        if picture is before:
            waiting[-1] += 1
            continue
        before = picture
        graph = graph or _Graph(picture, footage.time_base, filters)
        # The last one may be shown again: it stays until the next is there.
        waiting.append(1)
        graph.push(picture)
        yield from graph.done(waiting, keep=1)
    if graph:
        graph.push(None)
        yield from graph.done(waiting, keep=0)


class _Graph:
    def __init__(self, picture: av.VideoFrame, time_base: Fraction, filters: str) -> None:
        self._graph = av.filter.Graph()
        self._graph.threads = 1
        source = self._graph.add_buffer(
            width=picture.width, height=picture.height, format=picture.format, time_base=time_base
        )
        last = source
        for step in filters.split(","):
            name, _, arguments = step.partition("=")
            following = self._graph.add(name, arguments)
            last.link_to(following)
            last = following
        sink = self._graph.add("buffersink")
        last.link_to(sink)
        self._graph.configure()
        self._source, self._sink = source, sink
        self._ready: list[av.VideoFrame] = []
        self._count = 0

    def push(self, picture: av.VideoFrame | None) -> None:
        if picture is not None:
            self._count += 1
        self._source.push(picture)
        while True:
            try:
                self._ready.append(cast(av.VideoFrame, self._sink.pull()))
            except (av.error.BlockingIOError, av.error.EOFError):
                return

    def done(self, waiting: list[int], keep: int) -> Iterator[av.VideoFrame]:
        while self._ready and len(waiting) > keep:
            picture = self._ready.pop(0)
            for _ in range(waiting.pop(0)):
                yield picture
