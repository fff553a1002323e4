"""The pictures of every film, as functions of a `StageContext`: paint, render. They follow the sound of `stages.py`.

Every shot is rendered by itself and kept, so that a render which is killed goes on after the last finished shot and
a changed film makes only the shots that changed. Joining them encodes nothing again.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from generation.brand.logo import logo_path
from generation.films.cast import as_heard, sitter_of
from generation.films.shots import DISSOLVE_FRAMES, SPEAKING_ROLES, ShotIdea, is_person, list_shots, view_of
from generation.films.stages import (
    RENDERER,
    Look,
    asset_path,
    by_content,
    counted,
    origin_of,
    phrases_of,
    script_of,
    timing_of,
)
from generation.films.style import allowed, brand_colors
from generation.films.trailer import SHOT_MS, trailer_shots
from generation.jobs.content import content_key
from generation.jobs.context import Call, Made, StageContext
from generation.media.captions import cues_by_word, cues_from_phrases, to_srt, to_vtt
from generation.media.lettering import caption_line
from generation.media.logos import fit_logo
from generation.media.pacing import reading_ms
from generation.media.plan import Cue, FilmPlan, Layer, Overlay, Rate, Shot, ShotPlan, ShotResult
from generation.media.render import check
from generation.media.typefaces import typefaces
from generation.providers.base import PictureRequest, Script, ShotSize, Sitter, TimedPhrase
from generation.providers.local.text.views import views_of

FRAME_RATE = Rate(25)
_NEAR = {"medium", "close", "insert"}
_FAR: tuple[ShotSize, ...] = ("wide", "extreme_wide")
_TITLE_FROM, _NAME_FROM, _FIGURE_FROM = 4, 8, 3  # frames after the cut


def paint(ctx: StageContext) -> dict[str, Any]:
    """Draw a picture for every shot. Each is one provider call, kept as it is made."""
    look, ideas = ctx.outputs["load"]["look"], _ideas(ctx)
    heard = {name: voice["gender"] for name, voice in ctx.outputs["perform"]["voices"].items()}
    script = as_heard(script_of(ctx), heard)
    painter = ctx.adapter("image")

    def drawing(number: int, idea: ShotIdea, name: str) -> Call:
        request = picture_request(script, idea, look)
        key = content_key(painter.info, "picture", request)
        return Call(f"{name}-{number:03}", painter.info, "picture", drawer(painter, request), key)

    calls = [drawing(number, idea, "shot") for number, idea in enumerate(ideas)]
    painted = ctx.call_each(calls, tell=counted(ctx, "Drawing shot", len(calls)))
    others = farther(ideas, [made.data.get("description", "") for made in painted])
    again = ctx.call_each([drawing(number, idea, "other") for number, idea in others.items()])
    for number, made in zip(others, again, strict=True):
        painted[number] = made
    shots = [
        {
            "isFarther": number in others,
            "overscan": made.data["overscan"],
            "description": made.data.get("description", ""),
            "layers": [{"assetId": made.assets[name], "depth": depth} for name, depth in made.data["layers"].items()],
        }
        for number, made in enumerate(painted)
    ]
    return {"provider": painter.info.provider, "model": painter.info.model, "shots": shots, "logo": _logo(ctx, look)}


def _logo(ctx: StageContext, look: Look) -> str | None:
    """The brand's logo at the film's size, as a kept file; None without one."""
    logo, size = logo_path(ctx.organization_id, ctx.workdir), (look["width"], look["height"])
    if logo is None:
        return None

    def make(folder: Path) -> Made:
        fit_logo(logo, folder / "logo.png", size)
        return Made({}, {"logo": folder / "logo.png"})

    key = content_key(RENDERER, "logo", logo.name, size)
    return ctx.call("logo", info=RENDERER, operation="logo", make=make, content=key).assets["logo"]


def farther(ideas: Sequence[ShotIdea], descriptions: Sequence[str]) -> dict[int, ShotIdea]:
    """Shots to be drawn from farther off, because the painter would show the same thing again.

    From near by, the same things at the same hour make the same picture, whatever the size that was asked for; and a
    detail is shown once in a film.
    """
    found: dict[int, ShotIdea] = {}
    details: set[str] = set()
    sizes: list[ShotSize] = [idea.size for idea in ideas]
    for number in range(1, len(ideas)):
        idea, before = ideas[number], ideas[number - 1]
        if idea.has_chart or idea.is_portrait or number - 1 in found:
            continue
        shown_before, shown = descriptions[number - 1 : number + 1]
        thing = shown.rpartition(", ")[2]
        # From close by, too, a painter shows a thing where nobody is there to be shown.
        is_detail = idea.size == "insert" or (idea.size == "close" and thing != "close")
        is_known = is_detail and bool(thing) and thing in details
        if is_detail:
            details.add(thing)
        is_same = bool(shown) and shown == shown_before and {sizes[number], sizes[number - 1]} <= _NEAR
        if is_known or (is_same and not before.has_chart and not before.is_portrait):
            # A figure or a face between two pictures is of no size that one could mistake.
            around = (one for one in ideas[number - 1 : number + 2 : 2] if not (one.has_chart or one.is_portrait))
            beside = {one.size for one in around}
            size: ShotSize | None = next((size for size in _FAR if size not in beside), None)
            if size:
                found[number] = replace(idea, size=size)
    return found


def _ideas(ctx: StageContext) -> tuple[ShotIdea, ...]:
    performance = ctx.outputs["perform"]
    look: Look = ctx.outputs["load"]["look"]
    script, timing, phrases = script_of(ctx), timing_of(performance), phrases_of(performance)
    if look.get("cut") != "trailer":
        return list_shots(script, timing, phrases)
    rhythm, liveliness = look.get("rhythmMs", []), look.get("liveliness", 0.5)
    shot_ms = look.get("shotMs", SHOT_MS)
    return trailer_shots(script, timing, phrases, rhythm_ms=rhythm, liveliness=liveliness, shot_ms=shot_ms)


def picture_request(script: Script, shot: ShotIdea, look: Look) -> PictureRequest:
    """What to draw for a shot: what its words speak of, else its scene, at the shot's size, in the film's palette.

    The seed follows from the scene and the place within it, so that a picture stays as it is when lines elsewhere
    change.
    """
    scene, view = script.scenes[shot.scene], view_of(script, shot)
    forbidden = look.get("forbidden", [])
    is_own = view.is_own and not shot.is_title and not shot.has_chart and not shot.is_portrait
    prompt = allowed(view.prompt(scene, is_near=shot.size == "insert") if is_own else scene.picture, forbidden)
    return PictureRequest(
        prompt=f"{prompt}, {look['style']}" if look.get("style") else prompt,
        width=look["width"],
        height=look["height"],
        place=allowed(_place(script, shot) if not is_own else view.place, forbidden),
        time_of_day=scene.time_of_day,
        weather=scene.weather,
        mood=scene.mood,
        shot_size=shot.size,
        angle=shot.angle,
        chart=scene.chart if shot.has_chart else None,
        sitter=_sitter(script, shot) if shot.is_portrait else None,
        people=() if shot.is_portrait or shot.has_chart else _people(script, shot, view.who if is_own else None),
        cast=() if shot.is_portrait or shot.has_chart else cast_of(script),
        negative=", ".join(forbidden),
        focus_subject=0 if is_own else shot.near if shot.size == "insert" else shot.turn,
        source=look.get("credit", "") if shot.has_chart else "",
        brand_colors=(*look.get("brandColors", ()), *brand_colors(look.get("style", ""))),
        palette_seed=look["seed"],
        seed=look["seed"] * 1000 + shot.scene * 31 + shot.turn + 7 * shot.is_title,
        is_titled=shot.is_title,
    )


def _place(script: Script, shot: ShotIdea) -> str:
    return views_of(script).seat(shot.line) if shot.is_portrait else script.scenes[shot.scene].place


def _sitter(script: Script, shot: ShotIdea) -> Sitter | None:
    if shot.speaker is None:
        return None
    return sitter_of(next((one for one in script.characters if one.name == shot.speaker.name), shot.speaker))


def _people(script: Script, shot: ShotIdea, who: str | None) -> tuple[Sitter, ...]:
    """Who of the script may stand in the picture: whom it is about, and in a picture of the scene all who are in it."""
    if who is None:
        return speakers_of(script, shot.scene)
    return tuple(sitter for sitter in cast_of(script) if sitter.name == who)


def cast_of(script: Script) -> tuple[Sitter, ...]:
    """The people of the source, as the painter knows them."""
    return tuple(sitter_of(one) for one in script.characters if one.role in SPEAKING_ROLES and is_person(one))


def speakers_of(script: Script, scene: int) -> tuple[Sitter, ...]:
    """The people of the source who are heard or named in a scene: they may stand in its picture too."""
    by_name = {sitter.name: sitter for sitter in cast_of(script)}
    heard = [line.character for line in script.scenes[scene].lines]
    present = dict.fromkeys((*heard, *views_of(script).present(script.scenes[scene])))
    return tuple(by_name[name] for name in present if name in by_name)


def drawer(painter: Any, request: PictureRequest) -> Any:
    def make(folder: Path) -> Made:
        result = painter.draw(request, folder)
        names = {f"layer-{i}": layer for i, layer in enumerate(result.layers)}
        data = {
            "overscan": result.overscan,
            "description": result.description,
            "layers": {name: layer.depth for name, layer in names.items()},
        }
        return Made(data, {name: layer.path for name, layer in names.items()})

    return make


# ---------------------------------------------------------------- film


def render(ctx: StageContext) -> dict[str, Any]:
    """Render every shot, join them over the mix; keep MP4, poster, contact sheet, SRT and VTT.

    `shots` says of each shot which scene it belongs to and when it is seen: [scene, start_ms, end_ms].
    """
    shots = [[idea.scene, idea.start_ms, idea.end_ms] for idea in _ideas(ctx)]
    return {**render_plan(ctx, film_plan(ctx)), "shots": shots}


def render_plan(ctx: StageContext, plan: FilmPlan) -> dict[str, Any]:
    check(plan)
    calls = []
    for number, one in enumerate(plan.shot_plans()):
        key = content_key(RENDERER, "shot", by_content(one))
        calls.append(Call(f"shot-{number:03}", RENDERER, "shot", _filmer(ctx, one), key))
    made = ctx.call_each(calls, tell=counted(ctx, "Filming shot", len(calls)))
    shots = [
        ShotResult(asset_path(ctx, one.assets["shot"]), one.data["frames"], asset_path(ctx, one.assets["still"]), score)
        for one in made
        for score in [one.data["score"]]
    ]
    out, sheet = ctx.workdir / "film.mp4", ctx.workdir / "sheet.jpg"
    result = ctx.maker.call("generation.media.render:assemble", plan, shots, out)
    ctx.maker.call("generation.media.sheet:contact_sheet", out, sheet, times_ms=_middles(plan))
    whole, seen = origin_of(ctx, "perform", "score", "paint"), origin_of(ctx, "paint")
    srt, vtt = ctx.workdir / "film.srt", ctx.workdir / "film.vtt"
    srt.write_text(to_srt(plan.cues), encoding="utf-8")
    vtt.write_text(to_vtt(plan.cues), encoding="utf-8")
    return {
        "filmAssetId": ctx.publish(out, whole, content_type="video/mp4", filename="film.mp4"),
        "posterAssetId": ctx.publish(result.poster, seen, content_type="image/jpeg", filename="poster.jpg"),
        "sheetAssetId": ctx.publish(sheet, seen, content_type="image/jpeg", filename="contact-sheet.jpg"),
        "srtAssetId": ctx.keep(srt, content_type="text/plain; charset=utf-8", filename="film.srt"),
        "vttAssetId": ctx.keep(vtt, content_type="text/vtt; charset=utf-8", filename="film.vtt"),
        "durationMs": result.duration_ms,
        "width": result.width,
        "height": result.height,
        "frames": result.frames,
    }


def _middles(plan: FilmPlan) -> list[int]:
    """The middle of every shot in ms."""
    starts = accumulate((shot.frames for shot in plan.shots), initial=0)
    return [plan.rate.ms_at(start + shot.frames // 2) for start, shot in zip(starts, plan.shots, strict=False)]


def _filmer(ctx: StageContext, plan: ShotPlan) -> Any:
    maker = ctx.maker

    def make(folder: Path) -> Made:
        result: ShotResult = maker.call("generation.media.shot:render_shot", plan, folder / "shot.mp4")
        return Made({"frames": result.frames, "score": result.score}, {"shot": result.path, "still": result.still})

    return make


def film_plan(ctx: StageContext) -> FilmPlan:
    performance, look = ctx.outputs["perform"], ctx.outputs["load"]["look"]
    script, ideas = script_of(ctx), _ideas(ctx)
    pictures = ctx.outputs["paint"]["shots"]
    bounds = [FRAME_RATE.frames_at(idea.start_ms) for idea in ideas] + [FRAME_RATE.frames_at(ideas[-1].end_ms)]
    shown = {idea.speaker.name for idea in ideas if idea.speaker and idea.is_portrait}
    introduced: set[str] = set()
    logo = asset_path(ctx, ctx.outputs["paint"]["logo"]) if ctx.outputs["paint"].get("logo") else None
    shots = []
    for number, (idea, picture) in enumerate(zip(ideas, pictures, strict=True)):
        frames = bounds[number + 1] - bounds[number]
        shots.append(
            Shot(
                frames=frames,
                layers=tuple(Layer(asset_path(ctx, layer["assetId"]), layer["depth"]) for layer in picture["layers"]),
                overscan=picture["overscan"],
                move=idea.move,
                overlays=(
                    _title(script, frames, look.get("credit", ""), logo)
                    if idea.is_title
                    else _overlays(script, idea, frames, introduced, shown=shown)
                ),
                dissolve_frames=min(DISSOLVE_FRAMES, frames) if idea.dissolves else 0,
                focus="deep" if picture.get("isFarther") else idea.focus,
                light=idea.light,
            )
        )
    return FilmPlan(
        width=look["width"],
        height=look["height"],
        rate=FRAME_RATE,
        shots=tuple(shots),
        cues=cues_of(performance, look),
        caption_style=look.get("captions") or "lines",
        faces=typefaces(look.get("fonts", ())),
        audio=asset_path(ctx, ctx.outputs["mix"]["wavAssetId"]),
        title=script.title,
    )


def cues_of(performance: dict[str, Any], look: Look) -> tuple[Cue, ...]:
    if look.get("captions") == "words":
        return cues_by_word(phrase for scene in spoken_by_scene(performance) for phrase in scene)
    return captions(performance, most=caption_line(look["width"], look["height"]))


def spoken_by_scene(performance: dict[str, Any]) -> list[list[TimedPhrase]]:
    """Every phrase in film time, scene by scene."""
    return [
        [
            TimedPhrase(
                text=phrase["text"],
                start_ms=line["startMs"] + phrase["startMs"],
                end_ms=line["startMs"] + phrase["endMs"],
            )
            for line in performance["lines"]
            if line["scene"] == scene
            for phrase in line["phrases"]
        ]
        for scene in dict.fromkeys(line["scene"] for line in performance["lines"])
    ]


def captions(performance: dict[str, Any], *, most: int = 42) -> tuple[Cue, ...]:
    """Captions of the whole film from the phrases as they were spoken, at most `most` characters a line.

    Each scene's are set by themselves: a changed line leaves those of other scenes as they are.
    """
    cues: list[Cue] = []
    for spoken in spoken_by_scene(performance):
        cues += cues_from_phrases(spoken, most=most)
    return tuple(cues)


def _title(script: Script, frames: int, credit: str, logo: Path | None) -> tuple[Overlay, ...]:
    """The film's title, under the brand's logo where there is one."""
    until = max(_TITLE_FROM + 1, frames - 2)
    title = Overlay("title", script.title, credit, _TITLE_FROM, until)
    return (title, Overlay("logo", script.title, "", _TITLE_FROM, until, picture=logo)) if logo else (title,)


def _overlays(
    script: Script, idea: ShotIdea, frames: int, introduced: set[str], *, shown: set[str]
) -> tuple[Overlay, ...]:
    """A figure over its picture, a speaker's name on their first portrait; never two at once.

    Who is never seen near by (not in `shown`) is named when first heard.
    """
    chart = script.scenes[idea.scene].chart
    name = idea.speaker.name if idea.speaker and idea.is_portrait else ""
    if idea.has_figure and chart and (not name or name in introduced):
        return (Overlay("figure", chart.display, chart.title, _FIGURE_FROM, max(_FIGURE_FROM + 1, frames - 2)),)
    if idea.speaker is None or idea.speaker.name in introduced:
        return ()
    if not idea.is_portrait and idea.speaker.name in shown:
        return ()
    introduced.add(idea.speaker.name)
    needed = FRAME_RATE.frames_at(reading_ms(f"{idea.speaker.name} {idea.speaker.description}"))
    until = min(frames - 2, max(_NAME_FROM + needed, 75))
    return (
        Overlay("lower_third", idea.speaker.name, idea.speaker.description, _NAME_FROM, max(until, _NAME_FROM + 1)),
    )
