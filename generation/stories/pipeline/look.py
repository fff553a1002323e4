"""How whatever is drawn or filmed for an artifact should look, by its request and its plan."""

from generation.brand.services import profile_of
from generation.films.cast import as_heard, cast_voices
from generation.films.frame import frame_size
from generation.films.stages import Look
from generation.projects.models import Artifact
from generation.providers.base import Script
from generation.stories.models import StoryPlan
from generation.stories.pipeline.brief import film_seed
from generation.stories.staging.voices import catalogue


def look_of(artifact: Artifact, plan: StoryPlan) -> Look:
    style = plan.style_constraints or {}
    brand = profile_of(artifact.organization_id)
    width, height = frame_size(artifact.request.get("aspectRatio"), artifact.request.get("resolution"))
    return {
        "width": width,
        "height": height,
        "seed": film_seed(artifact.project_id),
        "musicPrompt": style.get("musicPolicy", ""),
        "style": style.get("preferredVisualStyle", ""),
        "forbidden": style.get("forbiddenVisuals", []),
        "voices": style.get("voicePreference", ""),
        "brandColors": brand.colors[:3],
        "fonts": brand.fonts,
        "credit": artifact.project.name,
    }


def as_cast(script: Script, look: Look, organization_id: str) -> Script:
    """The script for the pictures of what nobody has cast yet: its people look as the automatic cast sounds."""
    cast = cast_voices(script.characters, catalogue(organization_id).voices, preference=look["voices"])
    return as_heard(script, {name: voice.gender for name, voice in cast.items()})
