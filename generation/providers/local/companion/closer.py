# ruff: noqa: E501 - lines of speech are read whole
"""What a craft says about one movement, one topic, or its next step."""

import math
import re
from collections.abc import Callable
from itertools import pairwise

from generation.providers.base import Craft
from generation.providers.local.companion.shots import list_shots
from generation.providers.local.companion.treatment import SIZE_NAMES, Beat, fill, image_of, images_for
from generation.providers.local.companion.voices import View, average_shot_s, cap, ended, first_line, low, wants


def on_beat(craft: Craft, view: View, beat: Beat) -> list[str]:
    """One movement, looked at closely."""
    return _ON_BEAT[craft](view, beat)


def _other_image(view: View, beat: Beat) -> str:
    images = images_for(beat.movement, view.brief)
    for turn in range(1, 5):
        for pattern in images:
            text = image_of(pattern, view.brief, view.treatment.place, beat.number + turn, beat.fact)
            if text != beat.image:
                return text
    return beat.image


def _direct(view: View, beat: Beat) -> list[str]:
    return [
        f"**{beat.name}** ({beat.span}) has one job: {low(beat.movement.job.format(Subject=cap(view.brief.short)))}",
        f"I see this: {ended(beat.image)}",
        f"The other way to do it: {ended(_other_image(view, beat))}",
        f"I would take the first. {beat.movement.why} What I tell the person in the frame: do it as if nobody will use it, and a little slower than feels right.",
    ]


def _write(view: View, beat: Beat) -> list[str]:
    want, obstacle, turn = wants(view)
    first = view.treatment.beats[0]
    is_last = beat is view.treatment.beats[-1]
    said = (
        f"“{view.brief.slots['message'].rstrip('.')}.” Or nothing, if the picture has said it"
        if is_last and "message" in view.brief.slots
        else first_line(view)
        if beat is first
        else "one line, under nine words, from the person who wants least to say it"
    )
    return [
        f"**{beat.name}**, {beat.seconds} s, so {max(0, math.floor(beat.seconds * 2.3))} words at the very most.",
        f"What happens: {ended(beat.image)}",
        f"What is said: {ended(said)}",
        f"What is not said: {low(turn if is_last else obstacle if beat.number > 2 else want)}",
        f"It works if it changes something: before it, {_state(view, beat, -1)}; after it, {_state(view, beat, 1)}.",
    ]


def _state(view: View, beat: Beat, step: int) -> str:
    number = beat.number - 1 + step
    if number < 0:
        return "we know nothing"
    if number >= len(view.treatment.beats):
        return "they know what to do"
    return f"we are in {view.treatment.beats[number].called}"


def _film(view: View, beat: Beat) -> list[str]:
    m = beat.movement
    return [
        f"**{beat.name}** ({beat.span}): {' then '.join(SIZE_NAMES[s] for s in m.sizes)}, {m.lens}, {m.move}.",
        f"First frame: {ended(beat.image)} Last frame: the same line, a third closer or further, so that the move has said something.",
        f"Light: {ended(beat.light)} I meter for the brightest skin and let the rest fall.",
        f"If there is no time: {SIZE_NAMES[m.sizes[0]]} only, locked off. {m.why}",
    ]


def _cut(view: View, beat: Beat) -> list[str]:
    count = max(1, round(beat.seconds / average_shot_s(view.brief)))
    before = view.treatment.beats[beat.number - 2] if beat.number > 1 else None
    into = (
        f"In: from {before.called}, its sound six to twelve frames early."
        if before
        else "In: from black, on the sound, no fade."
    )
    last = beat is view.treatment.beats[-1]
    return [
        f"**{beat.name}**, {beat.seconds} s in {count} shot{'s' if count > 1 else ''}: {beat.movement.cut}.",
        into,
        f"The cut inside it is on the gesture: {ended(beat.image)}",
        "Out: let the last word be over for 1.5 s. If it feels two frames too long, it is right."
        if last
        else f"Out: two to four frames before the stressed word of {view.treatment.beats[beat.number].called}.",
        f"Test: mute it. If {beat.called} cannot be followed without sound, the order is wrong and not the pace.",
    ]


