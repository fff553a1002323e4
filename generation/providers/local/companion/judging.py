# ruff: noqa: E501 - lines of speech are read whole
"""What a craft makes of a picture, a worry or a device: the reasons of `weighing` in its own order and words."""

import re

from generation.providers.base import Craft
from generation.providers.local.companion import senses
from generation.providers.local.companion.material import Where
from generation.providers.local.companion.treatment import SIZE_NAMES, Beat, clock
from generation.providers.local.companion.turn import Turn
from generation.providers.local.companion.voices import average_shot_s, cap, ended, lightest, low
from generation.providers.local.companion.weighing import FEELINGS, Remark, actor_of, doing_of, is_kin, stems, weigh

# What each craft looks at first.
_EYES: dict[Craft, tuple[str, ...]] = {
    "direction": ("tie", "answer", "feeling", "worn", "event", "name", "muted", "room"),
    "writing": ("event", "muted", "feeling", "tie", "answer", "name", "worn", "room"),
    "camera": ("event", "worn", "feeling", "name", "tie", "answer", "muted", "room"),
    "cutting": ("room", "answer", "event", "muted", "name", "tie", "feeling", "worn"),
    "producing": ("room", "muted", "tie", "name", "answer", "event", "worn", "feeling"),
    "sound": ("muted", "event", "answer", "tie", "name", "feeling", "worn", "room"),
}
_VERDICTS: dict[Craft, tuple[str, str, str]] = {
    "direction": ("Yes, I would shoot it.", "Nearly.", "Not yet."),
    "writing": ("It stays on the page.", "One correction and it stays.", "I would cross it out, and this is why."),
    "camera": ("I can see it.", "I can see it, all but one thing.", "I would not set up for it yet."),
    "cutting": ("It holds.", "It holds until one point.", "It would not survive the first assembly."),
    "producing": ("Worth its place in the plan.", "Worth it, once one thing is settled.", "I would not spend on it yet."),
    "sound": ("I hear it.", "I hear it, nearly.", "I cannot hear it yet."),
}  # fmt: skip


def verdict(turn: Turn, picture: str, where: Where) -> list[str]:
    """The judgement, what speaks for it, what against it, and how it would be mended."""
    remarks = weigh(picture, where, turn.treatment, turn.brief.material)
    eyes = _EYES[turn.craft]
    remarks.sort(key=lambda one: eyes.index(one.name) if one.name in eyes else 99)
    good, bad = ([one for one in remarks if one.is_good is side] for side in (True, False))
    lines = [
        f"{_VERDICTS[turn.craft][min(2, len(bad))]} “{cap(picture)}”: {_listed(good[:2]) or 'I know what is meant by it, and so far that is all'}."
    ]
    if bad:
        lines.append(f"Against it: {bad[0].text}. I would {bad[0].mend}.")
    if len(bad) > 1:
        lines.append(f"And {bad[1].text}; so I would {bad[1].mend}.")
    turn.notes["because"] = ended(cap((bad or good)[0].text)) + (f" {_because(turn, picture, where)}")
    return lines


def _listed(remarks: list[Remark]) -> str:
    return ", and ".join(one.text for one in remarks)


def _because(turn: Turn, picture: str, where: Where) -> str:
    beats = turn.treatment.beats
    if where == "first":
        return f"After “{picture}” comes {beats[1].called}: {low(beats[1].image)}. The one has to make them want the other."
    return f"Before it stands {beats[-2].called}: {low(beats[-2].image)}. What that leaves open is all that “{picture}” has to close."


