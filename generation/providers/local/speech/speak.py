"""A line of text to a finished WAV with the time of every phrase, at once or chunk by chunk."""

import itertools
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from generation.providers.base import SpeechChunk, SpeechRequest, SpeechResult, TimedPhrase, Voice
from generation.providers.local import pcm
from generation.providers.local.speech import model, phonemes, polish, tongues
from generation.providers.local.speech.catalog import find_voice, style, voices
from generation.providers.local.speech.delivery import Delivery, deliver
from generation.providers.local.speech.phrases import Phrase, Sentence, sentences
from generation.providers.local.speech.sounds import timed_sounds
from wire.errors import ProviderRejected

MAX_CHARACTERS = 20_000
PACE, PAUSES = (0.5, 2.0), (0.25, 3.0)
# Above this many symbols a breath is cut at a phrase boundary: the voice tables end at 510, and its prosody flattens.
_BREATH_TOKENS = 300
# Of a stream: some 15 symbols are a second of speech, which takes a third of a second to make on two idle cores.
_STREAM_TOKENS = (45, 80, 110, 130)
_BLANK = phonemes.VOCABULARY[" "]


def speak(request: SpeechRequest, out: Path) -> SpeechResult:
    """Say `request.text` into `out` (mono, 16 bit, 24 kHz, -16 LUFS) and time its phrases.

    Each sentence is one run of the network; phrase times are sums of its own symbol durations (units of 25 ms), pulled
    in to where the sound begins and ends. Raises ProviderRejected (empty, unspeakable or too long text, a language the
    voice does not speak, unknown voice, impossible pace) and MissingModel.
    """
    voice, delivery = _wanted(request)
    breaths = _breaths(_checked(request, voice), voice, itertools.repeat(_BREATH_TOKENS))
    takes = [_take(tokens, voice, delivery) for _, tokens, _ in breaths]
    pauses = [polish.pause_ms(mark, delivery.pauses) for _, _, mark in breaths]
    whole = polish.join(takes, pauses, model.RATE)
    samples = polish.finish(whole.samples, model.RATE)
    pcm.write_wav(out, samples, model.RATE)
    phrases = [phrase for group, _, _ in breaths for phrase in group]
    return SpeechResult(
        path=out, rate=model.RATE, duration_ms=_ms(len(samples)), phrases=_timed(phrases, whole.spans, 0),
        sounds=timed_sounds([token for _, ids, _ in breaths for token in _said(ids)], whole.marks, model.RATE),
    )  # fmt: skip


def speak_stream(request: SpeechRequest) -> Iterator[SpeechChunk]:
    """The same line as chunks that can be heard while the next ones are made: the first within a clause.

    Chunks end at clauses and sentences, so that the melody carries over, and grow: each is made in less time than the
    one before takes to play on two cores. Joined, they are the whole line with its pauses. Each is brought to -16 LUFS
    by itself, but for jumps of more than 2 dB. Errors are those of `speak`, and all come before the first chunk.
    """
    voice, delivery = _wanted(request)
    limits = itertools.chain(_STREAM_TOKENS, itertools.repeat(_STREAM_TOKENS[-1]))
    breaths = _breaths(_checked(request, voice), voice, limits, is_eager=True)
    position, gain_db = 0, math.nan
    for index, (group, tokens, mark) in enumerate(breaths):
        take = _take(tokens, voice, delivery)
        is_last = index == len(breaths) - 1
        samples, gain_db = polish.level_next(take.samples, model.RATE, gain_db)
        if not is_last:
            silence = model.RATE * polish.pause_ms(mark, delivery.pauses) // 1000
            samples = np.concatenate([samples, np.zeros(silence)])
        yield SpeechChunk(
            index=index,
            pcm=np.round(samples * 32767).astype("<i2").tobytes(),
            rate=model.RATE,
            start_ms=_ms(position),
            phrases=_timed(group, take.spans, position),
            is_last=is_last,
        )
        position += len(samples)


def warm_up() -> None:
    """Load the network and run it once, so that the first line of a live call need not wait for it."""
    voice = voices()[0]
    model.synthesise(_symbols_of("Hello.", voice), style(voice.id, 6), 1.0)


def _symbols_of(text: str, voice: Voice) -> list[int]:
    return [
        token for _, ids, _ in _breaths(text, voice, itertools.repeat(_BREATH_TOKENS)) for part in ids for token in part
    ]


def _timed(phrases: Sequence[Phrase], spans: Sequence[tuple[int, int]], position: int) -> tuple[TimedPhrase, ...]:
    return tuple(
        TimedPhrase(text=phrase.text, start_ms=_ms(position + start), end_ms=_ms(position + end))
        for phrase, (start, end) in zip(phrases, spans, strict=True)
    )


