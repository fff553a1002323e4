# ruff: noqa: E501 - lines of speech are read whole
"""How each craft sets out its proposal: the same treatment, six documents that do not look alike."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generation.providers.base import Craft
from generation.providers.local.companion.brief import Brief
from generation.providers.local.companion.treatment import SIZE_NAMES, Beat, Treatment, clock, fill


@dataclass(frozen=True)
class View:
    """What a craft looks at: the treatment, and what can be made for how many credits."""

    treatment: Treatment
    prices: Mapping[str, int] = field(default_factory=dict)
    project: str = ""

    @property
    def brief(self) -> Brief:
        return self.treatment.brief


OUTDOORS = {
    "garden",
    "forest",
    "field",
    "farm",
    "harbour",
    "sea",
    "coast",
    "mountains",
    "desert",
    "river",
    "village",
    "road",
    "park",
    "rooftop",
    "city street",
    "skyline",
    "solar farm",
    "wind farm",
}


def low(text: str) -> str:
    """With a small first letter, unless it is a name or an abbreviation."""
    return text if len(text) > 1 and (text[1].isupper() or text.split()[0] in ("I",)) else text[:1].lower() + text[1:]


def cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    return text if re.search(r"[.?!][”*]*$", text) else f"{text}."


def known(brief: Brief) -> str:
    """What the film stands on, as a clause: "for campers who hate batteries, 45 s, warm"."""
    parts = [f"for {brief.slots['audience']}" if "audience" in brief.slots else ""]
    parts.append(f"{brief.duration_s} s" + ("" if "duration_s" in brief.slots else " (my assumption)"))
    parts += [brief.aspect if "aspect" in brief.slots else "", brief.slots.get("tone", "")]
    return ", ".join(part for part in parts if part)


def direction(view: View) -> list[str]:
    treatment, brief = view.treatment, view.brief
    lines = [
        f"**Intention.** {_intention(view)}",
        f"**Approach: {treatment.approach.name}.** {cap(treatment.approach_line)}; {treatment.approach.rule}. What it costs: {treatment.approach.cost}.",
        f"**Movements** ({brief.kind.name}, {known(brief)})",
    ]
    lines += [
        f"{b.number}. {b.span} **{b.name}.** {ended(cap(b.image))} *{b.movement.job.format(Subject=cap(brief.short))}*"
        for b in treatment.beats
    ]
    lines.append(f"**What I would refuse:** {fill(brief.matter.trap, brief, treatment.place)}.")
    return lines


def _intention(view: View) -> str:
    brief = view.brief
    message = brief.slots.get("message")
    if message and len(message) < 160:
        return f"At the end {brief.kind.promise}. The sentence it has to earn is “{message.rstrip('.')}”, so the picture starts where that is not yet true."
    return f"At the end {brief.kind.promise}. Everything that does not serve this goes, however pretty."


def writing(view: View) -> list[str]:
    treatment, brief = view.treatment, view.brief
    want, obstacle, turn = wants(view)
    opening, closing = treatment.beats[0], treatment.beats[-1]
    fact = brief.fact("quote")
    lines = [
        f"**Logline.** {logline(view)}",
        f"**Want.** {want}",
        f"**Obstacle.** {obstacle}",
        f"**Turn.** {turn}",
        "**The first page**",
        f"{'EXT' if treatment.place in OUTDOORS else 'INT'}. {treatment.place.upper()} – {opening.movement.hour.upper()}",
        ended(cap(opening.image)),
        f"Nobody speaks. We hear {low(opening.sound)}.",
    ]
    if fact and fact.speaker:
        lines += [f"{fact.speaker.upper()} (O.S.)", f"“{fact.text.strip(' “”,')}”"]
    else:
        lines += [cap(brief.person).upper() if len(brief.person) < 40 else "SHE", first_line(view)]
    lines.append(f"**The last image** answers the first: {ended(closing.image)}")
    words = math.floor(treatment.duration_s * 2.3)
    lines.append(f"**Room.** {treatment.duration_s} s hold about {words} spoken words. I would use half.")
    return lines


def wants(view: View) -> tuple[str, str, str]:
    brief, treatment = view.brief, view.treatment
    who = cap(brief.person)
    goal = brief.slots.get("goal")
    want = f"{who} wants one thing by the end of the day: {_want_of(brief)}. We see it in a gesture: {fill('{hands}', brief, treatment.place, 2)}."
    gap = brief.gaps[0] if brief.gaps else ""
    cause = (
        f"what it costs that {brief.person} {brief.stake}"
        if brief.stake
        else fill("{before}", brief, treatment.place, 1)
    )
    obstacle = f"Not a villain: {ended(cause)}" + (f" And the open question of your material: {gap}" if gap else "")
    turn = f"A decision that costs something, without words: {ended(fill('{proof}', brief, treatment.place, 1))}" + (
        f" After it, the audience is ready to {goal}." if goal else ""
    )
    return want, obstacle, turn


def _want_of(brief: Brief) -> str:
    return {
        "launch": f"not to need {brief.short}, and then to have it", "advert": f"a minute that is theirs, and {brief.short} in it", "portrait": "to finish what was begun before anybody watched",
        "recruitment": "to do this well enough to be asked back", "appeal": "to be asked for something instead of being given it", "research": "to know whether it is true",
        "instruction": f"to manage {brief.short} alone", "event": "not to have missed it", "music": "to say it before the song is over", "story": "what they may not ask for",
    }.get(brief.kind.key, "to be believed")  # fmt: skip


def logline(view: View) -> str:
    brief = view.brief
    catch = {"launch": "has stopped expecting it to work", "advert": "has one minute", "portrait": "has been told to stop", "recruitment": "is not sure yet", "appeal": "came for one thing",
             "research": "has measured something that cannot be right", "instruction": "has failed at it twice", "event": "nearly did not come", "music": "has left and not arrived", "story": "finds what should have stayed hidden"}[brief.kind.key]  # fmt: skip
    subject = brief.subject if brief.kind.key not in ("story", "portrait") else brief.slots.get("person", brief.subject)
    if brief.kind.key in ("story", "portrait"):
        return f"{ended(cap(subject))} It costs more than it should, and is worth it for a reason nobody named."
    return f"{cap(brief.person)} {catch}; then there is {subject}, and the day goes differently."


def first_line(view: View) -> str:
    return {
        "launch": "“Don't. It never works.”", "advert": "“One minute. That's all I've got.”", "portrait": "“You can film. I won't stop for it.”", "recruitment": "“Nobody told me about this part.”", "appeal": "“I only came in because it rained.”",
        "research": "“That can't be right. Do it again.”", "instruction": "“I always get this bit wrong.”", "event": "“Is it too late to go in?”", "music": "(She does not sing yet.)", "story": "“You weren't supposed to find that.”",
    }[view.brief.kind.key]  # fmt: skip


def camera(view: View) -> list[str]:
    treatment, brief = view.treatment, view.brief
    lines = [
        f"**One rule for the light:** {fill(brief.matter.light, brief, treatment.place)}. It comes from one side for the whole film, so nobody has to think about it and everybody feels when it changes.",
        f"**Frame:** {brief.aspect}, three planes, the near one dark. Focal point where the contrast is, on a third{' stacked, faces in the upper half' if brief.aspect == '9:16' else ''}.",
        "**By movement** (size · lens · move · light)",
    ]
    for b in treatment.beats:
        sizes = " and ".join(SIZE_NAMES[size] for size in b.movement.sizes[:2])
        lines.append(f"- {b.span} **{b.name}** – {sizes} · {b.movement.lens} · {b.movement.move} · {b.light}")
    lines.append(
        f"**Continuity:** the subject looks and moves left to right until {(treatment.beat('turn', 'arrival', 'proof') or treatment.beats[-1]).called}, and only then turns. Jump a size or 30° at every cut."
    )
    lines.append(f"**Hours I need:** {_hours(treatment)}.")
    return lines


def _hours(treatment: Treatment) -> str:
    names: dict[str, list[str]] = {}
    for beat in treatment.beats:
        names.setdefault(beat.movement.hour, []).append(beat.called)
    return "; ".join(f"{hour}: {', '.join(who)}" for hour, who in names.items())


def cutting(view: View) -> list[str]:
    treatment, brief = view.treatment, view.brief
    pace = average_shot_s(brief)
    count = sum(max(1, round(b.seconds / pace)) for b in treatment.beats)
    lines = [
        f"**Rhythm.** {treatment.duration_s} s, about {count} shots, {pace:.1f} s on average, and never two of the same length in a row.",
        "**Timeline**",
    ]
    lines += [
        f"`{clock(b.start_s)}` **{b.name}** · {b.seconds} s · {max(1, round(b.seconds / pace))} shot{'s' if round(b.seconds / pace) > 1 else ''} · {b.movement.cut}"
        for b in treatment.beats
    ]
    doubt = clock(round(treatment.duration_s * 2 / 3))
    turn = treatment.beat("turn", "arrival", "proof", "process", "steps") or treatment.beats[-1]
    lines += [
        f"**The join that matters** is into {turn.called} at {clock(turn.start_s)}: its sound arrives eight frames before its picture ({low(turn.sound)}).",
        f"**Where they leave:** at 0:03, at {clock(treatment.duration_s // 3)} and at {doubt}. Something new has to happen at each: {treatment.beats[0].called}, {_at(treatment, treatment.duration_s // 3).called}, {_at(treatment, treatment.duration_s * 2 // 3).called}.",
        f"**If it runs long,** {lightest(treatment).called} goes first: {low(lightest(treatment).movement.why)}",
    ]
    return lines


def average_shot_s(brief: Brief) -> float:
    """Seconds that a shot runs on average, by kind of film, format and tone."""
    base = {
        "advert": 2.2,
        "launch": 3.2,
        "event": 2.4,
        "music": 2.6,
        "portrait": 5.0,
        "story": 4.4,
        "appeal": 4.2,
        "research": 4.0,
        "recruitment": 3.4,
        "instruction": 4.6,
    }[brief.kind.key]
    tone = brief.slots.get("tone", "")
    slow = 1.25 if re.search(r"calm|slow|quiet|tender|melanchol|poetic|dreamy|intimate", tone) else 1.0
    fast = 0.75 if re.search(r"fast|energetic|urgent|funny|witty|playful|bold", tone) else 1.0
    return round(base * slow * fast * (0.8 if brief.aspect == "9:16" else 1.0), 1)


def lightest(treatment: Treatment) -> Beat:
    return min(treatment.beats, key=lambda b: b.movement.weight)


def _at(treatment: Treatment, second: int) -> Beat:
    return next((b for b in treatment.beats if b.start_s <= second < b.start_s + b.seconds), treatment.beats[-1])


def producing(view: View) -> list[str]:
    treatment, brief, prices = view.treatment, view.brief, view.prices
    shots = sum(max(1, round(b.seconds / average_shot_s(brief))) for b in treatment.beats)
    image, hd, video = prices.get("image", 1), prices.get("image_hd", 2), prices.get("video", 4)
    frames, moving = shots * image, video * math.ceil(treatment.duration_s / 5)
    documents = 2 * prices.get("artifact", 1) + prices.get("prompt_pack", 2)
    deadline = brief.slots.get("deadline")
    return [
        f"**What it is:** {brief.kind.name}, {treatment.duration_s} s, {brief.aspect}, {shots} shots, {len({b.movement.hour for b in treatment.beats})} times of day, one main location ({treatment.place}).",
        "**Credits, if it is made here**",
        f"- brief, shot list and prompt pack: {documents}",
        f"- one frame a shot to approve ({shots} × {image}): {frames}",
        f"- hd for the two that will be on the poster ({hd} each): {2 * hd}",
        f"- the whole length as moving pictures ({video} per 5 s): {moving}",
        f"- **together {documents + frames + 2 * hd + moving}**; frames first and only the chosen ones moving: **{documents + frames + video * math.ceil(treatment.duration_s / 10)}**",
        f"**Schedule{f', backwards from {deadline}' if deadline else ''}:** {_schedule(brief)} Two days are held back and not spoken about.",
        f"**Deliverables:** master {brief.aspect}; captions as SRT and VTT; poster frame; {'16:9' if brief.aspect != '16:9' else '9:16'} reframed for itself; text-free version.",
        f"**Risks:** with “{treatment.approach.name.lower()}”, {treatment.approach.cost}. And {ended(_risk(view))}",
    ]


def _schedule(brief: Brief) -> str:
    """The days, by what kind of film it is: people need a visit, things need a test, words need a reading."""
    days = {
        "portrait": ("a visit without a camera", "the second visit: morning and work", "the talk, an hour at most", "a paper cut, read aloud", "cut", "mix and captions"),
        "recruitment": ("a visit without a camera", "one shift, followed", "three short talks", "cut", "release forms checked, mix, captions"),
        "story": ("a reading of the script with the actors", "frames for every scene", "rehearsal in the real place", "first half", "second half", "cut", "sound and music"),
        "music": ("the song taken apart, bar by bar", "frames to the bars", "the take, from first light", "cut on the song", "grade"),
        "research": ("the figure checked with whoever measured it", "script, read by somebody outside the field", "frames", "pictures and voice", "cut, mix, captions"),
        "instruction": ("do it once, badly, and write down where", "script of three steps", "top shots in one go", "the mistake", "cut and captions"),
        "event": ("the place, empty, at the hour", "the evening itself", "rough cut the next morning", "mix and delivery"),
        "appeal": ("consent, in writing, from everybody shown", "the one person", "the place without them", "cut", "mix, captions, the address tested"),
    }.get(brief.kind.key, ("sentence and brief locked", f"test: {brief.short} under one lamp, two lenses", "frames, one round of notes", "pictures and voice", "cut", "mix, captions, delivery"))  # fmt: skip
    return "; ".join(f"day {number} {what}" for number, what in enumerate(days, start=1)) + "."


def _risk(view: View) -> str:
    brief = view.brief
    if brief.gaps:
        return f"your material leaves this open, and somebody will ask: {brief.gaps[0]}"
    if brief.has_sources:
        return "every claim must stay as the source says it; I would have one person sign them off"
    return "nothing that the film claims is on paper yet. Add the source, and I can tell you what may be said"


def sound(view: View) -> list[str]:
    treatment, brief = view.treatment, view.brief
    lines = [
        f"**The film with eyes closed** should be: {fill('{sound}', brief, treatment.place)}; then {fill('{room_short}', brief, treatment.place)}; then {fill('{sound_2}', brief, treatment.place)}. If those three tell it, the picture is free.",
        "**Sound map** (bed · close · music)",
    ]
    for b in treatment.beats:
        lines.append(f"- {b.span} **{b.name}**: {b.sound} · music: {b.music}")
    silence = treatment.beat("turn", "proof", "figure", "witness", "process") or treatment.beats[-1]
    lines += [
        f"**The one silence** is at {clock(silence.start_s)}, before {silence.called}: half a second of nothing but room. Not digital zero; −60 dB of this place.",
        "**Levels:** voice at −16 LUFS, music 12 to 18 dB under it and back within 600 ms, effects 24 to 30 under, true peak −1.5 dB.",
        f"**To record on the day:** a minute of {fill('{room_short}', brief, treatment.place)}; ten takes of {fill('{sound}', brief, treatment.place)}; every door, once, closing.",
    ]
    return lines


PROPOSALS: dict[Craft, Callable[[View], list[str]]] = {
    "direction": direction, "writing": writing, "camera": camera, "cutting": cutting, "producing": producing, "sound": sound,
}  # fmt: skip
