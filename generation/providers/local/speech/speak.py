"""A line of text to a finished WAV with the time of every phrase."""

import unicodedata
from pathlib import Path

import numpy as np

from generation.providers.base import SpeechRequest, SpeechResult, TimedPhrase, Voice
from generation.providers.local import pcm
from generation.providers.local.speech import model, phonemes, polish
from generation.providers.local.speech.catalog import find_voice, style
from generation.providers.local.speech.phrases import Phrase, Sentence, sentences
from generation.providers.local.speech.reading import read
from wire.errors import ProviderRejected

MAX_CHARACTERS = 20_000
PACE = (0.5, 2.0)
# Above this many symbols a breath is cut at a phrase boundary: the voice tables end at 510, and its prosody flattens.
_BREATH_TOKENS = 300
_BLANK = phonemes.VOCABULARY[" "]


def speak(request: SpeechRequest, out: Path) -> SpeechResult:
    """Say `request.text` into `out` (mono, 16 bit, 24 kHz, -16 LUFS) and time its phrases.

    Each sentence is one run of the network; phrase times are sums of its own symbol durations (units of 25 ms), pulled
    in to where the sound begins and ends. Raises ProviderRejected (empty, unspeakable or too long text, unknown voice,
    impossible pace) and MissingModel.
    """
    voice = find_voice(request.voice)
    if not PACE[0] <= request.pace <= PACE[1]:
        raise ProviderRejected(f"The pace must lie between {PACE[0]} and {PACE[1]}.", pace=request.pace)
    breaths = _breaths(_checked(request.text), voice)
    takes = [_take(tokens, voice, request.pace) for _, tokens, _ in breaths]
    whole = polish.join(takes, [mark for _, _, mark in breaths], model.RATE)
    samples = polish.finish(whole.samples, model.RATE)
    pcm.write_wav(out, samples, model.RATE)
    phrases = [phrase for group, _, _ in breaths for phrase in group]
    return SpeechResult(
        path=out,
        rate=model.RATE,
        duration_ms=_ms(len(samples)),
        phrases=tuple(
            TimedPhrase(text=phrase.text, start_ms=_ms(start), end_ms=_ms(end))
            for phrase, (start, end) in zip(phrases, whole.spans, strict=True)
        ),
    )


def _checked(text: str) -> str:
    """The text without characters that no English voice can say; raises ProviderRejected when nothing much is left."""
    if len(text) > MAX_CHARACTERS:
        raise ProviderRejected(
            f"The text has {len(text)} characters; a single line may have {MAX_CHARACTERS}. Split it.", length=len(text)
        )
    letters = [character for character in text if character.isalpha()]
    foreign = [character for character in letters if not _is_latin(character)]
    if len(foreign) > 0.3 * len(letters):
        script = unicodedata.name(foreign[0], "an unknown script").split()[0].title()
        raise ProviderRejected(
            f"The local voices speak English; this text is mostly in {script} script.", script=script
        )
    return "".join(" " if character in foreign else character for character in text) if foreign else text


def _is_latin(character: str) -> bool:
    name = unicodedata.name(character, "")
    return name.startswith(
        ("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL", "GREEK", "MICRO", "OHM", "MODIFIER", "DOUBLE-STRUCK")
    )


Breath = tuple[tuple[Phrase, ...], list[list[int]], str]
"""Phrases said in one run of the network, the symbol ids of each, and the mark after the last."""


def _breaths(text: str, voice: Voice) -> list[Breath]:
    found = [breath for sentence in sentences(text, read(text, voice.locale)) for breath in _split(sentence, voice)]
    if not found:
        raise ProviderRejected("There is nothing to say: the text has no words.")
    return found


def _split(sentence: Sentence, voice: Voice) -> list[Breath]:
    breaths: list[Breath] = []
    group: list[Phrase] = []
    ids: list[list[int]] = []
    for phrase in sentence.phrases:
        symbols = _symbols(phrase, sentence.mark, voice.locale)
        if not symbols:
            continue
        if ids and sum(map(len, ids)) + len(symbols) > _BREATH_TOKENS:
            breaths.append((tuple(group), ids, group[-1].runs[-1].mark))
            group, ids = [], []
        group.append(phrase)
        ids.append(symbols[: model.MAX_TOKENS])
    if ids:
        breaths.append((tuple(group), ids, sentence.mark))
    return breaths


def _symbols(phrase: Phrase, sentence_mark: str, locale: str) -> list[int]:
    symbols = ""
    for run in phrase.runs:
        spoken = phonemes.phonemes(run.spoken, locale)
        if spoken:
            symbols += spoken + run.mark.replace("¶", "." if sentence_mark == "¶" else "") + " "
    return phonemes.tokens(symbols)


def _take(ids: list[list[int]], voice: Voice, pace: float) -> polish.Take:
    """One breath: synthesised, its phrases located, its silences set."""
    flat = [token for phrase in ids for token in phrase]
    while flat[-1] == _BLANK:
        flat.pop()
    utterance = model.synthesise(flat, style(voice.id, len(flat)), pace)
    ends = np.cumsum(utterance.frames) * model.FRAME  # sample at which each symbol ends; [0] is the padding before
    spans, position = [], 0
    for phrase in ids:
        heard = [index for index, token in enumerate(phrase) if token not in _SILENT]
        first, last = (heard[0], heard[-1]) if heard else (0, 0)
        spans.append((int(ends[position + first]), int(ends[min(position + last + 1, len(ends) - 1)])))
        position += len(phrase)
    take = polish.Take(polish.clean(utterance.samples.astype(np.float64), model.RATE), spans)
    is_comma = [any(token in _CLAUSE for token in phrase[-2:]) for phrase in ids[:-1]]
    return polish.trim(polish.snap(polish.pace_commas(take, model.RATE, is_comma), model.RATE), model.RATE)


_SILENT = frozenset(phonemes.VOCABULARY[mark] for mark in " ,;:.!?—…")
_CLAUSE = frozenset(phonemes.VOCABULARY[mark] for mark in ",;:—")


def _ms(samples: int) -> int:
    return round(samples * 1000 / model.RATE)
