"""The `models` of a request: who is to draw, speak and film it. Chosen when it is started, told when it is done.

A maker that is not configured here is no error: the organization's usual one does the work and the result says so. Only
strict organizations are refused.
"""

from typing import Any

from generation.films.screen import RENDERER
from generation.jobs.models import Job
from generation.routing.routes import LOCAL, Pick, is_strict
from generation.routing.wishes import Choice, choices, pick_among, understood

# A request's word -> the capability, which is also its name in `madeBy`.
CAPABILITIES = {"image": "image", "voice": "speech"}
VIDEO = "video"
# Films are cut from the workflow's own pictures, and by nobody else.
_RENDERERS = [Choice(pick=Pick(provider=LOCAL), names=(LOCAL,), models=(RENDERER.model,))]


def picks_of(models: dict[str, Any], organization_id: str) -> dict[str, dict[str, str]]:
    """Whom the job's stages ask, by capability, for what the request names, without who is not configured here.

    Raises `ValidationFailed` for what is no maker's name and, in a strict organization, for who is not configured. Two
    queries for each that is named, and one.
    """
    wishes = {word: wish for word in (*CAPABILITIES, VIDEO) if (wish := models.get(word))}
    strictly = bool(wishes) and is_strict(organization_id)
    picks = {}
    for word, wish in wishes.items():
        offered = _RENDERERS if word == VIDEO else choices(organization_id, CAPABILITIES[word])
        pick = pick_among(offered, wish, field=f"models.{word}", is_strict=strictly)
        if pick and word != VIDEO:
            picks[CAPABILITIES[word]] = pick.as_dict()
    return picks


def makers_of(job: Job) -> dict[str, dict[str, Any]]:
    """Who did it, for each of a request's words that this workflow needed: asked for, done by, and why by another."""
    made_by, asked = (job.result or {}).get("madeBy", {}), job.params.get("models", {})
    told = {}
    for word, capability in (*CAPABILITIES.items(), (VIDEO, VIDEO)):
        if capability in made_by:
            provider, _, model = made_by[capability].partition("/")
            note = _why_another(job, word, capability, provider)
            told[word] = {"asked": asked.get(word) or None, "provider": provider, "model": model}
            told[word] |= {"fallback": note is not None, "note": note or None}
    return told


def _why_another(job: Job, word: str, capability: str, provider: str) -> str | None:
    """Why another did it than the one who was wanted: None if that is not so, "" if nobody knows."""
    wish, pick = job.params.get("models", {}).get(word), job.params.get("picks", {}).get(capability)
    is_met = understood(wish.strip(), _RENDERERS) if wish and word == VIDEO else pick
    if wish and not is_met:
        return f"“{wish}” is not configured here." + (f" {cause}" if (cause := job.fallbacks.get(capability)) else "")
    if capability in job.fallbacks or (pick and pick["provider"] != provider):
        return str(job.fallbacks.get(capability, ""))
    return None
