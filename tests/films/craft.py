"""The craft bars of a finished film, measured from its files: each function returns the faults that it finds."""

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from generation.films.screen import captions
from generation.films.script import script_from_json
from generation.films.shots import ShotIdea, list_shots
from generation.films.stages import phrases_of, timing_of
from generation.media.lettering import caption_line
from generation.media.mix import loudness, true_peak_db
from generation.media.probe import probe
from generation.media.sound import read_sound
from tests.speech.transcribe import transcribe, word_error_rate

_TIME = re.compile(r"(\d\d):(\d\d):(\d\d),(\d{3})")


@dataclass(frozen=True)
class Finished:
    """A film as its maker left it: the files, the script, the performance (a rendition's own) and the source's text."""

    film: Path
    srt: str
    script: dict[str, Any]
    performance: dict[str, Any]
    source: str
    seconds: int

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [line for scene in self.script["scenes"] for line in scene["lines"]]

    @property
    def shots(self) -> tuple[ShotIdea, ...]:
        timing, phrases = timing_of(self.performance), phrases_of(self.performance)
        return list_shots(script_from_json(self.script), timing, phrases)


def faults_of(made: Finished) -> list[str]:
    """Everything in which the film misses a bar, in words."""
    return [
        fault
        for look in (length, sound, speech, caption_faults, cutting, neighbours, grounding)
        for fault in look(made)
    ]


def length(made: Finished) -> list[str]:
    lasts = probe(made.film).duration_ms / 1000
    return [f"lasts {lasts:.1f} s"] if abs(lasts - made.seconds) > 0.05 * made.seconds else []


def sound(made: Finished) -> list[str]:
    heard = read_sound(made.film)
    faults = []
    if abs(loudness(heard) + 16) > 1:
        faults.append(f"is {loudness(heard):.1f} LUFS loud")
    if true_peak_db(heard) > -1.5:
        faults.append(f"peaks at {true_peak_db(heard):.1f} dBTP")
    return faults


def speech(made: Finished) -> list[str]:
    written = " ".join(line["text"] for line in made.lines)
    names = dict.fromkeys(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)*", written))
    names |= dict.fromkeys(line["character"] for line in made.lines)
    rate, heard = 1.0, ""
    # The recogniser sometimes stops listening after a hint; who hears it right either way can understand it.
    for hint in ((), tuple(names)):
        if rate > 0.05:
            words = transcribe(made.film, names=hint)
            rate, heard = min((rate, heard), (word_error_rate(written, words, names=tuple(names)), words))
    return [f"is misheard in {rate:.1%} of its words: {heard}"] if rate > 0.05 else []


def read_srt(text: str) -> list[tuple[int, int, list[str]]]:
    """(start ms, end ms, lines) of each cue."""
    cues = []
    for block in text.strip().split("\n\n"):
        _, times, *lines = block.splitlines()
        start, end = (((int(h) * 60 + int(m)) * 60 + int(s)) * 1000 + int(ms) for h, m, s, ms in _TIME.findall(times))
        cues.append((start, end, lines))
    return cues


def caption_faults(made: Finished) -> list[str]:
    cues, faults = read_srt(made.srt), []
    found = probe(made.film)
    most = caption_line(found.width, found.height)
    phrases = [
        (line["startMs"] + p["startMs"], line["startMs"] + p["endMs"])
        for line in made.performance["lines"]
        for p in line["phrases"]
    ]
    for start, end, lines in cues:
        name = " / ".join(lines)
        if len(lines) > 2 or max(map(len, lines)) > most:
            faults.append(f"has a caption that is too large: {name}")
        if not 1000 <= end - start <= 7000:
            faults.append(f"shows a caption for {end - start} ms: {name}")
        if min(abs(start - began) for began, _ in phrases) > 100:
            faults.append(f"shows a caption at {start} ms, when no phrase begins: {name}")
    faults += [f"has captions that overlap at {b[0]} ms" for a, b in pairwise(cues) if a[1] > b[0]]
    if len(captions(made.performance, most=most)) != len(cues):
        faults.append("was rendered with other captions than its file has")
    return faults