def staged(turn: Turn, picture: str, where: Where) -> str:
    """How this craft would do exactly this picture."""
    treatment, brief = turn.treatment, turn.brief
    beat = treatment.beats[0 if where == "first" else -1]
    then = treatment.beats[1] if where == "first" else None
    doing, actor = doing_of(picture), actor_of(picture)
    moment = f"“{doing}”" if doing else f"the second in which {actor} changes"
    heard = senses.sound_of(picture, brief, treatment.place)
    return {
        "direction": f"How I would stage it: we come in on {actor}, and for {beat.seconds} s nothing is explained; {moment} comes once, and {brief.person if brief.person not in picture else 'nobody'} reacts only after it.",
        "writing": f"On the page: “{ended(cap(picture))}” {_spoken(turn, picture)}",
        "camera": f"{_framed(picture, beat)}. {cap(_lit(picture, beat))}",
        "cutting": f"At {clock(beat.start_s)}, {beat.seconds} s: in on {actor} already moving, out on {moment}" + (f", straight to {low(then.image)}." if then else ", and then 1.5 s of nothing."),
        "producing": f"It needs {_needed(picture, turn)}: {_frames(turn, beat)}, shot at {beat.movement.hour}; {moment} has to be repeatable, so plan for six takes.",
        "sound": f"Under it: {heard}, close. At {moment} it stops for half a second, and what comes back first is {senses.room_of(turn)}.",
    }[turn.craft]  # fmt: skip


def _spoken(turn: Turn, picture: str) -> str:
    lacked, short = turn.brief.material.lacked, turn.brief.short
    if re.search(r"sentence|says?|talk|speak|joke|voice", picture, re.I):
        return f"Then I owe you what is being said: something about {lacked or short} that nobody finishes."
    return f"No line over it; the first word of the film comes after {turn.treatment.beats[0].seconds} s, and it is not “{short}”."


def _framed(picture: str, beat: Beat) -> str:
    """The frame of the movement, unless the picture is too small for it."""
    if (
        re.search(r"\b(?:hands?|fingers?|keys?|buttons?|switch|letters?|eyes)\b", picture, re.I)
        and "wide" in beat.movement.sizes[0]
    ):
        return f"Insert first, 100 mm, still; the {SIZE_NAMES[beat.movement.sizes[0]]} only after the movement is over"
    return f"{cap(SIZE_NAMES[beat.movement.sizes[0]])}, {beat.movement.lens}, {beat.movement.move}"


def _lit(picture: str, beat: Beat) -> str:
    if re.search(r"\b(?:dark|black|goes out|going out|off|blackout)\b", picture, re.I):
        return "what goes out has to be the only source in the frame, so that its going is the cut; I keep a quarter of a stop of blue for what remains."
    if re.search(r"\bhands?|fingers?\b", picture, re.I):
        return "window from the side of the working hand, no fill: the tendons have to draw."
    if re.search(r"\b(?:face|eyes|looks?)\b", picture, re.I):
        return "one soft source as far from the lens as the room allows; both eyes lit, one cheek not."
    return ended(beat.light)


def _needed(picture: str, turn: Turn) -> str:
    things = list(
        dict.fromkeys(
            re.findall(r"\b(?:an?|the|her|his|their|its|one|last|two|three) ((?:[a-z-]+ )?[a-z]{3,})\b", picture)
        )
    )[:3]
    things = [
        re.sub(r" (?:going|winding|turning|opening|closing|\w+ing|on|in|at|and|with|of)$", "", one) for one in things
    ]
    named = ", ".join(dict.fromkeys(one for one in things if one)) or actor_of(picture)
    return f"{named}, {turn.treatment.place} and {turn.brief.person}"


def _frames(turn: Turn, beat: Beat) -> str:
    count, image = max(1, round(beat.seconds / average_shot_s(turn.brief))), turn.request.prices.get("image", 1)
    return f"{count} frame{'s' if count > 1 else ''} for {count * image} credit{'s' if count * image > 1 else ''}"


