"""Bytes to text, whatever their server said they are."""

import codecs
import re

import charset_normalizer

# What the web writes when it means something else (WHATWG Encoding, section 4.2).
_MEANT = {"ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252",
          "latin1": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
          "shift-jis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "utf8": "utf-8"}  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.\-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_GUESS_FROM = 200_000
_GUESS_NEEDS = 20  # bytes beyond ASCII
_BEYOND_ASCII = bytes(range(128, 256))


def decode(body: bytes, said: str = "") -> str:
    """The text. A byte order mark decides; then valid UTF-8; then what header or page say, unless that cannot be."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    declared = _META.search(body[:_DECLARED_WITHIN])
    names = [said, declared.group(1).decode() if declared else ""]
    if b"\x1b" not in body:  # ISO-2022 texts are valid ASCII and something else
        names.insert(0, "utf-8")  # others are next to never valid UTF-8 by chance, so a lie is found out
    for name in filter(None, (_codec(name) for name in names)):
        try:
            return body.decode(name)
        except UnicodeError:
            continue
    fallback = _codec(names[-1] or said)
    if not fallback or (fallback == "utf-8" and not _is_broken_utf8(body)):
        fallback = _guessed(body)
    return body.decode(fallback, errors="replace")


def _is_broken_utf8(body: bytes) -> bool:
    """Whether it is UTF-8 with a few bytes out of place, rather than something else that is called so."""
    text = body[:_GUESS_FROM].decode(errors="replace")
    wrong = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - wrong > wrong


def _guessed(body: bytes) -> str:
    start = body[:_GUESS_FROM]
    if len(start) - len(start.translate(None, _BEYOND_ASCII)) < _GUESS_NEEDS:
        return "cp1252"  # too little to tell one from another: what the web means (WHATWG HTML, 13.2.3.2)
    guess = charset_normalizer.from_bytes(start).best()
    return guess.encoding if guess else "utf-8"


def is_binary(body: bytes) -> bool:
    """Whether it is no text in any encoding, by how it begins."""
    start = body[:4096]
    is_utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return not is_utf16 and start.count(0) > len(start) // 50


def _codec(name: str) -> str:
    """Python's name of a text encoding; "" for one that it does not know, or that is none (`zlib`, `rot13`)."""
    name = name.strip().lower()
    name = _MEANT.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name not in ("utf-7", "unicode_escape", "raw_unicode_escape", "idna") else ""
