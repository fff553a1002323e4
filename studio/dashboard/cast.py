"""Who speaks whom: the voices of an artifact's characters, chosen and heard."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from generation.projects.services import access_artifact
from generation.stories.api.staging import printed
from generation.stories.staging import cast as casting
from generation.stories.staging.read import staged
from generation.stories.staging.voices import Catalogue, audition, catalogue, sample_jobs
from studio.dashboard.access import Member, action
from studio.dashboard.artifact_pages import Opened, back_to, base_url, script_page
from wire.errors import ProviderError


@script_page
def cast(request: HttpRequest, found: Opened) -> HttpResponse:
    state = staged(found.artifact)
    try:
        offered = catalogue(found.artifact.organization_id)
    except ProviderError as error:
        return found.draw(request, "cast", refusal=error.message)
    jobs = sample_jobs(found.artifact.organization_id, offered)
    voices = printed.voices(offered, jobs, base_url=base_url(request))
    return found.draw(
        request,
        "cast",
        people=[person | {"spoken_by": _speaker(person)} for person in casting.cast_list(state, offered)],
        groups=groups_of(voices),
        voices=voices,
        is_moving=any(voice["sample"]["status"] == "generating" for voice in voices),
        notes=state.read.notes,
    )


def _speaker(person: dict[str, Any]) -> str:
    """The id of the voice that is heard, which differs from the asked one where that is not to be had."""
    voice = person["voice"]
    return voice.get("spokenBy", voice)["voiceId"]


def groups_of(voices: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The voices by gender, as a list box shows them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for voice in voices:
        found.setdefault(voice["gender"], []).append(voice)
    return sorted(found.items())


@action
def recast(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    """Save the whole table of voices: `character` and `voice` come in pairs, and only those that differ are changed."""
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    offered = catalogue(member.organization_id)
    state = staged(row)
    now = {person["character"]: _speaker(person) for person in casting.cast_list(state, offered)}
    pairs = zip(request.POST.getlist("character"), request.POST.getlist("voice"), strict=False)
    wishes = [_wish(name, voice_id, offered) for name, voice_id in pairs if voice_id and now.get(name) != voice_id]
    if not wishes:
        messages.info(request, "Every character already speaks with the voice that you chose.")
        return back_to("cast", row.pk)
    casting.recast(row, wishes, offered)
    names = ", ".join(wish.character for wish in wishes)
    messages.success(request, f"New voice for {names}. A film or sound made before is out of date.")
    return back_to("cast", row.pk)


def _wish(name: str, voice_id: str, offered: Catalogue) -> casting.Recast:
    voice = offered.find(voice_id)
    return casting.Recast(
        character=name,
        voice_id=voice_id[:120],
        voice_name=voice.name if voice else voice_id[:120],
        gender=voice.gender if voice else "",
        provider=offered.info.provider,
    )


@action
def hear(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    """Have a voice's sample made, once per organization; the page shows it as soon as it is there."""
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    voice_id = request.POST.get("voice", "")[:120]
    audition(voice_id, catalogue(member.organization_id), principal=member.principal)
    return back_to("cast", row.pk, f"voice-{voice_id}")
