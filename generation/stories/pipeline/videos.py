"""A plan's films: the production video and the trailer, made by the stages that make every film."""

from collections.abc import Callable
from typing import Any

from generation.films import screen
from generation.films import stages as film
from generation.films.script import script_from_json, script_to_json
from generation.films.trailer import cut_trailer, fit_trailer, trailer_music, trailer_sounds
from generation.jobs.context import StageContext
from generation.projects.models import Artifact
from generation.stories import services
from generation.stories.models import StoryPlan
from generation.stories.pipeline.look import look_of

Json = dict[str, Any]
_Step = tuple[str, float, Callable[[StageContext], Json]]


def make_video(ctx: StageContext, artifact: Artifact, plan: StoryPlan, draft: Json) -> Json:
    """The whole script as a film. Returns the revision's content."""
    load = {
        "script": draft,
        "durationMs": services.duration_s(artifact.request) * 1000,
        "look": look_of(artifact, plan),
    }
    return _filmed(ctx, load, film.perform)


def make_trailer(ctx: StageContext, artifact: Artifact, plan: StoryPlan, draft: Json) -> Json:
    """The trailer of a script: its own cut, timed to the second. Returns the revision's content."""
    duration_ms = services.duration_s(artifact.request) * 1000
    look: film.Look = {**look_of(artifact, plan), "cut": "trailer"}
    script = cut_trailer(script_from_json(draft), duration_ms=duration_ms)
    load: Json = {"script": script_to_json(script), "durationMs": duration_ms, "look": look}

    def perform(part: StageContext) -> Json:
        kept, performance = fit_trailer(film.script_of(part), film.perform(part), duration_ms=duration_ms)
        load.update(
            script=script_to_json(kept),
            effects=trailer_sounds(performance, seed=look["seed"]),
            music=trailer_music(kept, seed=look["seed"]),
        )
        return performance

    return _filmed(ctx, load, perform)


def _filmed(ctx: StageContext, load: Json, perform: Callable[[StageContext], Json]) -> Json:
    """Run the film's stages as parts of this one. What they call is written down, so a killed film goes on."""
    steps: tuple[_Step, ...] = (
        ("perform", 0.30, perform),
        ("score", 0.04, film.score),
        ("mix", 0.06, film.mix_film),
        ("paint", 0.31, screen.paint),
        ("render", 0.29, screen.render),
    )
    outputs: dict[str, Json] = {"load": load}
    done = 0.0
    for name, weight, run in steps:
        part = ctx.part(name, span=(done, done + weight), outputs=outputs)
        part.progress(0.0, _SAYS[name])
        outputs[name] = run(part)
        done += weight
    return {
        "draft": load["script"],
        "performance": outputs["perform"],
        "mix": outputs["mix"],
        "render": outputs["render"],
        "shots": len(outputs["paint"]["shots"]),
        "made": {
            "speech": _maker(outputs["perform"]),
            "music": _maker(outputs["score"]),
            "pictures": _maker(outputs["paint"]),
        },
    }


_SAYS = {
    "perform": "Speaking",
    "score": "Composing the music",
    "mix": "Mixing",
    "paint": "Drawing the pictures",
    "render": "Filming",
}


def _maker(output: Json) -> str:
    return f"{output['provider']}/{output['model']}"
