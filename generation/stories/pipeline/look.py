"""How whatever is drawn or filmed for an artifact should look, by its request and its plan."""

from generation.films.frame import frame_size
from generation.films.stages import Look
from generation.projects.models import Artifact
from generation.stories.models import StoryPlan
from generation.stories.pipeline.brief import film_seed


def look_of(artifact: Artifact, plan: StoryPlan) -> Look:
    style = plan.style_constraints or {}
    width, height = frame_size(artifact.request.get("aspectRatio"), artifact.request.get("resolution"))
    return {
        "width": width,
        "height": height,
        "seed": film_seed(artifact.project_id),
        "musicPrompt": style.get("musicPolicy", ""),
        "style": style.get("preferredVisualStyle", ""),
        "forbidden": style.get("forbiddenVisuals", []),
        "voices": style.get("voicePreference", ""),
        "credit": artifact.project.name,
    }
