"""Secrets that must be read again, such as a webhook's or a vendor's key: stored encrypted, opened only to be used.

Fernet (AES-128-CBC with HMAC-SHA256) under the first of `STUDIO_SEALING_KEYS`; the others open what earlier ones
sealed. What nobody needs to read again is hashed instead: see `accounts.keys`.
"""

import base64
import hashlib
from collections.abc import Iterator

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db.models import Model, TextField


class SealedField(TextField):
    """A column of sealed texts. `manage.py reseal` finds it by its class."""


class SealBroken(Exception):
    """None of the present keys opens it: it was sealed under a key that is gone, or was changed since."""


def seal(secret: str) -> str:
    """The secret as text for the database; sealing twice gives two texts."""
    return _fernet().encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What was sealed. Raises SealBroken."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken("The stored secret cannot be opened with the present STUDIO_SEALING_KEYS.") from None


def reseal(sealed: str) -> str:
    """The same secret under the first key, so that an older one can be retired. Raises SealBroken."""
    return seal(unseal(sealed))


def sealed_columns() -> Iterator[tuple[type[Model], str]]:
    """Every model and field that holds sealed texts, of all installed apps."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedField):
                yield model, field.attname


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(_key(passphrase)) for passphrase in settings.STUDIO_SEALING_KEYS])


def _key(passphrase: str) -> bytes:
    # The settings hold long random texts, not Fernet's own form; a hash is enough for what cannot be guessed.
    return base64.urlsafe_b64encode(hashlib.sha256(passphrase.encode()).digest())
