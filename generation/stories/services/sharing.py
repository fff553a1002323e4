"""Share links: a signed token, with expiry and revocation, that opens one artifact without a key."""

from datetime import datetime, timedelta

from django.core import signing

from generation.projects.models import Artifact
from generation.stories.models import ShareLink
from wire.errors import NotFound

SHARE_LINK_DAYS = 31


def share(artifact: Artifact, *, now: datetime) -> ShareLink:
    """The artifact's link, made on first need. It stays the same across revisions."""
    link, _ = ShareLink.objects.get_or_create(
        artifact=artifact, defaults={"expires_at": now + timedelta(days=SHARE_LINK_DAYS)}
    )
    return link


def _share_signer() -> signing.Signer:
    return signing.Signer(salt="share")  # without a time stamp: expiry is the link's own, and its URLs never change


def share_token(link: ShareLink) -> str:
    """A signed token, the same at every read; reading with it needs no session and no key."""
    return _share_signer().sign_object(link.pk)


def open_share(token: str, *, now: datetime) -> Artifact:
    """The artifact behind a share token. Raises `NotFound` when it is not ours, expired or revoked."""
    try:
        link_id = _share_signer().unsign_object(token)
    except signing.BadSignature:
        raise NotFound("This link is not valid.", kind="share") from None
    link = (
        ShareLink.objects.select_related("artifact__project")
        .filter(pk=link_id, revoked_at__isnull=True, expires_at__gt=now, artifact__project__deleted_at__isnull=True)
        .first()
    )
    if link is None:
        raise NotFound("This link has expired or was revoked.", kind="share")
    return link.artifact
