# ruff: noqa: E501 - tables are read by the row
"""What an answer changes, by slot and craft. `{value}` is the answer, `{subject}` the film's subject. Data only."""

import re

from generation.providers.base import Craft

CONSEQUENCES: dict[str, dict[Craft, str]] = {
    "subject": {
        "direction": "{value}: good, now the film has something that can be in a frame. The first image has to be a part of it, never the whole.",
        "writing": "{value} is a noun; a film needs a verb. Who does what with it, that they could not do yesterday?",
        "camera": "For {value} I would test one thing before anything else: which side it wants to be lit from.",
        "cutting": "With {value} as the subject I count how often we see it: three times, each from nearer.",
        "producing": "{value} has to be on set, working, twice: the hero and a spare. That is the first line of the plan.",
        "sound": "Bring me {value}. I need ten minutes alone with it and a microphone before you decide on music.",
    },
    "audience": {
        "direction": "For {value}, the person in the frame must not be one of them doing it perfectly; it must be one of them about to give up.",
        "writing": "{value}: then every line has to survive being read aloud to one of them, in a bad mood.",
        "camera": "{value}: I put the lens at their eye height, so they recognise the room before they recognise {subject}.",
        "cutting": "{value} decide within three seconds. The first cut comes at two.",
        "producing": "{value}: then we test the rough cut on five of them, not on ourselves. Half a day, no credits.",
        "sound": "{value}: most of them will hear it from a phone. Everything important sits between 300 and 3,000 Hz.",
    },
    "goal": {
        "direction": "If they are to {value}, the last image has to be somebody about to do exactly that.",
        "writing": "“{value}” is the last line’s job. So the line before it must remove the one reason not to.",
        "camera": "Then the last frame keeps its upper third empty: the words for “{value}” need a quiet place.",
        "cutting": "Everything that does not lead to “{value}” is the first to go when we are too long.",
        "producing": "“{value}” can be counted. Decide today where it is counted, or nobody will ever know whether this worked.",
        "sound": "I leave a hole in the music before “{value}”: half a second, so that it is heard.",
    },
    "message": {
        "direction": "“{value}” is what they should feel before anybody says it. I would not let a voice say it at all until the last shot.",
        "writing": "“{value}” is the theme. Nobody speaks a theme. Give it to the person who believes the opposite, and let them lose.",
        "camera": "“{value}”: one change of light can say that. Cold and from above before it, warm and from the side after.",
        "cutting": "“{value}” needs its place on the timeline: after the proof, not before it.",
        "producing": "“{value}” goes on page one and every approval is against that sentence, not against taste.",
        "sound": "“{value}” gets the motif: four notes, thin under the words, whole only at the end.",
    },
    "tone": {
        "direction": "{value}: that decides how long I hold a face. I will let shots run until they are.",
        "writing": "{value}: shorter lines and fewer adjectives. Tone is in what is left out.",
        "camera": "{value} is a contrast ratio before it is anything else: I read it as {ratio}.",
        "cutting": "{value}: I read it as an average shot of {pace}.",
        "producing": "{value} costs nothing if it is decided now and a reshoot if it is decided in the edit.",
        "sound": "{value}: {music}.",
    },
    "location": {
        "direction": "{value}: then one corner of it is the stage and the rest stays sound. Pick the corner where something is always being done.",
        "writing": "{value} gives us the scene heading. What can only happen there?",
        "camera": "{value}: tell me which way its windows face. I would shoot the wides in the first hour and the hands at noon.",
        "cutting": "{value}: get me two minutes of it empty, from one position. It will save us in the edit.",
        "producing": "{value}: permission, power and a toilet. I would lock it before casting.",
        "sound": "{value}: I want its room tone, a full minute, nobody moving. It goes under everything.",
    },
    "person": {
        "direction": "{value}: we meet them doing something, never looking at us.",
        "writing": "{value}: what do they want by the end of the day, and who is standing in the way without meaning to?",
        "camera": "{value}: 85 mm for the face, and I keep the window on the same side of them all day.",
        "cutting": "{value}: hold on to the half second after they have finished speaking. That is where they live.",
        "producing": "{value}: a release form before the first frame, and a second date in case they cannot.",
        "sound": "{value}: a lavalier for the words and a boom for the truth. We will use the boom.",
    },
    "deadline": {
        "direction": "{value} is enough if the approach is decided this week and nothing is added after that.",
        "writing": "{value}: then the script locks at a third of the way there. One round of notes, from one person.",
        "camera": "{value}: I plan for the light that we will have then, not for the light on the reference pictures.",
        "cutting": "{value}: I want picture lock three days before it. Those three belong to sound.",
        "producing": "{value} it is. I plan backwards: delivery, two days of buffer, lock, first cut, shoot, script.",
        "sound": "{value}: give me the last three days, or accept library sound.",
    },
    "budget": {
        "direction": "{value}: one place, one person, one hour. A small film that is whole beats a big one with holes.",
        "writing": "{value}: so no line that needs a second location.",
        "camera": "{value}: then we buy time of day instead of lamps. First and last hour, window light between.",
        "cutting": "{value}: fewer shots, held longer. That is a style, if you decide it before.",
        "producing": "{value}: I spend it on the proof and the voice, and save on everything between.",
        "sound": "{value}: sound is the cheapest way to look expensive. Keep my two days.",
    },
    "duration_s": {
        "direction": "{value} seconds: {beats} movements, and nothing may be said twice.",
        "writing": "{value} seconds are about {words} spoken words, with air. Count before you love them.",
        "camera": "{value} seconds: about {shots} set-ups. I would rather light {half} well.",
        "cutting": "{value} seconds: first cut before 0:03, the catch at {doubt}, the last shot runs 1.5 s past the last word.",
        "producing": "{value} seconds cost {video} credits as generated video, and less where stills can move.",
        "sound": "{value} seconds: one motif, one silence, one sound that is ours. No more than that fits.",
    },
    "aspect": {
        "direction": "{value}: I recompose everything for it; a crop is not a composition.",
        "writing": "{value}: half of them watch without sound, so the first line must also work as a caption.",
        "camera": "{value}: in a tall frame things stack, in a wide one they spread. I would block the action along that axis.",
        "cutting": "{value}: in a tall frame I cut on faces and hands, every one to two seconds; in a wide one I wait for the action to end.",
        "producing": "{value} as the master; the other formats are separate deliverables with their own framing, not exports.",
        "sound": "{value}: then it must work at phone volume, and muted. Captions are part of the mix.",
    },
    "avoid": {
        "direction": "No {value}: good. A rule like that is a style by the third shot.",
        "writing": "No {value}. Then the picture has to carry what it would have explained.",
        "camera": "No {value}: it goes into every negative prompt and onto the call sheet.",
        "cutting": "No {value}: then I need one more cutaway for each place where everybody would have used it.",
        "producing": "No {value}: noted as a hard constraint, and it saves a line in the budget.",
        "sound": "No {value}: then the sound tells it. Give me one detail more for each scene.",
    },
}  # fmt: skip

