"""Content Credentials (C2PA 2.x): who made a file, of what and how, signed into the file itself. No Django.

Signing runs in the studio's own child process (`Maker`); what is read of a stranger's file is read in a confined one
(`read_ingredients`). Nothing here touches the network: no thumbnails, no time-stamping authority, no remote manifests.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from generation.media.sandbox import Limits, confined_work

Json = dict[str, Any]
# Ending -> what c2pa calls it. A file of another kind is left as it is.
FORMATS = {
    ".mp4": "video/mp4", ".mov": "video/quicktime", ".m4v": "video/mp4", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".png": "image/png", ".webp": "image/webp", ".svg": "image/svg+xml", ".mp3": "audio/mpeg", ".wav": "audio/wav",
}  # fmt: skip
CA_YEARS, SIGNER_YEARS = 20, 10
# Of the purposes that C2PA knows, the one that every validator takes by default.
_PURPOSE = "1.3.6.1.5.5.7.3.4"
_SETTINGS = {
    "verify": {"verify_after_sign": False, "ocsp_fetch": False, "remote_manifest_fetch": False},
    "builder": {"thumbnail": {"enabled": False}},
}
_MOST_INGREDIENTS = 16
_HERE = "generation.media.credentials"


@dataclass(frozen=True)
class Identity:
    """Who signs: an ES256 key and its certificates, its own first, as PEM."""

    key: str = field(repr=False)
    chain: str


def sign(path: Path, definition: Json, identity: Identity, archives: Sequence[bytes] = ()) -> int:
    """Write the manifest into the file, which is replaced in one step; bytes added.

    `definition` is a manifest as c2pa's Builder takes it, `archives` are ingredients of `read_ingredients`. Raises
    c2pa.C2paError or OSError, and leaves the file as it was.
    """
    import c2pa

    signed = path.with_name(f".signed-{path.name}")
    signed.unlink(missing_ok=True)
    told = c2pa.C2paSignerInfo(
        alg=b"es256", sign_cert=identity.chain.encode(), private_key=identity.key.encode(), ta_url=None
    )
    try:
        builder = c2pa.Builder(definition, context=c2pa.Context.from_dict(_SETTINGS))
        for archive in archives:
            builder.add_ingredient_from_archive(io.BytesIO(archive))
        with path.open("rb") as source, signed.open("w+b") as out, c2pa.Signer.from_info(told) as signer:
            builder.sign(signer, FORMATS[path.suffix.lower()], source, out)
        added = signed.stat().st_size - path.stat().st_size
        signed.replace(path)
    finally:
        signed.unlink(missing_ok=True)
    return added


# ---------------------------------------------------------------- ingredients


def read_ingredients(files: Sequence[tuple[Path, Json, str]], folder: Path) -> list[bytes]:
    """Each file as an ingredient with what it says of its own origin, read in a confined process; as c2pa archives.

    A file is its path, what is said of it (`label`, `title`, `relationship`, …) and its MIME type. `folder` may be
    written to. Files beyond the first sixteen are left out. Raises GenerationFailed.
    """
    kept = list(files)[:_MOST_INGREDIENTS]
    size = sum(path.stat().st_size for path, *_ in kept)
    limits = Limits(wall_s=60 + size / 20e6, cpu_s=round(30 + size / 50e6), rss_mb=768, file_mb=64)
    told = [[{**said, "instance_id": said["label"]}, kind] for _, said, kind in kept]
    confined_work(f"{_HERE}:_archive", [path for path, *_ in kept], folder, limits=limits, told=told)
    archives = [folder / f"ingredient-{number}" for number in range(len(kept))]
    return [path.read_bytes() for path in archives if path.is_file() and not path.is_symlink()]


def _archive(inputs: list[Path], out: Path, *, report: Any, told: list[list[Any]]) -> int:
    """In the confined process: the archives as files in `out`."""
    import c2pa

    for number, (path, (said, kind)) in enumerate(zip(inputs, told, strict=True)):
        builder = c2pa.Builder(
            {"claim_generator_info": [{"name": "Studio"}]}, context=c2pa.Context.from_dict(_SETTINGS)
        )
        with path.open("rb") as source, (out / f"ingredient-{number}").open("w+b") as target:
            builder.add_ingredient(said, kind, source)
            builder.write_ingredient_archive(said["label"], target)
    return len(inputs)


# ---------------------------------------------------------------- the identity


def new_identity(name: str, *, now: datetime | None = None) -> Identity:
    """A new key with a certificate of a new authority of its own, both for this name. The authority's key is not kept.

    The extensions are those of C2PA 2.2, 14.5.1: key usage, purpose and the identifiers of both keys.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    now = now or datetime.now(UTC)
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _certificate(
        _name(f"{name} root"), _name(f"{name} root"), authority.public_key(), authority, now=now, years=CA_YEARS,
        extensions=[
            (x509.BasicConstraints(ca=True, path_length=0), True),
            (_usage(key_cert_sign=True, crl_sign=True), True),
        ],
    )  # fmt: skip
    signer = _certificate(
        _name(name), root.subject, own.public_key(), authority, now=now, years=SIGNER_YEARS,
        extensions=[
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (_usage(digital_signature=True), True),
            (x509.ExtendedKeyUsage([x509.ObjectIdentifier(_PURPOSE)]), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), False),
        ],
    )  # fmt: skip
    key = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return Identity(key, "".join(one.public_bytes(Encoding.PEM).decode() for one in (signer, root)))


def _name(common: str) -> Any:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = ((NameOID.ORGANIZATION_NAME, "Studio"), (NameOID.COMMON_NAME, common[:64]))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _usage(**allowed: bool) -> Any:
    from cryptography import x509

    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def _certificate(
    subject: Any,
    issuer: Any,
    public: Any,
    signer: Any,
    *,
    now: datetime,
    years: int,
    extensions: list[tuple[Any, bool]],
) -> Any:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    builder = builder.not_valid_after(now + timedelta(days=365 * years))
    for extension, is_critical in [*extensions, (x509.SubjectKeyIdentifier.from_public_key(public), False)]:
        builder = builder.add_extension(extension, critical=is_critical)
    return builder.sign(signer, hashes.SHA256())


def told_of(path: Path) -> Json | None:
    """What a signed file says: the manifest store as c2pa's Reader prints it; None for a file that says nothing."""
    import c2pa

    try:
        with c2pa.Reader(path) as reader:
            return {"state": reader.get_validation_state(), **json.loads(reader.json())}
    except c2pa.C2paError as error:
        if "ManifestNotFound" in type(error).__name__ or "no JUMBF" in str(error) or "ManifestNotFound" in str(error):
            return None
        raise