def cutting(made: Finished) -> list[str]:
    shots, faults = made.shots, []
    if shots[0].end_ms > 3000:
        faults.append(f"first cuts at {shots[0].end_ms} ms")
    average = sum(shot.end_ms - shot.start_ms for shot in shots[1:]) / max(len(shots) - 1, 1)
    if not 3000 <= average <= 6000:
        faults.append(f"cuts every {average:.0f} ms")
    if shots[-1].end_ms - made.performance["lines"][-1]["endMs"] < 1500:
        faults.append("ends on the last word")
    return faults


def neighbours(made: Finished) -> list[str]:
    """Shots that follow each other must differ as small grey pictures, the size at which an eye tells them apart."""
    middles = [(shot.start_ms + shot.end_ms) // 2 for shot in made.shots]
    stills = stills_at(made.film, middles)
    faults = []
    for (a, b), shot in zip(pairwise(stills), made.shots[1:], strict=True):
        difference = float(np.abs(a - b).mean())
        if difference < 9:
            faults.append(f"shows nearly the same picture again at {shot.start_ms} ms ({difference:.1f})")
    return faults


def stills_at(film: Path, times_ms: list[int]) -> list[np.ndarray]:
    """Grey thumbnails without the captions' part, float `[36, 64]`, of the frames shown at those times."""
    stills = []
    with av.open(str(film)) as file:
        for ms in times_ms:
            file.seek(ms * 1000)
            frame = next(frame for frame in file.decode(video=0) if (frame.time or 0) * 1000 >= ms - 20)
            grey = frame.to_ndarray(format="gray")
            stills.append(cv2.resize(grey[: len(grey) * 3 // 4], (64, 36), interpolation=cv2.INTER_AREA).astype(float))
    return stills


def grounding(made: Finished) -> list[str]:
    """Figures, quotes and names that the source does not have."""
    source = _plain(made.source)
    faults = []
    speakers = {c["name"] for c in made.script["characters"] if c["role"] in ("quoted", "witness")}
    known = set(re.findall(r"\d[\d,.]*\d|\d", made.source))
    for line in made.lines:
        faults += [f"invents a figure: {n}" for n in re.findall(r"\d[\d,.]*\d|\d", line["text"]) if n not in known]
        for name in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+", line["text"]):
            if _plain(name) not in source:
                faults.append(f"invents a name: {name}")
        if line["character"] in speakers and line["evidence"]:
            for sentence in re.split(r"(?<=[.!?]) ", line["text"]):
                if _plain(sentence) not in source:
                    faults.append(f"misquotes {line['character']}: {sentence}")
    return faults


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'", "")))


def finished(studio: Any, artifact: str, folder: Path, *, source: str, seconds: int) -> Finished:
    """The artifact's film, fetched from a studio that has made it."""
    manifest = studio.api("GET", f"/artifacts/{artifact}")["artifact"]["manifest"]
    film = folder / "film.mp4"
    film.write_bytes(_body(studio, manifest["video"]["url"]))
    srt = _body(studio, manifest["video"]["captions"]["srtUrl"]).decode()
    rows = studio.query(
        "SELECT data FROM projects_rendition WHERE artifact_id = ? AND kind = 'video' ORDER BY id DESC", artifact
    )
    content = studio.query("SELECT content FROM projects_revision WHERE artifact_id = ? ORDER BY number DESC", artifact)
    script = json.loads(content[0][0])["script"]
    return Finished(film, srt, script, json.loads(rows[0][0])["performance"], source, seconds)


def _body(studio: Any, url: str) -> bytes:
    status, _, body = studio.call("GET", url.removeprefix(studio.url))
    assert status == 200
    return bytes(body)
