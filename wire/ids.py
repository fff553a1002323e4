"""Prefixed, sortable identifiers such as `proj_06c5q8m0x2z4...`."""

import secrets
import time
from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32: no i, l, o, u


def _base32(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 32)
        digits.append(ALPHABET[digit])
    return "".join(reversed(digits))


def new_id(prefix: str) -> str:
    """`prefix`, an underscore, 10 characters of milliseconds since 1970 and 14 random ones (70 bits)."""
    return f"{prefix}_{_base32(time.time_ns() // 1_000_000, 10)}{_base32(secrets.randbits(70), 14)}"


def first_id(prefix: str, at: datetime) -> str:
    """Below every id of this prefix that is made at `at` or later: where a time's rows begin in the primary key."""
    return f"{prefix}_{_base32(int(at.timestamp() * 1000), 10)}"