def _produce(view: View, beat: Beat) -> list[str]:
    shots = [shot for shot in list_shots(view.treatment) if shot.scene == beat.number]
    image, video = view.prices.get("image", 1), view.prices.get("video", 4)
    return [
        f"**{beat.name}**: {len(shots)} shot{'s' if len(shots) != 1 else ''}, {beat.seconds} s, {beat.movement.hour} light, {view.treatment.place}.",
        f"Made here: {len(shots) * image} credits for its frames, {video * math.ceil(beat.seconds / 5)} if all of it moves.",
        f"Needed on the day: {view.brief.person}; {view.brief.short}; {low(beat.light)}.",
        f"It fails if this is not there: {ended(beat.image)} I would shoot it {'first, while everybody is fresh' if beat.movement.weight > 0.85 else 'after lunch'}.",
    ]


def _hear(view: View, beat: Beat) -> list[str]:
    return [
        f"**{beat.name}** ({beat.span}). Bed: {ended(beat.sound)}",
        f"Close: {fill('{sound}', view.brief, view.treatment.place)}, panned with the picture, in the reverb of this room.",
        f"Music: {ended(beat.music)}",
        "It starts eight frames before the picture and is allowed to run over the cut, so nobody notices where one place ends."
        if beat.number > 1
        else "It starts before the picture. For one second they look at black and listen.",
    ]


_ON_BEAT: dict[Craft, Callable[[View, Beat], list[str]]] = {
    "direction": _direct,
    "writing": _write,
    "camera": _film,
    "cutting": _cut,
    "producing": _produce,
    "sound": _hear,
}

# topic -> (words that ask for it, whose craft it is, what to read out of a movement)
TOPICS: dict[str, tuple[str, Craft, Callable[[Beat], str]]] = {
    "light": (r"lights?|lighting|colou?rs?|palette|grade|grading", "camera", lambda b: b.light),
    "camera": (r"cameras?|lens(?:es)?|movement|framing|angles?|composition", "camera", lambda b: f"{b.movement.lens}, {b.movement.move}, {b.movement.angle} angle"),
    "music": (r"music|score|soundtrack|song|composer", "sound", lambda b: b.music),
    "sound": (r"sounds?|audio|effects|sfx|foley|voice-?over|narrat\w+|silence", "sound", lambda b: b.sound),
    "pace": (r"pace|pacing|rhythm|cuts?|editing|transitions?|tempo", "cutting", lambda b: f"{b.seconds} s, {b.movement.cut}"),
    "words": (r"dialogue|lines?|words|voice|script|text|captions?|title", "writing", lambda b: b.movement.job),
    "pictures": (r"images?|pictures|visuals?|shots?|look|style", "direction", lambda b: b.image),
    "time": (r"schedule|days?|timing|plan", "producing", lambda b: f"{b.span}, shot at {b.movement.hour}"),
}  # fmt: skip

_VERDICT: dict[Craft, str] = {
    "direction": "I only care whether it serves the turn:",
    "writing": "On the page it looks like this:",
    "camera": "Through the viewfinder:",
    "cutting": "On the timeline:",
    "producing": "On the plan:",
    "sound": "With headphones on:",
}


def on_topic(craft: Craft, view: View, topic: str) -> list[str]:
    _, owner, read = TOPICS[topic]
    lines = [f"**{cap(topic)}.** {_VERDICT[craft]}"]
    beats = view.treatment.beats
    lines += [f"- {beat.span} **{beat.name}**: {read(beat).format(Subject=cap(view.brief.short))}" for beat in beats]
    if topic == "music" and craft == "sound":
        lines.append(
            "One motif of four to seven notes. Stated alone at the start, thinned under every word, whole once, at the turn."
        )
    if owner != craft:
        lines.append(
            f"That is the {OWNERS[owner]}'s table more than mine. Ask them for it in detail; what I need from it is one decision that holds for the whole film."
        )
    return lines


OWNERS: dict[Craft, str] = {
    "direction": "director",
    "writing": "screenwriter",
    "camera": "cinematographer",
    "cutting": "editor",
    "producing": "producer",
    "sound": "sound designer",
}


# ---------------------------------------------------------------- the next step of each craft's method


