"""Strikes secrets out of whatever is about to be logged. Pure; knows no Django."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

STRUCK = "[struck]"
_SECRET_NAMES = re.compile(
    r"pass(word|wd|phrase)?\d?|secret|token|authorization|cookie|api[-_]?key|access[-_]?key|signature|sig|code|otp",
    re.IGNORECASE,
)
# A key keeps its prefix, which identifies it and opens nothing; hex beyond the exact length is struck too.
_KEY_SECRET = re.compile(r"(sh_[0-9a-f]{18})_[0-9a-f]+", re.IGNORECASE)
_AUTHORIZATION = re.compile(r"\b(bearer|basic|digest)\s+(?!sh_[0-9a-f]{18}_\[)[^\s,;\"']+", re.IGNORECASE)
# Whoever has a share link's token is let in, so that a log must not hold it.
_SHARE_TOKEN = re.compile(r"(/share/[\w-]+/)[\w-]+:[\w-]+")
_ADDRESS = re.compile(r"([^@\s]{1,2})[^@\s]*(@[^@\s]+)")


def redact_text(text: str) -> str:
    """The text without key secrets, credentials and share tokens; a key's prefix stays."""
    text = _SHARE_TOKEN.sub(rf"\1{STRUCK}", text)
    return _AUTHORIZATION.sub(rf"\1 {STRUCK}", _KEY_SECRET.sub(rf"\1_{STRUCK}", text))


def redact_query(query: str) -> str:
    """A URL's query with the values of secret-sounding parameters struck out."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, redacted(value, name)) for name, value in pairs], safe="[]")


def redacted(value: Any, name: str = "") -> Any:
    """JSON-ready data without secrets: by the name of the field, and by the look of the text."""
    if isinstance(value, dict):
        return {key: redacted(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(item, name) for item in value]
    if isinstance(value, str):
        return STRUCK if value and _SECRET_NAMES.fullmatch(name.rpartition(".")[2]) else redact_text(value)
    return value


def masked_email(email: str) -> str:
    """Enough of an address to recognise it, too little to write to: `gr…@example.com`."""
    return _ADDRESS.sub(r"\1…\2", email)
