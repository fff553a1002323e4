"""The steps of a workflow that makes a film: voice, music and pictures, then a cut for each format, then delivery.

They are those of every film of the studio (`generation.films`), run as parts: the sound once, the pictures anew for
each format, because each is composed for itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from generation.films import screen
from generation.films import stages as film
from generation.films.frame import frame_size
from generation.films.script import script_to_json
from generation.films.trailer import fit_trailer, trailer_music, trailer_sounds
from generation.jobs.context import StageContext
from generation.jobs.events import append_event
from generation.workflows.forget import of_what_is_known
from generation.workflows.kinds import DIRECTION
from generation.workflows.pipeline.direct import direction_of
from generation.workflows.writing.direction import script_of

Json = dict[str, Any]
Painter = Callable[[StageContext], Json]
CARD_MS = 4200  # the last card and the silence before the first word
SECTION_MS, WORD_MS = 500, 370  # what a section and each of its words need
CARD_GIVES_MS, TIGHTER = 600, 1.15
SHOT_MS = 1900  # an advert's pictures change faster than a trailer's, the first one within three seconds


def film_ms(direction: Json, seconds: int) -> int:
    """How long the film is: as long as its tier says, and longer only where its sections have more to say."""
    words = sum(len(section["line"].split()) for section in direction["sections"])
    needed = len(direction["sections"]) * SECTION_MS + words * WORD_MS + CARD_MS
    if needed <= seconds * 1000 * TIGHTER:  # pauses give that much
        return seconds * 1000
    return -(-needed // 1000) * 1000


def look_of(direction: Json, aspect_ratio: str, resolution: str) -> film.Look:
    width, height = frame_size(aspect_ratio, resolution)
    look = direction["look"]
    return {
        "width": width,
        "height": height,
        "seed": direction["seed"],
        "musicPrompt": look["music"],
        "brandColors": look["palette"],
        "fonts": look.get("fonts", []),
        "credit": direction["callToAction"],
        "voices": look["voice"],
        "forbidden": look["forbidden"],
        "cut": "trailer",
        "shotMs": SHOT_MS,
        "captions": direction.get("captions", ""),
        "rhythmMs": direction.get("rhythm", []),
        "liveliness": direction.get("liveliness", 0.5),
        **({"stage": stage_of(direction)} if "stage" in direction else {}),
    }


def stage_of(direction: Json) -> Json:
    """Who presents the film and where, for `films.presenting`. Words count by the sections that are spoken."""
    presenter, spoken = direction["presenter"], [one for one in direction["sections"] if one["line"].strip()]
    return {
        **direction["stage"],
        "name": presenter["name"],
        "gender": presenter["gender"],
        "label": presenter["description"],
        "role": presenter["wears"],
        "age": presenter["age"],
        "place": presenter["place"],
        "hour": presenter["hour"],
        "words": {str(number): _words_of(section) for number, section in enumerate(spoken)},
    }


def _words_of(section: Json) -> str:
    """What is set beside the presenter, as long as it is said: somebody may have changed the line."""
    words: str = section.get("words", "")
    return words if words.lower() in section["line"].lower() else ""


def make_sound(ctx: StageContext, direction: Json, look: film.Look, *, duration_ms: int) -> dict[str, Json]:
    """Voice, music and mix of a direction, timed to the second; the outputs that the picture's steps read."""
    load: Json = {"script": script_to_json(script_of(direction)), "durationMs": duration_ms, "look": look}
    outputs: dict[str, Json] = {"load": load}
    part = ctx.part("voice", span=(0.0, 0.7), outputs=outputs)
    part.progress(0.0, "Speaking")
    kept, performance = fit_trailer(film.script_of(part), film.perform(part), duration_ms=duration_ms)
    load.update(
        script=script_to_json(kept),
        effects=trailer_sounds(performance, seed=look["seed"]),
        music=trailer_music(kept, seed=look["seed"]),
    )
    outputs["perform"] = to_the_second(performance, duration_ms)
    for name, low, high, says, run in (
        ("score", 0.7, 0.85, "Composing the music", film.score),
        ("mix", 0.85, 1.0, "Mixing", film.mix_film),
    ):
        part = ctx.part(name, span=(low, high), outputs=outputs)
        part.progress(0.0, says)
        outputs[name] = run(part)
    return outputs


def to_the_second(performance: Json, duration_ms: int) -> Json:
    """The last card gives or takes the fractions of a second by which the words missed the length asked for."""
    if abs(performance["durationMs"] - duration_ms) > CARD_GIVES_MS:
        return performance
    return {**performance, "durationMs": duration_ms}


