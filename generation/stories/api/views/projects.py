"""Projects."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from generation.projects import services as projects
from generation.stories.api import present, schemas, serializers
from generation.stories.api.views.base import (
    PAGE,
    READ,
    WRITE,
    StoryView,
)
from wire.requests import read_body, transacted


class Projects(StoryView):
    route_family = "projects"
    scopes = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="listProjects", summary="List projects", responses=schemas.ProjectPage, parameters=PAGE)
    def get(self, request: Request) -> Response:
        page = self.page(request, projects.projects_of(self.organization_id))
        return Response({"projects": [present.project(p) for p in page.items], "nextCursor": page.next_cursor})

    @extend_schema(
        operation_id="createProject",
        summary="Create a project",
        request=serializers.ProjectCreate,
        responses=schemas.ProjectAnswer,
    )
    @transacted(idempotency="accepted")
    def post(self, request: Request) -> Response:
        body = read_body(request, serializers.ProjectCreate)
        project = projects.create_project(
            self.organization_id,
            name=body["name"],
            description=body.get("description"),
            metadata=body.get("metadata"),
        )
        return Response({"project": present.project(project)})


class ProjectDetail(StoryView):
    route_family = "projects"
    scopes = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @extend_schema(operation_id="getProject", summary="Read a project", responses=schemas.ProjectAnswer)
    def get(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        return Response({"project": present.project(project)})

    @extend_schema(
        operation_id="updateProject",
        summary="Update a project",
        request=serializers.ProjectUpdate,
        responses=schemas.ProjectAnswer,
    )
    @transacted()
    def patch(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        changes = read_body(request, serializers.ProjectUpdate)
        return Response({"project": present.project(projects.update_project(project, changes, now=timezone.now()))})

    @extend_schema(operation_id="deleteProject", summary="Delete a project", responses={200: schemas.Deleted})
    @transacted()
    def delete(self, request: Request, project_id: str) -> Response:
        project = projects.access_project(project_id, organization_id=self.organization_id)
        deleted_at = projects.delete_project(project, now=timezone.now())
        return Response({"id": project.pk, "deletedAt": present.when(deleted_at)})
