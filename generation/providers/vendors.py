"""What every adapter of a vendor needs: ask over HTTP, and take what it sent as a stranger's file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generation.providers.base import Connection, PictureLayer, PictureRequest, PictureResult
from wire.addresses import networks
from wire.errors import GenerationFailed, ProviderError, ProviderRejected, ProviderUnavailable, SourceFetchFailed
from wire.fetch import Policy, fetch

ANSWER_S = 120.0
MAX_BODY_BYTES = 64 * 1024 * 1024
_ANYWHERE = networks(["0.0.0.0/0", "::/0"])  # an address that the operator named
_OVERSCAN = 0.08


def ask(
    connection: Connection, path: str, body: dict[str, Any], *, most_bytes: int = MAX_BODY_BYTES,
    timeout_s: float = ANSWER_S,
) -> bytes:  # fmt: skip
    """The body of what the vendor answers to a POST of JSON, with the connection's key as a bearer.

    Raises `ProviderUnavailable` for what may pass, `ProviderError` for what the account is to blame for,
    `ProviderRejected` for a refused request; what the vendor said is in none of them, as it may hold secrets.
    """
    allowed = _ANYWHERE if connection.allowed is None else connection.allowed
    policy = Policy(max_bytes=most_bytes, timeout_s=timeout_s, allowed=allowed)
    headers = [("content-type", "application/json"), ("authorization", f"Bearer {connection.key}")]
    try:
        answer = fetch(
            f"{connection.base_url}{path}", policy, method="POST", headers=headers, body=json.dumps(body).encode()
        )
    except SourceFetchFailed as error:
        if error.details.get("reason") in ("timeout", "connect", "dns", "bad_response"):
            raise ProviderUnavailable("The provider did not answer. Try again shortly.") from None
        raise ProviderError(f"The provider's address cannot be used: {error.message}") from None
    if answer.status == 429 or answer.status >= 500:
        raise ProviderUnavailable(f"The provider is busy or has a fault of its own ({answer.status}).")
    if answer.status in (401, 403):
        raise ProviderError("The provider does not accept the configured key. Tell your operator.")
    if answer.status != 200:
        raise ProviderRejected(f"The provider refused this ({answer.status}).")
    return answer.body


@contextmanager
def received() -> Iterator[None]:
    """What is wrong with the file that the vendor sent, as its failure: the user asked for something else."""
    try:
        yield
    except GenerationFailed as error:
        if error.details.get("reason") == "stopped":
            raise
        raise ProviderUnavailable("What the provider sent cannot be used. Try again shortly.") from error


def received_picture(data: bytes, request: PictureRequest, folder: Path) -> PictureResult:
    """The vendor's PNG, JPEG or WebP brought to the asked size without stretching; read in a confined process."""
    from generation.media.received import receive_pictures  # slow to load, and wanted by few processes

    raw, flat, layer = folder / "answer", folder / "picture.png", folder / "layer.png"
    raw.write_bytes(data)
    wide = [2 * round(side * (1 + 2 * _OVERSCAN) / 2) for side in (request.width, request.height)]
    with received():
        receive_pictures(raw, {flat: (request.width, request.height), layer: (wide[0], wide[1])})
    return PictureResult(
        path=flat,
        width=request.width,
        height=request.height,
        layers=(PictureLayer(path=layer, depth=0.0),),
        overscan=_OVERSCAN,
        description=request.prompt[:200],
    )


def picture_prompt(request: PictureRequest) -> str:
    """The request in the words that such models take."""
    parts = [request.prompt, request.place, request.time_of_day, f"{request.shot_size.replace('_', ' ')} shot"]
    parts += [f"{request.angle} angle", f"{request.mood} mood"]
    if request.style != "painted":
        parts.append(f"{request.style} style")
    if request.brand_colors:
        parts.append(f"accent colours {', '.join(request.brand_colors)}")
    if request.negative:
        parts.append(f"without {request.negative}")
    return ", ".join(part for part in parts if part)
