"""An artifact's share link: renewed, revoked."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.stories import services
from generation.stories.api import present, schemas, serializers
from generation.stories.api.views.base import PUBLISH, StoryView
from generation.stories.models import ShareLink
from wire.requests import read_body, transacted


class ArtifactShareLink(StoryView):
    route_family = "artifacts"
    scopes = {"POST": PUBLISH, "DELETE": PUBLISH}
    secret_answers = frozenset({"POST", "DELETE"})

    @extend_schema(
        operation_id="renewShareLink",
        summary="Replace an artifact's share link by a new one",
        request=serializers.RenewLink,
        responses=schemas.ShareLinkAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        days = read_body(request, serializers.RenewLink).get("expiresInDays") or services.SHARE_LINK_DAYS
        return self._answer(request, services.renew_link(artifact, days=days, now=timezone.now()))

    @extend_schema(
        operation_id="revokeShareLink",
        summary="Revoke an artifact's share link",
        request=None,
        responses={200: schemas.ShareLinkAnswer},
    )
    @transacted()
    def delete(self, request: Request, artifact_id: str) -> Response:
        artifact = projects.access_artifact(artifact_id, organization_id=self.organization_id)
        return self._answer(request, services.revoke_link(artifact, now=timezone.now()))

    def _answer(self, request: Request, link: ShareLink) -> Response:
        body = {
            "id": link.pk,
            **present.link_urls(link, self.base_url(request)),
            "expiresAt": present.when(link.expires_at),
            "revokedAt": present.when(link.revoked_at),
        }
        return Response({"artifactId": link.artifact_id, "shareLink": body})
