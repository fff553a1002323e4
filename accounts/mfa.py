"""Second factors at rest: their secrets are encrypted, so that a copy of the database makes no codes."""

import base64
import hashlib
import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

logger = logging.getLogger(__name__)


class MfaAdapter(DefaultMFAAdapter):
    """Keys derive from `SECRET_KEY`; old ones decrypt as long as they stand in `SECRET_KEY_FALLBACKS`."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text, or nothing when its key is gone: no code fits then, and an operator removes the factor."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("A second factor was stored under another secret key and fits no code any more.")
            return ""


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(secret_key: str | bytes) -> bytes:
    digest = hashlib.blake2b(force_bytes(secret_key), digest_size=32, person=b"studio-mfa").digest()
    return base64.urlsafe_b64encode(digest)
