# ruff: noqa: E501 - lines of speech are read whole
"""What a craft answers to each aim: new facts, a part, a document, a price. See `changes` and `reasons` for others."""

import re

from generation.providers.base import Craft
from generation.providers.local.companion import closer, judging
from generation.providers.local.companion.brief import slots_in
from generation.providers.local.companion.changes import another_idea, shorter_or_longer, without_a_beat
from generation.providers.local.companion.consequences import CONSEQUENCES, MUSICS, PACES, RATIOS, of_tone
from generation.providers.local.companion.intent import Intent
from generation.providers.local.companion.material import as_picture
from generation.providers.local.companion.opinions import opinion
from generation.providers.local.companion.reasons import reasons
from generation.providers.local.companion.treatment import Beat, clock
from generation.providers.local.companion.turn import DOCUMENT_OF, NEXT_COMPANION, PRICE_OF, SAYS, Turn
from generation.providers.local.companion.voices import PROPOSALS, average_shot_s, cap, ended, lightest, low
from generation.providers.local.companion.weighing import is_kin
from generation.providers.local.text.language import seems_foreign

_FOREIGN = "I read and answer in English only: what you said in another language may have passed me by. Say it in English, or have a language model chosen for companions under Models."


def answer(turn: Turn, intent: Intent, *, is_first: bool) -> list[str]:
    paragraphs = _to_the_aim(turn, intent, is_first=is_first)
    return [_FOREIGN, *paragraphs] if seems_foreign(turn.text) else paragraphs


def _to_the_aim(turn: Turn, intent: Intent, *, is_first: bool) -> list[str]:
    turn.notes["aim"] = intent.aim
    if intent.aim == "greet" or (is_first and not turn.brief.words.strip()):
        return _greeting(turn)
    if is_first:
        turn.notes["step"] = 0
        return [_first_words(turn), *PROPOSALS[turn.craft](turn.view), *_questions(turn)]
    answers = {
        "length": shorter_or_longer, "beat": _beat, "topic": _topic, "why": reasons, "other": another_idea, "next": _next, "document": _document,
        "open": _open_question, "cost": _cost, "drop": without_a_beat, "thanks": _thanks, "refuse": _refused, "explain": _explain,
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
        "value": turn.new[slot].rstrip("."), "subject": brief.short, "ratio": of_tone(RATIOS, tone), "pace": of_tone(PACES, tone), "music": of_tone(MUSICS, tone),
        "beats": len(treatment.beats), "words": int(treatment.duration_s * 2.3), "shots": shots, "half": max(1, shots // 2),
        "doubt": clock(round(treatment.duration_s * 2 / 3)), "video": turn.request.prices.get("video", 4) * -(-treatment.duration_s // 5),
    }  # fmt: skip
    return cap(CONSEQUENCES[slot][turn.craft].format(**words))


def _open_question(turn: Turn, intent: Intent) -> list[str]:
    assert intent.question is not None  # noqa: S101 - the aim says so
    return opinion(turn, intent.question)


def _beat(turn: Turn, intent: Intent) -> list[str]:
    beat = turn.beat(intent.beat)
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
    named = re.fullmatch(r"(?:and |but |so )*(?:what|how) about ([^?]{3,100})\?", turn.text.strip(), re.I)
    if named and not known:
        return judging.elsewhere(turn, as_picture(re.sub(r"^(?:some|the idea of) ", "", named[1])))
    if known and turn.brief.has_sources:
        lines.append(
            f"Your source says: “{known.text.strip(' “”,')}”{f' ({known.speaker})' if known.speaker else ''}. More than that I would not claim."
        )
    elif turn.text.endswith("?") and turn.brief.has_sources:
        lines.append("Your sources do not answer that, and I would not invent it.")
    if score(best):
        turn.notes["focus"] = best.movement.key
        return [*lines, *closer.on_beat(turn.craft, turn.view, best), *_questions(turn, most=1)]
    return [*lines, *(_not_known(turn) if turn.text.endswith("?") else _noted(turn)), *_questions(turn, most=1)]


def _not_known(turn: Turn) -> list[str]:
    """What there is to answer from, so that the person sees what is missing."""
    own = [f"“{one.text}”" for one in turn.brief.material.particulars[:3]]
    if not own:
        return [
            f"I know {turn.brief.short} and {turn.treatment.duration_s} seconds, and nothing yet that answers this. What have you seen that made you ask?"
        ]
    return [
        f"What you have told me is {', '.join(own)}; none of it answers this, and I would be guessing. Which of them does it belong to?"
    ]


def _noted(turn: Turn) -> list[str]:
    """A remark becomes part of the movement that it is nearest to."""
    remark = as_picture(
        re.sub(r"^(?:i (?:think|feel|believe|guess)|maybe|perhaps)(?: that)?,? ", "", turn.text[:120], flags=re.I)
    )
    beat = max(turn.treatment.beats, key=lambda b: (is_kin(remark, b.image), b.movement.weight))
    turn.notes["focus"] = beat.movement.key
    return [
        f"“{cap(remark)}”: I hold it against {beat.called} ({beat.span}), where we have {ended(beat.image)} {_COUNTS[turn.craft]}"
    ]


_COUNTS: dict[Craft, str] = {
    "direction": "If it is to be seen, tell me who does it; then it replaces that picture.",
    "writing": "Give it a verb and I write it in.",
    "camera": "Tell me where it stands in the room and I light it.",
    "cutting": "Tell me what it comes after and it has a place.",
    "producing": "Say whether it exists, and it goes on the list.",
    "sound": "Tell me what noise it makes.",
}


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
