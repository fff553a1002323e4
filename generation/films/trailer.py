"""A trailer's own cut of a script: a hook, then voices and figures that rise, the title last.

Nothing is written for it: every line is a sentence of the script. The pictures change every two to three seconds,
with a phrase where one begins near enough.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from generation.films.shots import SPEAKING_ROLES, ShotIdea, is_person
from generation.films.timing import Timing
from generation.media.pacing import GRID_MS
from generation.media.plan import Move, MoveKind
from generation.providers.base import Line, Mood, Scene, Script, ShotSize, TimedPhrase

MS_A_WORD = 400
LEAD_IN_MS = 800
USUAL_GAP_MS, SHORTEST_GAP_MS, LONGEST_GAP_MS = 700, 280, 1500
LONGEST_TITLE_MS = 6000
UNSEEN = "unseen"  # a line's cue: its speaker is heard over other pictures
_SPARE = 1.2  # so much more is spoken than there may be room for: voices differ in pace, and `fit_trailer` leaves out
BEFORE_WORD_MS = 120
SHORTEST_SHOT_MS = 480  # of a borrowed rhythm
SHOT_MS, SNAP_MS = 2400, 500  # how long a picture stands, and how far its end may move to meet a phrase
_LONGEST_WORDS, _BEST_WORDS = 18, 9
_MOST_OF_A_SCENE = 2

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|Inc|Ltd|Co|No|vs|etc))\.$")
# A sentence that begins so leans on the one before it, which a trailer does not play.
_LEANS = re.compile(
    r"(?:\w+\s+){0,1}(?:it|its|they|their|them|that|this|these|those|he|she|his|her|there|then|here|such|both)\b"
    r"|(?:so|but|and|or)\b",
    re.I,
)
# No close-up but a portrait: a second face under the same voice would be taken for the speaker's.
_SIZES: tuple[ShotSize, ...] = ("wide", "insert", "extreme_wide", "medium")
_UNDER_A_VOICE: tuple[ShotSize, ...] = ("wide", "insert", "extreme_wide")
_MOVES: dict[ShotSize, tuple[MoveKind, ...]] = {
    "extreme_wide": ("push",),
    "wide": ("push", "pan_right", "pan_left"),
    "medium": ("parallax", "push"),
    "close": ("push", "pull"),
    "insert": ("parallax", "push"),
}
_RISE: tuple[Mood, ...] = ("curious", "tense", "tense", "hopeful", "proud")


@dataclass(frozen=True)
class _Moment:
    """A sentence that could be heard: where it stands in the script, its scene's number, and how much it is wanted."""

    order: tuple[int, int, int]
    scene: int
    line: Line
    is_voice: bool
    value: float

    @property
    def ms(self) -> int:
        return MS_A_WORD * len(self.line.text.split()) + USUAL_GAP_MS


