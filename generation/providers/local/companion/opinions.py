# ruff: noqa: E501 - lines of speech are read whole
"""What a craft answers to an open question: out of the brief's own clauses, the sources, and what was said before.

Each answer leaves in `notes["because"]` the reason that a "why?" is answered with.
"""

import re
from collections.abc import Callable, Sequence

from generation.providers.base import Craft
from generation.providers.local.companion import judging, senses
from generation.providers.local.companion.asking import OpenKind, Question
from generation.providers.local.companion.interviews import interview
from generation.providers.local.companion.material import Where
from generation.providers.local.companion.treatment import clock
from generation.providers.local.companion.turn import Turn
from generation.providers.local.companion.voices import average_shot_s, cap, ended
from generation.providers.local.companion.weighing import glance, is_kin, weigh


def opinion(turn: Turn, question: Question) -> list[str]:
    lines = _ANSWERS[question.kind](turn, question)
    return [cap(line) for line in lines if line]


def picture_at(turn: Turn, where: Where) -> str:
    return turn.treatment.beats[0 if where == "first" else -1].image


def _worth(turn: Turn, question: Question) -> list[str]:
    where = question.where or "first"
    picture = picture_at(turn, where)
    is_theirs = bool(turn.brief.material.proposed.get(where))
    turn.notes["focus"] = turn.treatment.beats[0 if where == "first" else -1].movement.key
    whose = "" if is_theirs else f"You have not told me one of yours, so I judge mine: {ended(picture)}"
    return [whose, *judging.verdict(turn, picture, where), judging.staged(turn, picture, where)]


def _alternative(turn: Turn, question: Question) -> list[str]:
    where = question.where
    if device := judging.device_in(question.words):
        return judging.on_device(turn, device)
    if where is None:
        return judging.elsewhere(turn, question.words)
    now = picture_at(turn, where)
    turn.notes["focus"] = turn.treatment.beats[0 if where == "first" else -1].movement.key
    against = [one for one in weigh(question.words, where, turn.treatment, turn.brief.material) if not one.is_good]
    against_now = [one for one in weigh(now, where, turn.treatment, turn.brief.material) if not one.is_good]
    if not against or (len(against) == 1 and len(against_now) > 1):
        head = f"“{cap(question.words)}”: yes, rather than “{now}”."
    else:
        head = f"“{cap(question.words)}” could do it, but not as it stands; so far I keep “{glance(now)}”."
    return [head, *judging.verdict(turn, question.words, where)[1:], judging.staged(turn, question.words, where)]


def _choice(turn: Turn, question: Question) -> list[str]:
    one, other = (re.sub(r"^(?:with|on|in|from|at|to) ", "", option) for option in (question.words, question.other))
    ties = [sum(is_kin(option, part.text) for part in turn.brief.material.particulars) for option in (one, other)]
    device = judging.device_in(f"{one} {other}")
    if device:
        return judging.on_device(turn, device)
    chosen, left = (other, one) if ties[1] > ties[0] else (one, other)
    own = turn.brief.material.strongest
    reason = (
        f"it is nearer to “{own.text}”"
        if own
        else f"it leaves more of the {turn.treatment.duration_s} s to {turn.brief.short}"
    )
    turn.notes["because"] = (
        f"{cap(chosen)} and not {left}: {reason}, and in {turn.treatment.duration_s} s there is room for one of the two."
    )
    return [
        f"{cap(chosen)}. {cap(reason)}; {left} would have to explain itself first.",
        judging.what_it_costs(turn, chosen),
    ]


def _advice(turn: Turn, question: Question) -> list[str]:
    if question.where == "last":
        return _ending(turn)
    if question.where == "first":
        return _worth(turn, question)
    return [*_worry(turn, question)[:2], judging.staged(turn, picture_at(turn, "first"), "first")]


def _ending(turn: Turn) -> list[str]:
    """Back to the opening, with what the film has changed in it; each craft stages the same decision."""
    brief, treatment, material = turn.brief, turn.treatment, turn.brief.material
    first, last = treatment.beats[0], treatment.beats[-1]
    turn.notes["focus"] = last.movement.key
    own = material.proposed.get("last")
    change = judging.change_of(turn)
    heard = senses.sound_of(first.image, brief, treatment.place)
    hold = min(4, max(2, last.seconds - 2))
    at = clock(last.start_s)
    if own:
        return _worth(turn, Question("worth", "last"))
    staging: dict[Craft, list[str]] = {
        "direction": [
            f"I would go back to where we began, {glance(first.image)}, and change one thing: this time {change}.",
            f"Nobody explains it, and {brief.person} does not look into the lens. The audience has to notice the difference alone; that is the only thing I ask of them.",
        ],
        "writing": [
            f"One line of action on the last page: “{ended(cap(glance(first.image)))[:-1]}. This time {change}.”",
            f"Spoken: {_last_words(turn)}. {int(last.seconds * 2.3)} words would fit; I use fewer than half of them.",
        ],
        "camera": [
            f"{glance(first.image)} again, to the centimetre: {first.movement.lens}, {first.movement.angle} height. This time {change}.",
            f"The light tells it before the eye finds it: the opening had {first.light}; now {last.light}.",
        ],
        "cutting": [
            f"At {at} I cut back to {glance(first.image)} and leave it alone for {hold} s: this time {change}.",
            f"Nothing comes after it. Whoever wants a card gets it inside those {hold} s, over the lower third, and {treatment.beats[-2].called} before it loses a second to pay for that.",
        ],
        "producing": [
            f"Shoot it straight after the opening, from the same set-up: {glance(first.image)}; then again, and {change}. No second light, no second day.",
            f"Draw both frames first, {2 * turn.request.prices.get('image', 1)} credits, and lay them side by side: whoever approves has to see the difference without being told.",
        ],
        "sound": [
            f"They hear the opening's sound again, {heard}, for {glance(first.image)}. This time {change}.",
            f"From {at} no music enters. One and a half seconds of {senses.room_of(turn)} after it, then black.",
        ],
    }  # fmt: skip
    turn.notes["because"] = (
        f"The opening asked something with “{glance(first.image)}”. If the last frame is another one, nobody can see that anything changed; in the same frame they can, because {change}."
    )
    return [*staging[turn.craft], _asks(turn)]


