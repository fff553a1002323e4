"""Who speaks whom: the automatic cast, and the voices that somebody chose. Edits run in the caller's transaction."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Organization
from generation.films.cast import as_heard, cast_voices
from generation.films.script import script_from_json
from generation.projects.models import Artifact
from generation.providers.base import Character, Script, Voice
from generation.stories.services.illustrate import illustrate, plan_id_of
from generation.stories.staging.models import CastVoice
from generation.stories.staging.read import Staged, note_edit, staged_for_edit
from generation.stories.staging.script import cast_of, characters_of, entries_of
from generation.stories.staging.voices import Catalogue
from wire.errors import ValidationFailed


@dataclass(frozen=True)
class Recast:
    """The request to give `character` a voice; `character` is as the caller spells it."""

    character: str
    voice_id: str
    voice_name: str
    gender: str = ""
    provider: str = ""


def current_cast(state: Staged, offered: Catalogue) -> dict[str, Voice]:
    """The voice that speaks each character.

    Who is in the first version keeps its voice through all later ones, whoever joins or leaves; chosen voices are laid
    over that, so that recasting one character changes no other.
    """
    kept: dict[str, str] = {}
    if state.first is not state.script:
        names = state.first_names()
        begun = cast_of(state.first, offered.voices, chosen={}, preference=state.preference)
        kept = {names[name]: voice.id for name, voice in begun.items() if name in names}
    automatic = cast_of(state.script, offered.with_chosen(kept), chosen=kept, preference=state.preference)
    chosen = {row.character: offered.find(row.spoken_by) for row in state.voices}
    return automatic | {name: voice for name, voice in chosen.items() if voice and name in automatic}


def seen_script(state: Staged, offered: Catalogue) -> Script:
    """The script for its pictures: who is drawn agrees with who is heard."""
    cast = current_cast(state, offered)
    return as_heard(script_from_json(state.script), {name: voice.gender for name, voice in cast.items()})


def voice_map(state: Staged, offered: Catalogue) -> dict[str, dict[str, Any]]:
    """By character: the voice as it was asked for, who really speaks, and whether the two differ (`fallback`)."""
    rows = {row.character: row for row in state.voices}
    return {name: _voice(rows.get(name), voice, offered) for name, voice in current_cast(state, offered).items()}


def _voice(row: CastVoice | None, voice: Voice, offered: Catalogue) -> dict[str, Any]:
    told: dict[str, Any] = {
        "voiceId": row.voice_id if row else voice.id,
        "voiceName": row.voice_name if row else voice.name,
        "gender": (row.gender if row else "") or voice.gender,
        "provider": offered.info.provider,
        "model": offered.info.model,
    }
    if row and (row.voice_id != voice.id or (row.provider and row.provider != offered.info.provider)):
        told |= {"fallback": True, "spokenBy": {"voiceId": voice.id, "voiceName": voice.name}}
    return told


def cast_list(state: Staged, offered: Catalogue) -> list[dict[str, Any]]:
    """The characters with their role, their voice, and how many entries they speak."""
    voices = voice_map(state, offered)
    spoken = [entry.character for entry in entries_of(state.script)]
    return [
        {
            "character": person.name,
            "role": person.role,
            "gender": person.gender,
            "description": person.description,
            "entries": spoken.count(person.name),
            "voice": voices[person.name],
            "isChosen": any(row.character == person.name for row in state.voices),
        }
        for person in characters_of(state.script)
    ]


def recast(artifact: Artifact, wishes: list[Recast], offered: Catalogue) -> tuple[Staged, dict[str, str]]:
    """Give characters other voices, all of them or none. Returns the staging and each wish's character by its spelling.

    Raises `ValidationFailed` for a character who is not in the cast, and for a voice that is not to be had here when
    the organization is strict; otherwise another one speaks.
    """
    state = staged_for_edit(artifact)
    people = characters_of(state.script)
    names = {wish.character: _find_character(wish.character, people) for wish in wishes}
    if len(set(names.values())) < len(wishes):
        raise ValidationFailed("A character is named twice; give each one voice.", field="cast")
    is_strict = Organization.objects.filter(pk=artifact.organization_id, is_strict_providers=True).exists()
    is_changed, seen = False, seen_script(state, offered)
    for wish in wishes:
        person = next(p for p in people if p.name == names[wish.character])
        voice = _speaker_for(wish, person, state, offered, is_strict=is_strict)
        is_changed |= _keep(state, person.name, wish, voice)
    if is_changed:
        note_edit(state)
        if seen_script(state, offered) != seen:  # somebody of whom only the voice says whether it is a man or a woman
            illustrate(artifact, revision=state.revision, plan_id=plan_id_of(artifact))
    return state, names


def _find_character(asked: str, people: list[Character]) -> str:
    """By name, whatever the case; NARRATOR and other roles also by role, where it is one person's."""
    wanted = asked.strip().casefold()
    by_name = [p.name for p in people if p.name.casefold() == wanted]
    by_role = [p.name for p in people if p.role == wanted]
    if by_name:
        return by_name[0]
    if len(by_role) == 1:
        return by_role[0]
    cast = ", ".join(p.name for p in people) or "nobody"
    raise ValidationFailed(f"{asked} is not in this read. The cast: {cast}.", field="character")


def _speaker_for(wish: Recast, person: Character, state: Staged, offered: Catalogue, *, is_strict: bool) -> Voice:
    info = offered.info
    if is_strict and wish.provider and wish.provider != info.provider:
        raise ValidationFailed(
            f"The provider {wish.provider} is not configured here, and your organization allows no other in its place. "
            f"Use {info.provider}, or leave provider out.",
            field="provider",
        )
    voice = offered.find(wish.voice_id)
    if voice is not None:
        return voice
    if is_strict:
        raise ValidationFailed(
            f"{info.provider} has no voice {wish.voice_id}, and your organization allows no other in its place. "
            "GET /api/v1/voices lists the voices.",
            field="voiceId",
        )
    return _stand_in(wish, person, state, offered)


def _stand_in(wish: Recast, person: Character, state: Staged, offered: Catalogue) -> Voice:
    """The voice that fits best where the asked one is not to be had, apart from those of the others.

    A voice that was asked for before under the same id is the same again.
    """
    known = next((row for row in state.voices if row.voice_id == wish.voice_id), None)
    if known and (voice := offered.find(known.spoken_by)):
        return voice
    others = {name: voice.id for name, voice in current_cast(state, offered).items() if name != person.name}
    gender: Any = wish.gender if wish.gender in ("female", "male") else person.gender
    stranger = Character(name=person.name, role=person.role, gender=gender)
    return cast_voices([stranger], offered.with_chosen(others), chosen=others)[person.name]


def _keep(state: Staged, name: str, wish: Recast, voice: Voice) -> bool:
    """Write the choice down; whether anybody will hear a difference or read one."""
    row = next((row for row in state.voices if row.character == name), None)
    if row is None:
        row = CastVoice(read=state.read, character=name)
        state.voices.append(row)
    wanted = {
        "voice_id": wish.voice_id,
        "voice_name": wish.voice_name,
        "gender": wish.gender,
        "provider": wish.provider,
        "spoken_by": voice.id,
    }
    if all(getattr(row, field) == value for field, value in wanted.items()):
        return False
    for field, value in wanted.items():
        setattr(row, field, value)
    row.save()
    return True
