"""Files for the knowledge base: what is taken, told apart by content before name."""

from dataclasses import dataclass

from generation.media.documents.charset import is_binary
from wire.errors import PayloadTooLarge, SourceTypeUnsupported, ValidationFailed

MAX_FILE_BYTES = 10 * 1024 * 1024
_MOST_NAME_CHARS = 160


@dataclass(frozen=True)
class FileKind:
    """`reader` is what reads it in the sandbox, `arguments` what it is told."""

    content_type: str
    reader: str
    arguments: tuple[tuple[str, str], ...] = ()


_TEXT = (("content_type", "text/plain"),)
PDF = FileKind("application/pdf", "generation.media.documents.pdf:read_pdf")
_OFFICE = FileKind("application/zip", "generation.media.documents.office:read_office")
_CSV = FileKind("text/csv", "generation.media.documents.tables:read_csv")
_PLAIN = FileKind("text/plain", "generation.media.documents.pages:read_page", _TEXT)
KINDS = {kind.content_type: kind for kind in (PDF, _OFFICE, _CSV, _PLAIN)}

_TAKEN = "PDF, DOCX, XLSX, CSV and TXT can be read."
_BINARY_SUFFIXES = {"pdf": "a PDF", "docx": "a Word document", "xlsx": "an Excel workbook"}


def told_apart(name: str, head: bytes, size: int) -> FileKind:
    """What a file of `size` bytes is that begins with `head` (some KB of it).

    Raises `PayloadTooLarge`, `ValidationFailed`, `SourceTypeUnsupported`, which say what to do.
    """
    if size > MAX_FILE_BYTES:
        message = f"“{name}” has {size:,} bytes; a file may have {MAX_FILE_BYTES:,} (10 MB). Split it."
        raise PayloadTooLarge(message, maxBytes=MAX_FILE_BYTES, byteSize=size)
    if not head.strip():
        raise ValidationFailed(f"“{name}” is empty.", field="file")
    suffix = name.rpartition(".")[2].lower()
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _OFFICE
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what = "is protected by a password or is an old Office file. Save it as DOCX, XLSX or PDF without a password."
        raise SourceTypeUnsupported(f"“{name}” {what}")
    if suffix in _BINARY_SUFFIXES:
        raise SourceTypeUnsupported(f"“{name}” is called {_BINARY_SUFFIXES[suffix]} and is none. {_TAKEN}")
    if is_binary(head) or head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise SourceTypeUnsupported(f"“{name}” is of a kind that cannot be read. {_TAKEN}")
    return _CSV if suffix in ("csv", "tsv") else _PLAIN


def clean_name(name: str) -> str:
    """A file's name without folders and signs that have no place in one."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:_MOST_NAME_CHARS]}{dot}{suffix[:12]}" if stem else kept[:_MOST_NAME_CHARS] or "file"
