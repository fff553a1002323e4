"""What we sign is what the receivers' own library verifies, and nothing else passes it."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from generation.webhooks.signing import NotVerified, new_secret, sign, verify

NOW = datetime.now(UTC)
BODY = json.dumps({"type": "video.ready", "data": {"title": "Grüße — 🎬"}}, ensure_ascii=False).encode()


def signed(*secrets: str, sent_at: datetime = NOW) -> dict[str, str]:
    return sign(secrets, message_id="evt_1", sent_at=sent_at, body=BODY)


def test_a_secret_has_the_specifications_form() -> None:
    secret = new_secret()
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) == 32
    assert new_secret() != secret


def test_the_library_verifies_what_we_sign() -> None:
    secret = new_secret()
    assert Webhook(secret).verify(BODY, signed(secret)) == json.loads(BODY)
    verify([secret], signed(secret), BODY, now=NOW)


def test_while_a_secret_is_rotated_both_verify() -> None:
    new, old = new_secret(), new_secret()
    headers = signed(new, old)
    assert len(headers["webhook-signature"].split(" ")) == 2
    for secret in (new, old):
        assert Webhook(secret).verify(BODY, headers)
        verify([secret], headers, BODY, now=NOW)


SECRET = new_secret()
GOOD = signed(SECRET)
BAD = {
    "another body": (BODY + b" ", GOOD),
    "another id": (BODY, GOOD | {"webhook-id": "evt_2"}),
    "another time": (BODY, GOOD | {"webhook-timestamp": str(int(GOOD["webhook-timestamp"]) + 1)}),
    "another secret": (BODY, signed(new_secret())),
    "stale": (BODY, signed(SECRET, sent_at=NOW - timedelta(minutes=6))),
    "from the future": (BODY, signed(SECRET, sent_at=NOW + timedelta(minutes=6))),
    "unsigned": (BODY, GOOD | {"webhook-signature": ""}),
    "another version": (BODY, GOOD | {"webhook-signature": GOOD["webhook-signature"].replace("v1,", "v1a,")}),
}


@pytest.mark.parametrize("what", BAD)
def test_the_library_rejects_what_is_not_ours(what: str) -> None:
    body, headers = BAD[what]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body, headers)


@pytest.mark.parametrize("what", BAD)
def test_so_does_the_built_in_receiver(what: str) -> None:
    body, headers = BAD[what]
    with pytest.raises(NotVerified):
        verify([SECRET], headers, body, now=NOW)