def outputs_for(sound: dict[str, Json], look: film.Look) -> dict[str, Json]:
    """The sound's outputs for a film of that look."""
    return {**sound, "load": {**sound["load"], "look": look}}


@dataclass(frozen=True)
class Cut:
    """A version of the film: how long it is, in which formats, and which of the direction's sections it keeps (None:
    all), counted by how much it would miss them."""

    name: str
    seconds: int
    formats: tuple[str, ...]
    sections: int | None = None


def shortened(direction: Json, sections: int | None) -> Json:
    """The direction with the sections that it would miss most, in their order."""
    if sections is None or len(direction["sections"]) <= sections:
        return direction
    ranked = sorted(range(len(direction["sections"])), key=lambda at: -direction["sections"][at]["weight"])
    kept = sorted(ranked[:sections])
    return {**direction, "sections": [direction["sections"][at] for at in kept]}


def generate(ctx: StageContext, cuts: Sequence[Cut], *, resolution: str, paint: Painter = screen.paint) -> Json:
    """Voice, music, and the pictures of every format, cut by cut."""
    whole = direction_of(ctx)
    made = []
    for number, cut in enumerate(cuts):
        span = number / len(cuts), (number + 1) / len(cuts)
        part = ctx.part(cut.name, span=span, outputs={}, says=cut.name if len(cuts) > 1 else "")
        direction = shortened(whole, cut.sections)
        made.append({"cut": cut.name, **_generated(part, direction, cut, resolution, paint)})
    return {"direction": whole, "cuts": made, "resolution": resolution}


def _generated(ctx: StageContext, direction: Json, cut: Cut, resolution: str, paint: Painter) -> Json:
    first = look_of(direction, cut.formats[0], resolution)
    duration_ms = film_ms(direction, cut.seconds)
    sound = make_sound(ctx.part("sound", span=(0.0, 0.4), outputs={}), direction, first, duration_ms=duration_ms)
    pictures = {}
    for number, ratio in enumerate(cut.formats):
        low, high = (0.4 + 0.6 * at / len(cut.formats) for at in (number, number + 1))
        outputs = outputs_for(sound, look_of(direction, ratio, resolution))
        part = ctx.part(part_name(ratio), span=(low, high), outputs=outputs, says=ratio)
        part.progress(0.0, "Drawing the pictures")
        pictures[ratio] = paint(part)
    return {"direction": direction, "sound": sound, "pictures": pictures}


def edit(ctx: StageContext, *, render: Painter = screen.render) -> Json:
    """Film and join the shots of every cut and format."""
    made = ctx.outputs["video_generation"]
    wanted = [(cut, ratio) for cut in made["cuts"] for ratio in cut["pictures"]]
    videos = []
    for number, (cut, ratio) in enumerate(wanted):
        look = look_of(cut["direction"], ratio, made["resolution"])
        outputs = {**outputs_for(cut["sound"], look), "paint": cut["pictures"][ratio]}
        span = number / len(wanted), (number + 1) / len(wanted)
        part = ctx.part(f"{cut['cut']}-{part_name(ratio)}", span=span, outputs=outputs, says=ratio)
        part.progress(0.0, "Filming")
        videos.append({"format": ratio, "cut": cut["cut"], **render(part)})
    return {"videos": videos}


def part_name(aspect_ratio: str) -> str:
    return aspect_ratio.replace(":", "x")


def deliver(ctx: StageContext) -> Json:
    """The result: every film, and what it was made from."""
    made = ctx.outputs["video_generation"]
    first = made["cuts"][0]
    return {
        "videos": ctx.outputs["editing"]["videos"],
        "images": made.get("images", []),
        "documents": [],
        "report": ctx.outputs[DIRECTION].get("report"),
        "direction": of_what_is_known(made["direction"]),
        "madeBy": {
            "speech": _maker(first["sound"]["perform"]),
            "music": _maker(first["sound"]["score"]),
            "image": _maker(next(iter(first["pictures"].values()))),
            "video": f"{screen.RENDERER.provider}/{screen.RENDERER.model}",
        },
    }


def _maker(output: Json) -> str:
    return f"{output['provider']}/{output['model']}"


def tell_ready(ctx: StageContext, output: Json) -> None:
    """In the checkpoint's transaction: a line in the job's log for every film that can be fetched."""
    now = timezone.now()
    for video in output["videos"]:
        told = {name: video[name] for name in ("format", "cut", "durationMs", "width", "height")}
        append_event(ctx.job_id, "video.ready", {**told, "assetId": video["filmAssetId"]}, now=now)
