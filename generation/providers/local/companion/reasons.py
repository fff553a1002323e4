# ruff: noqa: E501 - lines of speech are read whole
"""What a craft answers to a why: the reason, what is the person's own in it, and what would change its mind."""

from generation.providers.local.companion import closer
from generation.providers.local.companion.intent import Intent
from generation.providers.local.companion.turn import Turn
from generation.providers.local.companion.voices import ended, low


def reasons(turn: Turn, intent: Intent) -> list[str]:
    treatment, brief = turn.treatment, turn.brief
    if (because := turn.notes.pop("because", "")) and not intent.beat and not intent.topic:
        return [because, f"What would change my mind: {_mind(turn)}"]
    if intent.topic and not intent.beat:
        owner = closer.TOPICS[intent.topic][2]
        turning = treatment.beat("turn", "arrival", "process", "steps", "proof", "people")
        heaviest = turning or max(treatment.beats, key=lambda b: b.movement.weight)
        return [
            f"Because {intent.topic} has to carry {heaviest.called}: {low(owner(heaviest)).format(Subject=brief.short)}. {heaviest.movement.why}",
            _why_craft(turn),
        ]
    beat = turn.beat(intent.beat or turn.notes.get("focus") or treatment.beats[0].movement.key)
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
