"""Files that pretend to be films: each function writes one to a path. `port` is where a listener waits to be called."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.media.timeline.sources import Shape, make

Maker = Callable[[Path, int], object]
PASSWORDS = "file:///etc/passwd"


def _text(name: str, lines: str) -> Maker:
    def write(path: Path, port: int) -> None:
        path.write_text(lines.replace("PORT", str(port)))

    write.__name__ = name
    return write


hls = _text(
    "hls", f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{PASSWORDS}\n#EXTINF:5,\nhttp://127.0.0.1:PORT/a.ts\n"
)
hls_with_mark = _text(
    "hls_with_mark", f"\ufeff\n #EXTM3U\n#EXTINF:5,\nconcat:{PASSWORDS}|http://127.0.0.1:PORT/b.ts\n#EXT-X-ENDLIST\n"
)
ffconcat = _text("ffconcat", "ffconcat version 1.0\nfile '/etc/passwd'\nfile 'http://127.0.0.1:PORT/c.mp4'\n")
plain_concat = _text("plain_concat", "file '/etc/passwd'\nfile 'http://127.0.0.1:PORT/d.mp4'\n")
dash = _text(
    "dash",
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet>'
    "<Representation id='1'><BaseURL>http://127.0.0.1:PORT/e.mp4</BaseURL></Representation>"
    f"<Representation id='2'><BaseURL>{PASSWORDS}</BaseURL></Representation></AdaptationSet></Period></MPD>",
)
sdp = _text("sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video PORT RTP/AVP 96\n")
xml = _text("xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><smil>&x;</smil>')
empty = _text("empty", "")
words = _text("words", "This is not a film. " * 4000)


def noise(path: Path, port: int) -> None:
    path.write_bytes(np.random.default_rng(1).bytes(400_000))


def noise_after_a_head(path: Path, port: int) -> None:
    path.write_bytes(struct.pack(">I4s8s", 16, b"ftyp", b"isom\0\0\2\0") + np.random.default_rng(2).bytes(400_000))


def huge_png(path: Path, port: int) -> None:
    """30,000 × 30,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squeeze = zlib.compressobj(9)
    row = bytes(30_000 // 8 + 1)
    body = b"".join(squeeze.compress(row * 100) for _ in range(300)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


# ---------------------------------------------------------------- films that were tampered with


def film(path: Path, suffix: str = ".mp4", **shape: object) -> bytes:
    """The bytes of a good film."""
    whole = path.with_name(f"good{suffix}")
    make(whole, Shape(**{"pictures": 12, "sound_rate": 0, "suffix": suffix, **shape}))  # type: ignore[arg-type]
    data = whole.read_bytes()
    whole.unlink()
    return data


def _swapped(data: bytes, box: bytes, at: int, value: bytes) -> bytes:
    """`data` with `value` at `at` bytes behind the name of each `box`."""
    out, found = bytearray(data), data.find(box)
    assert found >= 0
    while found >= 0:
        out[found + 4 + at : found + 4 + at + len(value)] = value
        found = data.find(box, found + 4)
    return bytes(out)


def vast_pictures(path: Path, port: int) -> None:
    """Says in both places that its pictures are 65,500 × 65,500."""
    data = _swapped(film(path), b"avc1", 24, struct.pack(">HH", 65_500, 65_500))
    path.write_bytes(_swapped(data, b"tkhd", 76, struct.pack(">II", 65_500 << 16, 65_500 << 16)))


def a_dot(path: Path, port: int) -> None:
    """A good film of 8 × 8 pixels: nothing could be rendered from it."""
    make(path, Shape(pictures=5, width=8, height=8, sound_rate=0))


def a_day_in_one_frame(path: Path, port: int) -> None:
    make(path, Shape(pictures=2, times=(0, 24 * 3600 * 1000), sound_rate=0))


def a_day_declared(path: Path, port: int) -> None:
    """A dozen pictures that say of themselves that they last a day each."""
    data = film(path)
    at = data.find(b"stts") + 12
    scale = struct.unpack(">I", data[data.find(b"mdhd") + 16 : data.find(b"mdhd") + 20])[0]
    path.write_bytes(data[: at + 4] + struct.pack(">I", min(2**31, scale * 86_400)) + data[at + 8 :])


def index_of_a_gigabyte(path: Path, port: int) -> None:
    data = film(path)
    at = data.find(b"moov") - 4
    path.write_bytes(data[:at] + struct.pack(">I", 1 << 30) + data[at + 4 :])


def boxes_of_exabytes(path: Path, port: int) -> None:
    path.write_bytes(film(path) + struct.pack(">I4sQ", 1, b"mdat", 1 << 62))


def endless_table(path: Path, port: int) -> None:
    """A table of sizes with four thousand million entries, all alike: it takes no bytes to say so."""
    data = _swapped(film(path), b"stsz", 4, struct.pack(">II", 1, 0xFFFFFFFF))
    path.write_bytes(_swapped(data, b"stts", 8, struct.pack(">I", 0xFFFFFFFF)))


def nested_boxes(path: Path, port: int) -> None:
    inner = b""
    for _ in range(20_000):
        inner = struct.pack(">I4s", len(inner) + 8, b"trak") + inner
    moov = struct.pack(">I4s", len(inner) + 8, b"moov") + inner
    path.write_bytes(struct.pack(">I4s8s", 16, b"ftyp", b"isom\0\0\2\0") + moov)


def many_boxes(path: Path, port: int) -> None:
    path.write_bytes(struct.pack(">I4s8s", 16, b"ftyp", b"isom\0\0\2\0") + struct.pack(">I4s", 8, b"free") * 600_000)


def refers_elsewhere(path: Path, port: int) -> None:
    """Its pictures lie in another file, it says."""
    data = film(path)
    path.write_bytes(_swapped(data, b"url ", 0, b"\0\0\0\0"))


def cut_off(path: Path, port: int) -> None:
    data = film(path)
    path.write_bytes(data[: len(data) // 2])


def cut_off_behind_its_index(path: Path, port: int) -> None:
    """As an upload that broke off: the index is whole, half of the pictures are missing."""
    import av

    whole = path.with_name("whole.mp4")
    whole.write_bytes(film(path, pictures=60))
    with av.open(str(whole)) as source, av.open(str(path), "w", options={"movflags": "+faststart"}) as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    whole.unlink()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def cut_off_mkv(path: Path, port: int) -> None:
    data = film(path, ".mkv")
    path.write_bytes(data[:700])


def spoiled_pictures(path: Path, port: int) -> None:
    data = bytearray(film(path, pictures=60))
    start = data.find(b"mdat") + 4
    data[start : start + 1200] = np.random.default_rng(3).bytes(1200)
    path.write_bytes(bytes(data))


def sound_alone(path: Path, port: int) -> None:
    path.write_bytes(b"RIFF" + struct.pack("<I", 36) + b"WAVEfmt " + bytes(28))


def avi_of_many_streams(path: Path, port: int) -> None:
    lists = b"".join(b"LIST" + struct.pack("<I", 68) + b"strl" + b"strh" + struct.pack("<I", 56) + b"vids" + bytes(52)
                     for _ in range(3000))  # fmt: skip
    header = b"avih" + struct.pack("<I", 56) + bytes(56)
    body = b"hdrl" + header + lists
    riff = b"AVI " + b"LIST" + struct.pack("<I", len(body)) + body
    path.write_bytes(b"RIFF" + struct.pack("<I", len(riff)) + riff)


LINKS: tuple[Maker, ...] = (hls, hls_with_mark, ffconcat, plain_concat, dash, sdp, xml, refers_elsewhere)
OTHERS: tuple[Maker, ...] = (
    empty, words, noise, noise_after_a_head, huge_png, vast_pictures, a_dot, a_day_in_one_frame, a_day_declared,
    index_of_a_gigabyte, boxes_of_exabytes, endless_table, nested_boxes, many_boxes, cut_off, cut_off_behind_its_index,
    cut_off_mkv, spoiled_pictures, sound_alone, avi_of_many_streams,
)  # fmt: skip
