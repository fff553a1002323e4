"""Whom the installation signs exported files as: the operator's own key, or one that it made at first use."""

from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.sealing import seal, unseal
from generation.assets.models import SigningKey
from generation.media.credentials import Identity, new_identity

NAME = "Studio content credentials"


def identity() -> Identity | None:
    """Whom files are signed as; None while signing is switched off.

    The first call of an installation makes the key, outside of any transaction of the caller's. Raises OSError for an
    operator's file that cannot be read, SealBroken where the sealing key is gone.
    """
    if not settings.STUDIO_C2PA:
        return None
    if settings.STUDIO_C2PA_KEY_FILE and settings.STUDIO_C2PA_CERTIFICATES_FILE:
        key, chain = Path(settings.STUDIO_C2PA_KEY_FILE), Path(settings.STUDIO_C2PA_CERTIFICATES_FILE)
        return Identity(key.read_text(), chain.read_text())
    row = SigningKey.objects.filter(is_current=True).first() or _made()
    return Identity(unseal(row.key), row.chain)


def rotate() -> SigningKey:
    """Sign with a new key from here on. What was signed before stays good: its certificates are in the files."""
    fresh = new_identity(NAME)
    with transaction.atomic():
        SigningKey.objects.filter(is_current=True).update(is_current=False)
        return SigningKey.objects.create(key=seal(fresh.key), chain=fresh.chain)


def _made() -> SigningKey:
    """The first key. Of two processes that begin at once one wins, and both sign with the winner's."""
    fresh = new_identity(NAME)
    try:
        with transaction.atomic():
            return SigningKey.objects.create(key=seal(fresh.key), chain=fresh.chain)
    except IntegrityError:
        return SigningKey.objects.get(is_current=True)