def _key_shots(view: View) -> list[str]:
    beat = max(view.treatment.beats, key=lambda b: b.movement.weight)
    shots = [s for s in list_shots(view.treatment) if s.scene == beat.number][:4]
    lines = [f"**Next: the strongest movement, shot by shot.** {beat.name}, {beat.span}. {beat.movement.why}"]
    lines += [
        f"- `{s.shot_id}` {s.camera}, {s.lens}, {s.movement}, {s.duration_s:g} s. {ended(s.action)}" for s in shots
    ]
    lines.append(
        f"If this one does not work, the film does not; I would draw its frames first and judge the approach (“{view.treatment.approach.name.lower()}”) by them."
    )
    return lines


def _performance(view: View) -> list[str]:
    who = view.brief.person
    return [
        f"**Next: what I tell {who}.** Not feelings; tasks.",
        *(f"- {b.name}: {task}" for b, task in zip(view.treatment.beats, ("you have done this a thousand times; today you do it once more", "there is somebody in the next room whom you do not want to wake", "you have already decided; we only watch you notice it", "do less than the camera asks for", "finish the action, then look up, not before", "you are alone; the camera is furniture", "leave before I say cut"), strict=False)),
        "Three takes each: as planned, half as much, and one that they choose.",
    ]  # fmt: skip


def _outline(view: View) -> list[str]:
    lines = ["**Next: the step outline.** One sentence a scene; if a scene can go without being missed, it goes."]
    lines += [f"{b.number}. {b.name.upper()} – {ended(cap(b.image))} Therefore:" for b in view.treatment.beats[:-1]]
    last = view.treatment.beats[-1]
    return [
        *lines,
        f"{last.number}. {last.name.upper()} – {ended(cap(last.image))}",
        "Read it with “and then” instead of “therefore”. Where “and then” is truer, the cause is missing.",
    ]


def _lines(view: View) -> list[str]:
    facts = [f for f in view.brief.facts if f.kind in ("quote", "figure", "claim")][:3]
    lines = ["**Next: the words.** Only what a picture cannot say, and nothing that your material does not."]
    lines += [
        f"- {f'{f.speaker}: ' if f.speaker else ''}“{f.text.strip(' “”,')}” – verbatim, {_use_of(f.kind)}"
        for f in facts
    ]
    if not facts:
        lines.append(f"- Opening: {first_line(view)}")
        lines.append(f"- Last: “{view.brief.slots.get('message', cap(view.brief.short)).rstrip('.')}.”")
        lines.append(
            "There is no source in this project yet. Add one and I write from its own sentences instead of from mine."
        )
    return lines


def _use_of(kind: str) -> str:
    return {"quote": "over hands, not over a face", "figure": "on screen while nobody speaks"}.get(
        kind, "by the voice that doubts it least"
    )


def _setups(view: View) -> list[str]:
    groups: dict[str, list[str]] = {}
    for shot in list_shots(view.treatment):
        groups.setdefault(f"{shot.beat.movement.hour} · {shot.lens}", []).append(shot.shot_id)
    lines = ["**Next: the set-ups, in the order of the light and not of the story.**"]
    lines += [
        f"- {name}: {', '.join(ids)}"
        for name, ids in sorted(
            groups.items(), key=lambda item: ("dawn", "day", "dusk", "night").index(item[0].split(" ")[0])
        )
    ]
    lines.append(
        f"{len(groups)} changes of lens or light. Each costs twenty minutes; I would merge two of them if you need the time."
    )
    return lines


def _exposure(view: View) -> list[str]:
    return [
        "**Next: what stays the same**, so that the cuts are invisible:",
        f"- key always from one side; {view.brief.person} looks left to right until the turn",
        "- one white balance a location; warm and cool come from the sources, not from the menu",
        f"- 1/50 s, one stop of ND in reserve; grain 2 to 3 %, vignette under 8 %{', captions above the lower fifth' if view.brief.aspect == '9:16' else ''}",
        f"- the accent colour appears first in {view.treatment.beats[min(2, len(view.treatment.beats) - 1)].called}, on less than a tenth of the frame, and is {view.brief.short}'s alone",
    ]


def _coverage(view: View) -> list[str]:
    beats = view.treatment.beats
    return [
        "**Next: what I need from the shoot**, because I cannot cut what is not there:",
        *(
            f"- {b.name}: the action twice, from two sizes, and five seconds after it is over"
            for b in beats
            if b.movement.weight >= 0.8
        ),
        f"- two cutaways that can go anywhere: {fill('{detail}', view.brief, view.treatment.place)}; {fill('{detail}', view.brief, view.treatment.place, 1)}",
        f"- {fill('{room_short}', view.brief, view.treatment.place)}, empty, a minute, for the joins",
        "Slate everything. Keep the run-up: the half second before the action is often the shot.",
    ]