def _wanted(request: SpeechRequest) -> tuple[Voice, Delivery]:
    if not PACE[0] <= request.pace <= PACE[1]:
        raise ProviderRejected(f"The pace must lie between {PACE[0]} and {PACE[1]}.", pace=request.pace)
    if not PAUSES[0] <= request.pauses <= PAUSES[1]:
        raise ProviderRejected(f"Pauses must lie between {PAUSES[0]} and {PAUSES[1]}.", pauses=request.pauses)
    return find_voice(request.voice), deliver(request.tone, request.pace, request.pauses)


def _checked(request: SpeechRequest, voice: Voice) -> str:
    """The text without characters that the voice cannot say; raises ProviderRejected when nothing much is left."""
    text = request.text
    if len(text) > MAX_CHARACTERS:
        raise ProviderRejected(
            f"The text has {len(text)} characters; a single line may have {MAX_CHARACTERS}. Split it.", length=len(text)
        )
    return tongues.speakable(text, voice, request.language)


Breath = tuple[tuple[Phrase, ...], list[list[int]], str]
"""Phrases said in one run of the network, the symbol ids of each, and the mark after the last."""


def _breaths(text: str, voice: Voice, limits: Iterator[int], *, is_eager: bool = False) -> list[Breath]:
    """`limits` are the most symbols of each breath in turn; eager breaths end at the first clause past half of it."""
    found: list[Breath] = []
    for sentence in sentences(text, tongues.read(text, voice.locale)):
        found += _split(sentence, voice, limits, is_eager=is_eager)
    if not found:
        raise ProviderRejected("There is nothing to say: the text has no words.")
    return found


def _split(sentence: Sentence, voice: Voice, limits: Iterator[int], *, is_eager: bool) -> list[Breath]:
    breaths: list[Breath] = []
    group: list[Phrase] = []
    ids: list[list[int]] = []
    limit = 0
    for phrase in sentence.phrases:
        symbols = _symbols(phrase, sentence.mark, voice.locale)
        if not symbols:
            continue
        said = sum(map(len, ids))
        is_clause = is_eager and bool(group) and group[-1].runs[-1].mark in ",;:—" and said >= limit / 2
        if ids and (said + len(symbols) > limit or is_clause):
            breaths.append((tuple(group), ids, group[-1].runs[-1].mark))
            group, ids = [], []
        limit = limit if ids else next(limits)
        group.append(phrase)
        ids.append(symbols[: model.MAX_TOKENS])
    if ids:
        breaths.append((tuple(group), ids, sentence.mark))
    return breaths


def _symbols(phrase: Phrase, sentence_mark: str, locale: str) -> list[int]:
    symbols = ""
    for run in phrase.runs:
        spoken = tongues.phonemes(run.spoken, locale)
        if spoken:
            symbols += spoken + run.mark.replace("¶", "." if sentence_mark == "¶" else "") + " "
    return phonemes.tokens(symbols)


def _take(ids: list[list[int]], voice: Voice, delivery: Delivery) -> polish.Take:
    """One breath: synthesised, its phrases located, its silences set."""
    flat = _said(ids)
    utterance = model.synthesise(flat, style(voice.id, len(flat)), delivery.pace)
    ends = np.cumsum(utterance.frames) * model.FRAME  # sample at which each symbol ends; [0] is the padding before
    spans, position = [], 0
    for phrase in ids:
        heard = [index for index, token in enumerate(phrase) if token not in _SILENT]
        first, last = (heard[0], heard[-1]) if heard else (0, 0)
        spans.append((int(ends[position + first]), int(ends[min(position + last + 1, len(ends) - 1)])))
        position += len(phrase)
    marks = [int(end) for pair in pairwise(ends[: len(flat) + 1]) for end in pair]  # where each symbol starts and ends
    take = polish.Take(polish.clean(utterance.samples.astype(np.float64), model.RATE), spans, marks)
    is_comma = [any(token in _CLAUSE for token in phrase[-2:]) for phrase in ids[:-1]]
    return polish.trim(
        polish.snap(polish.pace_commas(take, model.RATE, is_comma, delivery.pauses), model.RATE), model.RATE
    )


def _said(ids: list[list[int]]) -> list[int]:
    """The symbol ids of a breath as the network gets them."""
    flat = [token for phrase in ids for token in phrase]
    while flat[-1] == _BLANK:
        flat.pop()
    return flat


_SILENT = frozenset(phonemes.VOCABULARY[mark] for mark in " ,;:.!?—…")
_CLAUSE = frozenset(phonemes.VOCABULARY[mark] for mark in ",;:—")


def _ms(samples: int) -> int:
    return round(samples * 1000 / model.RATE)
