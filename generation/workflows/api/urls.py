"""The workflows family's paths. Streams and files are raw routes."""

from django.urls import path

from generation.workflows.api.views import brand, knowledge, user, workflows

urlpatterns = [
    path("workflow", workflows.Workflows.as_view()),
    path("workflow/<str:workflow_id>", workflows.WorkflowDetail.as_view()),
    path("workflow/<str:workflow_id>/direction", workflows.WorkflowDirection.as_view()),
    path("workflow/<str:workflow_id>/resume", workflows.WorkflowResume.as_view()),
    path("workflow/<str:workflow_id>/cancel", workflows.WorkflowCancel.as_view()),
    path("batch", workflows.Batches.as_view()),
    path("user/credits", user.UserCredits.as_view()),
    path("user/stats", user.UserStats.as_view()),
    path("user/analytics", user.UserAnalytics.as_view()),
    path("user/projects", user.UserProjects.as_view()),
    path("user/brand", user.UserBrand.as_view()),
    path("user/brand/logo", brand.UserBrandLogo.as_view()),
    path("user/brand/knowledge", knowledge.Knowledge.as_view()),
    path("user/brand/knowledge/files", knowledge.KnowledgeFiles.as_view()),
    path("user/brand/knowledge/urls", knowledge.KnowledgeUrls.as_view()),
    path("user/brand/knowledge/search", knowledge.KnowledgeSearch.as_view()),
    path("user/brand/knowledge/<str:document_id>", knowledge.KnowledgeDocument.as_view()),
    path("models/status", user.ModelsStatus.as_view()),
    path("batch/status", workflows.BatchStatus.as_view()),
]
