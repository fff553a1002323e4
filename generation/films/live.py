"""Performing a script for people who listen meanwhile: line by line, the first words as soon as may be.

What is spoken is kept twice: as parts of the live stream, which follow each other without a seam, and as the lines'
recordings, from which the film is mixed later. Each part is one event in the job's log when it can be heard.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.utils import timezone

from generation.films.cast import cast_voices, voices_for
from generation.films.script import script_from_json
from generation.films.stages import asset_path, performance_of, recordings_of
from generation.jobs.content import content_key, is_being_made
from generation.jobs.context import Made, StageContext
from generation.jobs.events import append_event
from generation.jobs.models import JobEvent
from generation.media import live
from generation.media.child import Maker
from generation.media.pacing import SCENE_GAP_MS
from generation.providers.base import Line, ProviderInfo, Script, SpeechRequest, Voice
from generation.providers.registry import adapter

SPOKEN = "spoken"  # the type of a part's event
LEAD_IN_MS = 350
TAIL_MS = 1500
SENTENCE_GAP_MS = 380
CLAUSE_GAP_MS, PHRASE_GAP_MS = 140, 60
# So early in the read a line is spoken sentence by sentence: nothing has been spoken ahead yet that could be heard
# while a long one is in the making.
HURRY_UNTIL_MS = 20_000
# So much is spoken before anybody listens: the read begins at once and has time to speak on.
REHEARSED_MS = 8_000
_PATIENCE_S, _LOOK_AGAIN_S = 10.0, 0.04

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_CLAUSE_END = re.compile(r"(?<=[,;:—])\s+")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|Inc|Ltd|Co|No|vs|etc|e\.g|i\.e))\.$")
# Where a sentence without commas may be taken apart: before a word that begins a phrase.
_PHRASE_START = re.compile(
    r"\s+(?=(?:and|but|that|which|who|because|when|while|after|before|in|on|for|with|from|by|at|to|as"
    r"|has|have|had|is|are|was|were|will|would|can|could)\s)"
)
_LONG_OPENING = 60  # characters; a longer first sentence is spoken in breaths
_SHORTEST_BREATH, _FIRST_BREATH, _LONGEST_BREATH = 18, 36, 48


def perform_live(ctx: StageContext) -> dict[str, Any]:
    """Speak every line into the live stream and keep its recording. Returns the performance, like `stages.perform`.

    Lines of an earlier performance that are said in the same words by the same voice are played from it.
    """
    loaded = ctx.outputs["load"]
    company, stream = _company(ctx, loaded), _Stream(ctx)
    pauses = _pauses(company.script)
    spoken = []
    for index, line in enumerate(company.lines):
        ctx.progress(index / len(pauses), f"Speaking line {index + 1} of {len(pauses)}")
        request = company.request(line)
        key = content_key(company.speech.info, "speech", request)
        place = Place(index, 0, line.character, line.text, pauses[index], True)
        if key in company.recorded:
            stream.add(place, company.recorded[key]["assetId"], company.recorded[key]["phrases"])
            spoken.append(company.recorded[key])
        else:
            spoken.append({"contentKey": key, **_speak_line(ctx, stream, company.speech, request, place)})
    performance = performance_of(
        company.script, company.cast, company.speech.info, spoken, target_ms=loaded["durationMs"]
    )
    return {**performance, "pace": company.pace, "stream": stream.summary()}


def rehearse(ctx: StageContext, loaded: dict[str, Any], *, is_over: Callable[[], bool]) -> dict[str, Any]:
    """Speak how the read begins before anybody listens: `perform_live` then finds those parts made, and has time.

    `loaded` is what the performance will load. Nothing of it is heard, nor recorded as a performance. Once `is_over`
    the cores belong to the performance.
    """
    company, said_ms = _company(ctx, loaded), 0
    for index, line in enumerate(company.lines):
        request = company.request(line)
        known = company.recorded.get(content_key(company.speech.info, "speech", request))
        if known:
            said_ms += known["durationMs"]
            continue
        for part, text in enumerate(split_line(request.text, is_first=index == 0)):
            if said_ms >= REHEARSED_MS or is_over():
                return {"saidMs": said_ms}
            take = _spoken_part(ctx, company.speech, request, f"line-{index:03}-{part}", text)
            said_ms += take.data["durationMs"]
    return {"saidMs": said_ms}


@dataclass(frozen=True)
class _Company:
    """Who speaks a script how fast, and what was recorded of it before."""

    speech: Any
    script: Script
    cast: dict[str, Voice]
    pace: float
    recorded: dict[str, dict[str, Any]]

    @property
    def lines(self) -> list[Line]:
        return [line for scene in self.script.scenes for line in scene.lines]

    def request(self, line: Line) -> SpeechRequest:
        return SpeechRequest(text=line.text, voice=self.cast[line.character].id, pace=self.pace)


def _company(ctx: StageContext, loaded: dict[str, Any]) -> _Company:
    script, speech, chosen = script_from_json(loaded["script"]), ctx.adapter("speech"), loaded.get("voices")
    preference = loaded["look"].get("voices", "")
    cast = cast_voices(script.characters, voices_for(speech, chosen), chosen=chosen, preference=preference)
    earlier = loaded.get("performance") or {}
    return _Company(speech, script, cast, earlier.get("pace", 1.0), recordings_of(earlier))


def warm_voices(maker: Maker) -> None:
    """Have the voices ready before anyone asks for them, where the provider has anything to load."""
    warm_up = getattr(adapter("speech", maker), "warm_up", None)
    if warm_up:
        warm_up()


def _pauses(script: Script) -> list[int]:
    """The silence after each line of the script, in ms."""
    pauses: list[int] = []
    for scene in script.scenes:
        pauses += [line.pause_after_ms for line in scene.lines]
        if scene.lines:
            pauses[-1] += SCENE_GAP_MS
    return [*pauses[:-1], TAIL_MS]


def _speak_line(
    ctx: StageContext, stream: "_Stream", speech: Any, request: SpeechRequest, place: "Place"
) -> dict[str, Any]:
    """Speak a line, part by part while the read is young, and keep it whole: `assetId`, `durationMs`, `phrases`."""
    is_urgent = stream.clock_ms < HURRY_UNTIL_MS
    texts = split_line(request.text, is_first=place.line == 0) if is_urgent else [request.text]
    takes = []
    for part, text in enumerate(texts):
        take = _spoken_part(ctx, speech, request, f"line-{place.line:03}-{part}", text)
        takes.append(take)
        ends_line = part == len(texts) - 1
        silence_ms = place.silence_after_ms if ends_line else gap_after(text)
        part_place = replace(place, part=part, text=text, silence_after_ms=silence_ms, ends_line=ends_line)
        stream.add(part_place, take.assets["speech"], take.data["phrases"])
    whole = _joined(ctx, place.line, texts, takes)
    return {"assetId": whole.assets["speech"], **whole.data}


def _spoken_part(ctx: StageContext, speech: Any, request: SpeechRequest, key: str, text: str) -> Made:
    """A part of a line as it is spoken; what was rehearsed, or spoken in an earlier performance, is not made again."""
    asked = replace(request, text=breath(text))
    content = content_key(speech.info, "speech", asked)
    patient_until = time.monotonic() + _PATIENCE_S
    where: dict[str, Any] = {"organization_id": ctx.organization_id, "project_id": ctx.project_id}
    while time.monotonic() < patient_until and is_being_made(content, but_for=ctx.job_id, **where):
        ctx.lease.wait(_LOOK_AGAIN_S)  # the rehearsal is at it: to say it a second time would take twice as long
    return ctx.call(key, info=speech.info, operation="speech", make=_speaker(speech, asked), content=content)


def split_line(text: str, *, is_first: bool) -> list[str]:
    """A line's sentences; with `is_first`, a long first sentence is taken apart further."""
    parts: list[str] = []
    for piece in _SENTENCE_END.split(text):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {piece}"
        elif piece.strip():
            parts.append(piece.strip())
    if is_first and parts and len(parts[0]) > _LONG_OPENING:
        parts[:1] = _breaths(parts[0])
    return parts or [text]


