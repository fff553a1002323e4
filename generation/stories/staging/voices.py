"""The voices that this studio speaks with, and their spoken samples."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from generation.jobs.models import Job
from generation.jobs.services import create_job
from generation.jobs.states import Status
from generation.media.child import Maker
from generation.providers.base import ProviderInfo, Voice
from generation.routing.routes import adapter_by, provider_of, route_of
from generation.stories.staging.kinds import SAMPLE_KIND
from generation.stories.staging.models import VoiceSample
from wire.errors import ValidationFailed
from wire.principal import Principal

_LIFETIME_S = 600.0  # a vendor's list changes now and then
DEFAULT_SAMPLE = "This is how I sound when the room goes quiet and the read begins."


@dataclass(frozen=True)
class Catalogue:
    """Who speaks here, and with which voices; the best first."""

    info: ProviderInfo
    voices: tuple[Voice, ...]
    made_to_order: Callable[[str], Voice | None] = lambda voice_id: None

    def find(self, voice_id: str) -> Voice | None:
        """The voice of that id, be it one that the provider makes to order."""
        offered = next((voice for voice in self.voices if voice.id == voice_id), None)
        return offered or self.made_to_order(voice_id)

    def with_chosen(self, chosen: dict[str, str]) -> tuple[Voice, ...]:
        """The voices on offer, and those of the chosen ones that are made to order."""
        found = (self.find(voice_id) for voice_id in dict.fromkeys(chosen.values()))
        return (*self.voices, *(voice for voice in found if voice and voice not in self.voices))


_kept: dict[tuple[str, str], tuple[float, Catalogue]] = {}


def catalogue(organization_id: str) -> Catalogue:
    """The voices of who speaks for the organization, asked for at most every ten minutes. Raises a `ProviderError`."""
    route = route_of(organization_id, "speech")
    whose = provider_of(route, "speech"), (route.account_id if route else None) or ""
    known = _kept.get(whose)
    if known is None or time.monotonic() - known[0] > _LIFETIME_S:
        maker = Maker()
        try:
            speech = adapter_by(route, organization_id, "speech", maker)
            to_order = getattr(speech, "made_to_order", lambda voice_id: None)
            known = time.monotonic(), Catalogue(speech.info, tuple(speech.voices()), to_order)
        finally:
            maker.kill()
        _kept[whose] = known
    return known[1]


def know_voices(_maker: Maker) -> None:
    """Read the catalogue as a worker starts: the first job of a read need not."""
    catalogue("")


def audition(voice_id: str, offered: Catalogue, *, principal: Principal) -> None:
    """Have a voice's sample made unless there is one, or one in the making. Costs nothing.

    Raises `ValidationFailed` for a voice that is not on offer.
    """
    voice = offered.find(voice_id)
    if voice is None:
        known = ", ".join(v.id for v in offered.voices)
        raise ValidationFailed(f"There is no voice {voice_id}. Choose one of: {known}.", field="audition")
    names = {
        "organization_id": principal.organization_id,
        "provider": offered.info.provider,
        "model": offered.info.model,
        "voice_id": voice.id,
    }
    with transaction.atomic():
        sample = VoiceSample.objects.select_for_update().filter(**names).first()
        if sample is None:
            sample, is_new = VoiceSample.objects.get_or_create(**names, defaults={"job_id": ""})
            if not is_new:
                return  # a rival was quicker
        elif Job.objects.filter(pk=sample.job_id).exclude(status__in=(Status.FAILED, Status.CANCELED)).exists():
            return
        job = create_job(
            organization_id=principal.organization_id,
            kind=SAMPLE_KIND,
            params={"voice": voice.id, "text": getattr(voice, "preview", "") or DEFAULT_SAMPLE},
            key_id=principal.key_id,
            user_id=principal.user_id,
        )
        sample.job_id = job.pk
        sample.save(update_fields=["job_id"])


def sample_jobs(organization_id: str, offered: Catalogue) -> dict[str, Job]:
    """The jobs that make or made samples of these voices, by voice."""
    samples = VoiceSample.objects.filter(
        organization_id=organization_id, provider=offered.info.provider, model=offered.info.model
    )
    by_job = {sample.job_id: sample.voice_id for sample in samples}
    return {by_job[job.pk]: job for job in Job.objects.filter(pk__in=by_job)}
