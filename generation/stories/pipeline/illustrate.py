"""Prepare a table read for its listeners: its beginning spoken, portraits of its cast, a picture of every scene.

What is unchanged is not made again.
"""

import zlib
from dataclasses import replace
from typing import Any

from generation.films.cast import sitter_of
from generation.films.screen import picture_request
from generation.films.script import script_from_json
from generation.films.shots import ShotIdea
from generation.films.stages import Look, counted
from generation.jobs.context import StageContext
from generation.jobs.registry import Pipeline, Stage
from generation.media.plan import Move
from generation.media.quiet import Quiet
from generation.projects.models import Artifact, Revision
from generation.providers.base import Character, PictureRequest, Scene, Script
from generation.stories.pipeline.brief import plan_of, require_project
from generation.stories.pipeline.live import rehearse_read
from generation.stories.pipeline.look import as_cast, look_of
from generation.stories.pipeline.storyboard import picture_call, smaller
from generation.stories.services.illustrate import ILLUSTRATE_KIND
from generation.stories.staging.cast import seen_script
from generation.stories.staging.read import staged_many
from generation.stories.staging.voices import catalogue

PORTRAIT_SIDE, SCENE_SIDE = 384, 960  # pixels
NOBODY_WAITS = -1  # behind everything that somebody does


def _draw(ctx: StageContext) -> dict[str, Any]:
    artifact = Artifact.objects.select_related("project").get(pk=ctx.params["artifactId"])
    revision = Revision.objects.get(artifact=artifact, number=ctx.params["revision"])
    look = smaller(look_of(artifact, plan_of(ctx)), SCENE_SIDE)
    state = staged_many([artifact], revision=revision.number).get(artifact.pk)
    script = as_cast(script_from_json(revision.content["script"]), look, ctx.organization_id)
    if state:
        script = seen_script(state, catalogue(ctx.organization_id))
    painter: Any = ctx.adapter("image", Quiet(ctx.maker))
    requests = [
        *(portrait_of(character, look) for character in script.characters),
        *(_scene_picture(script, number, look) for number in range(len(script.scenes))),
    ]
    calls = [picture_call(ctx, painter, f"picture-{n:03}", request) for n, request in enumerate(requests)]
    made = ctx.call_each(calls, tell=counted(ctx, "Drawing", len(calls)))
    alts = [
        *(_who(character) for character in script.characters),
        *(one.picture or one.heading for one in script.scenes),
    ]
    pictures = [{"assetId": one.assets["picture"], "alt": alt} for one, alt in zip(made, alts, strict=True)]
    cast = len(script.characters)
    return {
        "revision": revision.number,
        "portraits": {c.name: picture for c, picture in zip(script.characters, pictures[:cast], strict=True)},
        "scenes": pictures[cast:],
        "provider": painter.info.provider,
        "model": painter.info.model,
    }


def portrait_of(character: Character, look: Look) -> PictureRequest:
    """Head and shoulders on a square; the same person has the same face in the film."""
    return PictureRequest(
        prompt="", width=PORTRAIT_SIDE, height=PORTRAIT_SIDE, shot_size="close", palette_seed=look["seed"],
        seed=look["seed"], sitter=sitter_of(character),
    )  # fmt: skip


def _scene_picture(script: Script, number: int, look: Look) -> PictureRequest:
    """The scene from afar. Its seed follows from what it shows, so that it stays when scenes before it go."""
    shot = ShotIdea(0, 0, number, 0, "wide", Move("hold", 0.0), turn=1)
    return replace(picture_request(script, shot, look), seed=_seed(script.scenes[number]))


def _seed(scene: Scene) -> int:
    return zlib.crc32(f"{scene.place}|{scene.picture}".encode("utf-8", "surrogatepass"))


def _who(character: Character) -> str:
    return f"{character.name}, {character.description}" if character.description else character.name


ILLUSTRATE = Pipeline(
    kind=ILLUSTRATE_KIND,
    label="Illustrate a table read",
    stages=(
        Stage("rehearse", rehearse_read, label="Rehearsing the beginning"),
        Stage("draw", _draw, weight=10, label="Drawing"),
    ),
    on_resume=require_project,
    priority=NOBODY_WAITS,
)
