"""Recipes of the studio, external, workflows and webhooks families, to be followed after those of the story family.

Data only. `LOGO_FILE` and `BROCHURE_FILE` are the paths of a picture and of a document of your own.
"""

from studio.discovery.recipes import Recipe

_BRIEF = "We launch Lumo, a solar lamp for campers who hate batteries. 30 seconds for Instagram, warm."
_ORGANIZATION = {"X-External-Org-Id": "$ORGANIZATION_ID"}
_WORKING = ("status", ("pending", "processing"))


def _turn(text: str) -> dict[str, object]:
    return {
        "companion_id": "cinematic-director",
        "session_id": "lumo",
        "project_id": "$PROJECT_ID",
        "messages": [{"role": "user", "content": text}],
    }


STUDIO_RECIPES = (
    Recipe("createProject", {"name": "Lumo"}, name="createStudioProject", yields={"PROJECT_ID": "project.id"}),
    Recipe("listCompanions"),
    Recipe("streamChat", _turn(_BRIEF)),
    Recipe("streamChat", _turn("Make it shorter. And what about the ending?"), name="askTheCompanionAgain"),
    Recipe("listSessions", query="limit=5"),
    Recipe("getSession", path={"session_id": "lumo"}),
    Recipe(
        "generateArtifact",
        {"session_id": "lumo", "artifact_type": "brief"},
        yields={"BRIEF_ID": "artifact_id"},
    ),
    Recipe(
        "generateArtifact",
        {"session_id": "lumo", "artifact_type": "shotlist"},
        name="generateShotlist",
        yields={"SHOTLIST_ID": "artifact_id"},
    ),
    Recipe(
        "createPromptPack",
        {
            "project_id": "$PROJECT_ID",
            "brief_id": "$BRIEF_ID",
            "shotlist_id": "$SHOTLIST_ID",
            "style_overrides": {"lighting": "dramatic rim light"},
        },
    ),
    Recipe(
        "generateImage",
        {"prompt": "A solar lamp on a rock by a lake at dusk", "size": "384x256", "project_id": "$PROJECT_ID"},
    ),
    Recipe(
        "generateVideo",
        {"prompt": "Slow push in on a lamp at dusk", "duration_s": 1, "aspect_ratio": "1:1"},
        yields={"STUDIO_JOB_ID": "id"},
    ),
    Recipe("streamStudioJobEvents"),
    Recipe("getStudioJob", poll=_WORKING, yields={"CLIP_URL": "result.url"}),
    Recipe("listStudioJobs"),
    Recipe("generateVideo", {"prompt": "Pan right along a quay"}, name="filmAgain", yields={"STUDIO_JOB_ID": "id"}),
    Recipe("cancelStudioJob"),
    Recipe("createExport", {"project_id": "$PROJECT_ID", "include": ["brief", "shotlist"]}, name="exportProjectAsJson"),
    Recipe(
        "importProject",
        {"document": {"format": "studio.project", "version": 1, "project": {"name": "Lumo, from elsewhere"}}},
    ),
    Recipe("deleteSession", path={"session_id": "lumo"}),
)

EXTERNAL_RECIPES = (
    Recipe("getMe", name="whoAmI", yields={"ORGANIZATION_ID": "organization_id"}),
    Recipe("externalCategories", headers=_ORGANIZATION),
    Recipe(
        "externalGenerateImage",
        {"prompt": "modern office workspace with natural light", "aspectRatio": "16:9", "resolution": "1K"},
        headers=_ORGANIZATION,
    ),
    Recipe(
        "externalCinematicImage",
        {
            "prompt": "a team celebrating a product launch in a modern office",
            "category": "category_product_launch",
            "aspectRatio": "16:9",
            "resolution": "1K",
            "cinematicMode": True,
        },
        headers=_ORGANIZATION,
    ),
    Recipe("externalUsage", query="limit=10", headers=_ORGANIZATION),
)

_AD = {"type": "staticad", "concept": "Lumo, a solar lamp for campers who hate batteries", "formats": "1:1"}
_BRAND = {
    "name": "Lumo",
    "industry": "outdoor",
    "tone": "warm",
    "targetAudience": "campers",
    "colors": {"primary": "#17324d", "secondary": "#e9a23b", "accent": "#ffffff"},
}

