"""Standard Webhooks signatures (https://www.standardwebhooks.com): symmetric, version v1. Pure; knows no Django."""

import base64
import binascii
import hashlib
import hmac
import secrets as random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

PREFIX = "whsec_"
SECRET_BYTES = 32  # the specification asks for 24 to 64
TOLERANCE = timedelta(minutes=5)


class NotVerified(Exception):
    """The message was not signed with any of the secrets, was changed, or is too old or too new."""


def new_secret() -> str:
    """`whsec_` and 32 random bytes in base64: what the receiver's library is given."""
    return PREFIX + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode()


def sign(secrets: Sequence[str], *, message_id: str, sent_at: datetime, body: bytes) -> dict[str, str]:
    """The three headers; of several secrets each adds a signature, and the receiver looks for one that it knows."""
    timestamp = str(int(sent_at.timestamp()))
    signatures = [_signature(secret, message_id, timestamp, body) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def verify(secrets: Sequence[str], headers: Mapping[str, str], body: bytes, *, now: datetime) -> None:
    """The receiver's side. `headers` have lower-case names. Raises NotVerified."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        raise NotVerified("webhook-id and webhook-timestamp are missing or malformed.")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise NotVerified("webhook-timestamp is more than five minutes off.")
    given = headers.get("webhook-signature", "").split(" ")
    expected = [_signature(secret, message_id, timestamp, body) for secret in secrets]
    if not any(hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected):
        raise NotVerified("No signature fits the body and the secret.")


def _signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("A signing secret is `whsec_` and base64.") from error
