"""The stages of every film, as functions of a `StageContext`: perform, score, mix, paint, render.

Each returns what its checkpoint keeps: plain JSON with asset ids. A pipeline puts them in order; the first one's
context needs `script`, `durationMs` and `look` in the output of a stage named "load".
"""

from pathlib import Path
from typing import Any, TypedDict

from generation.assets.services import get_asset, local_path
from generation.films.cast import cast_voices
from generation.films.script import script_from_json
from generation.films.shots import ShotIdea, list_shots
from generation.films.timing import TimedLine, Timing, time_lines
from generation.jobs.context import Made, StageContext
from generation.media.captions import cues_from_phrases, to_srt, to_vtt
from generation.media.plan import Cue, FilmPlan, Layer, MixPlan, Overlay, Placed, Rate, Shot
from generation.providers.base import (
    MusicRequest,
    MusicSection,
    PictureRequest,
    ProviderInfo,
    Script,
    SpeechRequest,
    TimedPhrase,
    Voice,
)
from generation.providers.registry import adapter

FRAME_RATE = Rate(25)
_LINE_LEAD_DB = 0.0


class Look(TypedDict, total=False):
    """How a film should look and sound, beside its script."""

    width: int
    height: int
    seed: int
    musicPrompt: str
    brandColors: list[str]
    credit: str


def script_of(ctx: StageContext) -> Script:
    return script_from_json(ctx.outputs["load"]["script"])


def asset_path(ctx: StageContext, asset_id: str) -> Path:
    """A kept file of this job's organization, on this host."""
    return local_path(get_asset(asset_id, organization_id=ctx.organization_id))


# ---------------------------------------------------------------- perform


def perform(ctx: StageContext) -> dict[str, Any]:
    """Cast the voices and speak every line. Each line is one provider call, kept as it is made."""
    loaded = ctx.outputs["load"]
    if loaded.get("performance"):
        return loaded["performance"]  # this version was performed before; the recording is used again
    script = script_of(ctx)
    speech = adapter("speech", ctx.maker)
    cast = cast_voices(script.characters, speech.voices(), chosen=loaded.get("voices"))
    lines = [line for scene in script.scenes for line in scene.lines]
    spoken = []
    for index, line in enumerate(lines):
        ctx.progress(index / len(lines), f"Speaking line {index + 1} of {len(lines)}")
        request = SpeechRequest(text=line.text, voice=cast[line.character].id)
        spoken.append(
            ctx.call(f"line-{index:03}", info=speech.info, operation="speech", make=_speaker(speech, request))
        )
    timing = time_lines(script, [made.data["durationMs"] for made in spoken], target_ms=loaded["durationMs"])
    return {
        "provider": speech.info.provider,
        "model": speech.info.model,
        "voices": {name: _voice_json(voice, speech.info) for name, voice in cast.items()},
        "durationMs": timing.duration_ms,
        "sceneStartsMs": list(timing.scene_starts_ms),
        "lines": [
            {
                "scene": timed.scene,
                "index": timed.index,
                "character": lines[timed.index].character,
                "startMs": timed.start_ms,
                "endMs": timed.end_ms,
                "assetId": made.assets["speech"],
                "phrases": made.data["phrases"],
            }
            for timed, made in zip(timing.lines, spoken, strict=True)
        ],
    }


def _speaker(speech: Any, request: SpeechRequest) -> Any:
    def make(folder: Path) -> Made:
        result = speech.speak(request, folder / "line.wav")
        phrases = [{"text": p.text, "startMs": p.start_ms, "endMs": p.end_ms} for p in result.phrases]
        return Made({"durationMs": result.duration_ms, "phrases": phrases}, {"speech": result.path})

    return make


def _voice_json(voice: Voice, info: ProviderInfo) -> dict[str, Any]:
    return {"voiceId": voice.id, "voiceName": voice.name, "gender": voice.gender, "provider": info.provider}


def _timing_of(performance: dict[str, Any]) -> Timing:
    lines = tuple(
        TimedLine(line["scene"], line["index"], line["startMs"], line["endMs"]) for line in performance["lines"]
    )
    return Timing(lines, tuple(performance["sceneStartsMs"]), performance["durationMs"])


