from django.urls import path

from generation.stories.api import views

urlpatterns = [
    path("credits", views.Credits.as_view()),
    path("credits/receipts", views.Receipts.as_view()),
    path("story-projects", views.Projects.as_view()),
    path("story-projects/<str:project_id>", views.ProjectDetail.as_view()),
    path("story-projects/<str:project_id>/sources", views.Sources.as_view()),
    path("story-projects/<str:project_id>/sources/<str:source_id>", views.SourceDetail.as_view()),
    path("story-projects/<str:project_id>/story-plans", views.Plans.as_view()),
    path("story-plans/<str:plan_id>", views.PlanDetail.as_view()),
    path("story-plans/<str:plan_id>/approve", views.PlanApprove.as_view()),
    path("story-plans/<str:plan_id>/reject", views.PlanReject.as_view()),
    path("story-jobs", views.Jobs.as_view()),
    path("story-jobs/<str:job_id>", views.JobDetail.as_view()),
    path("story-jobs/<str:job_id>/cancel", views.JobCancel.as_view()),
    path("story-jobs/<str:job_id>/resume", views.JobResume.as_view()),
    path("story-jobs/<str:job_id>/explain", views.JobExplain.as_view()),
    path("story-jobs/<str:job_id>/artifacts", views.JobArtifacts.as_view()),
    path("story-jobs/<str:job_id>/receipt", views.JobReceipt.as_view()),
    path("artifacts/<str:artifact_id>", views.ArtifactDetail.as_view()),
    path("artifacts/<str:artifact_id>/script", views.ArtifactScript.as_view()),
    path("artifacts/<str:artifact_id>/render-video", views.ArtifactRenderVideo.as_view()),
    path("artifacts/<str:artifact_id>/finalize", views.ArtifactFinalize.as_view()),
]
