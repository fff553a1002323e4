"""What we sign is what the receivers' own library verifies, and nothing else passes it."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from generation.webhooks.signing import NotVerified, new_secret, sign, verify

BODY = json.dumps({"type": "video.ready", "data": {"title": "Grüße — 🎬"}}, ensure_ascii=False).encode()


def signed(*secrets: str, minutes_ahead: int = 0) -> dict[str, str]:
    """By the clock as it is now: the library reads the clock, and a run of the whole suite outlasts its tolerance."""
    sent_at = datetime.now(UTC) + timedelta(minutes=minutes_ahead)
    return sign(secrets, message_id="evt_1", sent_at=sent_at, body=BODY)


def test_a_secret_has_the_specifications_form() -> None:
    secret = new_secret()
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert new_secret() != secret


def test_the_library_verifies_what_we_sign() -> None:
    secret = new_secret()
    assert Webhook(secret).verify(BODY, signed(secret)) == json.loads(BODY)
    verify([secret], signed(secret), BODY, now=datetime.now(UTC))


def test_while_a_secret_is_rotated_both_verify() -> None:
    new, old = new_secret(), new_secret()
    headers = signed(new, old)
    assert len(headers["webhook-signature"].split(" ")) == 2
    for secret in (new, old):
        assert Webhook(secret).verify(BODY, headers)
        verify([secret], headers, BODY, now=datetime.now(UTC))


SECRET = new_secret()
BAD: dict[str, Callable[[dict[str, str]], tuple[bytes, dict[str, str]]]] = {
    "another body": lambda good: (BODY + b" ", good),
    "another id": lambda good: (BODY, good | {"webhook-id": "evt_2"}),
    "another time": lambda good: (BODY, good | {"webhook-timestamp": str(int(good["webhook-timestamp"]) + 1)}),
    "another secret": lambda _: (BODY, signed(new_secret())),
    "stale": lambda _: (BODY, signed(SECRET, minutes_ahead=-6)),
    "from the future": lambda _: (BODY, signed(SECRET, minutes_ahead=6)),
    "unsigned": lambda good: (BODY, good | {"webhook-signature": ""}),
    "another version": lambda good: (
        BODY,
        good | {"webhook-signature": good["webhook-signature"].replace("v1,", "v1a,")},
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_the_library_rejects_what_is_not_ours(what: str) -> None:
    body, headers = BAD[what](signed(SECRET))
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, headers)


@pytest.mark.parametrize("what", BAD)
def test_so_does_the_built_in_receiver(what: str) -> None:
    body, headers = BAD[what](signed(SECRET))
    with pytest.raises(NotVerified):
        verify([SECRET], headers, body, now=datetime.now(UTC))
