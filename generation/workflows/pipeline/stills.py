"""The steps of still adverts: the direction, a picture for each frame and design, and the words on it."""

from pathlib import Path
from typing import Any

from generation.brand.logo import logo_path
from generation.films.frame import frame_size
from generation.films.stages import asset_path
from generation.jobs.context import Call, Made, Origin, StageContext
from generation.media.logos import stamp_logo
from generation.media.posters import Design, Poster, picture_box
from generation.media.typefaces import typefaces
from generation.providers.base import PictureRequest
from generation.workflows.forget import of_what_is_known
from generation.workflows.pipeline.direct import direction_of
from generation.workflows.pipeline.film import part_name

Json = dict[str, Any]
RESOLUTION = "1080p"
_HERO = ("solve", "desire", "value", "guide", "commitment")
_MOST_SIDE = 2048  # pixels that a painter is asked for


def compose(ctx: StageContext, designs: tuple[Design, ...]) -> Json:
    """Every design in every format."""
    direction, painter, logo = direction_of(ctx), ctx.adapter("image"), logo_path(ctx.organization_id, ctx.workdir)
    wanted = [(ratio, design) for design in designs for ratio in ctx.params["formats"]]
    calls = []
    for ratio, design in wanted:
        request = picture_request(direction, ratio, design)
        calls.append(Call(f"{design}-{part_name(ratio)}", painter.info, "picture", _drawer(painter, request)))
    drawn = ctx.call_each(calls, tell=lambda count: ctx.progress(0.8 * count / len(calls), "Drawing"))
    origin = Origin(models=((painter.info.provider, painter.info.model), ("local", "studio-poster-1")))
    images = []
    for (ratio, design), picture in zip(wanted, drawn, strict=True):
        out: Path = ctx.workdir / f"{design}-{part_name(ratio)}.png"
        poster = poster_of(ctx, direction, ratio, design, picture.assets["picture"])
        plain = ctx.workdir / f"plain-{out.name}" if logo else out
        ctx.maker.call("generation.media.posters:draw_poster", poster, plain)
        if logo:
            stamp_logo(plain, logo, out)
        asset_id = ctx.publish(out, origin, content_type="image/png", filename=out.name)
        shape = {"width": poster.width, "height": poster.height}
        images.append({"format": ratio, "cut": design, "assetId": asset_id, "suffix": ".png", **shape})
    return {"images": images, "direction": direction, "image": f"{painter.info.provider}/{painter.info.model}"}


def hero_of(direction: Json) -> Json:
    """The section that shows the thing itself."""
    sections = direction["sections"]
    found: Json = next((s for role in _HERO for s in sections if s["role"] == role), sections[-1])
    return found


def picture_request(direction: Json, ratio: str, design: Design) -> PictureRequest:
    """The thing itself, as large as the design's part for it."""
    hero = hero_of(direction)
    width, height = frame_size(ratio, RESOLUTION)
    left, top, right, bottom = picture_box(width, height, design)
    scale = min(1.0, _MOST_SIDE / max(right - left, bottom - top))
    return PictureRequest(
        prompt=hero["picture"],
        width=round((right - left) * scale / 2) * 2,
        height=round((bottom - top) * scale / 2) * 2,
        place=hero["place"],
        time_of_day=hero["hour"],
        mood=hero["mood"],
        shot_size="medium",
        negative=", ".join(direction["look"]["forbidden"]),
        brand_colors=tuple(direction["look"]["palette"][:3]),
        palette_seed=direction["seed"],
        seed=direction["seed"],
        is_titled=design == "full",
    )


def poster_of(ctx: StageContext, direction: Json, ratio: str, design: Design, asset_id: str) -> Poster:
    first, hero = direction["sections"][0], hero_of(direction)
    width, height = frame_size(ratio, RESOLUTION)
    return Poster(
        width=width,
        height=height,
        design=design,
        picture=asset_path(ctx, asset_id),
        heading=first["line"],
        line=hero["line"] if hero is not first else "",
        call=direction["callToAction"].split(" · ")[0],
        name=direction["brand"] or direction["title"],
        colors=tuple(direction["look"]["palette"]) or ("#2f5f8a",),
        faces=typefaces(direction["look"].get("fonts", ())),
    )


def _drawer(painter: Any, request: PictureRequest) -> Any:
    def make(folder: Path) -> Made:
        result = painter.draw(request, folder)
        return Made({"description": result.description}, {"picture": result.path})

    return make


def deliver(ctx: StageContext) -> Json:
    made = ctx.outputs["composition"]
    return {
        "videos": [], "images": made["images"], "documents": [], "report": None,
        "direction": of_what_is_known(made["direction"]),
        "madeBy": {"image": made["image"]},
    }  # fmt: skip
