# ruff: noqa: E501 - tables are read by the row
"""How a film of this brief sounds and looks: noises of the things that were named, light of the hour and the place."""

from generation.providers.base import Craft
from generation.providers.local.companion.brief import Brief
from generation.providers.local.companion.consequences import MUSICS, PACES, RATIOS, of_tone
from generation.providers.local.companion.noises import sounds_in
from generation.providers.local.companion.treatment import clock, fill
from generation.providers.local.companion.turn import Turn
from generation.providers.local.companion.voices import cap, ended
from generation.providers.local.companion.weighing import glance


def sound_of(picture: str, brief: Brief, place: str) -> str:
    """The noise of a picture; of the film's own words where the picture names nothing that sounds."""
    named = sounds_in(picture) or sounds_in(
        f"{brief.subject} {' '.join(one.text for one in brief.material.particulars)}"
    )
    return named[0] if named else fill("{sound}", brief, place)


def room_of(turn: Turn) -> str:
    if location := turn.brief.slots.get("location"):
        return f"the room tone of {location}"
    return f"the {turn.treatment.place} with nobody in it"


def sounding(turn: Turn) -> list[str]:
    """Three noises that the brief names, where music may be, and the one silence; each craft with its own use for them."""
    brief, treatment, material = turn.brief, turn.treatment, turn.brief.material
    beats, first = treatment.beats, treatment.beats[0]
    words = " ".join(
        [*material.proposed.values(), brief.subject, material.lacked, *(one.text for one in material.particulars)]
    )
    noises = [*sounds_in(words), fill("{sound}", brief, treatment.place), fill("{sound_2}", brief, treatment.place)][:3]
    silence = treatment.beat("turn", "arrival", "proof", "process") or beats[-1]
    tone = brief.slots.get("tone", "")
    music = "no music at all, as you asked" if "music" in brief.slots.get("avoid", "") else of_tone(MUSICS, tone)
    like = f"{tone}, which I take as {music}" if tone else music
    listed = "; ".join(noises)
    own = material.strongest
    stands = f"“{own.text}”" if own else brief.short
    answers: dict[Craft, list[str]] = {
        "direction": [f"Like the {treatment.place} before anybody thinks of a film: {listed}.", f"I would let the first of them be heard before {glance(first.image)} is seen, and take all of them away once, at {clock(silence.start_s)}, for {silence.called}.", f"Music, if any, comes with {silence.called} and not before: {music}."],
        "writing": [f"I write sounds as verbs. On this page: {listed}.", f"They replace lines. Where somebody would say {stands}, one hears {noises[0]} instead.", f"If there has to be music ({music}), nobody speaks over its beginning."],
        "camera": [f"Near. The lens is at arm's length in {first.called}, so the sound must be too: {noises[0]}.", f"When I go wide, in {beats[-1].called}, let it go wide with me: {noises[1]}, with the {treatment.place} round it.", f"For the tone, {like}. I light for the same word."],
        "cutting": [f"I would cut to it, so I need attacks: {listed}.", f"{cap(noises[0])} opens, six frames before the picture; it comes back at {clock(beats[-1].start_s)}. Between them my average shot of {of_tone(PACES, tone)} gives the rhythm, not a drum.", f"Silence at {clock(silence.start_s)}, twelve frames, into {silence.called}: before {stands} nobody should hear me cut."],
        "producing": [f"As what we can record in a morning: {listed}. A library would not have the second one.", f"That is a recordist for half a day; music is made here ({music}) and is yours.", f"Approve the sound of {first.called} with its frames: {noises[0]} does more for {stands} than the picture."],
        "sound": [f"{cap(noises[0])}. That first, in the dark; then {noises[1]}; then {noises[2]}. If somebody can tell {stands} from those three, I have done my work.", f"Bed: {room_of(turn)}, a minute of it, at −60 dB under everything. Music: {music}; in at {clock(beats[min(2, len(beats) - 1)].start_s)}, out before {silence.called}.", f"The one silence: half a second at {clock(silence.start_s)}. And since it is {'heard from a phone' if brief.aspect == '9:16' else 'heard in a room'}, " + ("everything that matters lies between 300 and 3,000 Hz; " + noises[0] + " does." if brief.aspect == "9:16" else "the low end may stay: let the bed have it.")],
    }  # fmt: skip
    turn.notes["because"] = (
        f"{cap(noises[0])} belongs to {stands}: whoever has heard it in {first.called} recognises it at {clock(beats[-1].start_s)}, and that recognition is the end of the film. A tune would have to teach them first."
    )
    turn.notes["focus"] = silence.movement.key
    return answers[turn.craft]


def looking(turn: Turn, sense: str) -> list[str]:
    """Light, distance and colour of this brief; for "feel", what the viewer is left with."""
    brief, treatment, material = turn.brief, turn.treatment, turn.brief.material
    beats, tone = treatment.beats, brief.slots.get("tone", "")
    light = fill(brief.matter.light, brief, treatment.place)
    own = material.strongest
    stands = f"“{own.text}”" if own else brief.short
    ratio = of_tone(RATIOS, tone)
    answers: dict[Craft, list[str]] = {
        "direction": [f"As if nobody had arranged it, and as if only {brief.person} could stand there. {cap(beats[0].image)}, and then always a little too far away until {beats[-2].called}.", f"{cap(tone) if tone else 'It'} has to come from how long I look at {stands}, not from the grade."],
        "writing": [f"Like a page with more white than ink: {ended(beats[0].image)} The rest of the look is {stands}; I would describe nothing else."],
        "camera": [f"{cap(light)}. Contrast {ratio}{f', because you said {tone}' if tone else ''}; {beats[0].movement.lens} to open, {beats[-1].movement.lens} to close.", f"One colour belongs to {brief.short}: it is not in the frame before {clock(beats[min(2, len(beats) - 1)].start_s)}. {cap(treatment.place)} at {beats[0].movement.hour} gives the rest."],
        "cutting": [f"Like one continuous glance. Shots of {of_tone(PACES, tone)}, each a size away from its neighbour, and {beats[0].image} longer than anybody expects.", f"I keep the grade flat until {stands} has been seen; then it may have a colour."],
        "producing": [f"Like one place on one day: {treatment.place}, {beats[0].movement.hour}, {brief.person}. Each further look is a set-up, and we have {len(beats)} movements in {treatment.duration_s} s.", f"Have two frames of {beats[0].called} drawn, one natural and one painted, {2 * turn.request.prices.get('image', 1)} credits; choose before the others follow."],
        "sound": [f"Ask me what it sounds like and it will look right: {sound_of(beats[0].image, brief, treatment.place)} wants a near, still frame.", f"{cap(light)} has no noise in it. Keep that silence for {stands}."],
    }  # fmt: skip
    turn.notes["because"] = (
        f"{cap(stands)} is small and happens once. A look that calls for attention would be seen instead of it."
    )
    turn.notes["focus"] = beats[0].movement.key
    lines = answers[turn.craft]
    return (
        [*lines, f"What should remain when it is over: {stands}, and the wish to see it again."]
        if sense == "feel"
        else lines
    )
