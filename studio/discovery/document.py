"""How drf-spectacular writes the OpenAPI document, as a setting: what it is called, and the names of its enums."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Studio API",
    "DESCRIPTION": "Sources and briefs in; films, table reads and pictures out.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "studio.discovery.openapi.add_shared_parts",
    ],
    "ENUM_NAME_OVERRIDES": {
        "PlanStatus": "generation.stories.models.StoryPlan.Status",
        "ReadMode": "generation.stories.api.serializers.MODES",
        "FinalizeMode": "generation.stories.api.serializers.FINALIZE_MODES",
        "NarrationPolicy": "generation.stories.api.serializers.NARRATION_POLICIES",
        "SourceStatus": "generation.projects.models.Source.Status",
        "DigestStatus": "generation.projects.models.Source.DigestStatus",
        "ArtifactStatus": "generation.projects.models.Artifact.Status",
        "JobStatus": "generation.stories.api.schemas.JOB_STATUSES",
        "EditorJobStatus": "generation.timelines.api.schemas.EDITOR_JOB_STATUSES",
        "FinalizeStatus": "generation.stories.api.schemas.FINALIZE_STATUSES",
        "VideoStatus": "generation.stories.api.schemas.VIDEO_STATUSES",
        "LiveStatus": "generation.stories.api.schemas.LIVE_STATUSES",
        "MusicStatus": "generation.stories.api.staging.schemas.MUSIC_STATUSES",
        "PieceStatus": "generation.stories.api.staging.schemas.PIECE_STATUSES",
        "CoverageStatus": "generation.stories.api.coverage_schemas.COVERAGE_STATUSES",
        "Change": "generation.stories.api.refine_schemas.CHANGES",
        "StudioJobStatus": "generation.companions.api.schemas.JOB_STATUSES",
        "WorkflowStatus": "generation.workflows.api.schemas.WORKFLOW_STATUSES",
        "WorkflowType": "generation.workflows.catalogue.NAMES",
        "WorkflowQuality": "generation.workflows.kinds.QUALITIES",
        "ImageStyle": "generation.companions.api.serializers.STYLES",
        "SourceType": "generation.projects.models.Source.Type",
        "WebhookDeliveryStatus": "generation.webhooks.api.schemas.DELIVERY_STATUSES",
        "ArtifactType": "generation.stories.api.serializers.ARTIFACT_TYPES",
    },
}
