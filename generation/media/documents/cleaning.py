"""What every extracted text goes through: no control characters, no endless white space, a cap in bytes."""

import re
import unicodedata

MAX_TEXT_BYTES = 1_000_000  # as much as can be sent inline
BYTES_PER_TOKEN = 4
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_BLANKS = re.compile(r"(?<=\S)[ \t\u00a0]+")
_INDENT = re.compile(r"^[ \t\u00a0]+")
_MOST_INDENT = 8
_GAPS = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00ad", ""))
    text = _CONTROL.sub("", text)
    lines = [_INDENT.sub(_indent, _BLANKS.sub(" ", line)).rstrip() for line in text.split("\n")]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def _indent(found: re.Match[str]) -> str:
    """Lists are nested by it, so it stays, though not for ever."""
    return " " * min(len(found.group().expandtabs(4)), _MOST_INDENT)


def capped(text: str) -> tuple[str, bool]:
    """The text, cut at a paragraph before `MAX_TEXT_BYTES`, and whether it was cut."""
    raw = text.encode()
    if len(raw) <= MAX_TEXT_BYTES:
        return text, False
    kept = raw[:MAX_TEXT_BYTES].decode(errors="ignore")
    end = kept.rfind("\n\n", len(kept) * 9 // 10)
    return kept[: end if end > 0 else len(kept)].rstrip(), True


def letters(text: str) -> int:
    return sum(1 for character in text if character.isalnum())
