"""Films that somebody presents: drawn once, then acted to the speech, with pictures of what is spoken of in between.

`look["stage"]` says who (`name`, `gender`, `role`, `age`, `label`), where (`place`, `hour`) and how richly: `angles`
names the views, `inserts` is the share of the lines that show a picture, `words` maps a scene to what is set beside the
presenter. The steps are those of every film: the sound comes from `stages.py`, pictures and render from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generation.brand.logo import logo_path
from generation.films.screen import FRAME_RATE, cues_of, drawer, picture_request, render_plan
from generation.films.shots import ShotIdea
from generation.films.stages import Look, asset_path, counted, phrases_of, script_of, timing_of
from generation.films.timing import Timing
from generation.films.trailer import BEFORE_WORD_MS
from generation.jobs.content import content_key
from generation.jobs.context import Call, Made, StageContext
from generation.media.logos import stamp_logo
from generation.media.pacing import GRID_MS, reading_ms
from generation.media.plan import FilmPlan, Layer, Move, Overlay, Presenter, Shot
from generation.media.posters import Design, Poster, picture_box
from generation.media.puppet.acting import Stretch
from generation.media.puppet.rig import Rig
from generation.media.typefaces import typefaces
from generation.providers.base import (
    PictureRequest,
    ProviderInfo,
    Script,
    ShotSize,
    Sitter,
    TimedPhrase,
    TimedSound,
)

Json = dict[str, Any]
ARTIST = ProviderInfo("local", "studio-presenter-1")
# A view: how the head is turned (radians), its height as a part of the frame's, where it stands across a wide frame.
VIEWS: dict[str, tuple[float, float, float]] = {"medium": (-0.13, 0.355, 0.60), "close": (0.15, 0.47, 0.44)}
_FIRST_INSERT_MS, _INSERT_MS, _LONGEST_MS, _REST_MS = 1100, 2400, 3000, 1000
_WARMTH = {"tense": -0.35, "wistful": -0.15, "night": 0.0, "calm": 0.25, "curious": 0.3, "hopeful": 0.6, "proud": 0.7}
_SIZES: tuple[ShotSize, ...] = ("medium", "wide", "insert")
_NAME_FROM, _CLEAR = 14, 8  # frames after the cut; and between what is written
_SHORTEST_WORDS = 22  # frames; what would be up for less is left out
_MOST_ABSENT = 0.46  # of the film, the card's time with it
_OWED = 0.5  # of a picture, before the first line
_MOVES = (Move("push", 0.035), Move("pull", 0.03), Move("push", 0.045))
_INSERT_MOVE, _CARD_MOVE = Move("push", 0.05), Move("push", 0.015)
_CARD_DESIGN: Design = "panel"
_DISSOLVE = 10  # frames in which the card comes up


@dataclass(frozen=True)
class Beat:
    """`[start_ms, end_ms)` of the film: the presenter in a view, or (`view` is "") a picture of the scene. The last one
    is the card."""

    start_ms: int
    end_ms: int
    scene: int
    view: str = ""
    words: str = ""
    is_card: bool = False


def beats_of(script: Script, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]], stage: Json) -> tuple[Beat, ...]:
    """The film's shots, gapless: the presenter first and most of the time, and a picture where a line has gone on for a
    while; never two in a row, and never the last word of a line."""
    starts = [max(0, line.start_ms - BEFORE_WORD_MS) // GRID_MS * GRID_MS for line in timing.lines]
    starts[0] = 0
    card_at = timing.scene_starts_ms[-1]
    views, shown, wanted = stage["angles"], 0, _OWED
    beats: list[Beat] = []
    room = _MOST_ABSENT * timing.duration_ms - (timing.duration_ms - card_at)  # for pictures, in ms

    def present(start: int, end: int, scene: int) -> None:
        nonlocal shown
        last = beats[-1] if beats else None
        if last and last.view and len(views) == 1:
            beats[-1] = replace(last, end_ms=end)  # nothing to cut to: the view stays
            return
        beats.append(Beat(start, end, scene, views[shown % len(views)]))
        shown += 1

    for number, (start, end) in enumerate(zip(starts, [*starts[1:], card_at], strict=True)):
        wanted += stage["inserts"] if number or len(starts) == 1 else 0.0
        cut = _insert(start, end, timing.lines[number].start_ms, phrases[number]) if wanted >= 1 else None
        if cut is None or cut[1] - cut[0] > room:
            present(start, end, number)
            continue
        wanted, room = wanted - 1, room - (cut[1] - cut[0])
        present(start, cut[0], number)
        beats.append(Beat(*cut[:2], number, words=cut[2]))
        if cut[1] < end:
            present(cut[1], end, number)
    beats.append(Beat(card_at, timing.duration_ms, len(script.scenes) - 1, is_card=True))
    return tuple(beats)


def _insert(start: int, end: int, line_ms: int, phrases: Sequence[TimedPhrase]) -> tuple[int, int, str] | None:
    """When the picture of a line is seen and the words that it shows; None for a line too short for one."""
    bounds = [line_ms + phrase.start_ms - BEFORE_WORD_MS for phrase in phrases]
    heard = [at for at in bounds if at >= start + _FIRST_INSERT_MS and end - at >= _REST_MS]
    begin = heard[0] if heard else start + (end - start) * 2 // 5
    if begin - start < _FIRST_INSERT_MS or end - begin < _FIRST_INSERT_MS:
        return None
    until = begin + _INSERT_MS
    if end - until < _REST_MS:
        until = end if end - begin <= _LONGEST_MS else end - _REST_MS
    words = [p.text for p, at in zip(phrases, bounds, strict=True) if begin - 200 <= at < until]
    return begin // GRID_MS * GRID_MS, until // GRID_MS * GRID_MS, " ".join(words)


def presence(beats: Sequence[Beat]) -> float:
    """The share of the film in which the presenter is seen."""
    return sum(beat.end_ms - beat.start_ms for beat in beats if beat.view) / beats[-1].end_ms


# ---------------------------------------------------------------- drawn and acted


def paint(ctx: StageContext) -> Json:
    """Draw the presenter in every view, the pictures between and the card's; have the presenter act."""
    look, script, beats = ctx.outputs["load"]["look"], script_of(ctx), _beats(ctx)
    painter = ctx.adapter("image")
    calls = []
    for number, view in enumerate(look["stage"]["angles"]):
        request = presenter_request(ctx, look)
        kind = _framed(view, look, is_deep=len(look["stage"]["angles"]) > 1)
        key = content_key(ARTIST, "presenter", request, kind)
        calls.append(Call(f"presenter-{number}", ARTIST, "presenter", _artist(ctx, request, kind), key))
    pictures = [number for number, beat in enumerate(beats) if not beat.view and not beat.is_card]
    for count, number in enumerate(pictures):
        request = insert_request(script, beats[number], look, count)
        key = content_key(painter.info, "picture", request)
        calls.append(Call(f"insert-{number:03}", painter.info, "picture", drawer(painter, request), key))
    made = ctx.call_each(calls, tell=counted(ctx, "Drawing picture", len(calls)))
    views = {view: {**one.data, "assets": one.assets} for view, one in zip(look["stage"]["angles"], made, strict=False)}
    drawn = {str(number): _picture(one) for number, one in zip(pictures, made[len(views) :], strict=True)}
    card = _carded(ctx, script, beats[-1], look)
    acted = _acted(ctx, script, look)
    told = {"provider": painter.info.provider, "model": painter.info.model}
    return {**told, "presenter": views, "pictures": drawn, "cardAssetId": card, "trackAssetId": acted.assets["track"]}


