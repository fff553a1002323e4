"""The jobs of the external family: v1 draws, v2 translates, directs and draws."""

import time
from typing import Any

from generation.brand.logo import logo_path
from generation.imagery.categories import CATEGORIES
from generation.imagery.pipeline import drawn, record, since_ms
from generation.imagery.services.external import V1_KIND, V2_KIND, look_of
from generation.imagery.translation import direct, metaphor, translate
from generation.jobs.context import StageContext
from generation.jobs.registry import EXPRESS, Pipeline, Stage


def _plan(ctx: StageContext) -> dict[str, Any]:
    """What is meant, how it should be seen, and the organization's look: all that comes before the painter."""
    began = time.monotonic()
    params = ctx.params
    category = CATEGORIES.get(params.get("category", ""))
    is_cinematic = bool(params.get("isCinematic"))
    look = look_of(ctx.organization_id)
    scene = translate(params["prompt"], category)
    order = direct(scene, category, is_cinematic=is_cinematic) | {"look": look, "style": look["style"]}
    order["negative"] = look["negative"]
    told = metaphor(scene, category, brand_tone=look["tone"]) if category else ""
    return {"order": order, "visualMetaphor": told, "semanticTranslationMs": since_ms(began)}


def _draw(ctx: StageContext) -> dict[str, Any]:
    plan = ctx.outputs["plan"]
    made = drawn(
        ctx, {**ctx.params, **plan["order"]}, "picture", filename=f"{ctx.params['generationId']}.png",
        logo=logo_path(ctx.organization_id, ctx.workdir),
    )  # fmt: skip
    return {
        **made,
        "visualMetaphor": plan["visualMetaphor"],
        "semanticTranslationMs": plan["semanticTranslationMs"],
        "prompt": plan["order"]["prompt"],
    }


_STAGES = (
    Stage("plan", _plan, weight=1, label="Understanding the brief"),
    Stage("draw", _draw, weight=9, label="Drawing"),
)
V1 = Pipeline(V1_KIND, "Draw an external picture", _STAGES, on_end=record("external_v1"), priority=EXPRESS)
V2 = Pipeline(V2_KIND, "Draw an external cinematic picture", _STAGES, on_end=record("external_v2"), priority=EXPRESS)
