# ruff: noqa: E501 - lines of speech are read whole
"""What a craft answers to each aim: new facts, a length, a part, a why, another idea, a document, a price."""

import re
from dataclasses import replace

from generation.providers.local.companion import closer
from generation.providers.local.companion.brief import slots_in
from generation.providers.local.companion.consequences import CONSEQUENCES, MUSICS, PACES, RATIOS
from generation.providers.local.companion.intent import Intent
from generation.providers.local.companion.treatment import Beat, Treatment, clock, treat
from generation.providers.local.companion.turn import DOCUMENT_OF, NEXT_COMPANION, PRICE_OF, SAYS, Turn
from generation.providers.local.companion.voices import PROPOSALS, average_shot_s, cap, ended, lightest, low


def answer(turn: Turn, intent: Intent, *, is_first: bool) -> list[str]:
    turn.notes["aim"] = intent.aim
    if intent.aim == "greet" or (is_first and not turn.brief.words.strip()):
        return _greeting(turn)
    if is_first:
        turn.notes["step"] = 0
        return [_first_words(turn), *PROPOSALS[turn.craft](turn.view), *_questions(turn)]
    answers = {
        "length": _length, "beat": _beat, "topic": _topic, "why": _why, "other": _other, "next": _next, "document": _document,
        "cost": _cost, "drop": _drop, "thanks": _thanks, "refuse": _refused, "explain": _explain,
    }  # fmt: skip
    return answers.get(intent.aim, _informed)(turn, intent)


def _greeting(turn: Turn) -> list[str]:
    persona = turn.persona
    first, second = persona.questions[:2]
    turn.notes["asked"] = [first[0], second[0]]
    steps = "; ".join(low(step) for step in persona.method)
    return [
        f"{persona.name} here. {persona.role}",
        f"How I work: {steps}.",
        f"Two things and I can begin. {first[1]} And: {second[1][:1].lower()}{second[1][1:]}",
        "One sentence is enough. A source in the project is better: then I only say what it says.",
    ]


def _first_words(turn: Turn) -> str:
    """What was understood, as a reading and not as an echo."""
    brief, craft = turn.brief, turn.craft
    what = brief.subject if "subject" in brief.slots else f"a {brief.kind.name} whose subject I do not know yet"
    fact = brief.fact("figure", "quote")
    basis = (
        f" Your material's strongest {'line' if fact and fact.kind == 'quote' else 'figure'} is “{fact.text.strip(' “”,')}”{f' ({fact.speaker})' if fact and fact.speaker else ''}; I build on it."
        if brief.has_sources and fact
        else ""
    )
    opened = {
        "direction": f"I read this as a {brief.kind.name}: {what}.",
        "writing": f"Before a word about {what}: who would miss it?",
        "camera": f"I have been looking at {what}, and at where its light could come from.",
        "cutting": f"{cap(what)}, {turn.treatment.duration_s} seconds. I start at the end and count back.",
        "producing": f"{cap(what)}: it can be done. Here is what it takes.",
        "sound": f"I closed my eyes and listened for {what}.",
    }[craft]  # fmt: skip
    return opened + basis


def _questions(turn: Turn, most: int = 2) -> list[str]:
    """What this craft still has to know, the most urgent first; nothing is asked twice in a row."""
    known = set(turn.brief.slots) | set(turn.notes["ever"])
    asked = [(slot, words) for slot, words in turn.persona.questions if slot not in known][:most]
    turn.notes["asked"] = [slot for slot, _ in asked]
    turn.notes["ever"] = [*turn.notes["ever"], *turn.notes["asked"]]
    if not asked:
        return []
    if len(asked) == 1:
        return [f"One thing I do not know: {low(asked[0][1])}"]
    return [f"Two things I do not know. {asked[0][1]} And: {low(asked[1][1])}"]


