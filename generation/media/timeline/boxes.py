"""What a file is by its first bytes, and whether an MP4's boxes keep within it. Decodes nothing."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generation.media.sandbox import refusal
from generation.media.timeline.limits import DEEPEST_BOX, MOST_BOXES, MOST_INDEX_BYTES

_HEAD = 4096
_BRANDS = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_LISTS = (
    (b"#EXTM3U", "an HLS playlist"),
    (b"ffconcat", "a list of other files"),
    (b"v=0", "a session description (SDP)"),
    (b"<?xml", "an XML document"),
    (b"<MPD", "a DASH manifest"),
    (b"[playlist]", "a playlist"),
    (b"RTSPtext", "a link to a stream"),
    (b"<asx", "a playlist"),
    (b"<smil", "a playlist"),
    (b"file ", "a list of other files"),
)
_PICTURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"8BPS", "a Photoshop picture"),
)
_OTHERS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ID3", "a sound without pictures"),
    (b"fLaC", "a sound without pictures"),
    (b"OggS", "an Ogg file"),
    (b"FLV", "a Flash video"),
    (b"\x30\x26\xb2\x75", "a Windows Media file"),
)
KINDS = "MP4, MOV, MKV, WebM, AVI or MPEG-TS"


def kind_of(path: Path) -> str:
    """The name of the demuxer for `path`, by its first bytes alone. Raises a refusal for what is no film."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise refusal("empty", "The file is empty.")
    if head[4:8] in _BRANDS:
        if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"avif", b"mif1", b"crx "):
            raise _not_a_film("a still picture")
        return "mov"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "matroska"
    if head[:4] == b"RIFF":
        if head[8:12] == b"AVI ":
            return "avi"
        raise _not_a_film("a sound without pictures" if head[8:12] == b"WAVE" else "a picture")
    for start in (0, 4):  # the latter with the time codes that camcorders put before each packet
        step = 188 + start
        if len(head) > start + 4 * step and all(head[start + n * step] == 0x47 for n in range(5)):
            return "mpegts"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for signs in (_LISTS, _PICTURES, _OTHERS):
        for sign, what in signs:
            if text[: len(sign)].lower() == sign.lower():
                if signs is _LISTS:
                    raise refusal("playlist", f"This is {what}, not a film. Upload the film itself: {KINDS}.")
                raise _not_a_film(what)
    raise refusal("format", f"This is none of the formats that can be edited. Upload {KINDS}.")


def _not_a_film(what: str) -> Exception:
    return refusal("format", f"This is {what}, not a film. Upload {KINDS}.")


# ---------------------------------------------------------------- MP4 and MOV

_NESTS = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl", b"udta", b"mvex", b"moof", b"traf", b"clip",
          b"matt", b"tref", b"gmhd"}  # fmt: skip


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int  # of its content
    end: int


def check_boxes(path: Path) -> None:
    """Raises a refusal when the boxes of an MP4 or MOV lead out of it, are too many or too deep, or lack an index."""
    size = path.stat().st_size
    with path.open("rb") as file:
        walk = _Walk(file)
        has_index = False
        for box in walk.boxes(0, size):
            if box.kind in (b"moov", b"moof"):
                has_index = True
                if box.end - box.start > MOST_INDEX_BYTES:
                    raise refusal("too_complex", "The film's index claims to be larger than that of any film.")
                if box.end > size:
                    raise _cut_short()
                walk.descend(box, 1)
            elif box.end > size:
                raise _cut_short()
    if not has_index:
        raise refusal("truncated", "The film has no index: it was cut off, or its recording was never finished.")


def _cut_short() -> Exception:
    return refusal("truncated", "The file ends in the middle: its upload or recording broke off. Upload it again.")


class _Walk:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = MOST_BOXES

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        at = start
        while at + 8 <= end:
            self._left -= 1
            if self._left < 0:
                raise refusal("too_complex", "The film consists of more parts than any film does.")
            self._file.seek(at)
            head = self._file.read(16)
            if len(head) < 8:
                return
            size, kind = struct.unpack(">I4s", head[:8])
            content = at + 8
            if size == 1 and len(head) == 16:
                size, content = struct.unpack(">Q", head[8:])[0], at + 16
            elif size == 0:  # to the end of the file
                size = end - at
            if size < content - at:
                return  # padding at the end of a list
            yield Box(kind, content, at + size)
            at += size

    def descend(self, parent: Box, depth: int) -> None:
        if depth > DEEPEST_BOX:
            raise refusal("too_complex", "The film's index is nested deeper than that of any film.")
        for box in self.boxes(parent.start, parent.end):
            if box.end > parent.end:
                raise refusal("unreadable", "The film's index is damaged: a part of it is larger than the whole.")
            if box.kind == b"dref":
                self._check_references(box)
            elif box.kind in _NESTS:
                self.descend(box, depth + 1)

    def _check_references(self, box: Box) -> None:
        """Pictures and sound lie in the file itself: flag 1 of each entry (ISO 14496-12, 8.7.2)."""
        for entry in self.boxes(box.start + 8, box.end):
            self._file.seek(entry.start)
            flags = self._file.read(4)
            if len(flags) == 4 and not flags[3] & 1:
                raise refusal("playlist", "The film refers to other files. Export it with everything in one file.")
