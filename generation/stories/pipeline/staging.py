"""The free jobs behind a table read's staging: music by scene, sounds, voice samples. Results are found by job id."""

from pathlib import Path
from typing import Any

from generation.films.effects import sound_key, sound_maker
from generation.jobs.content import content_key
from generation.jobs.context import Made, StageContext
from generation.jobs.registry import EXPRESS, Pipeline, Stage
from generation.providers.base import MusicRequest, MusicSection, SpeechRequest
from generation.stories.pipeline.brief import film_seed, plan_of, require_project
from generation.stories.staging.kinds import MUSIC_KIND, SAMPLE_KIND, SFX_KIND
from generation.stories.staging.music import VARIANT_STEP


def _compose(ctx: StageContext) -> dict[str, Any]:
    """A piece for each scene, all on the theme that the film's score has."""
    pieces = ctx.params["pieces"]
    music = ctx.adapter("music")
    policy = (plan_of(ctx).style_constraints or {}).get("musicPolicy", "")
    seed = film_seed(ctx.project_id or "") + VARIANT_STEP * ctx.params["variant"]
    made: dict[str, Any] = {}
    for index, piece in enumerate(pieces):
        ctx.progress(index / len(pieces), f"Composing for scene {piece['scene'] + 1}")
        section = MusicSection(mood=piece["mood"], duration_ms=piece["durationMs"], prompt=piece["prompt"])
        request = MusicRequest(sections=(section,), prompt=policy, seed=seed)

        def make(folder: Path, request: MusicRequest = request) -> Made:
            result = music.compose(request, folder / "scene.wav")
            return Made({"durationMs": result.duration_ms}, {"music": result.path})

        key = content_key(music.info, "music", request)
        call = ctx.call(f"scene-{piece['scene']:03}", info=music.info, operation="music", make=make, content=key)
        made[str(piece["scene"])] = {
            "assetId": call.assets["music"],
            "durationMs": call.data["durationMs"],
            "provider": music.info.provider,
            "model": music.info.model,
        }
    return {"pieces": made}


def _make_sound(ctx: StageContext) -> dict[str, Any]:
    sound = ctx.adapter("sound")
    wanted = {name: ctx.params[name] for name in ("prompt", "label", "seed")}
    make, key = sound_maker(sound, **wanted), sound_key(sound.info, **wanted)
    made = ctx.call("sound", info=sound.info, operation="sound", make=make, content=key)
    return {
        "assetId": made.assets["sound"],
        "durationMs": made.data["durationMs"],
        "provider": sound.info.provider,
        "model": sound.info.model,
    }


def _speak_sample(ctx: StageContext) -> dict[str, Any]:
    speech = ctx.adapter("speech")
    request = SpeechRequest(text=ctx.params["text"], voice=ctx.params["voice"])

    def make(folder: Path) -> Made:
        result = speech.speak(request, folder / "sample.wav")
        return Made({"durationMs": result.duration_ms}, {"speech": result.path})

    made = ctx.call("sample", info=speech.info, operation="speech", make=make)
    return {"assetId": made.assets["speech"], "durationMs": made.data["durationMs"]}


MUSIC = Pipeline(
    MUSIC_KIND, "Compose music by scene", (Stage("compose", _compose, label="Composing"),), on_resume=require_project
)
SFX = Pipeline(
    SFX_KIND,
    "Make a sound effect",
    (Stage("make", _make_sound, label="Making the sound"),),
    on_resume=require_project,
    priority=EXPRESS,
)
VOICE_SAMPLE = Pipeline(
    SAMPLE_KIND, "Speak a voice sample", (Stage("speak", _speak_sample, label="Speaking"),), priority=EXPRESS
)
STAGING = (MUSIC, SFX, VOICE_SAMPLE)
