"""The studio family's paths. `POST /export` is dispatched at the roof: the editor shares it."""

from django.urls import path

from generation.companions.api.views import exports, jobs, made, sessions

urlpatterns = [
    path("companions", sessions.Companions.as_view()),
    path("chat/sessions", sessions.Sessions.as_view()),
    path("chat/sessions/<str:session_id>", sessions.SessionDetail.as_view()),
    path("artifacts/generate", made.ArtifactGenerate.as_view()),
    path("prompt-pack", made.PromptPack.as_view()),
    path("studio/image", made.Image.as_view()),
    path("studio/video", jobs.Video.as_view()),
    path("jobs", jobs.Jobs.as_view()),
    path("jobs/<str:studio_job_id>", jobs.JobDetail.as_view()),
    path("jobs/<str:studio_job_id>/cancel", jobs.JobCancel.as_view()),
    path("import", exports.Import.as_view()),
]