def change_of(turn: Turn) -> str:
    """What is different in the last frame, as a clause about this film."""
    brief, material = turn.brief, turn.brief.material
    over = material.tagged("ends")
    if over is not None:
        return (
            "nobody is at it any more" if brief.kind.key == "portrait" else f"one sees that “{over.text}” has come true"
        )
    if material.lacked and brief.kind.key in ("launch", "advert", "instruction", "event"):
        return f"{brief.short} is in it, and nobody reaches for {material.lacked}"
    if material.lacked:
        return f"what was gone with “{material.lacked}” has a place in it again"
    if (figure := brief.fact("figure")) is not None:
        return f"“{figure.text.strip(' “”,')}” can be counted in it"
    return (
        f"{brief.short} is in it, as if it had always been"
        if brief.kind.key != "portrait"
        else f"{brief.person} stops before the end"
    )


# ---------------------------------------------------------------- worries


def worries(turn: Turn) -> list[str]:
    """The two that weigh most, each with its remedy; what is missing comes after what is wrong."""
    found = [*_wrong(turn), *_lacking(turn)]
    turn.notes["because"] = (
        f"{cap(found[0][0])}, and nothing later in the {turn.treatment.duration_s} s can repair that."
    )
    first, second = found[0], found[1] if len(found) > 1 else _weight(turn)
    return [f"{cap(first[0])}. {ended(cap(first[1]))}", f"After that: {second[0]}. {ended(cap(second[1]))}"]


def _wrong(turn: Turn) -> list[tuple[str, str]]:
    treatment, brief, material = turn.treatment, turn.brief, turn.brief.material
    found: list[tuple[str, str]] = []
    for where, at in (("first", 0), ("last", -1)):
        picture = treatment.beats[at].image
        bad = [one for one in weigh(picture, where, treatment, material) if not one.is_good]  # type: ignore[arg-type]
        eyes = _EYES[turn.craft]
        bad.sort(key=lambda one: eyes.index(one.name))
        if (bad and where == "first") or (bad and material.proposed.get("last")):
            found.append(
                (
                    f"the {'opening' if where == 'first' else 'ending'}, “{picture}”: {bad[0].text}",
                    f"I would {bad[0].mend}",
                )
            )
    if brief.gaps:
        found.insert(
            0,
            (
                f"your material leaves this open: {brief.gaps[0].rstrip('.')}",
                "somebody will ask it, so the film should ask it first",
            ),
        )
    tones = [one.strip() for one in re.split(r",| and ", brief.slots.get("tone", "")) if one.strip()]
    if len(tones) > 1 and _pull_apart(*tones[:2]):
        found.append(
            (f"“{tones[0]}” and “{tones[1]}” pull at the same {treatment.duration_s} s", _tone_remedy(turn, tones))
        )
    return found


_APART: tuple[tuple[str, str], ...] = (
    ("calm|slow|quiet|tender|intimate|dreamy|poetic|melancholic|understated", "fast|energetic|urgent|bold|epic|tense|playful|funny|witty"),
    ("funny|humorous|witty|playful|quirky|ironic", "serious|sober|melancholic|sad|dark|tense|lonely|dramatic"),
    ("warm|friendly|hopeful|bright|optimistic|uplifting", "dark|gritty|raw|tense|lonely|moody|melancholic|sober"),
    ("premium|luxurious|epic|cinematic|dramatic|inspiring", "honest|raw|minimal|dry|understated|gritty"),
)  # fmt: skip


def _pull_apart(one: str, other: str) -> bool:
    return any(
        re.search(left, a) and re.search(right, b) for left, right in _APART for a, b in ((one, other), (other, one))
    )