def _breaths(sentence: str) -> list[str]:
    """A long sentence in parts, so that each is spoken while the one before it is heard."""
    parts: list[str] = []
    while len(sentence) > _LONG_OPENING and (cut := _breath_end(sentence, is_first=not parts)):
        parts.append(sentence[:cut].rstrip())
        sentence = sentence[cut:].lstrip()
    return [*parts, sentence]


def _breath_end(sentence: str, *, is_first: bool) -> int | None:
    """Where the first breath of a long sentence ends: at its first comma, or before a phrase; None if nowhere early."""
    commas = [match.start() for match in _CLAUSE_END.finditer(sentence)]
    early = [cut for cut in commas if _SHORTEST_BREATH <= cut <= _LONG_OPENING]
    if early:
        return early[0]
    phrases = [cut for match in _PHRASE_START.finditer(sentence) if (cut := match.start()) >= _SHORTEST_BREATH]
    fitting = [cut for cut in phrases if cut <= (_FIRST_BREATH if is_first else _LONGEST_BREATH)]
    return max(fitting, default=next((cut for cut in phrases if cut <= _LONGEST_BREATH), None))


def breath(text: str) -> str:
    """A part as it is given to the voice: one that stops in the middle of a sentence keeps its pitch up."""
    return text if text[-1] in ",;:—.!?…\"”’')]" else f"{text},"