def title_ms(duration_ms: int) -> int:
    """How long the title stands at the end of a trailer of that length."""
    return min(4600, max(3200, duration_ms // 7))


def cut_trailer(script: Script, *, duration_ms: int) -> Script:
    """The script of a trailer of about that length: one line a scene, the hook first, the title's scene last."""
    moments = _moments(script)
    room = round(_SPARE * (duration_ms - LEAD_IN_MS - title_ms(duration_ms)))
    chosen = _chosen(moments, room, last_scene=len(script.scenes) - 1)
    scenes = [
        _scene(script.scenes[one.scene], one.line, beat="escalation" if number else "hook", place=number / len(chosen))
        for number, one in enumerate(chosen)
    ]
    last = script.scenes[-1]
    scenes.append(replace(last, lines=(), chart=None, mood="proud", beat="title"))
    speaking = {one.line.character for one in chosen}
    return replace(script, characters=tuple(c for c in script.characters if c.name in speaking), scenes=tuple(scenes))


def sentences(text: str) -> list[str]:
    """The sentences of a line, each with its own closing mark; a title's stop ("Dr. May") ends none."""
    found: list[str] = []
    for part in _SENTENCE.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part.strip())
    return [part for part in found if part]


def _moments(script: Script) -> list[_Moment]:
    roles = {character.name: character.role for character in script.characters}
    found = []
    for number, scene in enumerate(script.scenes):
        for at, line in enumerate(scene.lines):
            if line.kind in ("intro", "link") or not (line.evidence or line.kind == "question"):
                continue
            is_voice = roles.get(line.character) in SPEAKING_ROLES
            for part, sentence in enumerate(sentences(line.text)):
                if _LEANS.match(sentence) and (part or not is_voice):
                    continue
                short = replace(line, text=sentence, pause_after_ms=USUAL_GAP_MS)
                value = _value(scene, short, is_voice=is_voice)
                found.append(_Moment((number, at, part), number, short, is_voice, value))
    if not found:  # a script of connectives, or of sentences that all lean: better its first line than silence
        number, line = next((n, line) for n, scene in enumerate(script.scenes) for line in scene.lines)
        found.append(_Moment((number, 0, 0), number, line, False, 0.0))
    return found


def _value(scene: Scene, line: Line, *, is_voice: bool) -> float:
    words = len(line.text.split())
    length = abs(words - _BEST_WORDS) / _BEST_WORDS + (1.5 if words > _LONGEST_WORDS else 0.0)
    return line.weight + 0.3 * is_voice + 0.45 * bool(_figure_in(scene, line)) - 0.35 * length


def _figure_in(scene: Scene, line: Line) -> bool:
    if scene.chart is None:
        return False
    figure = _digits(scene.chart.display or str(scene.chart.values[0]))
    return bool(figure) and figure in _digits(line.text)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _chosen(moments: Sequence[_Moment], room_ms: int, *, last_scene: int) -> list[_Moment]:
    """The hook, then the rest in the script's order, as many as there is room for."""
    early = [one for one in moments if one.scene <= last_scene / 2] or list(moments)
    hook = max(early, key=lambda one: one.value + 0.2 * one.is_voice)
    chosen, left = [hook], room_ms - hook.ms
    for one in sorted(moments, key=lambda one: -one.value):
        of_its_scene = sum(1 for other in chosen if other.scene == one.scene)
        if one is not hook and one.ms <= left and of_its_scene < _MOST_OF_A_SCENE:
            chosen.append(one)
            left -= one.ms
    return [hook, *sorted((one for one in chosen if one is not hook), key=lambda one: one.order)]


def _scene(scene: Scene, line: Line, *, beat: str, place: float) -> Scene:
    return replace(
        scene,
        lines=(line,),
        mood=_RISE[min(int(place * len(_RISE)), len(_RISE) - 1)],
        chart=scene.chart if _figure_in(scene, line) else None,
        beat=beat,
    )


# ---------------------------------------------------------------- time


def fit_trailer(script: Script, performance: dict[str, Any], *, duration_ms: int) -> tuple[Script, dict[str, Any]]:
    """The trailer as it was spoken, timed to the length that was asked for.

    Silence gives way first; where it cannot, the line that is least wanted is left out, the hook never.
    """
    lines = list(zip(script.scenes[:-1], performance["lines"], strict=True))
    while len(lines) > 1 and _shortest(lines, duration_ms) > duration_ms * 1.02:
        lines.remove(min(lines[1:], key=lambda pair: pair[0].lines[0].weight))
    scenes = (*(scene for scene, _ in lines), script.scenes[-1])
    return replace(script, scenes=scenes), _timed([line for _, line in lines], performance, duration_ms)


def _shortest(lines: Sequence[tuple[Scene, dict[str, Any]]], duration_ms: int) -> int:
    spoken = sum(line["endMs"] - line["startMs"] for _, line in lines)
    return LEAD_IN_MS + spoken + len(lines) * SHORTEST_GAP_MS + title_ms(duration_ms)


def _timed(spoken: list[dict[str, Any]], performance: dict[str, Any], duration_ms: int) -> dict[str, Any]:
    lengths = [line["endMs"] - line["startMs"] for line in spoken]
    room = duration_ms - LEAD_IN_MS - title_ms(duration_ms) - sum(lengths)
    gap = min(LONGEST_GAP_MS, max(SHORTEST_GAP_MS, room / len(spoken)))
    clock, lines, starts = LEAD_IN_MS, [], [0]
    for number, (line, length) in enumerate(zip(spoken, lengths, strict=True)):
        start = _on_grid(clock)
        if number:
            starts.append(max(starts[-1] + GRID_MS, start - BEFORE_WORD_MS))
        lines.append(line | {"scene": number, "index": number, "startMs": start, "endMs": start + length})
        clock = start + length + gap
    title_at = _on_grid(clock)
    end = title_at + min(LONGEST_TITLE_MS, max(title_ms(duration_ms), duration_ms - title_at))
    return performance | {"lines": lines, "sceneStartsMs": [*starts, title_at], "durationMs": _on_grid(end)}


def _on_grid(ms: float) -> int:
    return -(-round(ms) // GRID_MS) * GRID_MS


# ---------------------------------------------------------------- sound


def trailer_sounds(performance: dict[str, Any], *, seed: int) -> list[dict[str, Any]]:
    """The effects of a trailer: a whoosh into every line but the first, a blow under the title."""
    lines, title_at = performance["lines"], performance["sceneStartsMs"][-1]
    whoosh = {"prompt": "fast airy whoosh", "label": "whoosh", "volume": 0.3, "trigger": "with", "offsetMs": -420}
    sounds = [whoosh | {"cueId": "whoosh", "atEntry": line["index"]} for line in lines[1:]]
    blow = {"prompt": "deep cinematic impact", "label": "impact", "volume": 0.55, "trigger": "with"}
    last = lines[-1]
    offset = title_at - last["startMs"]
    sounds.append(blow | {"cueId": "blow", "atEntry": last["index"], "offsetMs": offset})
    return [sound | {"assetId": None, "durationMs": 0, "seed": seed} for sound in sounds]


def trailer_music(script: Script, *, seed: int) -> dict[str, Any]:
    """Music that grows to the title."""
    last = len(script.scenes) - 1
    scenes = [
        {"scene": number, "prompt": "", "weight": round(0.75 + 0.6 * number / max(last, 1), 2), "enabled": True}
        for number in range(last + 1)
    ]
    return {"seed": seed, "scenes": scenes}


# ---------------------------------------------------------------- pictures


def trailer_shots(
    script: Script,
    timing: Timing,
    phrases: Sequence[Sequence[TimedPhrase]],
    *,
    rhythm_ms: Sequence[int] = (),
    liveliness: float = 0.5,
    shot_ms: int = SHOT_MS,
) -> tuple[ShotIdea, ...]:
    """The shots of a trailer, gapless from 0 to its end: the title's is the last, all others last about `shot_ms`.

    With `rhythm_ms`, the lengths of another film's shots, the pictures change when that film's did, its length made to
    fit; a new line begins a new picture all the same. `liveliness` runs from 0 (hardly a move) to 1.
    """
    starts = [max(0, line.start_ms - BEFORE_WORD_MS) // GRID_MS * GRID_MS for line in timing.lines]
    starts[0] = 0
    title_at = timing.scene_starts_ms[-1]
    shots: list[ShotIdea] = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], title_at], strict=True)):
        line = timing.lines[number]
        heard = [line.start_ms + phrase.start_ms - BEFORE_WORD_MS for phrase in phrases[number][1:]]
        borrowed = _borrowed(start, end, rhythm_ms, title_at) if rhythm_ms else None
        bounds = borrowed or _bounds(start, end, heard, shot_ms)
        told_ms = _figure_ms(script.scenes[number], line.start_ms, phrases[number])
        for turn, (begin, until) in enumerate(pairwise(bounds)):
            has_chart = begin <= told_ms < until
            shots.append(_shot(script, number, turn, begin, until, len(shots), has_chart=has_chart))
    title = ShotIdea(
        title_at, timing.duration_ms, len(script.scenes) - 1, len(timing.lines) - 1, "extreme_wide",
        Move("push", 0.05), is_title=True, light="rise",
    )  # fmt: skip
    return (*(_livelier(shot, 0.5 + liveliness) for shot in shots), title)


