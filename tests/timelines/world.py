"""A project with footage on its timeline, as rows: what editing needs, without a video."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from generation.assets.models import Asset, Blob
from generation.projects.models import Project
from generation.timelines.models import Footage, ProjectTimeline, Segment, Variant
from generation.timelines.services.history import write_revision
from tests.api import Api, open_api
from wire.ratelimit import limiter

FPS = 25
SECONDS = 10


@dataclass(frozen=True)
class Editing:
    """One project of 10 s at 25 frames a second, in one segment."""

    api: Api
    project: Project
    footage: Footage

    @property
    def read(self) -> dict[str, Any]:
        answer = self.api.get(f"/project/{self.project.pk}")
        assert answer.status == 200, answer.body
        return answer.json

    @property
    def segments(self) -> list[dict[str, Any]]:
        return self.read["segments"]

    @property
    def only(self) -> str:
        (segment,) = self.segments
        return segment["id"]

    @property
    def ranges(self) -> list[tuple[float, float]]:
        return [(segment["start_ts"], segment["end_ts"]) for segment in self.segments]

    def edit(self, path: str, body: Any = None) -> Any:
        answer = self.api.post(path, body)
        assert answer.status == 200, answer.body
        return answer.json

    def split(self, segment_id: str, at: float) -> tuple[str, str]:
        made = self.edit(f"/segment/{segment_id}/split", {"split_ts": at})
        return made["left"]["id"], made["right"]["id"]


def stored(organization_id: str, asset_id: str, filename: str = "film.mp4") -> Asset:
    """A file's rows, without bytes."""
    blob = Blob.objects.create(organization_id=organization_id, sha256=asset_id[-24:].ljust(64, "0"), size=1000)
    return Asset.objects.create(
        pk=asset_id, organization_id=organization_id, blob=blob, content_type="video/mp4", filename=filename
    )


def editing(name: str = "Acme", *, seconds: int = SECONDS, credits: int = 1000) -> Editing:
    limiter.clear()
    api = open_api(name, credits=credits)
    return add_project(api, seconds=seconds)


@transaction.atomic
def add_project(api: Api, *, seconds: int = SECONDS) -> Editing:
    frames = seconds * FPS
    project = Project.objects.create(organization_id=api.organization.pk, name="Harbour")
    timeline = ProjectTimeline.objects.create(
        project=project, rate_numerator=FPS, rate_denominator=1, width=640, height=360, media_frames=frames
    )
    footage = Footage.objects.create(
        project=project,
        kind=Footage.Kind.UPLOAD,
        status=Footage.Status.READY,
        file_name="harbour.mp4",
        content_type="video/mp4",
        frames=frames,
        media_start=0,
    )
    stored(api.organization.pk, footage.pk)
    segment = Segment(project=project, footage=footage, start=0, end=frames, bound_start=0, bound_end=frames, anchor=0)
    write_revision(timeline, [segment], before=[], action="import", principal=None)
    return Editing(api, project, footage)


def variant(of: Editing, start: int, end: int, *, job_id: str = "job_variants", number: int = 1) -> Variant:
    """A made take for frames [start, end) of the media."""
    footage = Footage.objects.create(
        project=of.project,
        kind=Footage.Kind.GENERATED,
        status=Footage.Status.READY,
        file_name="variant.mp4",
        content_type="video/mp4",
        frames=end - start,
    )
    stored(of.api.organization.pk, footage.pk, "variant.mp4")
    return Variant.objects.create(
        project=of.project,
        job_id=job_id,
        number=number,
        footage=footage,
        start=start,
        end=end,
        pieces=[[start, end]],
        prompt="make it dusk",
        provider="local",
        model="grade",
    )
