"""Words to be spoken to order: checked, priced, and said by a job whose parts can be heard while it goes on."""

from dataclasses import asdict, dataclass
from typing import Any

from billing.prices import single_quote
from generation.imagery.services.orders import earlier_job, once_id
from generation.jobs.models import Job
from generation.jobs.registry import EXPRESS
from generation.jobs.services import create_job
from generation.media.child import Maker
from generation.providers.base import Voice
from generation.providers.stand_ins import OPENAI_TO_LOCAL
from generation.routing.routes import adapter_for
from wire.errors import IdempotencyConflict, ValidationFailed
from wire.principal import Principal

SPEECH_KIND = "studio.speech"
MAX_CHARACTERS = 4096
SPEED = (0.25, 4.0)
_PACE = (0.5, 2.0)  # what every voice can do; beyond, the sound is stretched


@dataclass(frozen=True, kw_only=True)
class SpeechOrder:
    """`speed` 1.0 is the voice's own. `tone` holds words such as "calm" or "urgent"; others change nothing."""

    text: str
    voice: str
    speed: float = 1.0
    tone: str = ""
    model: str = ""

    @property
    def pace(self) -> float:
        return min(max(self.speed, _PACE[0]), _PACE[1])

    @property
    def tempo(self) -> float:
        """What the spoken sound is still to be stretched by."""
        return self.speed / self.pace


def voice_named(name: str, organization_id: str) -> Voice:
    """The voice of that id, or the one that stands in for OpenAI's of that name. Raises `ValidationFailed`."""
    maker = Maker()
    try:
        speech: Any = adapter_for(organization_id, "speech", maker)
        offered = {voice.id: voice for voice in speech.voices()}
        to_order = getattr(speech, "made_to_order", lambda voice_id: None)
        for candidate in (name, OPENAI_TO_LOCAL.get(name, "")):
            found: Voice | None = offered.get(candidate) or (to_order(candidate) if candidate else None)
            if found is not None:
                return found
    finally:
        maker.kill()
    known = ", ".join([*OPENAI_TO_LOCAL, *(voice for voice in offered if voice not in OPENAI_TO_LOCAL)])
    raise ValidationFailed(f"There is no voice {name}. There are: {known}.", field="voice")


def voices_offered(organization_id: str) -> tuple[Voice, ...]:
    """Every voice of whoever speaks for the organization."""
    maker = Maker()
    try:
        voices: tuple[Voice, ...] = tuple(adapter_for(organization_id, "speech", maker).voices())
    finally:
        maker.kill()
    return voices


def start_speech(order: SpeechOrder, *, principal: Principal, key: str = "") -> Job:
    """Hold the credits and queue the speech. Inside the caller's transaction.

    `key` is the request's own name: the job of an earlier try of it is returned instead of a second one. Raises
    `IdempotencyConflict` where that was for something else, `ValidationFailed`, `InsufficientCredits`.
    """
    params = asdict(order)
    subject_id = once_id(f"{principal.organization_id} speech {key}") if key else None
    earlier = earlier_job(SPEECH_KIND, subject_id, principal.organization_id) if subject_id else None
    if earlier is not None:
        if {name: earlier.params[name] for name in params} != params:
            raise IdempotencyConflict()
        return earlier
    return create_job(
        organization_id=principal.organization_id,
        kind=SPEECH_KIND,
        params={**params, "pace": order.pace},
        subject_id=subject_id,
        key_id=principal.key_id,
        user_id=principal.user_id,
        quote=single_quote("speech", "speech", characters=len(order.text)),
        operation="studio.speech",
        priority=EXPRESS,
    )
