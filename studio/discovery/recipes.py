"""One recipe for each operation of the story family, in an order in which they can be followed.

Data only: paths, scopes and headers come from OpenAPI. What a recipe yields, later ones use under that name.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Recipe:
    """`body` may hold `$NAMES` that earlier recipes yielded. `yields` maps a name to where the answer holds its value.

    An operation that occurs again has a `name` of its own. `poll` says where the answer tells how far the work is, and
    the values that mean it goes on. With `sends`, the file that this name of the environment points at is PUT to the
    address `to`, which needs no key.
    """

    operation: str
    body: dict[str, Any] | None = None
    name: str = ""
    query: str = ""
    path: dict[str, str] = field(default_factory=dict)
    yields: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    poll: tuple[str, tuple[Any, ...]] | None = None
    sends: str = ""
    to: str = ""
    file: str = ""
    saved: str = ""


_TEXT = (
    "Seven wells went dry in Aldermere last summer. The cooperative drilled an eighth, forty metres deep, and it has "
    'not failed since. "We stopped guessing and measured," said Ruth Okafor, who chairs it. The new well serves 312 '
    "homes and cost 48,000 pounds. A vote on a ninth is due in May."
)
_MARKDOWN = {
    "type": "markdown",
    "content": "# The vote\n\nIt takes place on 18 May in the village hall.",
    "label": "Vote",
    "retentionPolicy": "STORE_ORIGINAL",
}
_PLAN_BODY = {
    "target": {"audience": "neighbours", "objective": "explain the new well", "outcome": "come to the vote in May"},
    "artifactRequests": [{"type": "table_read", "mode": "documentary", "durationSeconds": 15}],
    "sourceIds": ["$SOURCE_ID", "$NOTES_ID"],
}
# A deck's own PDF is then read as a source.
_DECK_BODY = {
    **_PLAN_BODY,
    "artifactRequests": [
        {"type": "pitch_deck", "includePdf": True},
        {"type": "storyboard", "durationSeconds": 10, "aspectRatio": "16:9"},
    ],
    "autoApprove": True,
}
_FILM_BODY = {
    **_PLAN_BODY,
    "artifactRequests": [
        {"type": "trailer", "durationSeconds": 15},
        {"type": "production_video", "durationSeconds": 20, "notes": "As an interview."},
    ],
    "autoApprove": True,
}
_NOTES = {"NOTES_ID": "source.id", "NOTES_URL": "source.originalUrl"}
_READING = ("source.status", ("PENDING", "EXTRACTING"))
_PLANNING = ("plan.status", ("PENDING", "RUNNING"))
_MAKING = ("job.status", ("PENDING", "RESERVED", "RUNNING", "PARTIAL"))

_ROLE = {"character": "$CHARACTER", "voiceId": "$VOICE_ID", "voiceName": "Warm Documentary Host"}
_KNOCK = {
    "op": "add",
    "entryIndex": 0,
    "label": "door knock",
    "prompt": "three crisp knocks on a wooden door",
    "volume": 0.55,
    "triggerOffset": "before",
}

_HEAVIER = {
    "op": "update",
    "id": "$CUE_ID",
    "label": "heavier door knock",
    "prompt": "three heavier knocks on a resonant wooden door",
    "volume": 0.75,
    "triggerOffset": "with",
    "regenerate": True,
}

RECIPES = (
    Recipe("getCapabilities"),
    Recipe("getCredits"),
    Recipe("createProject", {"name": "The eighth well"}, yields={"PROJECT_ID": "project.id"}),
    Recipe("listProjects", query="limit=20"),
    Recipe("getProject"),
    Recipe("updateProject", {"description": "What the village did when its wells went dry."}),
    Recipe("createSource", {"type": "text", "content": _TEXT, "label": "Notice"}, yields={"SOURCE_ID": "source.id"}),
    Recipe("createSource", _MARKDOWN, name="createMarkdownSource", yields=_NOTES),
    Recipe(
        "createSource", {"type": "url", "uri": "$NOTES_URL"}, name="createWebSource", yields={"WEB_ID": "source.id"}
    ),
    Recipe("getSource", name="waitForWebSource", path={"source_id": "$WEB_ID"}, poll=_READING),
    Recipe("listSources"),
    Recipe("getSource", poll=_READING),
    Recipe("createPlan", _PLAN_BODY, yields={"PLAN_ID": "plan.id"}),
    Recipe("resumePlan", {}),
    Recipe("getPlan", poll=_PLANNING),
    Recipe("listPlans"),
    Recipe("approvePlan", {}),
    Recipe("createJob", {"storyPlanId": "$PLAN_ID"}, yields={"JOB_ID": "job.id"}),
    Recipe("streamJobEvents"),
    Recipe("getJob", poll=_MAKING),
    Recipe("listJobs", query="projectId=$PROJECT_ID"),
    Recipe("explainJob"),
    Recipe("getJobReceipt"),
    Recipe("listReceipts"),
    Recipe("listJobArtifacts", yields={"ARTIFACT_ID": "artifacts.0.id"}),
    Recipe("getArtifact", yields={"SHARE_TOKEN": "artifact.manifest.shareToken"}),
    Recipe("getArtifactScript"),
    Recipe("listVoices", yields={"VOICE_ID": "voices.1.voiceId"}),
    Recipe("getCast", yields={"CHARACTER": "cast.0.character"}),
    Recipe("recastVoice", {"character": "$CHARACTER", "voiceId": "$VOICE_ID", "voiceName": "Warm Documentary Host"}),
    Recipe("recast", {"cast": [_ROLE]}),
    Recipe("putCast", {"cast": [_ROLE]}),
    Recipe("changeMusic", {"musicCoveragePercent": 0.35}),
    Recipe("getMusic", poll=("music.status", ("generating",))),
    Recipe("changeMusic", {"sceneIndex": 0, "prompt": "heavier bass pulse", "weight": 0.85}, name="directScene"),
    Recipe("changeMusic", {"sceneIndex": 0, "enabled": False}, name="muteScene"),
    Recipe("changeSfx", _KNOCK, yields={"CUE_ID": "cue.id"}),
    Recipe("listSfx", poll=("sfx.cues.0.isDraft", (True,))),
    Recipe("changeSfx", _HEAVIER, name="updateEffect"),
    Recipe("changeSfx", {"op": "remove", "id": "$CUE_ID"}, name="removeEffect"),
    Recipe("createCoverage", {"focusPrompt": "Is the turn earned?"}, yields={"REPORT_ID": "reportId"}),
    Recipe("getCoverage", query="reportId=$REPORT_ID", poll=("coverage.status", ("generating",))),
    Recipe("startLiveRead", {"token": "$SHARE_TOKEN"}),
    Recipe("revokeShareLink"),
    Recipe("renewShareLink", {"expiresInDays": 7}),
    Recipe(
        "refineArtifact",
        {"instruction": "Make it a third shorter.", "scope": "screenplay"},
        yields={"JOB_ID": "storyJob.id"},
    ),
    Recipe("getJob", name="waitForRefine", poll=_MAKING),
    Recipe("getArtifact", name="readFirstRevision", query="revision=1"),
    Recipe("listRevisions"),
    Recipe("compareRevisions", query="from=1&to=2"),
    Recipe("restoreRevision", path={"revision": "1"}),
    Recipe("finalizeArtifact", {"mode": "audio", "record": True}, yields={"JOB_ID": "finalize.jobId"}),
    Recipe("getJob", name="waitForSound", poll=_MAKING),
    Recipe("renderArtifactVideo", yields={"JOB_ID": "render.jobId"}),
    Recipe("cancelJob"),
    Recipe("resumeJob"),
    Recipe("cancelJob", name="cancelAgain"),
    Recipe("finalizeArtifact", {"mode": "video"}, name="finalizeAsVideo", yields={"JOB_ID": "finalize.jobId"}),
    Recipe("cancelJob", name="cancelVideo"),
    Recipe("createPlan", _DECK_BODY, name="planDeckAndStoryboard", yields={"PLAN_ID": "plan.id"}),
    Recipe("getPlan", name="waitForDeckPlan", poll=_PLANNING),
    Recipe("createJob", {"storyPlanId": "$PLAN_ID"}, name="makeDeckAndStoryboard", yields={"JOB_ID": "job.id"}),
    Recipe("getJob", name="waitForDeck", poll=_MAKING),
    Recipe("listJobArtifacts", name="listDeckAndStoryboard", yields={"DECK_ID": "artifacts.0.id"}),
    Recipe(
        "getArtifact",
        name="readDeck",
        path={"artifact_id": "$DECK_ID"},
        yields={"PDF_URL": "artifact.manifest.files.pdf.url"},
    ),
    Recipe("createSource", {"type": "pdf", "uri": "$PDF_URL"}, name="createPdfSource", yields={"PDF_ID": "source.id"}),
    Recipe("getSource", name="waitForPdfSource", path={"source_id": "$PDF_ID"}, poll=_READING),
    Recipe("createPlan", _FILM_BODY, name="planTrailerAndVideo", yields={"PLAN_ID": "plan.id"}),
    Recipe("getPlan", name="waitForFilmPlan", poll=_PLANNING),
    Recipe("createJob", {"storyPlanId": "$PLAN_ID"}, name="makeTrailerAndVideo", yields={"JOB_ID": "job.id"}),
    Recipe("cancelJob", name="cancelTrailerAndVideo"),
    Recipe("createPlan", _PLAN_BODY, name="createAnotherPlan", yields={"PLAN_ID": "plan.id"}),
    Recipe("getPlan", name="waitForAnotherPlan", poll=_PLANNING),
    Recipe("rejectPlan", {"reason": "The first one was better."}),
    Recipe("deleteSource"),
    Recipe("deleteProject"),
)