def _picture(made: Made) -> Json:
    layers = [{"assetId": made.assets[name], "depth": depth} for name, depth in made.data["layers"].items()]
    return {"overscan": made.data["overscan"], "description": made.data.get("description", ""), "layers": layers}


def presenter_request(ctx: StageContext, look: Look) -> PictureRequest:
    """Who is drawn, and where; a voice that is no neutral one decides the sex."""
    stage = look["stage"]
    heard = next(iter(ctx.outputs["perform"]["voices"].values()))["gender"]
    gender = heard if heard in ("female", "male") else stage["gender"]
    return PictureRequest(
        prompt="", width=look["width"], height=look["height"], place=stage["place"], time_of_day=stage["hour"],
        shot_size="close", palette_seed=look["seed"], seed=look["seed"],
        brand_colors=tuple(look.get("brandColors", ())), negative=", ".join(look.get("forbidden", [])),
        sitter=Sitter(name=stage["name"], role=stage["role"], description=stage["age"], gender=gender),
    )  # fmt: skip


def _framed(view: str, look: Look, *, is_deep: bool) -> Json:
    yaw, share, column = VIEWS[view]
    if look["width"] < 1.2 * look["height"]:
        column = 0.5
    return {"yaw": yaw, "share": share, "column": column, "is_deep": is_deep}


def _artist(ctx: StageContext, request: PictureRequest, kind: Json) -> Any:
    maker = ctx.maker

    def make(folder: Path) -> Made:
        rig: Rig = maker.call(
            "generation.providers.local.pictures.presenter:draw_presenter", request, folder, timeout_s=300, **kind
        )
        return Made({"rig": rig.as_json()}, rig.files())

    return make


