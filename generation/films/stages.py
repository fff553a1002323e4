"""The sound of every film, as functions of a `StageContext`: perform, score, mix. Pictures follow in `screen.py`.

Each returns what its checkpoint keeps: plain JSON with asset ids. A pipeline puts them in order; the first one's
context needs `script`, `durationMs` and `look` in the output of a stage named "load". Whatever is made is keyed by
what decides it, so that a film of a changed script makes only what changed.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TypedDict

from generation.films.cast import cast_voices, voices_for
from generation.films.effects import effect_gain_db, effect_start_ms, made_effects
from generation.films.script import script_from_json
from generation.films.timing import TimedLine, Timing, time_lines
from generation.jobs.content import content_key
from generation.jobs.context import Call, Made, Origin, StageContext
from generation.media.plan import CaptionStyle, MixPlan, Placed
from generation.projects.models import Source
from generation.providers.base import (
    MusicRequest,
    MusicSection,
    ProviderInfo,
    Script,
    SpeechRequest,
    TimedPhrase,
    Voice,
)

MIXER = ProviderInfo("local", "studio-mixer-1")
RENDERER = ProviderInfo("local", "studio-render-1")
_LENGTH_TOLERANCE = 0.03  # of the length that was asked for
_PACES = (0.93, 1.1)  # beyond these a reading sounds slurred or hurried


class Look(TypedDict, total=False):
    """How a film should look and sound, beside its script. `style` and `voices` are the author's own words.

    `cut` "trailer" asks for the fast pictures of `trailer.py`, `captions` "words" for large ones word by word;
    `rhythmMs` are the lengths of another film's shots, which such a cut follows, `liveliness` (0 to 1) says how far it
    moves. `fonts` are names of the brand's typefaces, the one for titles first. `stage` says who presents the film and
    where, as `presenting.py` reads it.
    """

    width: int
    height: int
    seed: int
    musicPrompt: str
    brandColors: list[str]
    fonts: list[str]
    credit: str
    style: str
    forbidden: list[str]
    voices: str
    cut: str
    captions: CaptionStyle | Literal[""]
    rhythmMs: list[int]
    liveliness: float
    shotMs: int
    stage: dict[str, Any]


def script_of(ctx: StageContext) -> Script:
    return script_from_json(ctx.outputs["load"]["script"])


def origin_of(ctx: StageContext, *stages: str) -> Origin:
    """What the film's files say of their origin: who made these stages' parts, and the sources that its words name."""
    made = [ctx.outputs[stage] for stage in stages]
    models = [(one["provider"], one["model"]) for one in made if one.get("model")]
    spans = [
        span["source_id"]
        for scene in ctx.outputs["load"]["script"].get("scenes", ())
        for line in scene.get("lines", ())
        for span in line.get("evidence", ())
        if span.get("source_id")
    ]
    rows = Source.objects.filter(pk__in=set(spans), project__organization_id=ctx.organization_id)
    hashes = dict(rows.values_list("pk", "content_hash"))
    sources = [{"id": one, "sha256": hashes[one]} for one in dict.fromkeys(spans) if hashes.get(one)]
    return Origin(models=(*models, (RENDERER.provider, RENDERER.model)), sources=tuple(sources))


def asset_path(ctx: StageContext, asset_id: str) -> Path:
    """A kept file of this job's organization, on this host for as long as the attempt lasts."""
    return ctx.local_copy(asset_id)


# ---------------------------------------------------------------- perform


def perform(ctx: StageContext) -> dict[str, Any]:
    """Cast the voices and speak every line. Each line is one provider call, kept as it is made.

    Lines of an earlier performance that are said in the same words by the same voice are taken from it.
    """
    loaded = ctx.outputs["load"]
    script, earlier = script_of(ctx), loaded.get("performance") or {}
    speech = ctx.adapter("speech")
    preference = loaded["look"].get("voices", "")
    chosen = loaded.get("voices")
    cast = cast_voices(script.characters, voices_for(speech, chosen), chosen=chosen, preference=preference)
    lines = [(line.text, cast[line.character].id) for scene in script.scenes for line in scene.lines]
    pace = earlier.get("pace", 1.0)
    spoken = _speak(ctx, speech, lines, pace, recordings_of(earlier))
    target_ms = loaded["durationMs"]
    performed = performance_of(
        script, cast, speech.info, spoken, target_ms=target_ms, earlier_scale=earlier.get("pauseScale")
    )
    fitting = _fitting_pace(performed["durationMs"], sum(take["durationMs"] for take in spoken), target_ms)
    if not earlier and fitting != pace:  # what somebody has heard stays as it was heard
        pace = fitting
        spoken = _speak(ctx, speech, lines, pace, {})
        performed = performance_of(script, cast, speech.info, spoken, target_ms=target_ms)
    return {**performed, "pace": pace}


