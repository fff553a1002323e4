"""A plan's storyboard: a drawn frame for every shot, and all of them as a PDF."""

from pathlib import Path
from typing import Any

from generation.films.boards import board
from generation.films.screen import picture_request
from generation.films.script import script_from_json
from generation.films.stages import Look, asset_path, counted
from generation.jobs.content import content_key
from generation.jobs.context import Call, Made, StageContext
from generation.media.layout.pages import BoardFrame, BoardSheet
from generation.projects.models import Artifact
from generation.providers.base import PictureRequest
from generation.stories import services
from generation.stories.models import StoryPlan
from generation.stories.pipeline.look import as_cast, look_of

LONG_SIDE = 960  # pixels of a frame's picture


def make_storyboard(ctx: StageContext, artifact: Artifact, plan: StoryPlan, draft: dict[str, Any]) -> dict[str, Any]:
    """Draw the frames and set them in a PDF. Returns the revision's content."""
    look, script = smaller(look_of(artifact, plan), LONG_SIDE), script_from_json(draft)
    seen = as_cast(script, look, ctx.organization_id)
    shots, frames = board(script, duration_ms=services.duration_s(artifact.request) * 1000)
    painter: Any = ctx.adapter("image")
    drawing = ctx.part("draw", span=(0.0, 0.94), outputs=ctx.outputs)
    calls = [
        picture_call(ctx, painter, f"frame-{frame.number:03}", picture_request(seen, shot, look))
        for shot, frame in zip(shots, frames, strict=True)
    ]
    made = drawing.call_each(calls, tell=counted(drawing, "Drawing frame", len(calls)))
    sheet = BoardSheet(
        title=script.title,
        subtitle=script.logline,
        credit=look["credit"],
        ratio=look["width"] / look["height"],
        frames=tuple(
            BoardFrame(picture=asset_path(ctx, one.assets["picture"]), **frame.as_dict())
            for frame, one in zip(frames, made, strict=True)
        ),
    )
    ctx.progress(0.95, "Setting the sheet")
    out = ctx.workdir / f"{artifact.pk}.pdf"
    pages = ctx.maker.call("generation.media.layout.storyboard:write_board", sheet, out, timeout_s=120.0)
    pdf = ctx.keep(out, content_type="application/pdf", filename="storyboard.pdf")
    return {
        "draft": draft,
        "frames": [
            frame.as_dict() | {"assetId": one.assets["picture"], "description": one.data["description"]}
            for frame, one in zip(frames, made, strict=True)
        ],
        "files": {"pdf": pdf},
        "pages": pages,
        "size": [look["width"], look["height"]],
        "durationMs": shots[-1].end_ms,
        "made": {"pictures": f"{painter.info.provider}/{painter.info.model}"},
    }


def smaller(look: Look, long_side: int) -> Look:
    """The look at another size, its shape kept."""
    scale = long_side / max(look["width"], look["height"])
    return {**look, "width": 2 * round(look["width"] * scale / 2), "height": 2 * round(look["height"] * scale / 2)}


def picture_call(ctx: StageContext, painter: Any, key: str, request: PictureRequest) -> Call:
    """The call for a flat picture, kept as a JPEG named "picture"."""
    maker = ctx.maker

    def make(folder: Path) -> Made:
        result = painter.draw(request, folder)
        out = maker.call("generation.media.layout.stills:as_jpeg", result.path, folder / "picture.jpg")
        return Made({"description": result.description}, {"picture": out})

    return Call(key, painter.info, "picture", make, content_key(painter.info, "still", request))
