"""Office files are ZIPs of XML: opened only within limits, and parsed as a stream that knows no entities."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from generation.media.sandbox import refusal

MAX_ENTRIES = 5000
MAX_UNPACKED_BYTES = 200_000_000  # of all parts together, as the archive's list says
_MAX_LIST_BYTES = 1_000_000
_RATIO_FROM_BYTES, _MAX_RATIO = 5_000_000, 300  # a sheet of one repeated number packs a hundred to one
_MAX_DEPTH = 200
_PIECE = 1 << 16
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF

_BOMB = "The file unpacks to far more than it holds, as no document does. It was not opened."
_DAMAGED = "The file is damaged and cannot be read. Save it anew and try again."


# What a damaged part makes expat and zipfile raise.
_BROKEN = (expat.ExpatError, zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, ValueError, RuntimeError)


class EnoughError(Exception):
    """Raised by a handler that needs no more of a part."""


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive, after its list was looked at. Raises GenerationFailed: `zip_bomb`, `encrypted`, `unreadable`."""
    _check_end(path)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusal("unreadable", _DAMAGED) from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or any(map(_is_bomb, entries)):
        raise refusal("zip_bomb", _BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusal("encrypted", "The file is protected by a password. Remove the protection and send it again.")
    return archive


def _check_end(path: Path) -> None:
    """Before anything is unpacked or listed: how long is the list of entries?"""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise refusal("unreadable", _DAMAGED)
    count, list_bytes = struct.unpack_from("<HI", tail, at + 10)
    if count > MAX_ENTRIES or list_bytes > _MAX_LIST_BYTES:
        raise refusal("zip_bomb", _BOMB)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _RATIO_FROM_BYTES and entry.file_size > _MAX_RATIO * max(1, entry.compress_size)


def parse_part(
    archive: zipfile.ZipFile,
    name: str,
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Read a part piece by piece; the handlers get names without namespaces. `EnoughError` ends it early.

    A document type is refused before an entity could be declared: office files have none. Raises GenerationFailed.
    """
    depth = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise refusal("too_complex", "The file is nested too deeply to be read.")
        start(_local(tag), {_local(key): value for key, value in attributes.items()})

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(_local(tag))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, text
    try:
        with archive.open(name) as part:
            while piece := part.read(_PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except EnoughError:
        return
    except _BROKEN as error:
        raise refusal("unreadable", _DAMAGED) from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_doctype(*declared: object) -> None:
    raise refusal("unsafe_xml", "The file declares XML entities, which office files never do. It was not read.")