def _joins(view: View) -> list[str]:
    beats = view.treatment.beats
    kinds = (
        "J: the next sound comes six to twelve frames early",
        "L: the last sound runs on under the new picture",
        "hard, on the stressed word",
        "match: the same shape in the same place",
    )
    lines = ["**Next: the joins, one by one.**"]
    lines += [
        f"- {a.name} → {b.name}: {'dissolve, 16 frames, it is time that passes' if b.movement.key == 'history' else kinds[(a.number + len(a.image)) % len(kinds)]}"
        for a, b in pairwise(beats)
    ]
    return [*lines, "No dissolve without a reason, no two joins of the same kind in a row unless I say so."]


def _call_sheet(view: View) -> list[str]:
    beats = sorted(view.treatment.beats, key=lambda b: ("dawn", "day", "dusk", "night").index(b.movement.hour))
    lines, clock_min = (
        [
            "**Next: the day, by the hour**",
        ],
        {"dawn": 330, "day": 600, "dusk": 1080, "night": 1260},
    )
    for b in beats:
        start = clock_min[b.movement.hour]
        lines.append(
            f"- {start // 60:02}:{start % 60:02} {b.name}: {view.treatment.place}, {b.movement.lens}; ready when {view.brief.short if b.movement.weight > 0.9 else view.brief.person} is there"
        )
        clock_min[b.movement.hour] = start + 45 + 5 * max(1, b.seconds // 4)
    return [*lines, "Meals at 12:30, not moved. Rain plan: the inside shots first, the outside ones on the buffer day."]


def _approvals(view: View) -> list[str]:
    return [
        "**Next: who says yes, and when.**",
        f"- one person approves the sentence: “{view.brief.slots.get('message', 'not decided yet')}”",
        "- the same person approves the frames, once, in writing, before anything moves",
        "- rough cut: three notes at most, each with a timecode",
        f"- rights: {view.brief.person} signs a release; music is made here, so it is yours; every claim has its line in a source",
        "A note after picture lock costs a day. I will say so each time.",
    ]


def _spotting(view: View) -> list[str]:
    lines = ["**Next: the spotting list.**"]
    for number, b in enumerate(view.treatment.beats, start=1):
        lines.append(
            f"- `{b.span.split('–')[0]}` cue {number}: {low(b.sound)}; {'in on the cut' if not b.music.startswith(('none', 'out')) else 'no music'}"
        )
    return [
        *lines,
        "Three layers for each close sound: transient, body, tail. One of them pitched, so that it belongs to the music.",
    ]


def _music_brief(view: View) -> list[str]:
    bpm = re.search(r"\d{2,3}(?= bpm)", " ".join(b.music for b in view.treatment.beats))
    return [
        "**Next: the brief for the music.**",
        f"- {view.treatment.duration_s} s, {f'{bpm[0]} bpm' if bpm else '84 bpm'}, one motif; enters at {next((b.span.split('–')[0] for b in view.treatment.beats if 'enters' in b.music or 'motif' in b.music), '0:08')}",
        "- out of the speech band (300 to 3,000 Hz) while anybody talks; down 200 ms before, back 500 ms after",
        f"- the rhythm is taken from {fill('{sound}', view.brief, view.treatment.place)}, not from a drum kit",
        "- ends on a cadence that rings out 1.5 s past the picture; never a fade",
    ]


STEPS: dict[Craft, tuple[Callable[[View], list[str]], ...]] = {
    "direction": (_key_shots, _performance),
    "writing": (_outline, _lines),
    "camera": (_setups, _exposure),
    "cutting": (_coverage, _joins),
    "producing": (_call_sheet, _approvals),
    "sound": (_spotting, _music_brief),
}
STEP_NAMES: dict[Craft, tuple[str, str]] = {
    "direction": ("Show me the strongest movement shot by shot", "How do you direct the person?"),
    "writing": ("Give me the step outline", "Write the words"),
    "camera": ("List the set-ups", "What stays the same between shots?"),
    "cutting": ("What do you need from the shoot?", "Show me the joins"),
    "producing": ("Plan the day", "Who approves what?"),
    "sound": ("Make the spotting list", "Write the music brief"),
}