def _phrases_of(performance: dict[str, Any]) -> list[list[TimedPhrase]]:
    return [
        [TimedPhrase(text=p["text"], start_ms=p["startMs"], end_ms=p["endMs"]) for p in line["phrases"]]
        for line in performance["lines"]
    ]


# ---------------------------------------------------------------- score and mix


def score(ctx: StageContext) -> dict[str, Any]:
    """Compose one cue for the whole film, its sections cut to the scenes."""
    performance, look = ctx.outputs["perform"], ctx.outputs["load"]["look"]
    script = script_of(ctx)
    starts = [*performance["sceneStartsMs"], performance["durationMs"]]
    sections = tuple(
        MusicSection(mood=scene.mood, duration_ms=end - start)
        for scene, start, end in zip(script.scenes, starts, starts[1:], strict=False)
        if end > start
    )
    music = adapter("music", ctx.maker)
    request = MusicRequest(sections=sections, prompt=look.get("musicPrompt", ""), seed=look["seed"])

    def make(folder: Path) -> Made:
        result = music.compose(request, folder / "music.wav")
        return Made({"durationMs": result.duration_ms}, {"music": result.path})

    made = ctx.call("theme", info=music.info, operation="music", make=make)
    return {"assetId": made.assets["music"], "provider": music.info.provider, "model": music.info.model}


def mix_film(ctx: StageContext) -> dict[str, Any]:
    """Mix voices and music to the delivery level; keep the WAV for the picture and an MP3 for listeners."""
    performance, load = ctx.outputs["perform"], ctx.outputs["load"]
    plan = MixPlan(
        duration_ms=performance["durationMs"],
        speech=tuple(
            Placed(asset_path(ctx, line["assetId"]), line["startMs"], _LINE_LEAD_DB) for line in performance["lines"]
        ),
        music=asset_path(ctx, ctx.outputs["score"]["assetId"]),
    )
    wav, mp3 = ctx.workdir / "mix.wav", ctx.workdir / "film.mp3"
    result = ctx.maker.call("generation.media.mix:mix", plan, wav, on_progress=ctx.progress)
    ctx.maker.call("generation.media.mix:encode_mp3", wav, mp3, title=load["script"]["title"])
    return {
        "wavAssetId": ctx.keep(wav, content_type="audio/wav", filename="mix.wav"),
        "mp3AssetId": ctx.keep(mp3, content_type="audio/mpeg", filename="film.mp3"),
        "durationMs": result.duration_ms,
        "lufs": round(result.lufs, 2),
        "truePeakDb": round(result.true_peak_db, 2),
    }


# ---------------------------------------------------------------- pictures and film


def paint(ctx: StageContext) -> dict[str, Any]:
    """Draw a picture for every shot. Each is one provider call, kept as it is made."""
    performance = ctx.outputs["perform"]
    script, look = script_of(ctx), ctx.outputs["load"]["look"]
    shots = list_shots(script, _timing_of(performance), _phrases_of(performance))
    painter = adapter("image", ctx.maker)
    painted = []
    for number, shot in enumerate(shots):
        ctx.progress(number / len(shots), f"Drawing shot {number + 1} of {len(shots)}")
        request = picture_request(script, shot, look, number=number)
        made = ctx.call(f"shot-{number:03}", info=painter.info, operation="picture", make=_drawer(painter, request))
        painted.append(
            {
                "overscan": made.data["overscan"],
                "layers": [
                    {"assetId": made.assets[name], "depth": depth} for name, depth in made.data["layers"].items()
                ],
            }
        )
    return {"provider": painter.info.provider, "model": painter.info.model, "shots": painted}


def picture_request(script: Script, shot: ShotIdea, look: Look, *, number: int) -> PictureRequest:
    """What to draw for a shot: its scene's prompt, at the shot's size, in the film's palette."""
    scene = script.scenes[shot.scene]
    return PictureRequest(
        prompt=scene.picture,
        width=look["width"],
        height=look["height"],
        place=scene.place,
        time_of_day=scene.time_of_day,
        weather=scene.weather,
        mood=scene.mood,
        shot_size=shot.size,
        chart=scene.chart if shot.has_chart else None,
        brand_colors=tuple(look.get("brandColors", ())),
        palette_seed=look["seed"],
        seed=look["seed"] * 1000 + number,
    )