def gap_after(text: str) -> int:
    """The pause in ms between two parts of one line."""
    if text[-1] in ",;:—":
        return CLAUSE_GAP_MS
    return SENTENCE_GAP_MS if text[-1] in ".!?…\"”’')]" else PHRASE_GAP_MS


@dataclass(frozen=True)
class Place:
    """Where a part belongs: the line counts from 0 over the whole script, the part within its line."""

    line: int
    part: int
    character: str
    text: str
    silence_after_ms: int
    ends_line: bool


class _Stream:
    """The live stream as far as it has been made. An attempt that follows a crash adds only what is missing."""

    def __init__(self, ctx: StageContext) -> None:
        self._ctx = ctx
        self.frames = 0
        self._parts: list[str] = []
        events = JobEvent.objects.filter(job_id=ctx.job_id, type=SPOKEN).order_by("seq")
        self._heard = {(event.data["line"], event.data["part"]): event.data for event in events}

    @property
    def clock_ms(self) -> int:
        return self.frames * live.FRAME * 1000 // live.RATE

    def add(self, place: Place, wav_asset: str, phrases: list[dict[str, Any]]) -> None:
        """Encode a spoken part and log it, unless an earlier attempt already did."""
        known = self._heard.get((place.line, place.part))
        if known is None:
            known = self._encode(place, wav_asset, phrases)
        self._parts.append(known["assetId"])
        self.frames += known["frames"]

    def _encode(self, place: Place, wav_asset: str, phrases: list[dict[str, Any]]) -> dict[str, Any]:
        ctx, lead_ms = self._ctx, 0 if self.frames else LEAD_IN_MS
        part: live.Part = ctx.maker.call(
            "generation.media.live:encode_part",
            asset_path(ctx, wav_asset),
            ctx.workdir / f"part-{place.line:03}-{place.part}.mp3",
            silence_before_ms=lead_ms,
            silence_after_ms=place.silence_after_ms,
        )
        start_ms = self.clock_ms + lead_ms
        data = {
            "line": place.line,
            "part": place.part,
            "character": place.character,
            "text": place.text,
            "startMs": start_ms,
            "endMs": self.clock_ms + part.duration_ms - place.silence_after_ms,
            "phrases": [
                {"text": p["text"], "startMs": start_ms + p["startMs"], "endMs": start_ms + p["endMs"]} for p in phrases
            ],
            "endsLine": place.ends_line,
            "frames": part.frames,
            "assetId": ctx.keep(part.path, content_type=live.CONTENT_TYPE, filename=part.path.name),
        }
        with ctx.fenced():
            ctx.name_kept()  # it is heard from now on, long before the stage's checkpoint
            append_event(ctx.job_id, SPOKEN, data, now=timezone.now())
        return data

    def summary(self) -> dict[str, Any]:
        return {"partAssetIds": self._parts, "durationMs": self.clock_ms}


def _speaker(speech: Any, request: SpeechRequest) -> Any:
    def make(folder: Path) -> Made:
        result = speech.speak(request, folder / "part.wav")
        phrases = [{"text": p.text, "startMs": p.start_ms, "endMs": p.end_ms} for p in result.phrases]
        return Made({"durationMs": result.duration_ms, "phrases": phrases}, {"speech": result.path})

    return make


_JOINER = ProviderInfo("local", "studio-joiner-1")


def _joined(ctx: StageContext, index: int, texts: list[str], takes: list[Made]) -> Made:
    """A line's parts as one recording, with the time of every phrase in it."""
    if len(takes) == 1:
        return takes[0]
    gaps = [gap_after(text) for text in texts[:-1]]

    def make(folder: Path) -> Made:
        wavs = [asset_path(ctx, take.assets["speech"]) for take in takes]
        out = folder / "line.wav"
        length_ms = ctx.maker.call("generation.media.live:join_speech", wavs, gaps, out)
        return Made({"durationMs": length_ms, "phrases": _phrases(takes, gaps)}, {"speech": out})

    return ctx.call(f"line-{index:03}", info=_JOINER, operation="join", make=make)


def _phrases(takes: list[Made], gaps_ms: list[int]) -> list[dict[str, Any]]:
    phrases, clock = [], 0
    for take, gap_ms in zip(takes, [*gaps_ms, 0], strict=True):
        for phrase in take.data["phrases"]:
            phrases.append(
                {
                    "text": phrase["text"],
                    "startMs": clock + phrase["startMs"],
                    "endMs": clock + phrase["endMs"],
                }
            )
        clock += take.data["durationMs"] + gap_ms
    return phrases
