"""What the pages call things: one table from a status to a person's word and its tone."""

from collections import Counter
from dataclasses import dataclass

from generation.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Word:
    """`tone` is a badge's class: good, live, waiting, bad, or nothing."""

    label: str
    tone: str = ""


STATES: dict[str, Word] = {
    # jobs
    "queued": Word("Queued", "live"),
    "running": Word("Running", "live"),
    "suspended": Word("Paused", "waiting"),
    "succeeded": Word("Done", "good"),
    "failed": Word("Failed", "bad"),
    "canceled": Word("Canceled"),
    # plans, sources, artifacts
    "pending": Word("Waiting", "live"),
    "extracting": Word("Reading", "live"),
    "indexing": Word("Reading", "live"),
    "ready": Word("Ready", "good"),
    "requires_approval": Word("Needs your approval", "waiting"),
    "approved": Word("Approved", "good"),
    "rejected": Word("Rejected"),
    "superseded": Word("Replaced"),
    # workflows
    "needs_review": Word("Waiting for you", "waiting"),
    # coverage, and pieces of music
    "generating": Word("Being made", "live"),
    "complete": Word("Ready", "good"),
    # receipts
    "captured": Word("Charged", "good"),
    "released": Word("Not charged"),
    "expired": Word("Expired"),
    # keys and invitations
    "active": Word("Active", "good"),
    "revoked": Word("Revoked"),
    "retiring": Word("Retiring", "waiting"),
    # webhook endpoints and deliveries
    "failing": Word("Failing", "waiting"),
    "off": Word("Switched off"),
    "delivered": Word("Delivered", "good"),
}


def of_state(status: str) -> Word:
    """The word for a status of any kind of row; an unknown one is shown as it is."""
    return STATES.get(status.lower(), Word(status.replace("_", " ").capitalize()))


JOB_TITLES = {
    "story.source": "Source",
    "brand.knowledge": "Knowledge",
    "story.plan": "Plan",
    "story.start": "Film in one step",
    "story.artifacts": "Story",
    "story.refine": "New version",
    "story.coverage": "Coverage",
    "story.live": "Live read",
    "story.rehearse": "Rehearsal",
    "story.illustrate": "Portraits and scenes",
    "story.music": "Music",
    "story.sfx": "Sound effect",
    "story.voice_sample": "Voice sample",
    "story.finalize_audio": "Sound (MP3)",
    "story.finalize_video": "Film (MP4)",
    "editor.import": "Import of a video",
    "editor.generate": "AI edit",
    "editor.clip": "Graded segment",
    "editor.export": "Export of a timeline",
    "studio.document": "Document",
    "studio.image": "Picture",
    "studio.video": "Short film",
    "external.v1": "External picture",
    "external.v2": "External cinematic picture",
}


def job_title(job: Job) -> str:
    """What a job makes, in a person's words: `Table read`, `2 pitch decks, storyboard`."""
    counts = Counter(item["type"].replace("_", " ") for item in job.params.get("artifactRequests", ()))
    if counts:
        return ", ".join(f"{count} {kind}s" if count > 1 else kind for kind, count in counts.items()).capitalize()
    return JOB_TITLES.get(job.kind, job.kind)
