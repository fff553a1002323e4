from django.urls import path

from generation.stories.api.views import artifacts, credits, jobs, plans, projects, refine, revisions, sources

urlpatterns = [
    path("credits", credits.Credits.as_view()),
    path("credits/receipts", credits.Receipts.as_view()),
    path("story-projects", projects.Projects.as_view()),
    path("story-projects/<str:project_id>", projects.ProjectDetail.as_view()),
    path("story-projects/<str:project_id>/sources", sources.Sources.as_view()),
    path("story-projects/<str:project_id>/sources/<str:source_id>", sources.SourceDetail.as_view()),
    path("story-projects/<str:project_id>/story-plans", plans.Plans.as_view()),
    path("story-plans/<str:plan_id>", plans.PlanDetail.as_view()),
    path("story-plans/<str:plan_id>/approve", plans.PlanApprove.as_view()),
    path("story-plans/<str:plan_id>/reject", plans.PlanReject.as_view()),
    path("story-jobs", jobs.Jobs.as_view()),
    path("story-jobs/<str:job_id>", jobs.JobDetail.as_view()),
    path("story-jobs/<str:job_id>/cancel", jobs.JobCancel.as_view()),
    path("story-jobs/<str:job_id>/resume", jobs.JobResume.as_view()),
    path("story-jobs/<str:job_id>/explain", jobs.JobExplain.as_view()),
    path("story-jobs/<str:job_id>/artifacts", jobs.JobArtifacts.as_view()),
    path("story-jobs/<str:job_id>/receipt", jobs.JobReceipt.as_view()),
    path("artifacts/<str:artifact_id>", artifacts.ArtifactDetail.as_view()),
    path("artifacts/<str:artifact_id>/script", artifacts.ArtifactScript.as_view()),
    path("artifacts/<str:artifact_id>/refine", refine.ArtifactRefine.as_view()),
    path("artifacts/<str:artifact_id>/revisions", revisions.ArtifactRevisions.as_view()),
    path("artifacts/<str:artifact_id>/revisions/compare", revisions.RevisionCompare.as_view()),
    path("artifacts/<str:artifact_id>/revisions/<str:revision>/restore", revisions.RevisionRestore.as_view()),
    path("artifacts/<str:artifact_id>/render-video", artifacts.ArtifactRenderVideo.as_view()),
    path("artifacts/<str:artifact_id>/finalize", artifacts.ArtifactFinalize.as_view()),
]