def _last_words(turn: Turn) -> str:
    brief = turn.brief
    if message := brief.slots.get("message"):
        return f"“{message.rstrip('.')}.”, once, by whoever believed it least"
    if (quote := brief.fact("quote")) is not None:
        return f"“{quote.text.strip(' “”,')}”{f', {quote.speaker}' if quote.speaker else ''}, to the letter"
    own = brief.material.strongest
    return f"nothing; “{own.text}” has been shown by then" if own else f"only the name, {brief.short}"


def _asks(turn: Turn) -> str:
    """What the ending still wants to know, where the kind of film has an answer to give."""
    brief = turn.brief
    if goal := brief.slots.get("goal"):
        return f"And because they are to {goal}: {_goal_line(turn, goal)}"
    if brief.kind.key in ("portrait", "story", "music", "research"):
        return ""
    turn.notes["asked"] = ["goal"]
    return f"What I cannot decide for you: when {brief.short} has been seen, what should {brief.slots.get('audience', 'they')} do next?"


def _goal_line(turn: Turn, goal: str) -> str:
    return {
        "direction": f"the change in the frame is somebody starting to {goal}.",
        "writing": f"the last words name it: {goal}.",
        "camera": "the upper third stays empty for it, two words wide.",
        "cutting": "it stands for at least two seconds, and nothing moves under it.",
        "producing": "the address for it is tested before delivery.",
        "sound": "it is read in silence.",
    }[turn.craft]  # fmt: skip


def _senses(turn: Turn, question: Question) -> list[str]:
    return senses.sounding(turn) if question.words == "sound" else senses.looking(turn, question.words)


def _worry(turn: Turn, question: Question) -> list[str]:
    return judging.worries(turn)


def _too(turn: Turn, question: Question) -> list[str]:
    return judging.too(turn, question.words)


def _best(turn: Turn, question: Question) -> list[str]:
    treatment, material = turn.treatment, turn.brief.material
    own = [b for b in treatment.beats if b.image in material.proposed.values() or b.fact]
    beat = (
        own[0]
        if own
        else max(
            treatment.beats,
            key=lambda b: (any(is_kin(b.image, p.text) for p in material.particulars), b.movement.weight),
        )
    )
    turn.notes["focus"] = beat.movement.key
    turn.notes["because"] = (
        f"Take {beat.called} out and {turn.brief.short} has nothing left that only {turn.brief.short} has: {ended(beat.image)}"
    )
    where: Where = "first" if beat.number == 1 else "last"
    return [
        f"{cap(beat.called)}, {beat.span}: {ended(beat.image)}",
        turn.notes["because"],
        judging.staged(turn, beat.image, where),
    ]


def _interview(turn: Turn, question: Question) -> list[str]:
    """Questions that only this person can answer, one for each clause; and how this craft listens to the answers."""
    asked, brief = interview(turn), turn.brief
    strongest = brief.material.strongest
    own = f"“{strongest.text}”" if strongest else brief.short
    order = {
        "direction": "Ask them while the hands are busy, and never the last one first. What I want is not the answer but the second before it.",
        "writing": f"I would keep the verbs of the answers and throw the rest away. If one of them begins with “well”, wait: the second sentence is the line. What they say of {own} stays as they say it.",
        "camera": f"In the {turn.treatment.place}, where {own} can be seen behind them. Sit beside the lens at their eye height, window on the side of the working hand, and let it run two seconds after each answer.",
        "cutting": f"Have each answer begin with the question's own noun, so that I can cut yours out. I need {max(2, turn.treatment.duration_s // 30)} answers of under {max(4, round(average_shot_s(brief) * 2))} s.",
        "producing": f"Forty minutes for {own}, no more; a signed release before the first of them; and nobody else in the room.",
        "sound": f"A lavalier under the collar and the boom on the hands. Afterwards a minute of {senses.room_of(turn)} in which nobody asks anything.",
    }[turn.craft]  # fmt: skip
    turn.notes["because"] = (
        "Every one of them asks for a day, a thing or a hand that you told me of; “how do you feel about it” would get a sentence that anybody can say."
    )
    return ["I would ask:", *(f"- {one}" for one in asked), order]


_ANSWERS: dict[OpenKind, Callable[[Turn, Question], Sequence[str]]] = {
    "worth": _worth, "alternative": _alternative, "choice": _choice, "advice": _advice, "senses": _senses,
    "worry": _worry, "too": _too, "best": _best, "interview": _interview,
}  # fmt: skip