def _tone_remedy(turn: Turn, tones: list[str]) -> str:
    beats = turn.treatment.beats
    half = beats[len(beats) // 2].called
    return {
        "direction": f"{tones[0]} is how {turn.brief.person} behaves, {tones[1]} is how we look at it, and it stays that way",
        "writing": f"what is said is {tones[1]}; what is seen is {tones[0]}",
        "camera": f"{tones[0]} in the colour, {tones[1]} in the lens: nothing that flatters after {half}",
        "cutting": f"{tones[0]} until {half}, {tones[1]} from there, and no going back",
        "producing": "have one of the two struck from the brief before anybody is booked",
        "sound": f"the music may be {tones[0]}; the room has to be {tones[1]}",
    }[turn.craft]  # fmt: skip


def _lacking(turn: Turn) -> list[tuple[str, str]]:
    brief = turn.brief
    missing = [
        (slot, words)
        for slot, words in turn.persona.questions
        if slot not in brief.slots and slot not in turn.notes["answered"]
    ]
    if not missing:
        return []
    slot, words = missing[0]
    turn.notes["asked"] = [slot]
    turn.notes["ever"] = [*turn.notes["ever"], slot]
    beat = {"goal": turn.treatment.beats[-1], "message": turn.treatment.beats[-1]}.get(slot, turn.treatment.beats[0])
    return [
        (
            f"I am guessing at something that decides {beat.called}, and with it what one sees of {brief.short}",
            f"so tell me: {low(words)}",
        )
    ]


def _weight(turn: Turn) -> tuple[str, str]:
    light = lightest(turn.treatment)
    return (
        f"{light.called} ({light.span}) would be missed least, and it takes {light.seconds} s",
        f"I would give them to {max(turn.treatment.beats, key=lambda b: b.movement.weight).called}",
    )


# ---------------------------------------------------------------- too much of something

_TOO: tuple[tuple[str, str], ...] = (
    ("slow|boring|long|dull", "slow"), ("fast|rushed|short|much|many|busy|complicated|crowded", "fast"),
    ("sentimental|kitschy|cheesy|corny|sad|emotional|sweet|soft|dramatic|heavy", "sweet"), ("dark|serious|cold|loud|quiet|bleak", "dark"), ("late|early|soon", "time"),
)  # fmt: skip


def too(turn: Turn, word: str) -> list[str]:
    """Whether it is too much of something: measured on this plan, with the place where it would tip over."""
    treatment, brief, material = turn.treatment, turn.brief, turn.brief.material
    family = next((name for pattern, name in _TOO if re.fullmatch(pattern, word)), "plain")
    pace = average_shot_s(brief)
    longest = max(treatment.beats, key=lambda b: b.seconds)
    own = material.strongest
    stands = f"“{own.text}”" if own else brief.short
    meant = next((b for b in treatment.beats if stems(b.name) & stems(turn.text)), None) or _heaviest(turn)
    turn.notes["focus"] = longest.movement.key
    head, where = {
        "slow": (f"By the numbers: {pace:g} s a shot, and {longest.called} runs {longest.seconds} s of {treatment.duration_s}", f"if anything drags it is that one: {ended(longest.image)}"),
        "fast": (f"{len(treatment.beats)} movements in {treatment.duration_s} s, {pace:g} s a shot", f"the one that I would let go is {lightest(treatment).called}: {ended(lightest(treatment).image)}"),
        "sweet": (f"Not as long as it shows {stands} and says nothing about it", f"it tips over in {treatment.beats[-2].called} ({treatment.beats[-2].span}), where everybody would put music under “{treatment.beats[-2].image}”"),
        "dark": (f"In {treatment.beats[0].called} it may be; {treatment.beats[-1].called} has to pay for it", f"what must stay readable through all of it is {stands}"),
        "time": (
            f"{meant.called} comes at {clock(meant.start_s)} of {clock(treatment.duration_s)}, after {treatment.beats[max(0, meant.number - 2)].called}",
            f"it is {word} only if {stands} has not been seen by then; in this order it has, at {clock(treatment.beats[min(1, meant.number - 1)].start_s)}",
        ),
        "plain": (f"What keeps it from being {word} is {stands}, and nothing else in the plan does", f"it becomes so wherever that is out of sight, first in {_without(turn).called}: {ended(_without(turn).image)}"),
    }[family]  # fmt: skip
    turn.notes["because"] = f"{ended(cap(where))} Take {stands} away and “{word}” is right."
    return [f"{ended(head)} {ended(cap(where))}", _guard(turn, word, stands)]


def _heaviest(turn: Turn) -> Beat:
    return max(turn.treatment.beats, key=lambda b: b.movement.weight)


def _without(turn: Turn) -> Beat:
    """The movement that has least of what is this film's own."""
    return min(
        turn.treatment.beats,
        key=lambda b: (sum(is_kin(b.image, one.text) for one in turn.brief.material.particulars), b.movement.weight),
    )


def _guard(turn: Turn, word: str, stands: str) -> str:
    beat = turn.treatment.beats[-2]
    return {
        "direction": f"My guard against it: {turn.brief.person} gets a task in every shot. Whoever has something to do cannot be {word}.",
        "writing": f"I would cross out every adjective and keep the verbs of {stands}.",
        "camera": f"I stay at eye height and one step further away than is comfortable in {beat.called}.",
        "cutting": f"I cut {beat.called} six frames before it feels finished, every time.",
        "producing": f"Show the rough cut to two people who have never heard of {turn.brief.short}; if either says “{word}”, {beat.called} is recut. It costs half a day.",
        "sound": f"No music in {beat.called}. {cap(senses.sound_of(beat.image, turn.brief, turn.treatment.place))} is enough.",
    }[turn.craft]  # fmt: skip


# ---------------------------------------------------------------- devices and other ideas

_DEVICES: dict[str, str] = {
    "voice": r"voice-?overs?|narrat\w+|commentary", "interview": r"interviews?|talking heads?|testimonials?", "captions": r"captions?|subtitles?|text on screen|titles?",
    "music": r"music|score|songs?|soundtrack", "mono": r"black[- ]and[- ]white|b&w|monochrome", "handheld": r"hand-?held", "drone": r"drones?|aerials?", "slow": r"slow[- ]motion|slow-?mo",
    "archive": r"archive|old photos?|photographs|home movies",
}  # fmt: skip


def device_in(words: str) -> str:
    return next((name for name, pattern in _DEVICES.items() if re.search(rf"\b(?:{pattern})\b", words, re.I)), "")


def on_device(turn: Turn, device: str) -> list[str]:
    """Yes or no to a means, from what the brief has: who could speak, where it is seen, how long it is."""
    brief, treatment, material = turn.brief, turn.treatment, turn.brief.material
    quote, own = brief.fact("quote"), material.strongest
    stands = f"“{own.text}”" if own else brief.short
    heard = senses.sound_of(treatment.beats[0].image, brief, treatment.place)
    past = material.tagged("span", "ends")
    answers = {
        "voice": (f"No narrator. {cap(quote.speaker or 'Your source')} has said it already: “{quote.text.strip(' “”,')}”" if quote else f"No narrator: {stands} can be seen, and a voice that says it as well is one too many", "If a sentence is needed, " + (f"{brief.person} says it while doing something else" if brief.kind.key in ("portrait", "story", "recruitment", "appeal") else f"it stands as a caption over {treatment.beats[-1].called}")),
        "interview": (f"Yes, as sound: {brief.person} may talk over {treatment.beats[len(treatment.beats) // 2].called}, and is not seen talking" if brief.kind.key in ("portrait", "recruitment", "appeal", "research") else f"No: in {treatment.duration_s} s nobody sits down. {cap(brief.person)} does, and that has to be enough", f"What only they can say is {stands}"),
        "captions": ((f"Yes. At {brief.aspect} half of them watch without sound, so every line is a caption first" if brief.aspect == "9:16" else f"For the words, yes; as decoration, no: at {brief.aspect} the picture has the sound on"), f"None over {treatment.beats[0].called}: “{treatment.beats[0].image}” has to be looked at"),
        "music": (f"Not before {clock(treatment.beats[min(2, len(treatment.beats) - 1)].start_s)}. Until then {heard} is the score", f"It may be heard whole once, in {max(treatment.beats, key=lambda b: b.movement.weight).called}"),
        "mono": (f"Colour. {cap(brief.short)} is told by one colour that belongs to it, and grey would make {stands} look like the past" if not past else f"Only if nothing of it is happening now; and “{past.text}” is happening now", f"If you want it quieter, take colour out of everything but {actor_of(treatment.beats[0].image)}"),
        "handheld": (f"Where {brief.person} walks, yes; on “{treatment.beats[0].image}” no, there the frame has to wait", "Feet still, breath only"),
        "drone": (f"No. From up there {stands} cannot be seen", f"The widest frame that I need is {treatment.place} from the height of a person, in {treatment.beats[-1].called}"),
        "slow": (f"Not on a face. Once, if at all, on “{doing_of(treatment.beats[0].image) or treatment.beats[0].image}”", f"At {average_shot_s(brief):g} s a shot it would eat the {treatment.beats[1].called} that makes it matter"),
        "archive": (f"Yes: {'“' + past.text + '” is the reason for it' if past else 'one picture, held by a hand'}; one photograph, not five", f"It comes in {treatment.beats[1].called}, and the next cut is to the same place today"),
    }  # fmt: skip
    head, tail = answers[device]
    turn.notes["because"] = f"Because of {stands}: {low(tail)}."
    return [ended(head), f"{ended(tail)} {what_it_costs(turn, device)}"]


def elsewhere(turn: Turn, picture: str) -> list[str]:
    """An idea for nowhere in particular: the movement that it belongs to, what it replaces there, and what that costs."""
    beats, material = turn.treatment.beats, turn.brief.material
    if found := FEELINGS.search(picture):
        own = material.strongest
        stands = f"“{own.text}”" if own else turn.brief.short
        turn.notes["because"] = (
            f"Nobody has seen {found[0].lower()}; they have seen {stands}, and what it did to somebody."
        )
        return [
            f"{cap(found[0])} cannot be filmed. What can be is {stands}, in {_heaviest(turn).called}: {ended(_heaviest(turn).image)}",
            what_it_costs(turn, picture),
        ]
    best = max(
        beats,
        key=lambda b: (
            is_kin(picture, b.image),
            b.movement.key in ("before", "use", "process", "proof", "want"),
            b.movement.weight,
        ),
    )
    turn.notes["focus"] = best.movement.key
    tie = next((one for one in material.particulars if is_kin(picture, one.text)), None)
    head = f"“{cap(picture)}” belongs into {best.called} ({best.span}), instead of “{best.image}”."
    reason = (
        f"it stands on “{tie.text}”"
        if tie
        else f"it is more particular than what I had there. What it still has to do: {low(best.movement.job.format(Subject=cap(turn.brief.short)))}"
        if len(picture.split()) > 3
        else "but tell me what one sees of it: who, doing what"
    )
    turn.notes["because"] = (
        f"{best.called} has to {low(best.movement.job.format(Subject=cap(turn.brief.short)))} “{cap(picture)}” can do that without a word."
    )
    return [head, ended(cap(reason)), what_it_costs(turn, picture)]


def what_it_costs(turn: Turn, what: str) -> str:
    beats = turn.treatment.beats
    shots = max(1, round(turn.treatment.duration_s / average_shot_s(turn.brief)))
    return {
        "direction": f"It costs me {lightest(turn.treatment).called}: two ideas of that size do not fit.",
        "writing": f"It leaves {int(turn.treatment.duration_s * 2.3 * 0.5)} words for all the rest.",
        "camera": f"It is decided before the first of the {shots} set-ups, not between them.",
        "cutting": f"I would find its {beats[1].seconds} s in {lightest(turn.treatment).called}.",
        "producing": f"Decide it with the frames of {beats[0].called}: afterwards it costs all {shots} of them again.",
        "sound": f"Then {beats[0].called} has to sound like it already.",
    }[turn.craft]  # fmt: skip
