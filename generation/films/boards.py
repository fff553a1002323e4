"""A storyboard of a script: what would be filmed, shot by shot, timed as the words would be spoken."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from generation.films.shots import ShotIdea, list_shots
from generation.films.timing import Timing, time_lines
from generation.providers.base import Script, TimedPhrase

MS_A_WORD = 380
_SHORTEST_LINE_MS = 700
_PHRASE_END = re.compile(r"(?<=[,;:.!?…—])\s+")
_LONG_PHRASE = 7  # words; a longer stretch without a comma may be cut in its middle

_SIZES = {
    "extreme_wide": "Extreme wide",
    "wide": "Wide",
    "medium": "Medium",
    "close": "Close-up",
    "insert": "Insert",
}
_MOVES = {
    "push": "Push in",
    "pull": "Pull out",
    "pan_left": "Pan left",
    "pan_right": "Pan right",
    "tilt_up": "Tilt up",
    "tilt_down": "Tilt down",
    "parallax": "Track past",
    "hold": "Hold",
}
_ANGLES = {"level": "Eye level", "low": "Low angle", "high": "High angle"}


@dataclass(frozen=True)
class Frame:
    """One frame of a board: `number` counts from 1, `scene` from 1, `[start_ms, start_ms + duration_ms)` the film."""

    number: int
    scene: int
    heading: str
    size: str
    angle: str
    move: str
    start_ms: int
    duration_ms: int
    character: str
    line: str
    action: str
    cut: str  # how it begins: "Cut" or "Dissolve"

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def rehearsal(script: Script, *, duration_ms: int) -> tuple[Timing, list[list[TimedPhrase]]]:
    """When each line and phrase would be heard, at a speaker's usual pace."""
    lines = [line for scene in script.scenes for line in scene.lines]
    spoken = [max(_SHORTEST_LINE_MS, MS_A_WORD * len(line.text.split())) for line in lines]
    phrases = [_phrases(line.text, ms) for line, ms in zip(lines, spoken, strict=True)]
    return time_lines(script, spoken, target_ms=duration_ms), phrases


def _phrases(text: str, length_ms: int) -> list[TimedPhrase]:
    parts: list[list[str]] = []
    for part in _PHRASE_END.split(text):
        words = part.split()
        while len(words) > 2 * _LONG_PHRASE:
            parts.append(words[:_LONG_PHRASE])
            words = words[_LONG_PHRASE:]
        if words:
            parts.append(words)
    total = sum(len(words) for words in parts) or 1
    found, said = [], 0
    for words in parts:
        start, said = said, said + len(words)
        found.append(
            TimedPhrase(text=" ".join(words), start_ms=start * length_ms // total, end_ms=said * length_ms // total)
        )
    return found or [TimedPhrase(text=text, start_ms=0, end_ms=length_ms)]


def board(script: Script, *, duration_ms: int) -> tuple[tuple[ShotIdea, ...], tuple[Frame, ...]]:
    """The shots that a film of the script would have, and each as a frame of the board."""
    timing, phrases = rehearsal(script, duration_ms=duration_ms)
    shots = list_shots(script, timing, phrases)
    return shots, tuple(_frame(script, shot, number, timing, phrases) for number, shot in enumerate(shots, start=1))


def _frame(
    script: Script, shot: ShotIdea, number: int, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]
) -> Frame:
    scene = script.scenes[shot.scene]
    lines = [line for one in script.scenes for line in one.lines]
    line = lines[shot.line] if lines else None
    return Frame(
        number=number,
        scene=shot.scene + 1,
        heading=scene.heading,
        size=_SIZES[shot.size],
        angle=_ANGLES[shot.angle],
        move=_MOVES[shot.move.kind],
        start_ms=shot.start_ms,
        duration_ms=shot.end_ms - shot.start_ms,
        character=line.character if line and not shot.is_title else "",
        line="" if shot.is_title or line is None else _heard(shot, timing, phrases),
        action=_action(script, shot),
        cut="Dissolve" if shot.dissolves else "Cut",
    )


def _heard(shot: ShotIdea, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]) -> str:
    """The words that begin during the shot, whoever says them."""
    said = []
    for line in timing.lines:
        for phrase in phrases[line.index]:
            at = line.start_ms + (phrase.start_ms + phrase.end_ms) // 2
            if shot.start_ms <= at < shot.end_ms:
                said.append(phrase.text)
    return " ".join(said)


def _action(script: Script, shot: ShotIdea) -> str:
    scene = script.scenes[shot.scene]
    if shot.is_title:
        return f"Title: {script.title}"
    if shot.has_chart and scene.chart:
        return f"Figure on screen: {scene.chart.display or scene.chart.title}"
    if shot.is_portrait and shot.speaker:
        who = f"{shot.speaker.name}, {shot.speaker.description}" if shot.speaker.description else shot.speaker.name
        return f"{who}, speaking"
    return scene.picture[:1].upper() + scene.picture[1:]
