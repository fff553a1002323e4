"""The families with what a program wants beyond single calls: waiting, sending files, the whole way to a film."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio_sdk.api.editor import EditorOperations
from studio_sdk.api.external import ExternalOperations
from studio_sdk.api.story import StoryOperations
from studio_sdk.api.studio import StudioOperations
from studio_sdk.api.webhooks import WebhooksOperations
from studio_sdk.api.workflows import WorkflowsOperations
from studio_sdk.errors import JobFailed
from studio_sdk.pages import iterate
from studio_sdk.transport import NOT_GIVEN, Download, Event
from studio_sdk.uploading import content_type_of, send
from studio_sdk.waiting import OnProgress, wait

__all__ = ["Editor", "External", "Story", "Studio", "Webhooks", "Workflows"]


class Story(StoryOperations):
    """Sources to table reads, decks, boards, trailers and films."""

    def wait(
        self, job_id: str, *, on_progress: OnProgress | None = None, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Read a job until it is READY. Raises JobFailed for FAILED and CANCELED."""
        return wait(
            lambda: dict(self.get_job(job_id)["job"]),
            done=("READY",),
            failed=("FAILED", "CANCELED"),
            on_progress=on_progress,
            timeout_s=timeout_s,
        )

    def wait_for_source(self, project_id: str, source_id: str, *, timeout_s: float | None = 120) -> dict[str, Any]:
        """Read a source until its text is there. Raises JobFailed where it cannot be read."""
        return wait(
            lambda: dict(self.get_source(project_id, source_id)["source"]),
            done=("READY",),
            failed=("FAILED",),
            timeout_s=timeout_s,
        )

    def wait_for_plan(
        self, plan_id: str, *, on_progress: OnProgress | None = None, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Read a plan until it can be decided on, or was. Raises JobFailed where planning failed."""
        return wait(
            lambda: dict(self.get_plan(plan_id)["plan"]),
            done=("REQUIRES_APPROVAL", "APPROVED"),
            failed=("FAILED", "REJECTED", "SUPERSEDED"),
            on_progress=on_progress,
            timeout_s=timeout_s,
        )

    def add_text(self, project_id: str, text: str, *, label: str = "") -> dict[str, Any]:
        """Attach a text and wait until it has been read."""
        source = self.create_source(project_id, type_="text", content=text, label=label or NOT_GIVEN)
        return self.wait_for_source(project_id, source["source"]["id"])

    def add_url(self, project_id: str, url: str) -> dict[str, Any]:
        """Attach a public page, or a PDF where the address ends in .pdf, and wait until it has been read."""
        kind = "pdf" if url.partition("?")[0].lower().endswith(".pdf") else "url"
        source = self.create_source(project_id, type_=kind, uri=url)
        return self.wait_for_source(project_id, source["source"]["id"])

    def make(
        self,
        project_id: str,
        request: dict[str, Any],
        *,
        target: dict[str, str],
        source_ids: list[str] | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[dict[str, Any]]:
        """Plan, approve and make one thing, and return the artifacts: `make(project, {"type": "trailer"}, target=…)`.

        Every source of the project that has been read is used, unless some are named.
        """
        if source_ids is None:
            read = iterate(self.list_sources, project_id)
            source_ids = [source["id"] for source in read if source["status"] == "READY"]
        asked: Any = [request]
        aim: Any = target
        plan = self.create_plan(project_id, target=aim, artifact_requests=asked, source_ids=source_ids)["plan"]
        ready = self.wait_for_plan(plan["id"], on_progress=on_progress)
        if ready["status"] == "REQUIRES_APPROVAL":
            self.approve_plan(plan["id"])
        job = self.create_job(story_plan_id=plan["id"])["job"]
        self.wait(job["id"], on_progress=on_progress)
        return [dict(artifact) for artifact in self.list_job_artifacts(job["id"])["artifacts"]]

    def film(
        self, artifact_id: str, *, on_progress: OnProgress | None = None, timeout_s: float | None = None
    ) -> Download:
        """Render an artifact as MP4 with its voices, music, pictures and captions, and return the file."""
        made = self.finalize_artifact(artifact_id, mode="video")["finalize"]
        if made["status"] != "complete":
            self.wait(made["jobId"], on_progress=on_progress, timeout_s=timeout_s)
        manifest: Any = self.get_artifact(artifact_id)["artifact"]["manifest"]
        return Download(self.transport, manifest["video"]["url"])


class Studio(StudioOperations):
    """Companions, documents, pictures and short films."""

    def wait(
        self, job_id: str, *, on_progress: OnProgress | None = None, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Read a job until it is completed. Raises JobFailed."""
        return wait(
            lambda: dict(self.get_studio_job(job_id)),
            done=("completed",),
            failed=("failed",),
            on_progress=on_progress,
            timeout_s=timeout_s,
        )

    def say(self, companion_id: str, text: str, **more: Any) -> Iterator[str]:
        """A companion's answer, piece by piece as it is said. `session_id` goes on with a conversation."""
        for event in self.stream_chat(companion_id=companion_id, messages=[{"role": "user", "content": text}], **more):
            if event.name == "message":
                yield event.data
            elif event.name == "error":
                raise JobFailed(_message(event), {"events": [event]})


class Workflows(WorkflowsOperations):
    """Adverts by type, with brand and knowledge base."""

    def wait(
        self,
        job_id: str,
        *,
        on_progress: OnProgress | None = None,
        timeout_s: float | None = None,
        stop_at_review: bool = True,
    ) -> dict[str, Any]:
        """Read a workflow until it is completed, or waits for a person's review. Raises JobFailed."""
        return wait(
            lambda: dict(self.get_workflow(job_id)["data"]),
            done=("completed", "suspended") if stop_at_review else ("completed",),
            failed=("failed", "canceled"),
            on_progress=on_progress,
            timeout_s=timeout_s,
        )


class Editor(EditorOperations):
    """Footage, segments, previews, grades, variants, exports."""

    def wait(
        self, job_id: str, *, on_progress: OnProgress | None = None, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Read an import or a generation until it is completed. Raises JobFailed."""
        return wait(
            lambda: dict(self.get_editor_job(job_id)),
            done=("completed",),
            failed=("failed",),
            on_progress=on_progress,
            timeout_s=timeout_s,
        )

    def wait_for_export(
        self, export_job_id: str, *, on_progress: OnProgress | None = None, timeout_s: float | None = None
    ) -> Download:
        """Read an export until its file is there, and return the file. Raises JobFailed."""
        ready = wait(
            lambda: dict(self.get_export(export_job_id)),
            done=("completed",),
            failed=("failed",),
            on_progress=on_progress,
            timeout_s=timeout_s,
        )
        return Download(self.transport, ready["download_url"])

    def upload(self, project_id: str, video: str | Path, *, on_progress: OnProgress | None = None) -> dict[str, Any]:
        """Send a video in pieces, and wait until it can be cut. Returns the project.

        A piece that is lost is sent again; those that have arrived are not.
        """
        path = Path(video)
        address = self.request_upload(project_id, file_name=path.name, content_type=content_type_of(path))
        send(self.transport.http, address["upload_url"], path, on_progress=on_progress, sleep=self.transport.sleep)
        wait(
            lambda: self._footage(project_id, address["asset_id"]),
            done=("ready",),
            failed=("failed",),
            on_progress=on_progress,
        )
        return dict(self.get_editor_project(project_id))

    def _footage(self, project_id: str, asset_id: str) -> dict[str, Any]:
        footage = self.get_editor_project(project_id)["footage"]
        return next(dict(one) for one in footage if one["asset_id"] == asset_id)

    def export(self, project_id: str, format_: Any = "mp4", *, on_progress: OnProgress | None = None) -> Download:
        """Export the timeline as it plays now, wait for it, and return the file: mp4, otio, edl or srt."""
        made: Any = Studio(self.transport).create_export(project_id=project_id, format_=format_)
        return self.wait_for_export(made["export_job_id"], on_progress=on_progress)


class External(ExternalOperations):
    """Pictures for an organization's own product."""


class Webhooks(WebhooksOperations):
    """Endpoints and deliveries."""


def _message(event: Event) -> str:
    told = event.json
    error = told.get("error", told) if isinstance(told, dict) else told
    return str(error.get("message") if isinstance(error, dict) else error)