# Its original has an address on this studio, which is read like any page of the web.
_FACTS = {
    "type": "markdown",
    "content": "# Prices\n\nLumo costs 39 pounds. A set of three costs 99 pounds.",
    "label": "Prices",
    "retentionPolicy": "STORE_ORIGINAL",
}
_READING_IT = ("data.status", ("PENDING", "INDEXING"))

WORKFLOW_RECIPES = (
    Recipe("getModelsStatus"),
    Recipe("setUserBrand", _BRAND),
    Recipe("putUserBrand", {"name": "Lumo", "tone": "bold"}),
    Recipe("setUserBrandLogo", file="LOGO_FILE"),
    Recipe("getUserBrand"),
    Recipe("addKnowledgeFile", file="BROCHURE_FILE", yields={"DOCUMENT_ID": "data.id"}),
    Recipe("streamKnowledgeDocument"),
    Recipe("getKnowledgeDocument", poll=_READING_IT),
    Recipe("createSource", _FACTS, name="storeFacts", yields={"FACTS_URL": "source.originalUrl"}),
    Recipe("addKnowledgeUrl", {"url": "$FACTS_URL", "depth": 0}, yields={"PAGE_DOCUMENT_ID": "data.id"}),
    Recipe("listKnowledge"),
    Recipe("searchKnowledge", query="q=how+long+does+it+shine&limit=3"),
    Recipe("createWorkflow", {**_AD, "hitl": True}, yields={"WORKFLOW_ID": "jobId"}),
    Recipe("getWorkflow", name="waitForTheReview", poll=("data.status", ("pending", "active"))),
    Recipe("getWorkflowDirection"),
    Recipe("resumeWorkflow", {"action": "edit", "direction": {"title": "Light that needs nobody"}}),
    Recipe("streamWorkflow", query="jobId=$WORKFLOW_ID"),
    Recipe("getWorkflow"),
    Recipe("listWorkflows", query="limit=5"),
    Recipe("createWorkflow", _AD, name="launchAnother", yields={"WORKFLOW_ID": "jobId"}),
    Recipe("cancelWorkflow"),
    Recipe("createBatch", {"workflows": [_AD]}, yields={"BATCH_ID": "batchId"}),
    Recipe("getBatchStatus", query="batchId=$BATCH_ID", poll=("data.completed", (0,))),
    Recipe("getUserCredits"),
    Recipe("getUserStats", query="startDate=2026-01-01&endDate=2026-12-31"),
    Recipe("getUserAnalytics", query="period=7d&timeZone=Europe/Berlin"),
    Recipe("listUserProjects", query="limit=5"),
    Recipe("exportUserProjects", saved="projects.zip"),
    Recipe("exportSource", query="source=$CLIP_URL", saved="advert.mp4"),
    Recipe("deleteKnowledgeDocument"),
    Recipe("deleteUserBrandLogo"),
)

# The address `inbox:` is the studio's own receiver; a server of yours has an https one.
WEBHOOK_RECIPES = (
    Recipe("listWebhookEventTypes"),
    Recipe(
        "createWebhookEndpoint",
        {"url": "inbox:", "types": ["video.ready", "plan.ready"], "description": "Tells the shop"},
        yields={"ENDPOINT_ID": "endpoint.id", "WEBHOOK_SECRET": "secret"},
    ),
    Recipe("listWebhookEndpoints"),
    Recipe("getWebhookEndpoint"),
    Recipe("updateWebhookEndpoint", {"types": ["video.ready", "image.ready"]}),
    Recipe("testWebhookEndpoint", {"type": "video.ready"}, yields={"DELIVERY_ID": "delivery.id"}),
    Recipe("getWebhookDelivery", poll=("delivery.status", ("pending",))),
    Recipe("listWebhookDeliveries", query="limit=5&status=delivered"),
    Recipe("redeliverWebhook"),
    Recipe("rotateWebhookSecret", {}, yields={"WEBHOOK_SECRET": "secret"}),
    Recipe("deleteWebhookEndpoint"),
)