def _carded(ctx: StageContext, script: Script, beat: Beat, look: Look) -> str:
    """The last card: what it is about beside the name, the call to action, and the brand's logo where it has one."""
    painter, maker, logo = ctx.adapter("image"), ctx.maker, logo_path(ctx.organization_id, ctx.workdir)
    size = look["width"], look["height"]
    left, top, right, bottom = picture_box(*size, _CARD_DESIGN)
    idea = insert_request(script, beat, look, 0)
    request = replace(idea, width=right - left, height=bottom - top, is_titled=False)
    call, _, rest = look.get("credit", "").partition(" · ")
    words = {"heading": script.title, "line": rest, "call": call, "name": ""}
    colors, faces = tuple(look.get("brandColors") or ("#2f5f8a",)), typefaces(look.get("fonts", ()))

    def make(folder: Path) -> Made:
        picture = painter.draw(request, folder).path
        plain, out = folder / "plain.png", folder / "card.png"
        poster = Poster(
            *size, _CARD_DESIGN, picture, words["heading"], words["line"], words["call"], words["name"], colors, faces
        )
        maker.call("generation.media.posters:draw_poster", poster, plain if logo else out)
        if logo:
            stamp_logo(plain, logo, out)
        return Made({}, {"card": out})

    key = content_key(painter.info, "card", request, words, size, colors, faces, logo.name if logo else "")
    made = ctx.call("card", info=painter.info, operation="card", make=make, content=key)
    return made.assets["card"]


def insert_request(script: Script, beat: Beat, look: Look, count: int) -> PictureRequest:
    """What a picture between shows: what its words speak of, else its scene."""
    size: ShotSize = "insert" if beat.is_card else _SIZES[count % len(_SIZES)]
    idea = ShotIdea(
        beat.start_ms, beat.end_ms, beat.scene, min(beat.scene, len(script.scenes) - 2), size, _INSERT_MOVE,
        is_title=beat.is_card, words=beat.words,
    )  # fmt: skip
    return picture_request(script, idea, look)


def _acted(ctx: StageContext, script: Script, look: Look) -> Made:
    performance = ctx.outputs["perform"]
    lines = [(asset_path(ctx, line["assetId"]), line["startMs"]) for line in performance["lines"]]
    sounds = [_sounds_of(line) for line in performance["lines"]]
    told = [[one.symbol, one.start_ms, one.end_ms, one.stress] for one in (s for part in sounds for s in part)]
    stretches = _stretches(script, performance)
    frames, maker = FRAME_RATE.frames_at(performance["durationMs"]), ctx.maker
    key = content_key(ARTIST, "act", told, [path.name for path, _ in lines], [vars(s) for s in stretches], look["seed"])

    def make(folder: Path) -> Made:
        maker.call(
            "generation.media.puppet.track:write_track", folder / "track.npy", told, lines, stretches,
            missing=_untimed(performance), frames=frames, fps=float(FRAME_RATE.fraction), seed=look["seed"],
        )  # fmt: skip
        return Made({}, {"track": folder / "track.npy"})

    return ctx.call("act", info=ARTIST, operation="act", make=make, content=key)


def _sounds_of(line: Json) -> list[TimedSound]:
    start = line["startMs"]
    return [
        TimedSound(symbol=symbol, start_ms=start + begin, end_ms=start + end, stress=stress)
        for symbol, begin, end, stress in line.get("sounds", [])
    ]


def _untimed(performance: Json) -> list[TimedPhrase]:
    """Phrases, in the film's time, of lines whose voice does not tell when each of its sounds is heard."""
    return [
        TimedPhrase(text=p["text"], start_ms=line["startMs"] + p["startMs"], end_ms=line["startMs"] + p["endMs"])
        for line in performance["lines"] if not line.get("sounds") for p in line["phrases"]
    ]  # fmt: skip


def _stretches(script: Script, performance: Json) -> list[Stretch]:
    found = []
    for number, line in enumerate(performance["lines"]):
        scene = script.scenes[line["scene"]]
        for part, phrase in enumerate(line["phrases"]):
            asks = phrase["text"].rstrip("\"'”’").endswith("?")
            hand = (0, 1, 0, -1, 1)[(number * 2 + part) % 5]
            found.append(
                Stretch(line["startMs"] + phrase["startMs"], line["startMs"] + phrase["endMs"],
                        _WARMTH.get(scene.mood, 0.3), asks, hand)
            )  # fmt: skip
    found.append(Stretch(performance["lines"][-1]["endMs"] + 150, performance["durationMs"], 0.9))
    return found