def _speak(
    ctx: StageContext, speech: Any, lines: Sequence[tuple[str, str]], pace: float, recorded: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Every (text, voice id) spoken at that pace, or taken from what is recorded."""
    spoken: list[dict[str, Any]] = []
    calls: list[Call] = []
    for index, (text, voice) in enumerate(lines):
        request = SpeechRequest(text=text, voice=voice, pace=pace)
        key = content_key(speech.info, "speech", request)
        spoken.append(recorded.get(key, {"contentKey": key}))
        if key not in recorded:
            name = f"line-{index:03}" if pace == 1.0 else f"line-{index:03}-{pace}"
            calls.append(Call(name, speech.info, "speech", _speaker(speech, request), key))
    made = iter(ctx.call_each(calls, tell=counted(ctx, "Speaking line", len(calls))))
    for recording in spoken:
        if "assetId" not in recording:
            take = next(made)
            recording |= {"assetId": take.assets["speech"], **take.data}
    return spoken


def _fitting_pace(lasts_ms: int, spoken_ms: int, target_ms: int) -> float:
    """The pace at which a film of that length would last as long as it should, where its pauses cannot give more."""
    over_ms = lasts_ms - target_ms
    if abs(over_ms) <= _LENGTH_TOLERANCE * target_ms or spoken_ms <= over_ms:
        return 1.0
    slowest, fastest = _PACES
    return round(min(max(spoken_ms / (spoken_ms - over_ms), slowest), fastest), 2)


def recordings_of(performance: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The lines of a performance as `performance_of` takes them, by what decides how they sound."""
    return {line["contentKey"]: _recording(line) for line in performance.get("lines", []) if line.get("contentKey")}


def _recording(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "contentKey": line["contentKey"],
        "assetId": line["assetId"],
        "phrases": line["phrases"],
        "durationMs": line["endMs"] - line["startMs"],
        **({"sounds": line["sounds"]} if line.get("sounds") else {}),
    }


def performance_of(
    script: Script,
    cast: dict[str, Voice],
    info: ProviderInfo,
    spoken: Sequence[dict[str, Any]],
    *,
    target_ms: int,
    earlier_scale: float | None = None,
) -> dict[str, Any]:
    """Spoken lines, in script order, as the later stages read them: who said what, and when it is heard in the film.

    Each of `spoken` has `assetId`, `durationMs`, `phrases` and, where known, `contentKey`.
    """
    lines = [line for scene in script.scenes for line in scene.lines]
    timing = time_lines(
        script, [take["durationMs"] for take in spoken], target_ms=target_ms, earlier_scale=earlier_scale
    )
    return {
        "provider": info.provider,
        "model": info.model,
        "voices": {name: _voice_json(voice, info) for name, voice in cast.items()},
        "durationMs": timing.duration_ms,
        "sceneStartsMs": list(timing.scene_starts_ms),
        "pauseScale": timing.pause_scale,
        "lines": [
            {
                "scene": timed.scene,
                "index": timed.index,
                "character": lines[timed.index].character,
                "startMs": timed.start_ms,
                "endMs": timed.end_ms,
                "assetId": take["assetId"],
                "phrases": take["phrases"],
                "contentKey": take.get("contentKey", ""),
                **({"sounds": take["sounds"]} if take.get("sounds") else {}),
            }
            for timed, take in zip(timing.lines, spoken, strict=True)
        ],
    }


def counted(ctx: StageContext, what: str, total: int) -> Any:
    def tell(count: int) -> None:
        ctx.progress(count / total, f"{what} {count} of {total}")

    return tell


def _speaker(speech: Any, request: SpeechRequest) -> Any:
    def make(folder: Path) -> Made:
        result = speech.speak(request, folder / "line.wav")
        phrases = [{"text": p.text, "startMs": p.start_ms, "endMs": p.end_ms} for p in result.phrases]
        sounds = [[one.symbol, one.start_ms, one.end_ms, one.stress] for one in result.sounds]
        told = {"sounds": sounds} if sounds else {}
        return Made({"durationMs": result.duration_ms, "phrases": phrases, **told}, {"speech": result.path})

    return make


def _voice_json(voice: Voice, info: ProviderInfo) -> dict[str, Any]:
    return {"voiceId": voice.id, "voiceName": voice.name, "gender": voice.gender, "provider": info.provider}


def timing_of(performance: dict[str, Any]) -> Timing:
    lines = tuple(
        TimedLine(line["scene"], line["index"], line["startMs"], line["endMs"]) for line in performance["lines"]
    )
    return Timing(lines, tuple(performance["sceneStartsMs"]), performance["durationMs"])


def phrases_of(performance: dict[str, Any]) -> list[list[TimedPhrase]]:
    return [
        [TimedPhrase(text=p["text"], start_ms=p["startMs"], end_ms=p["endMs"]) for p in line["phrases"]]
        for line in performance["lines"]
    ]


# ---------------------------------------------------------------- score and mix


def score(ctx: StageContext) -> dict[str, Any]:
    """Compose one cue for the whole film, its sections cut to the scenes, and make the effects that are still drafts.

    `load["music"]`, if given, holds `seed` and per scene `{scene, prompt, weight, enabled}`. `assetId` is None for a
    film without any music.
    """
    effects, skipped = made_effects(ctx)
    performance, load = ctx.outputs["perform"], ctx.outputs["load"]
    look, wishes = load["look"], load.get("music") or {}
    sections = _sections(script_of(ctx), performance, wishes.get("scenes", ()))
    music = ctx.adapter("music")
    told = {"provider": music.info.provider, "model": music.info.model, "effects": effects, "skipped": skipped}
    if not any(section.enabled for section in sections):
        return {"assetId": None, **told}
    seed = wishes.get("seed", look["seed"])
    request = MusicRequest(sections=sections, prompt=look.get("musicPrompt", ""), seed=seed)

    def make(folder: Path) -> Made:
        result = music.compose(request, folder / "music.wav")
        return Made({"durationMs": result.duration_ms}, {"music": result.path})

    key = content_key(music.info, "music", request)
    made = ctx.call("theme", info=music.info, operation="music", make=make, content=key)
    return {"assetId": made.assets["music"], **told}


def _sections(
    script: Script, performance: dict[str, Any], wishes: Sequence[dict[str, Any]]
) -> tuple[MusicSection, ...]:
    by_scene = {wish["scene"]: wish for wish in wishes}
    starts = [*performance["sceneStartsMs"], performance["durationMs"]]
    sections = []
    for number, (scene, start, end) in enumerate(zip(script.scenes, starts, starts[1:], strict=False)):
        if end > start:
            wish = by_scene.get(number, {})
            sections.append(
                MusicSection(
                    mood=scene.mood,
                    duration_ms=end - start,
                    prompt=wish.get("prompt", ""),
                    weight=wish.get("weight", 1.0),
                    enabled=wish.get("enabled", True),
                )
            )
    return tuple(sections)


def mix_film(ctx: StageContext) -> dict[str, Any]:
    """Mix voices, music and effects to the delivery level; keep the WAV for the picture and an MP3 for listeners."""
    performance, title = ctx.outputs["perform"], ctx.outputs["load"]["script"]["title"]
    scored = ctx.outputs["score"]
    plan = MixPlan(
        duration_ms=performance["durationMs"],
        speech=tuple(Placed(asset_path(ctx, line["assetId"]), line["startMs"]) for line in performance["lines"]),
        music=asset_path(ctx, scored["assetId"]) if scored["assetId"] else None,
        effects=tuple(_placed_effect(ctx, effect, performance) for effect in scored.get("effects", ())),
    )

    def make(folder: Path) -> Made:
        wav, mp3 = folder / "mix.wav", folder / "film.mp3"
        result = ctx.maker.call("generation.media.mix:mix", plan, wav, on_progress=ctx.progress)
        ctx.maker.call("generation.media.mix:encode_mp3", wav, mp3, title=title)
        measured = {"lufs": round(result.lufs, 2), "truePeakDb": round(result.true_peak_db, 2)}
        return Made({"durationMs": result.duration_ms, **measured}, {"wav": wav, "mp3": mp3})

    made = ctx.call(
        "mix", info=MIXER, operation="mix", make=make, content=content_key(MIXER, "mix", title, by_content(plan))
    )
    heard = ctx.workdir / "heard.mp3"  # a copy: what the call made is used again, unsigned, by later films
    shutil.copyfile(made.files["mp3"], heard)
    published = ctx.publish(heard, origin_of(ctx, "perform", "score"), content_type="audio/mpeg", filename="film.mp3")
    return {"wavAssetId": made.assets["wav"], "mp3AssetId": published, **made.data}


def _placed_effect(ctx: StageContext, effect: dict[str, Any], performance: dict[str, Any]) -> Placed:
    line = performance["lines"][effect["atEntry"]]
    start_ms = effect_start_ms(
        effect, line_start_ms=line["startMs"], line_end_ms=line["endMs"], film_ms=performance["durationMs"]
    )
    return Placed(asset_path(ctx, effect["assetId"]), start_ms, effect_gain_db(effect))


def by_content(plan: Any) -> Any:
    """A plan as plain data in which every kept file is named by its hash, under which it is stored."""
    return json.loads(json.dumps(asdict(plan), default=lambda path: path.name))
