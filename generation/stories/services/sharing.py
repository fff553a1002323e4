"""Share links: a signed token, with expiry and revocation, that opens one artifact without a key."""

from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

from generation.projects.models import Artifact
from generation.projects.services import lock_project
from generation.stories.models import ShareLink
from generation.stories.staging.read import require_table_read
from wire.errors import ArtifactNotReady, NotFound

SHARE_LINK_DAYS = 31
MAX_SHARE_LINK_DAYS = 365


def share(artifact: Artifact, *, now: datetime) -> ShareLink:
    """The artifact's link, made on first need. It stays the same across revisions."""
    link, _ = ShareLink.objects.get_or_create(
        artifact=artifact, defaults={"expires_at": now + timedelta(days=SHARE_LINK_DAYS)}
    )
    return link


def renew_link(artifact: Artifact, *, days: int, now: datetime) -> ShareLink:
    """A new link that ends in so many days; whoever holds the old one is let in no longer. Needs a transaction."""
    artifact = _locked(artifact)
    ShareLink.objects.filter(artifact=artifact).delete()
    return ShareLink.objects.create(artifact=artifact, expires_at=now + timedelta(days=days))


def revoke_link(artifact: Artifact, *, now: datetime) -> ShareLink:
    """Let nobody in any more; revoking again changes nothing. Needs a transaction. Raises `ArtifactNotReady`."""
    link = ShareLink.objects.filter(artifact=_locked(artifact)).first()
    if link is None:
        raise ArtifactNotReady("There is no link yet: the artifact is not READY.", status=artifact.status)
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
    return link


def require_link(artifact: Artifact) -> None:
    """Raises `ArtifactNotReady` unless the artifact can be read by its link, as the reference asks of a render."""
    if not ShareLink.objects.filter(artifact=artifact, revoked_at=None, expires_at__gt=timezone.now()).exists():
        raise ArtifactNotReady("The artifact has no live share link. Renew it, then render.", status=artifact.status)


def _locked(artifact: Artifact) -> Artifact:
    lock_project(artifact.project)
    artifact = Artifact.objects.select_for_update(no_key=True).get(pk=artifact.pk)
    if artifact.status != Artifact.Status.READY:
        raise ArtifactNotReady(status=artifact.status, allowed=[Artifact.Status.READY.value])
    require_table_read(artifact)
    return artifact


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