def _drawer(painter: Any, request: PictureRequest) -> Any:
    def make(folder: Path) -> Made:
        result = painter.draw(request, folder)
        names = {f"layer-{i}": layer for i, layer in enumerate(result.layers)}
        return Made(
            {"overscan": result.overscan, "layers": {name: layer.depth for name, layer in names.items()}},
            {name: layer.path for name, layer in names.items()},
        )

    return make


def render(ctx: StageContext) -> dict[str, Any]:
    """Render the film with its captions; keep MP4, poster, contact sheet, SRT and VTT."""
    plan = film_plan(ctx)
    out, sheet = ctx.workdir / "film.mp4", ctx.workdir / "sheet.png"
    result = ctx.maker.call("generation.media.render:render_film", plan, out, on_progress=ctx.progress)
    ctx.maker.call("generation.media.sheet:contact_sheet", out, sheet)
    srt, vtt = ctx.workdir / "film.srt", ctx.workdir / "film.vtt"
    srt.write_text(to_srt(plan.cues), encoding="utf-8")
    vtt.write_text(to_vtt(plan.cues), encoding="utf-8")
    return {
        "filmAssetId": ctx.keep(out, content_type="video/mp4", filename="film.mp4"),
        "posterAssetId": ctx.keep(result.poster, content_type="image/png", filename="poster.png"),
        "sheetAssetId": ctx.keep(sheet, content_type="image/png", filename="contact-sheet.png"),
        "srtAssetId": ctx.keep(srt, content_type="text/plain; charset=utf-8", filename="film.srt"),
        "vttAssetId": ctx.keep(vtt, content_type="text/vtt; charset=utf-8", filename="film.vtt"),
        "durationMs": result.duration_ms,
        "width": result.width,
        "height": result.height,
        "frames": result.frames,
    }


def film_plan(ctx: StageContext) -> FilmPlan:
    performance, look = ctx.outputs["perform"], ctx.outputs["load"]["look"]
    script, timing = script_of(ctx), _timing_of(performance)
    ideas = list_shots(script, timing, _phrases_of(performance))
    pictures = ctx.outputs["paint"]["shots"]
    bounds = [FRAME_RATE.frames_at(idea.start_ms) for idea in ideas] + [FRAME_RATE.frames_at(timing.duration_ms)]
    introduced: set[str] = set()
    shots = []
    for number, (idea, picture) in enumerate(zip(ideas, pictures, strict=True)):
        frames = bounds[number + 1] - bounds[number]
        shots.append(
            Shot(
                frames=frames,
                layers=tuple(Layer(asset_path(ctx, layer["assetId"]), layer["depth"]) for layer in picture["layers"]),
                overscan=picture["overscan"],
                move=idea.move,
                overlays=_overlays(script, idea, number, frames, introduced, credit=look.get("credit", "")),
                dissolve_frames=12 if number and ideas[number - 1].scene != idea.scene else 0,
            )
        )
    return FilmPlan(
        width=look["width"],
        height=look["height"],
        rate=FRAME_RATE,
        shots=tuple(shots),
        cues=captions(performance),
        audio=asset_path(ctx, ctx.outputs["mix"]["wavAssetId"]),
        title=script.title,
    )


def captions(performance: dict[str, Any]) -> tuple[Cue, ...]:
    """Captions of the whole film from the phrases as they were spoken."""
    return cues_from_phrases(
        TimedPhrase(
            text=phrase["text"],
            start_ms=line["startMs"] + phrase["startMs"],
            end_ms=line["startMs"] + phrase["endMs"],
        )
        for line in performance["lines"]
        for phrase in line["phrases"]
    )


def _overlays(
    script: Script, idea: ShotIdea, number: int, frames: int, introduced: set[str], *, credit: str
) -> tuple[Overlay, ...]:
    """The title on the first shot; a speaker's name when a quoted person is first heard; never both at once."""
    if number == 0:
        return (Overlay("title", script.title, credit, 6, max(7, frames - 4)),)
    speakers = {character.name: character for character in script.characters}
    speaker = speakers[_line_at(script, idea.line).character]
    if speaker.role not in ("quoted", "witness", "expert") or speaker.name in introduced or idea.has_chart:
        return ()
    introduced.add(speaker.name)
    return (Overlay("lower_third", speaker.name, speaker.description, 8, max(9, min(frames - 2, 100))),)


def _line_at(script: Script, index: int) -> Any:
    return [line for scene in script.scenes for line in scene.lines][index]
