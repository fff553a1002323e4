"""Who speaks with which voice: by the character's gender first, then by contrast in pitch; who looks as they sound."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log2
from typing import Any

from generation.films.style import voice_wish
from generation.providers.base import Character, Gender, Script, Sitter, Voice
from generation.providers.local.text import staging

# Who tells the story is cast by the author's wish first; people of the source stay who they are.
_TELLERS = ("narrator", "host")
# Roles that the listener hears most choose first.
_ORDER = ("narrator", "host", "expert", "witness", "quoted", "sceptic")


def voices_for(speech: Any, chosen: dict[str, str] | None) -> tuple[Voice, ...]:
    """The provider's voices, and those of the chosen ones that it makes to order, blends for example."""
    offered = tuple(speech.voices())
    known = {voice.id for voice in offered}
    to_order = getattr(speech, "made_to_order", None)
    others = [voice_id for voice_id in dict.fromkeys((chosen or {}).values()) if voice_id not in known]
    return (*offered, *(voice for voice_id in others if to_order and (voice := to_order(voice_id))))


def cast_voices(
    characters: Sequence[Character],
    voices: Sequence[Voice],
    *,
    chosen: dict[str, str] | None = None,
    language: str = "en",
    preference: str = "",
) -> dict[str, Voice]:
    """A voice for each character's name. `voices` come best first; `chosen` maps names to voice ids already fixed.

    Only voices of the script's `language` are cast. `preference` is what the author wishes for in words, e.g. "a warm
    British woman". No two characters share a voice while unused ones are left.
    """
    by_id = {voice.id: voice for voice in voices}
    voices = [voice for voice in voices if voice.language == language] or voices
    cast = {name: by_id[voice_id] for name, voice_id in (chosen or {}).items() if voice_id in by_id}
    waiting = [character for character in characters if character.name not in cast]
    for character in sorted(waiting, key=lambda c: _ORDER.index(c.role)):
        cast[character.name] = _best(character, voices, list(cast.values()), preference)
    return cast


def as_heard(script: Script, genders: Mapping[str, Gender]) -> Script:
    """The script as its pictures see it: whose gender the source leaves open has that of the voice.

    `genders` are those of the voices by character's name. Every picture of a person starts from here, so that somebody
    who is heard as a man is drawn as one.
    """
    seen = tuple(
        replace(person, gender=genders.get(person.name, "neutral")) if person.gender == "neutral" else person
        for person in script.characters
    )
    return replace(script, characters=seen)


def sitter_of(character: Character) -> Sitter:
    """A character as the painter knows them: the same face near by and from afar."""
    shown_as = staging.portrait_of(character.name, character.description, character.gender)
    role = character.description or staging.calling_in(character.name)
    return Sitter(name=character.name, role=role, gender=character.gender, shown_as=shown_as)


def _best(character: Character, voices: Sequence[Voice], taken: list[Voice], preference: str) -> Voice:
    is_teller = character.role in _TELLERS

    def fitness(voice: Voice) -> tuple[bool, float, bool, float]:
        fits = character.gender in ("neutral", voice.gender)
        wish = voice_wish(preference, voice) if preference and is_teller else 0.0
        contrast = min((_semitones(voice, other) for other in taken), default=4.0)
        # Past a third (4 semitones) more contrast is no better; then the catalogue's order decides.
        return voice not in taken, wish, fits, min(contrast, 4.0) - 0.01 * voices.index(voice)

    return max(voices, key=fitness)


def _semitones(one: Voice, other: Voice) -> float:
    """Distance in pitch; 0 where a voice's pitch is not known."""
    if not one.pitch_hz or not other.pitch_hz:
        return 0.0
    return abs(12 * log2(one.pitch_hz / other.pitch_hz))