def _informed(turn: Turn, intent: Intent) -> list[str]:
    """New facts: what each changes for this craft, and the movement that it changes most."""
    slots = [slot for slot in turn.new if slot in CONSEQUENCES]
    if not slots:
        return _explain(turn, intent)
    lines = [ended(_consequence(turn, slot)) for slot in slots[:3]]
    turn.notes["step"] = 0
    had_subject = any("subject" in slots_in(one.text) for one in turn.request.said[:-1] if one.speaker == "user")
    if {"subject", "person"} & set(slots) and not had_subject:
        return [*lines, *PROPOSALS[turn.craft](turn.view), *_questions(turn)]
    beat = _beat_for(turn, slots[0])
    turn.notes["focus"] = beat.movement.key
    return [
        *lines,
        f"That changes **{beat.called}** most. Now:",
        *closer.on_beat(turn.craft, turn.view, beat)[1:],
        *_questions(turn, most=1),
    ]


_BEAT_OF_SLOT = {"audience": ("want", "hook", "people"), "goal": ("ask", "turn", "echo"), "message": ("ask", "echo", "turn"), "tone": ("before", "hour", "obstacle", "hook"), "location": ("hour", "before", "process", "use"), "person": ("want", "witness", "people", "hour"),
                 "deadline": ("ask",), "budget": ("proof", "use", "process"), "duration_s": ("hook",), "aspect": ("hook", "hour", "result"), "avoid": ("before", "obstacle"), "subject": ("arrival", "process", "turn")}  # fmt: skip


def _beat_for(turn: Turn, slot: str) -> Beat:
    return turn.treatment.beat(*_BEAT_OF_SLOT.get(slot, ())) or turn.treatment.beats[-1]