# ---------------------------------------------------------------- filmed


def render(ctx: StageContext) -> Json:
    return render_plan(ctx, film_plan(ctx))


def _beats(ctx: StageContext) -> tuple[Beat, ...]:
    performance, stage = ctx.outputs["perform"], ctx.outputs["load"]["look"]["stage"]
    return beats_of(script_of(ctx), timing_of(performance), phrases_of(performance), stage)


def film_plan(ctx: StageContext) -> FilmPlan:
    performance, look = ctx.outputs["perform"], ctx.outputs["load"]["look"]
    script, beats, drawn = script_of(ctx), _beats(ctx), ctx.outputs["paint"]
    bounds = [FRAME_RATE.frames_at(beat.start_ms) for beat in beats] + [FRAME_RATE.frames_at(beats[-1].end_ms)]
    rigs = {view: _rig(ctx, one) for view, one in drawn["presenter"].items()}
    track, shots = asset_path(ctx, drawn["trackAssetId"]), list[Shot]()
    words = said_words(performance, look["stage"])
    for number, beat in enumerate(beats):
        frames, move = bounds[number + 1] - bounds[number], _MOVES[number % len(_MOVES)]
        overlays = _overlays(beat, bounds[number], frames, look, words, is_opening=number == 0)
        if beat.view:
            rig = rigs[beat.view]
            layers = tuple(Layer(layer.path, layer.depth) for layer in rig.layers)
            presenter = Presenter(rig, track, bounds[number])
            shots.append(Shot(frames, layers, rig.overscan, move, overlays, presenter=presenter))
        elif beat.is_card:
            card = (Layer(asset_path(ctx, drawn["cardAssetId"])),)
            shots.append(Shot(frames, card, 0.0, _CARD_MOVE, dissolve_frames=min(_DISSOLVE, frames)))
        else:
            picture = drawn["pictures"][str(number)]
            layers = tuple(Layer(asset_path(ctx, layer["assetId"]), layer["depth"]) for layer in picture["layers"])
            shots.append(Shot(frames, layers, picture["overscan"], _INSERT_MOVE, overlays))
    return FilmPlan(
        width=look["width"], height=look["height"], rate=FRAME_RATE, shots=tuple(shots),
        cues=cues_of(performance, look), caption_style=look.get("captions") or "lines",
        faces=typefaces(look.get("fonts", ())), audio=asset_path(ctx, ctx.outputs["mix"]["wavAssetId"]),
        title=script.title,
    )  # fmt: skip


def _rig(ctx: StageContext, kept: Json) -> Rig:
    return Rig.from_json(kept["rig"], {name: asset_path(ctx, asset_id) for name, asset_id in kept["assets"].items()})


def _overlays(
    beat: Beat, first: int, frames: int, look: Look, words: Sequence[tuple[int, str]], *, is_opening: bool
) -> tuple[Overlay, ...]:
    """What is written beside the presenter, or on a picture between: their name first, and `words` (ms of the film,
    text) as they are said.

    `first` is the frame of the film with which the shot begins. Nothing is up at the same time as something else.
    """
    stage, found, free = look["stage"], list[Overlay](), 0
    if is_opening and frames > _NAME_FROM + 12:
        needed = FRAME_RATE.frames_at(reading_ms(f"{stage['name']} {stage['label']}"))
        free = min(frames - 2, _NAME_FROM + max(needed, 62))
        found.append(Overlay("lower_third", stage["name"], stage["label"], _NAME_FROM, free))
    color = (look.get("brandColors") or ["#2f5f8a"])[0]
    side = 1 if beat.view and VIEWS[beat.view][2] <= 0.5 else -1
    for at_ms, text in words:
        start = max(FRAME_RATE.frames_at(at_ms) - first, free + _CLEAR if found else 0)
        end = min(frames - 2, start + max(FRAME_RATE.frames_at(reading_ms(text)), 50))
        if beat.start_ms <= at_ms < beat.end_ms and end - start >= _SHORTEST_WORDS:
            found.append(Overlay("keyword", text, "", start, end, color=color, side=side))
            free = end
    return tuple(found)


def said_words(performance: Json, stage: Json) -> list[tuple[int, str]]:
    """When each scene's words are said, in ms of the film: with the phrase that has the first of them."""
    found = []
    for line in performance["lines"]:
        words = stage.get("words", {}).get(str(line["scene"]), "")
        if words:
            first = words.split()[0].lower()
            phrase = next((p for p in line["phrases"] if first in p["text"].lower()), line["phrases"][-1])
            found.append((line["startMs"] + phrase["startMs"], words))
    return found
