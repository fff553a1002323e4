"""Starting a live read: the share token is the permission, so no key is asked for."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.stories import services
from generation.stories.api import present, schemas, serializers
from generation.stories.api.views.base import StoryView
from wire.requests import read_body, transacted


class StartLive(StoryView):
    route_family = "live"
    scopes = {"POST": ()}

    @extend_schema(
        operation_id="startLiveRead",
        summary="Perform a shared table read, or join its performance",
        request=serializers.StartLive,
        responses=schemas.LiveAnswer,
    )
    @transacted()
    def post(self, request: Request) -> Response:
        token = read_body(request, serializers.StartLive)["token"]
        artifact, found = services.start_live(token, now=timezone.now())
        base_url = self.base_url(request)
        live = {
            **services.live_status(found),
            "liveUrl": base_url + present.live_path(token),
            "eventsUrl": f"{base_url}/share/table-read-events/{token}",
        }
        return Response({"artifactId": artifact.pk, "revision": found[0].revision, "live": live})
