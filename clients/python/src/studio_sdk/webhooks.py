"""Verifying what the studio sends to an endpoint, by the rules of Standard Webhooks."""

import base64
import binascii
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from studio_sdk.errors import SignatureInvalid

# A message older or newer than this may be a recording that somebody plays again.
TOLERANCE_S = 300


def verify(secret: str, body: bytes | str, headers: Mapping[str, str], *, now: float | None = None) -> dict[str, Any]:
    """The event of a signed message. `body` has to be the bytes as they came. Raises SignatureInvalid.

    A message may arrive more than once: keep its `webhook-id` and do nothing the second time.
    """
    told = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, stamp, signatures = (told[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        age = (time.time() if now is None else now) - int(stamp)
    except (KeyError, ValueError, binascii.Error):
        raise SignatureInvalid("The message carries no readable signature.") from None
    if abs(age) > TOLERANCE_S:
        raise SignatureInvalid("The message is more than five minutes off. Check this machine's clock.")
    text = body.encode() if isinstance(body, str) else body
    expected = base64.b64encode(hmac.digest(key, f"{message_id}.{stamp}.".encode() + text, "sha256")).decode()
    # Several while a secret is being rotated. compare_digest takes the same time wherever they differ.
    given = [part.partition(",") for part in signatures.split()]
    if not any(version == "v1" and hmac.compare_digest(value, expected) for version, _, value in given):
        raise SignatureInvalid("The signature is of another secret or another body.")
    event: dict[str, Any] = json.loads(text)
    return event
