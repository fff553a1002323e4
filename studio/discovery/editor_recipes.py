"""One recipe for each operation of the editor family, in an order in which they can be followed.

`VIDEO_FILE` is the path of a video of your own, three seconds or longer.
"""

from studio.discovery.recipes import Recipe

_WORKING = ("status", ("pending", "running"))
_DUSK = {
    "project_id": "$PROJECT_ID",
    "prompt": "make it dusk",
    "start_ts": 0.0,
    "end_ts": 1.0,
    "bounding_box": {"x": 0.0, "y": 0.0, "width": 1.0, "height": 0.5},
}
_GRADE = {
    "brightness": 0.1,
    "contrast": 0.15,
    "saturation": 0.1,
    "temperature": 0.2,
    "gamma": 1.0,
    "hue_shift": 0.0,
}
_AS_FILM = {"project_id": "$PROJECT_ID", "format": "mp4"}

EDITOR_RECIPES = (
    Recipe("getMe"),
    Recipe(
        "createEditorProject",
        {"name": "The harbour", "description": "One morning", "video_url": ""},
        yields={"PROJECT_ID": "id"},
    ),
    Recipe("listEditorProjects", query="limit=20"),
    Recipe(
        "requestUpload",
        {"file_name": "harbour.mp4", "content_type": "video/mp4"},
        yields={"UPLOAD_URL": "upload_url", "ASSET_ID": "asset_id"},
    ),
    Recipe("requestUpload", name="sendVideo", sends="VIDEO_FILE", to="$UPLOAD_URL", yields={"JOB_ID": "job_id"}),
    Recipe("streamEditorJobEvents"),
    Recipe("getEditorJob", poll=_WORKING),
    Recipe("getEditorProject", yields={"SEGMENT_ID": "segments.0.id"}),
    Recipe("getSegment"),
    Recipe("previewFrame", {"ts": 0.5}),
    Recipe("previewStrip", {"start": 0.0, "end": 2.0, "fps": 2.0}),
    Recipe("splitSegment", {"split_ts": 1.5}, yields={"SEGMENT_ID": "right.id", "FIRST_ID": "left.id"}),
    Recipe("trimSegment", {"new_start_ts": 1.6, "new_end_ts": 2.4}),
    Recipe("moveSegment", {"order_index": 0}),
    Recipe("previewGrade", _GRADE),
    Recipe("gradeSegment", _GRADE, yields={"SEGMENT_ID": "segment_id"}),
    Recipe("reorderSegments", {"segment_ids": ["$FIRST_ID", "$SEGMENT_ID"]}),
    Recipe("undoEdit"),
    Recipe("redoEdit"),
    Recipe("getHistory"),
    Recipe("restoreTimeline", path={"revision": "1"}),
    Recipe("generateVariants", _DUSK, yields={"JOB_ID": "job_id"}),
    Recipe("getEditorJob", name="waitForVariants", poll=_WORKING, yields={"VARIANT_ID": "variants.1.id"}),
    Recipe("discardVariant"),
    Recipe("getEditorJob", name="readOtherVariant", yields={"VARIANT_ID": "variants.0.id"}),
    Recipe("scoreVariant", query="compare_to=original"),
    Recipe("acceptVariant"),
    Recipe("getAiHealth"),
    Recipe("getAiTimeline", query="limit=20"),
    Recipe("createExport", _AS_FILM, yields={"EXPORT_JOB_ID": "export_job_id"}),
    Recipe("streamExportEvents"),
    Recipe("getExport", poll=_WORKING),
    Recipe("listExports"),
    Recipe("createExport", _AS_FILM, name="exportAgain", yields={"EXPORT_JOB_ID": "export_job_id"}),
    Recipe("cancelExport"),
    Recipe("resumeExport"),
    Recipe("generateVariants", _DUSK, name="generateAgain", yields={"JOB_ID": "job_id"}),
    Recipe("cancelEditorJob"),
    Recipe("resumeEditorJob"),
    Recipe("getEditorProject", name="readAgain", yields={"SEGMENT_ID": "segments.0.id"}),
    Recipe("deleteSegment"),
    Recipe("deleteEditorProject"),
)
