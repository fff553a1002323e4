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
_SHARE_TOKEN = re.compile(r"(/(?:share/[\w-]+|media|upload)/)[\w.-]+(?::|%3A)[\w.:%-]+", re.IGNORECASE)
# What a person may have put anywhere: keys and tokens by the marks that their issuers give them.
_MARKED = re.compile(
    r"\b(whsec_|sk-|sk_|pk_|rk_|gh[a-z]_|github_pat_|xox[a-z]-|AKIA|AIza|ya29\.|eyJ)[\w.+/=-]{8,}", re.ASCII
)
# Unlike `_AUTHORIZATION`, not “basic colours”: what follows has to look like nothing that is spoken.
_CREDENTIALS = re.compile(r"\b((?i:bearer|basic|digest))\s+(?=\S*(?:\d|=|[a-z][A-Z]))(?!sh_\w+_\[)[^\s,;\"']{6,}")
_IN_ADDRESS = re.compile(r"(://)[^/\s:@\"']+:[^/\s@\"']+@")
_WORDS = (
    r"secret|token|passw|passphrase|pwd|credential|authori[sz]ation|cookie|signature|idempotency|api[-_]?key|"
    r"access[-_]?key|private[-_]?key|otp"
)
_SECRET_WORDS = re.compile(rf"{_WORDS}|^(sig|auth|key)$", re.IGNORECASE)
_PARAMETER = re.compile(rf"([?&;][\w.-]*(?:{_WORDS}|\bsig|\bkey|\bcode|\bauth)[\w.-]*=)[^&\s\"'#]+", re.IGNORECASE)
# `code` is a one-time password in one place and the name of an error in another.
_ERROR_CODE = re.compile(r"[A-Za-z][A-Za-z_.-]{0,63}")
_ADDRESS = re.compile(r"([^@\s]{1,2})[^@\s]*(@[^@\s]+)")


def redact_text(text: str) -> str:
    """The text without key secrets, credentials and share tokens; a key's prefix stays."""
    text = _SHARE_TOKEN.sub(rf"\1{STRUCK}", text)
    return _AUTHORIZATION.sub(rf"\1 {STRUCK}", _KEY_SECRET.sub(rf"\1_{STRUCK}", text))


def redact_query(query: str) -> str:
    """A URL's query with the values of secret-sounding parameters struck out."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, redacted_exchange(redacted(value, name), name)) for name, value in pairs], safe="[]")


def redacted(value: Any, name: str = "") -> Any:
    """JSON-ready data without secrets: by the name of the field, and by the look of the text."""
    if isinstance(value, dict):
        return {key: redacted(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(item, name) for item in value]
    if isinstance(value, str):
        return STRUCK if value and _SECRET_NAMES.fullmatch(name.rpartition(".")[2]) else redact_text(value)
    return value


def redact_prose(text: str) -> str:
    """`redact_text` for what people write: tokens known by their marks, secrets inside addresses, not plain words."""
    text = _KEY_SECRET.sub(rf"\1_{STRUCK}", _SHARE_TOKEN.sub(rf"\1{STRUCK}", text))
    text = _IN_ADDRESS.sub(rf"\1{STRUCK}@", _CREDENTIALS.sub(rf"\1 {STRUCK}", text))
    return _PARAMETER.sub(rf"\1{STRUCK}", _MARKED.sub(rf"\1{STRUCK}", text))


def redacted_exchange(value: Any, name: str = "", *, is_secret: bool = False) -> Any:
    """JSON-ready data of a stranger's making, without secrets: any field whose name sounds like one is struck out."""
    is_secret = is_secret or bool(_SECRET_WORDS.search(name))
    if isinstance(value, dict):
        return {
            redact_prose(str(key)): redacted_exchange(item, str(key), is_secret=is_secret)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [redacted_exchange(item, name, is_secret=is_secret) for item in value]
    if not isinstance(value, str) or not value:
        return value
    if is_secret or (name.lower() == "code" and not _ERROR_CODE.fullmatch(value)):
        return STRUCK
    return redact_prose(value)


def masked_email(email: str) -> str:
    """Enough of an address to recognise it, too little to write to: `gr…@example.com`."""
    return _ADDRESS.sub(r"\1…\2", email)
