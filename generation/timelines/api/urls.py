from django.urls import path

from generation.timelines.api.views import ai, exports, history, jobs, me, previews, projects, segments, variants

urlpatterns = [
    path("me", me.Me.as_view()),
    path("ai/health", ai.AiHealth.as_view()),
    path("ai/timeline", ai.AiTimeline.as_view()),
    path("ai/generate", ai.Generate.as_view()),
    path("project", projects.Projects.as_view()),
    path("project/<str:project_id>", projects.ProjectDetail.as_view()),
    path("project/<str:project_id>/upload", projects.Upload.as_view()),
    path("project/<str:project_id>/preview/frame", previews.PreviewFrame.as_view()),
    path("project/<str:project_id>/preview/strip", previews.PreviewStrip.as_view()),
    path("project/<str:project_id>/reorder", history.Reorder.as_view()),
    path("project/<str:project_id>/undo", history.Undo.as_view()),
    path("project/<str:project_id>/redo", history.Redo.as_view()),
    path("project/<str:project_id>/history", history.History.as_view()),
    path("project/<str:project_id>/history/<str:revision>/restore", history.Restore.as_view()),
    path("project/<str:project_id>/exports", exports.ProjectExports.as_view()),
    path("segment/<str:segment_id>", segments.SegmentDetail.as_view()),
    path("segment/<str:segment_id>/split", segments.SegmentSplit.as_view()),
    path("segment/<str:segment_id>/trim", segments.SegmentTrim.as_view()),
    path("segment/<str:segment_id>/color-grade", segments.SegmentGrade.as_view()),
    path("segment/<str:segment_id>/grade-preview", segments.SegmentGradePreview.as_view()),
    path("job/<str:job_id>", jobs.JobDetail.as_view()),
    path("job/<str:job_id>/cancel", jobs.JobCancel.as_view()),
    path("job/<str:job_id>/resume", jobs.JobResume.as_view()),
    path("variant/<str:variant_id>/accept", variants.VariantAccept.as_view()),
    path("variant/<str:variant_id>/score", variants.VariantScore.as_view()),
    path("export/<str:export_job_id>", exports.ExportDetail.as_view()),
    path("export/<str:export_job_id>/cancel", exports.ExportCancel.as_view()),
    path("export/<str:export_job_id>/resume", exports.ExportResume.as_view()),
]
