"""Files and uploads made to hurt: by what stands in them, and by the envelope that they come in. Pure."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.media import hostile_documents as documents

Make = Callable[[], bytes]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, data: bytes = b"", *more: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = [_chunk(b"IHDR", head), *more, _chunk(b"IDAT", zlib.compress(data, 9)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _zip(name: str, body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


def _svg(inner: str, head: str = "") -> bytes:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80">{inner}</svg>'.encode()


LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)

PICTURES: dict[str, bytes] = {
    "empty": b"",
    "one byte": b"\x89",
    "only a signature": b"\x89PNG\r\n\x1a\n",
    "a vast picture": png(60_000, 60_000),
    "the vastest": png(2**31 - 1, 2**31 - 1),
    "no size": png(0, 0),
    "a flood of zeros": png(4000, 4000, b"\0" * 8_000_000),
    "a long comment": png(2, 2, b"\0" * 18, _chunk(b"zTXt", b"c\0\0" + zlib.compress(b"x" * 20_000_000, 9))),
    "a broken profile": png(2, 2, b"\0" * 18, _chunk(b"iCCP", b"p\0\0" + zlib.compress(b"\xff" * 3_000_000, 9))),
    "cut off": png(200, 80, b"\0" * 64_000)[:60],
    "a script behind a picture": png(2, 2, b"\0" * 18) + b"<script>alert(1)</script>",
    "a page that says it is a picture": b"<!doctype html><script>alert(1)</script>",
    "a program": b"\x7fELF" + b"\0" * 400,
    "a zip": _zip("../../etc/passwd", b"x" * 1_000_000),
    "a jpeg without end": b"\xff\xd8\xff\xe0" + b"\xff\xda" * 5000,
    "a gif of a thousand": b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\xf7\0\0" + b"\0" * 768 + b"\x2c" * 4000,
    "a webp that lies": b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 400,
    "a tiff that loops": b"II*\0\x08\0\0\0" + b"\x01\0" + b"\0" * 12 + b"\x08\0\0\0",
    "a bmp that lies": b"BM" + struct.pack("<IHHIIiiHH", 70, 0, 0, 54, 40, 2**30, -(2**30), 1, 32) + b"\0" * 20,
    "postscript": b"%!PS\n{ } loop",
    "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "a concat list": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "a script in a drawing": _svg("<script>fetch('http://127.0.0.1')</script>"),
    "a drawing that reads": _svg('<image href="file:///etc/passwd" width="9" height="9"/>'),
    "a drawing that asks": _svg('<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>'),
    "a billion laughs": _svg("<text>&j;</text>", LAUGHS),
    "an outer entity": _svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "a drawing that refers to itself": _svg('<g id="a"><use href="#a"/><use href="#a"/></g>'),
    "a drawing nested deep": _svg("<g>" * 20_000),
    "a drawing of blurs": _svg('<filter id="f"><feGaussianBlur stdDeviation="99999"/></filter>' * 50),
}  # fmt: skip
DOCUMENTS: dict[str, bytes] = {}


def written() -> dict[str, bytes]:
    """Those of the sandbox's own tests, made once."""
    if not DOCUMENTS:
        DOCUMENTS.update({make.__name__: make() for make in (*documents.PDFS, *documents.PAGES_)})
        DOCUMENTS["a sheet that is none"] = _zip("xl/workbook.xml", b"<x/>")
        DOCUMENTS["a zip of nothing"] = _zip("word/document.xml", b"\0" * 20_000_000)
        DOCUMENTS["nothing but NUL"] = b"\0" * 10_000
        DOCUMENTS["text in no encoding"] = b"\xff\xfe\xff\xff" * 2000
        DOCUMENTS["lines without end"] = b"a" * 1_000_000
        DOCUMENTS["marks that turn text"] = "\u202e\u2066gnp.exe\u2069".encode() * 200
    return DOCUMENTS


NAMES = [
    "../../etc/passwd", "..\\..\\x.png", "/etc/passwd", "x\x00.png", "a" * 5000 + ".png", "CON.png", ".htaccess", "",
    "x.png\r\nX-Evil: 1", "\u202egnp.exe", "x.svg.html", "'; DROP TABLE x; --",
    "<script>alert(1)</script>.png", "%2e%2e%2fx",
]  # fmt: skip


def form(body: bytes, name: str = "file.png", field: str = "file", content_type: str = "image/png") -> bytes:
    head = f'--part\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    return head.encode() + f"Content-Type: {content_type}\r\n\r\n".encode() + body + b"\r\n--part--\r\n"


ENVELOPES: dict[str, tuple[str, bytes]] = {
    "no boundary": ("multipart/form-data", form(b"x")),
    "another boundary": ("multipart/form-data; boundary=other", form(b"x")),
    "an empty boundary": ("multipart/form-data; boundary=", form(b"x")),
    "a boundary without end": (f"multipart/form-data; boundary={'b' * 5000}", form(b"x")),
    "no end": ("multipart/form-data; boundary=part", form(b"x")[:-10]),
    "nothing in it": ("multipart/form-data; boundary=part", b"--part--\r\n"),
    "a thousand files": ("multipart/form-data; boundary=part", form(b"x")[:-10] * 1000 + b"\r\n--part--\r\n"),
    "a thousand fields": (
        "multipart/form-data; boundary=part",
        b'--part\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 3000 + b"--part--\r\n",
    ),
    "heads without end": ("multipart/form-data; boundary=part", b"--part\r\n" + b"X: y\r\n" * 20_000),
    "base64 that is none": (
        "multipart/form-data; boundary=part",
        b'--part\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--part--\r\n",
    ),
    "a mixed one inside": ("multipart/mixed; boundary=part", form(b"x")),
    "json that says it is a form": ("multipart/form-data; boundary=part", b'{"file": 1}'),
}


def all_files() -> dict[str, bytes]:
    return PICTURES | written()
