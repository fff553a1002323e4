"""The workflows family's paths. Streams and files are raw routes."""

from django.urls import path

from generation.workflows.api.views import workflows

urlpatterns = [
    path("workflow", workflows.Workflows.as_view()),
    path("workflow/<str:workflow_id>", workflows.WorkflowDetail.as_view()),
    path("workflow/<str:workflow_id>/direction", workflows.WorkflowDirection.as_view()),
    path("workflow/<str:workflow_id>/resume", workflows.WorkflowResume.as_view()),
    path("workflow/<str:workflow_id>/cancel", workflows.WorkflowCancel.as_view()),
    path("batch", workflows.Batches.as_view()),
    path("batch/status", workflows.BatchStatus.as_view()),
]