def _consequence(turn: Turn, slot: str) -> str:
    brief, treatment = turn.brief, turn.treatment
    tone = brief.slots.get("tone", "")
    shots = round(treatment.duration_s / average_shot_s(brief))
    words = {
        "value": turn.new[slot].rstrip("."), "subject": brief.short, "ratio": _of(RATIOS, tone), "pace": _of(PACES, tone), "music": _of(MUSICS, tone),
        "beats": len(treatment.beats), "words": int(treatment.duration_s * 2.3), "shots": shots, "half": max(1, shots // 2),
        "doubt": clock(round(treatment.duration_s * 2 / 3)), "video": turn.request.prices.get("video", 4) * -(-treatment.duration_s // 5),
    }  # fmt: skip
    return cap(CONSEQUENCES[slot][turn.craft].format(**words))


def _of(table: tuple[tuple[str, str], ...], tone: str) -> str:
    return next(value for pattern, value in table if not pattern or re.search(rf"\b(?:{pattern})\b", tone, re.I))


def _length(turn: Turn, intent: Intent) -> list[str]:
    old_s = turn.notes["was_s"] or turn.treatment.duration_s
    before = treat(turn.brief, replace(turn.wish, duration_s=old_s))
    seconds = intent.seconds or max(6, 5 * round(old_s * intent.factor / 5))
    dropped = list(turn.wish.dropped)
    if seconds < old_s and len(before.beats) > 3:
        dropped.append(lightest(before).movement.key)
    elif seconds > old_s:
        dropped = []
    turn.again(duration_s=seconds, dropped=tuple(dropped))
    after = turn.treatment
    gone = [b for b in before.beats if b.movement.key not in {a.movement.key for a in after.beats}]
    back = [a for a in after.beats if a.movement.key not in {b.movement.key for b in before.beats}]
    head = f"{seconds} seconds instead of {old_s}."
    if gone:
        head += f" I take out {' and '.join(b.called for b in gone)}: {low(gone[0].movement.job.format(Subject=cap(turn.brief.short))).rstrip('.')} is what we can do without, because {after.beats[0].called} raises the question already."
    if back:
        head += f" There is room for {' and '.join(b.called for b in back)}: {low(back[0].movement.why)}"
    if not gone and not back:
        head += (
            " Nothing goes; everything gets less." if seconds < old_s else " Nothing is added; the faces get the time."
        )
    lines = [head, *(f"- {b.span} **{b.name}**, {_was(before, b)}: {_column(turn, b)}" for b in after.beats)]
    return [*lines, _length_remark(turn, old_s, seconds)]


def _was(before: Treatment, beat: Beat) -> str:
    old = before.beat(beat.movement.key)
    return f"{beat.seconds} s" + (
        f" (was {old.seconds})" if old and old.seconds != beat.seconds else "" if old else " (new)"
    )


def _column(turn: Turn, beat: Beat) -> str:
    """What this craft reads out of a movement when it lists them."""
    m = beat.movement
    return {"direction": beat.image, "writing": low(m.job.format(Subject=cap(turn.brief.short))), "camera": f"{m.lens}, {m.move}", "cutting": m.cut,
            "producing": f"{_frames(turn, beat)}, {turn.request.prices.get('video', 4) * -(-beat.seconds // 5)} credits if it moves", "sound": beat.sound}[turn.craft]  # fmt: skip


def _frames(turn: Turn, beat: Beat) -> str:
    count = max(1, round(beat.seconds / average_shot_s(turn.brief)))
    return "1 frame" if count == 1 else f"{count} frames"


def _length_remark(turn: Turn, old_s: int, new_s: int) -> str:
    words = int(new_s * 2.3)
    return {
        "direction": "The test is whether the last image still answers the first one. Here it does.",
        "writing": f"That leaves {words} spoken words at the most. Read them aloud with a watch.",
        "camera": f"{round(new_s / average_shot_s(turn.brief))} set-ups now. I would rather lose a size than a light.",
        "cutting": f"First cut before 0:03, the catch at {clock(round(new_s * 2 / 3))}, and the last shot keeps its 1.5 s: those are not for sale.",
        "producing": f"It saves {max(0, -(-old_s // 5) - -(-new_s // 5)) * turn.request.prices.get('video', 4)} credits of moving pictures; the frames cost what they cost." if new_s < old_s else f"It adds {(-(-new_s // 5) - -(-old_s // 5)) * turn.request.prices.get('video', 4)} credits of moving pictures.",
        "sound": "The motif is now stated once and heard whole once. The silence stays where it is.",
    }[turn.craft]  # fmt: skip


def _named(turn: Turn, key: str) -> Beat:
    return turn.treatment.beat(key) or turn.treatment.beats[0]


def _beat(turn: Turn, intent: Intent) -> list[str]:
    beat = _named(turn, intent.beat)
    turn.notes["focus"] = beat.movement.key
    return [*closer.on_beat(turn.craft, turn.view, beat), *_tied(turn, beat)]


def _tied(turn: Turn, beat: Beat) -> list[str]:
    """How the movement uses what the person said earlier."""
    brief = turn.brief
    is_last = beat is turn.treatment.beats[-1]
    if is_last and "goal" in brief.slots:
        return [f"You want them to {brief.slots['goal']}; so that is the only thing on screen when it ends."]
    if is_last and "message" in brief.slots:
        return [f"“{brief.slots['message'].rstrip('.')}” stands here or nowhere."]
    if "audience" in brief.slots:
        return [f"Watch it as {brief.slots['audience']} would: if they know what comes next, I change it."]
    if is_last:
        return ["What I still need for it: what should they do when it is over?"]
    return []


def _topic(turn: Turn, intent: Intent) -> list[str]:
    lines = closer.on_topic(turn.craft, turn.view, intent.topic)
    if "tone" in turn.new and "tone" in CONSEQUENCES:
        lines.insert(0, ended(_consequence(turn, "tone")))
    return lines


def _why(turn: Turn, intent: Intent) -> list[str]:
    treatment, brief = turn.treatment, turn.brief
    if intent.topic and not intent.beat:
        owner = closer.TOPICS[intent.topic][2]
        turning = treatment.beat("turn", "arrival", "process", "steps", "proof", "people")
        heaviest = turning or max(treatment.beats, key=lambda b: b.movement.weight)
        return [
            f"Because {intent.topic} has to carry {heaviest.called}: {low(owner(heaviest)).format(Subject=brief.short)}. {heaviest.movement.why}",
            _why_craft(turn),
        ]
    beat = _named(turn, intent.beat or turn.notes.get("focus") or treatment.beats[0].movement.key)
    turn.notes["focus"] = beat.movement.key
    lines = [f"{beat.name}: {low(beat.movement.why)}"]
    if beat.fact:
        lines.append(
            f"And because it is yours: “{beat.fact.text.strip(' “”,')}” is in your source{f', said by {beat.fact.speaker}' if beat.fact.speaker else ''}. I did not make it up, and nobody can take it away."
        )
    else:
        usual = brief.matter.trap.split(":")[0]
        lines.append(
            f"For {brief.short} in particular: the usual way would be {usual}, and that could be about anything. This could not: {ended(beat.image)}"
        )
    lines.append(_why_craft(turn))
    lines.append(f"What would change my mind: {_mind(turn)}")
    return lines


def _why_craft(turn: Turn) -> str:
    approach = turn.treatment.approach
    return {
        "direction": f"It also follows from the approach: in “{approach.name.lower()}”, {approach.rule}.",
        "writing": "A scene is worth its page if somebody leaves it wanting something else than when they came in.",
        "camera": "And because one consistent source lets the audience forget the camera; the moment they notice the light, they stop believing the person.",
        "cutting": "And because attention falls in steps, not slowly: at three seconds, at a third, at two thirds. Each step needs its own reason to stay.",
        "producing": "And because money that is not in the frame is only comfort. This is where it can be seen.",
        "sound": "And because the ear decides a fifth of a second before the eye what kind of place this is.",
    }[turn.craft]


def _mind(turn: Turn) -> str:
    slot, words = next(((s, w) for s, w in turn.persona.questions if s not in turn.brief.slots), ("", ""))
    if slot:
        turn.notes["asked"] = [slot]
    return (
        f"your answer to this: {low(words)}"
        if words
        else "a figure or a quote in the sources that is stronger than this one."
    )


def _other(turn: Turn, intent: Intent) -> list[str]:
    if intent.beat:
        variants = dict(turn.wish.variants)
        old = _named(turn, intent.beat).image
        for _ in range(4):
            variants[intent.beat] = variants.get(intent.beat, 0) + 1
            turn.again(variants=dict(variants))
            if _named(turn, intent.beat).image != old:
                break
        beat = _named(turn, intent.beat)
        return [f"Then not “{old}”. Instead: {ended(beat.image)}", *closer.on_beat(turn.craft, turn.view, beat)[2:]]
    old_name = turn.treatment.approach.name
    turn.again(approach=turn.wish.approach + 1)
    approach = turn.treatment.approach
    return [
        f"Then not “{old_name.lower()}”. **{approach.name}:** {turn.treatment.approach_line}; {approach.rule}.",
        *(f"{b.number}. {b.span} **{b.name}**: {_column(turn, b)}" for b in turn.treatment.beats),
        f"It costs something else: {approach.cost}.",
    ]


def _next(turn: Turn, intent: Intent) -> list[str]:
    step = turn.notes["step"]
    steps = closer.STEPS[turn.craft]
    turn.notes["step"] = step + 1
    if step < len(steps):
        return [*steps[step](turn.view), *_questions(turn, most=1)]
    kind = DOCUMENT_OF[turn.craft]
    return [
        f"That is my side of it. I would now put it on paper as a {SAYS[kind]}, and take it to the {NEXT_COMPANION[turn.craft][1].lower()} before anything is drawn.",
        *_questions(turn, most=1),
    ]


def _document(turn: Turn, intent: Intent) -> list[str]:
    kind = intent.document or "brief"
    price = turn.request.prices.get(PRICE_OF[kind], 1)
    treatment = turn.treatment
    missing = turn.brief.missing()
    lines = [
        f"The {SAYS[kind]} is ready to be drawn up from what we have: {turn.brief.kind.name}, {treatment.duration_s} s, {len(treatment.beats)} movements, “{treatment.approach.name.lower()}”. It costs {price} credit{'s' if price != 1 else ''} and is kept with its versions."
    ]
    if missing:
        words = {"duration_s": "length", "location": "place"}
        lines.append(
            f"It will say “to be decided” for {', '.join(words.get(slot, slot) for slot in missing)}. Tell me now, or change it later and generate the next version."
        )
    return lines


def _cost(turn: Turn, intent: Intent) -> list[str]:
    if turn.craft == "producing":
        return PROPOSALS["producing"](turn.view)[1:7]
    sums = PROPOSALS["producing"](turn.view)
    return [
        f"The producer's figures for this plan: {next((line for line in sums if 'together' in line), '').lstrip('- ')}.".replace(
            "..", "."
        ),
        f"If it is too much, I would give up {lightest(turn.treatment).called} before anything else.",
        "Ask the producer for the schedule that goes with it.",
    ]


def _drop(turn: Turn, intent: Intent) -> list[str]:
    beat = _named(turn, intent.beat)
    if len(turn.treatment.beats) <= 2:
        return [f"Without {beat.called} there is no film left, only a shot. Tell me what you want instead of it."]
    turn.again(dropped=(*turn.wish.dropped, beat.movement.key))
    lines = [
        f"{beat.name} is out. What it did ({low(beat.movement.job.format(Subject=cap(turn.brief.short))).rstrip('.')}) now has to happen in {turn.treatment.beats[max(0, beat.number - 2)].called}."
    ]
    return [*lines, *(f"- {b.span} **{b.name}**: {_column(turn, b)}" for b in turn.treatment.beats)]


def _thanks(turn: Turn, intent: Intent) -> list[str]:
    kind = DOCUMENT_OF[turn.craft]
    return [f"Good. Then I would fix it as a {SAYS[kind]} while it is fresh.", *_questions(turn, most=1)]


def _refused(turn: Turn, intent: Intent) -> list[str]:
    return [
        "Then tell me which part: "
        + ", ".join(f"{b.number} {b.called}" for b in turn.treatment.beats)
        + ". Or say “another idea” and I start from the other end."
    ]


def _explain(turn: Turn, intent: Intent) -> list[str]:
    """An open question or remark: the movement whose words come nearest to it, else the craft's next step."""
    words = telling(turn.text)

    def score(beat: Beat) -> int:
        return len(words & telling(f"{beat.image} {beat.movement.job} {beat.light} {beat.sound} {beat.name}"))

    best = max(turn.treatment.beats, key=score)
    known = max(turn.brief.facts, key=lambda fact: len(words & telling(fact.text)), default=None)
    if known and len(words & telling(known.text)) < min(2, len(words)):
        known = None
    lines = []
    if known and turn.brief.has_sources:
        lines.append(
            f"Your source says: “{known.text.strip(' “”,')}”{f' ({known.speaker})' if known.speaker else ''}. More than that I would not claim."
        )
    elif turn.text.endswith("?") and turn.brief.has_sources:
        lines.append("Your sources do not answer that, and I would not invent it.")
    if score(best):
        turn.notes["focus"] = best.movement.key
        return [*lines, *closer.on_beat(turn.craft, turn.view, best), *_questions(turn, most=1)]
    if not lines:
        lines.append(
            "I take that along. As far as I can see it does not move a cut yet; if it should, tell me which part it touches: "
            + ", ".join(b.called for b in turn.treatment.beats)
            + "."
        )
    return [*lines, *_questions(turn, most=2)]


_FILLERS = frozenset(
    [
        "would",
        "could",
        "should",
        "what",
        "this",
        "that",
        "with",
        "from",
        "have",
        "they",
        "when",
        "where",
        "which",
        "there",
        "their",
        "will",
        "about",
        "said",
        "does",
        "them",
        "then",
        "than",
        "your",
        "just",
        "into",
        "some",
        "very",
    ]
)


def telling(text: str) -> set[str]:
    """The words of a text that tell it from others."""
    return set(re.findall(r"[a-z]{4,}", text.lower())) - _FILLERS
