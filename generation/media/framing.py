"""Length-prefixed pickles, and a reader that trusts their sender only so far."""

import io
import pickle
import struct
from typing import Any

LENGTH = struct.Struct(">Q")
MAX_BYTES = 512 << 20  # answers carry paths and figures; media travel as files


class UnreadableError(Exception):
    """A message that is no pickle, or asks for more than plain data."""


class _Answers(pickle.Unpickler):
    """Reads what the child sends, which may be under the influence of a hostile file: plain data, our own
    classes and NumPy arrays, and nothing else that could be called."""

    _PLAIN = {
        ("builtins", "set"), ("builtins", "frozenset"), ("builtins", "complex"), ("builtins", "bytearray"),
        ("collections", "OrderedDict"), ("decimal", "Decimal"), ("fractions", "Fraction"),
        ("datetime", "datetime"), ("datetime", "date"), ("datetime", "timedelta"), ("datetime", "timezone"),
        ("pathlib", "Path"), ("pathlib", "PosixPath"), ("wire.errors", "_restore"),
        ("numpy", "ndarray"), ("numpy", "dtype"), ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "scalar"), ("numpy._core.numeric", "_frombuffer"),
    }  # fmt: skip

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._PLAIN:
            return super().find_class(module, name)
        if module.startswith(("generation.", "wire.")) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} may not come back from a child")


def framed(message: tuple[Any, ...]) -> bytes:
    """The bytes that carry `message`."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(body)) + body


def next_message(received: bytearray) -> tuple[Any, ...] | None:
    """Takes the first whole message off `received`, or returns None until there is one.

    Raises UnreadableError when it is no pickle of plain data.
    """
    if len(received) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack_from(received)
    if size > MAX_BYTES:
        raise UnreadableError(f"{size} bytes announced")
    end = LENGTH.size + size
    if len(received) < end:
        return None
    body = bytes(received[LENGTH.size : end])
    del received[:end]
    try:
        return _Answers(io.BytesIO(body)).load()
    except Exception as problem:  # anything can be wrong with bytes from a child that went astray
        raise UnreadableError(str(problem)) from None