def _livelier(shot: ShotIdea, gain: float) -> ShotIdea:
    return replace(shot, move=replace(shot.move, amount=round(shot.move.amount * gain, 4)))


def _bounds(start: int, end: int, phrases: Sequence[int], shot_ms: int) -> list[int]:
    """Where a line's pictures change: evenly, but with a phrase that begins near."""
    count = max(1, round((end - start) / shot_ms))
    bounds = [start]
    for number in range(1, count):
        even = start + (end - start) * number / count
        near = min(phrases, key=lambda ms: abs(ms - even), default=even)
        bounds.append(_on_grid(near if abs(near - even) <= SNAP_MS else even))
    return [*bounds, end]


def _borrowed(start: int, end: int, rhythm_ms: Sequence[int], film_ms: int) -> list[int]:
    """Where a line's pictures change if the film is cut as another one is."""
    scale = film_ms / sum(rhythm_ms)
    cuts = accumulate(length * scale for length in rhythm_ms[:-1])
    inside = [_on_grid(cut) for cut in cuts if start + SHORTEST_SHOT_MS <= cut <= end - SHORTEST_SHOT_MS]
    kept: list[int] = []
    for cut in inside:
        if not kept or cut - kept[-1] >= SHORTEST_SHOT_MS:
            kept.append(cut)
    return [start, *kept, end]


def _figure_ms(scene: Scene, start_ms: int, phrases: Sequence[TimedPhrase]) -> int:
    """When the scene's figure begins to be said; -1 for a scene without one."""
    if scene.chart is None:
        return -1
    figure = _digits(scene.chart.display or str(scene.chart.values[0]))
    return start_ms + next((phrase.start_ms for phrase in phrases if figure in _digits(phrase.text)), 0)


def _shot(
    script: Script, scene: int, turn: int, start_ms: int, end_ms: int, number: int, *, has_chart: bool
) -> ShotIdea:
    line = script.scenes[scene].lines[0]
    speaker = next((c for c in script.characters if c.name == line.character and c.role in SPEAKING_ROLES), None)
    chart = script.scenes[scene].chart
    has_figure = has_chart and chart is not None and bool(chart.display)  # a card would bring a trailer to a stop
    has_chart = has_chart and not has_figure
    is_seen = speaker is not None and is_person(speaker) and line.cue != UNSEEN
    is_portrait = turn == 0 and is_seen and not (has_chart or has_figure)
    sizes = _UNDER_A_VOICE if speaker else _SIZES
    size: ShotSize = "insert" if has_figure else "close" if is_portrait else sizes[number % len(sizes)]
    still = has_chart or is_portrait
    kinds = _MOVES[size]
    return ShotIdea(
        start_ms,
        end_ms,
        scene,
        scene,
        size,
        Move("hold", 0.0) if has_chart else Move("push" if still else kinds[number % len(kinds)], 0.055),
        part=turn,
        turn=turn,
        near=turn,
        has_chart=has_chart,
        has_figure=has_figure,
        is_portrait=is_portrait,
        speaker=None if has_chart or has_figure else speaker,
        focus="to_near" if size == "insert" and not has_figure else "deep",
    )
