"""What a bare DRF project would do: the views that the API's own are measured beside."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer
from rest_framework.views import APIView

from accounts.models import ApiKey
from generation.projects.models import Project


class OneQueryKey(BaseAuthentication):
    """The least that key authentication can be: one indexed look-up, no hashing, no scope."""

    def authenticate(self, request: HttpRequest) -> tuple[Any, ApiKey]:
        prefix = request.headers.get("Authorization", "").removeprefix("Bearer ").rsplit("_", 1)[0]
        key = ApiKey.objects.select_related("organization").filter(prefix=prefix).first()
        if key is None:
            raise AuthenticationFailed
        return None, key


class BareProject(ModelSerializer):
    class Meta:
        model = Project
        fields = ("id", "name", "description", "metadata", "archived_at", "created_at", "updated_at")


class BareDetail(APIView):
    authentication_classes = [OneQueryKey]

    def get(self, request: Any, project_id: str) -> Response:
        project = Project.objects.get(pk=project_id, organization_id=request.auth.organization_id)
        return Response(BareProject(project).data)


class BareCreate(APIView):
    authentication_classes = [OneQueryKey]

    def post(self, request: Any) -> Response:
        serializer = BareProject(data=request.data)
        serializer.is_valid(raise_exception=True)
        project = serializer.save(organization_id=request.auth.organization_id)
        return Response(BareProject(project).data)


urlpatterns = [
    path("bare/projects", BareCreate.as_view()),
    path("bare/projects/<str:project_id>", BareDetail.as_view()),
    path("", include("studio.urls")),
]
