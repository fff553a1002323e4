"""Content codings of an HTTP answer, undone in small pieces, so that a bomb is stopped where it passes the cap."""

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

_PIECE = 64 * 1024


class BrokenEncodingError(Exception):
    """The body is not what its Content-Encoding says, or ends too early."""


class Decoder(Protocol):
    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What the chunk holds, in pieces of at most some 64 KB. Raises BrokenEncodingError."""
        ...

    def end(self) -> None:
        """To be called after the last chunk. Raises BrokenEncodingError when more should have come."""
        ...


def decoder(coding: str) -> Decoder:
    """The decoder for a Content-Encoding header. Raises BrokenEncodingError for one that was not asked for."""
    name = coding.strip().lower()
    if name in ("", "identity"):
        return _Plain()
    if name in ("gzip", "x-gzip"):
        return _Zlib(zlib.MAX_WBITS | 16)
    if name == "deflate":
        return _Zlib(zlib.MAX_WBITS)
    if name == "br":
        return _Brotli()
    raise BrokenEncodingError(f"unknown content coding {name[:40]!r}")


class _Plain:
    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk

    def end(self) -> None:
        """Any length is a whole body: HTTP's own framing has been checked already."""


class _Zlib:
    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._inner = zlib.decompressobj(wbits)
        self._is_between = True  # before the first member, or after one that ended

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            self._is_between = False
            try:
                piece = self._inner.decompress(chunk, _PIECE)
            except zlib.error as error:
                raise BrokenEncodingError(str(error)) from None
            if piece:
                yield piece
            if not self._inner.eof:
                chunk = self._inner.unconsumed_tail
                continue
            chunk = self._inner.unused_data.lstrip(b"\0")  # gzip files may have several members, and padding
            self._inner = zlib.decompressobj(self._wbits)
            self._is_between = True

    def end(self) -> None:
        if not self._is_between:
            raise BrokenEncodingError("the compressed body ends early")


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._is_empty = True

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        self._is_empty = self._is_empty and not chunk
        try:
            yield self._inner.process(chunk, output_buffer_limit=_PIECE)
            while not self._inner.can_accept_more_data() and not self._inner.is_finished():
                yield self._inner.process(b"", output_buffer_limit=_PIECE)
        except brotli.error as error:
            raise BrokenEncodingError(str(error)) from None

    def end(self) -> None:
        if not self._is_empty and not self._inner.is_finished():
            raise BrokenEncodingError("the compressed body ends early")
