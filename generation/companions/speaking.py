"""The job that speaks to order: sentence by sentence, each logged when it can be heard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone

from generation.companions.services.speech import SPEECH_KIND
from generation.films.live import SPOKEN, breath, gap_after, split_line
from generation.films.stages import asset_path
from generation.jobs.context import Made, Origin, StageContext
from generation.jobs.events import append_event
from generation.jobs.models import JobEvent
from generation.jobs.registry import EXPRESS, Pipeline, Stage
from generation.providers.base import SpeechRequest
from generation.providers.stand_ins import OPENAI_TO_LOCAL


def _speak(ctx: StageContext) -> dict[str, Any]:
    """Speak the text part by part. An attempt that follows a crash adds only what is missing."""
    speech: Any = ctx.adapter("speech")
    texts, params = split_line(ctx.params["text"], is_first=True), ctx.params
    voice = params["voice"]
    if speech.info.stands_in_because:  # the vendor's own name may have been chosen
        voice = OPENAI_TO_LOCAL.get(voice, voice)
    heard = set(JobEvent.objects.filter(job_id=ctx.job_id, type=SPOKEN).values_list("data__part", flat=True))
    duration_ms, assets, gaps_ms = 0, [], []
    for part, text in enumerate(texts):
        request = SpeechRequest(text=breath(text), voice=voice, pace=params["pace"], tone=params["tone"])
        made = ctx.call(f"part-{part:03}", info=speech.info, operation="speech", make=_speaker(speech, request))
        gap_ms = 0 if part == len(texts) - 1 else round(gap_after(text) / params["pace"])
        duration_ms += made.data["durationMs"] + gap_ms
        assets.append(made.assets["speech"])
        gaps_ms.append(gap_ms)
        if part not in heard:
            _tell(ctx, {"part": part, "assetId": made.assets["speech"], "silenceAfterMs": gap_ms})
        ctx.progress((part + 1) / len(texts), f"Speaking part {part + 1} of {len(texts)}")
    whole = ctx.workdir / "speech.wav"
    wavs = [asset_path(ctx, asset_id) for asset_id in assets]
    ctx.maker.call("generation.media.live:join_speech", wavs, gaps_ms[:-1], whole)
    origin = Origin(models=((speech.info.provider, speech.info.model),))
    return {
        "assetId": ctx.publish(whole, origin, content_type="audio/wav", filename="speech.wav"),
        "description": params["text"][:200].rstrip(" ."),
        "durationMs": duration_ms,
        "provider": speech.info.provider,
        "model": speech.info.model,
    }


def _tell(ctx: StageContext, data: dict[str, Any]) -> None:
    with ctx.fenced():
        append_event(ctx.job_id, SPOKEN, data, now=timezone.now())


def _speaker(speech: Any, request: SpeechRequest) -> Callable[[Path], Made]:
    def make(folder: Path) -> Made:
        result = speech.speak(request, folder / "part.wav")
        return Made({"durationMs": result.duration_ms}, {"speech": result.path})

    return make


SPEECH = Pipeline(SPEECH_KIND, "Speak to order", (Stage("speak", _speak, label="Speaking"),), priority=EXPRESS)
