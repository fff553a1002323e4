"""Files from somebody's disk: sent in pieces that the door lets in, joined again, and told apart by their content."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from generation.assets.storage import store
from generation.media.documents.charset import is_binary
from generation.projects.models import Source
from generation.projects.sources import FETCHED_TYPES
from wire.errors import SourceTooLarge, SourceTypeUnsupported, ValidationFailed

PIECE_BYTES = 2 * 1024 * 1024
_MAX_BYTES = max(limit for _, limit in FETCHED_TYPES.values())
_MOST_PIECES = 256  # of one organization that wait to be joined
_KEPT_FOR = timedelta(hours=6)
_PIECES = signing.Signer(salt="piece")


@dataclass(frozen=True)
class FileKind:
    """What a file is: the source's type, what the reader takes it for, and how many bytes it may have."""

    type: Source.Type
    content_type: str
    max_bytes: int


_PDF = FileKind(Source.Type.PDF, "application/pdf", FETCHED_TYPES["pdf"][1])
_TEXT = FileKind(Source.Type.TEXT, "text/plain", FETCHED_TYPES["url"][1])
_MARKDOWN = FileKind(Source.Type.MARKDOWN, "text/markdown", FETCHED_TYPES["url"][1])
_HTML = FileKind(Source.Type.MARKDOWN, "text/html", FETCHED_TYPES["url"][1])  # read into Markdown
_BY_SUFFIX = {"md": _MARKDOWN, "markdown": _MARKDOWN, "htm": _HTML, "html": _HTML, "xhtml": _HTML}
ACCEPTED = ".pdf,.txt,.text,.md,.markdown,.html,.htm,application/pdf,text/plain,text/markdown,text/html"

# What begins so is often sent and cannot be read: what to do instead.
_FOREIGN = (
    (b"PK\x03\x04", "is a Word, PowerPoint or ZIP file. Save it as a PDF and add that."),
    (b"\xd0\xcf\x11\xe0", "is an old Office file. Save it as a PDF and add that."),
    (b"{\\rtf", "is a rich text file. Save it as a PDF or as plain text and add that."),
    (b"\x89PNG", "is a picture. Its text has to be typed, or read by text recognition (OCR)."),
    (b"\xff\xd8\xff", "is a picture. Its text has to be typed, or read by text recognition (OCR)."),
)


def told_apart(name: str, body: bytes) -> FileKind:
    """What the file is, by its content before its name.

    Raises `ValidationFailed` for an empty one, `SourceTypeUnsupported`, `SourceTooLarge`; each says what to do.
    """
    if not body.strip():
        raise ValidationFailed(f"“{name}” is empty.", field="file")
    suffix = name.rpartition(".")[2].lower()
    head = body[:1024]
    if b"%PDF-" in head:
        kind = _PDF
    elif told := next((told for start, told in _FOREIGN if head.startswith(start)), ""):
        raise SourceTypeUnsupported(f"“{name}” {told}")
    elif suffix == "pdf":
        raise SourceTypeUnsupported(f"“{name}” is called a PDF and is none. Save it anew as a PDF.")
    elif is_binary(body):
        raise SourceTypeUnsupported(f"“{name}” is neither a PDF nor text. PDF, text, Markdown and HTML can be read.")
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        kind = _HTML
    else:
        kind = _BY_SUFFIX.get(suffix, _TEXT)
    check_size(name, len(body), kind.max_bytes)
    return kind


def check_size(name: str, size: int, limit: int = _MAX_BYTES) -> None:
    """Raises `SourceTooLarge`."""
    if size > limit:
        raise SourceTooLarge(
            f"“{name}” has {size / 1e6:.1f} MB; the limit is {limit // 1_000_000} MB. Split it, or add only the part "
            "that the story needs.",
            maxBytes=limit,
            byteSize=size,
        )


def keep_piece(organization_id: str, body: bytes) -> str:
    """Keep a piece of a file for a few hours; the token that `joined` takes. Raises `ValidationFailed`."""
    if not 0 < len(body) <= PIECE_BYTES:
        raise ValidationFailed(f"A piece has 1 to {PIECE_BYTES:,} bytes.")
    folder = _folder(organization_id)
    if _swept(folder) >= _MOST_PIECES:
        raise ValidationFailed("Too many files are on their way at once. Let some arrive, then send the others.")
    name = f"{folder}/{secrets.token_hex(16)}"
    storages["blobs"].save(name, ContentFile(body))
    return _PIECES.sign_object([name, len(body)])


def joined(organization_id: str, name: str, tokens: list[str]) -> bytes:
    """The whole file of its pieces, in the order of their tokens. They stay, for whoever sends the same request again.

    Raises `ValidationFailed` for tokens that are not the organization's or whose pieces are gone, `SourceTooLarge`.
    """
    lost = ValidationFailed(f"“{name}” did not arrive whole. Send it again.", field="file")
    try:
        pieces = [_PIECES.unsign_object(token) for token in tokens]
    except signing.BadSignature:
        raise lost from None
    if not all(path.startswith(f"{_folder(organization_id)}/") for path, _ in pieces):
        raise lost
    check_size(name, sum(size for _, size in pieces))
    try:
        return b"".join(_read(path) for path, _ in pieces)
    except FileNotFoundError:
        raise lost from None


def _read(path: str) -> bytes:
    piece = store().read_from(path)
    try:
        return piece.read()
    finally:
        piece.close()


def drop_pieces(tokens: list[str]) -> None:
    """Forget the pieces of a file that was joined."""
    for token in tokens:
        store().delete(_PIECES.unsign_object(token)[0])


def _folder(organization_id: str) -> str:
    return f"{organization_id}/pieces"


def _swept(folder: str) -> int:
    """Delete the pieces of files that nobody finished; how many are left."""
    left = 0
    for piece in store().listed(folder):
        is_old = timezone.now() - piece.modified_at > _KEPT_FOR
        if is_old:
            store().delete(piece.name)
        left += not is_old
    return left