RATIOS = (
    (
        "warm|tender|calm|friendly|hopeful|bright|optimistic|uplifting|playful|funny|humorous|witty|modern|minimal",
        "1:2 to 1:3, soft",
    ),
    ("dark|tense|dramatic|moody|gritty|raw|lonely|epic|surreal|urgent", "1:8, one source"),
    ("", "1:4, one side clearly brighter"),
)
PACES = (
    ("fast|energetic|urgent|funny|humorous|witty|playful|bold|tense", "1.5 to 2.5 s"),
    ("calm|slow|quiet|tender|melancholic|lonely|nostalgic|dreamy|poetic|intimate|warm", "5 to 7 s"),
    ("", "3 to 4 s, with one of 6"),
)
MUSICS = (
    ("warm|tender|nostalgic|intimate|quiet", "felt piano and a solo cello, 60 to 76 bpm, and long rests"),
    ("tense|dark|urgent|gritty|moody", "a pedal note and muted percussion, 120 bpm felt more than heard"),
    ("playful|funny|humorous|witty|quirky", "pizzicato and marimba off the beat, 104 to 112 bpm"),
    (
        "epic|bold|premium|confident|luxurious|dramatic",
        "low brass pads with suspended fourths, about 100 bpm, and nothing shiny",
    ),
    ("lonely|melancholic|raw|honest|sober|poetic|dreamy", "open fifths and a bell far away, no beat"),
    ("", "one plucked instrument, 84 to 96 bpm, that thins out under every word"),
)


def of_tone(table: tuple[tuple[str, str], ...], tone: str) -> str:
    """What a table says of a tone; its last row is for any other."""
    return next(value for pattern, value in table if not pattern or re.search(rf"\b(?:{pattern})\b", tone, re.I))
