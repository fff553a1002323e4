"""The `models` of a request: who is to draw, speak and film it. Chosen when it is started, told when it is done."""

from typing import Any

from generation.films.screen import RENDERER
from generation.jobs.models import Job
from generation.routing.routes import LOCAL, Pick
from generation.routing.wishes import Choice, choices, pick_among

# A request's word -> the capability, which is also its name in `madeBy`.
CAPABILITIES = {"image": "image", "voice": "speech"}
VIDEO = "video"
# Films are cut from the workflow's own pictures, and by nobody else.
_RENDERERS = [Choice(pick=Pick(provider=LOCAL), names=(LOCAL,), models=(RENDERER.model,))]


def picks_of(models: dict[str, Any], organization_id: str) -> dict[str, dict[str, str]]:
    """Whom the job's stages ask, by capability, for what the request names. Raises `ValidationFailed` for a name that
    nobody answers to; two queries for each that is named."""
    if wish := models.get(VIDEO):
        pick_among(_RENDERERS, wish, field="models.video")
    return {
        capability: pick_among(choices(organization_id, capability), models[word], field=f"models.{word}").as_dict()
        for word, capability in CAPABILITIES.items()
        if models.get(word)
    }


def makers_of(job: Job) -> dict[str, dict[str, Any]]:
    """Who did it, for each of a request's words that this workflow needed: asked for, done by, and why by another."""
    made_by, asked = (job.result or {}).get("madeBy", {}), job.params.get("models", {})
    told = {}
    for word, capability in (*CAPABILITIES.items(), (VIDEO, VIDEO)):
        if capability in made_by:
            provider, _, model = made_by[capability].partition("/")
            wanted = job.params.get("picks", {}).get(capability, {}).get("provider", provider)
            is_fallback = wanted != provider or capability in job.fallbacks
            told[word] = {"asked": asked.get(word) or None, "provider": provider, "model": model}
            told[word] |= {"fallback": is_fallback, "note": job.fallbacks.get(capability) if is_fallback else None}
    return told
