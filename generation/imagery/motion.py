# ruff: noqa: E501 - patterns are read by the row
"""How the camera moves, by the words of a prompt: "slow push in", "pan left", "tracking shot". Pure."""

import re

from generation.media.plan import Move, MoveKind
from generation.providers.base import ShotSize

_MOVES: tuple[tuple[MoveKind, str], ...] = (
    ("push", r"push(?:es|ing)?(?:[ -]in)?|zoom(?:s|ing)?[ -]in|dolly(?:ing)?[ -]in|move(?:s|ment)? (?:in|closer|forward)|approach\w*|closing in"),
    ("pull", r"pull(?:s|ing)?(?:[ -](?:out|back|away))?|zoom(?:s|ing)?[ -]out|dolly(?:ing)?[ -](?:out|back)|reveal\w*|widen\w*"),
    ("pan_left", r"pan(?:s|ning)?(?: to the)? left|(?:track|slide|truck)(?:s|ing)?(?: to the)? left"),
    ("pan_right", r"pan(?:s|ning)?(?: to the)? right|(?:track|slide|truck)(?:s|ing)?(?: to the)? right|\bpan(?:s|ning)?\b"),
    ("tilt_up", r"tilt(?:s|ing)?[ -]up|crane(?:s|ing)?[ -]up|rising|pedestal up|\bcrane\b"),
    ("tilt_down", r"tilt(?:s|ing)?[ -]down|crane(?:s|ing)?[ -]down|descend\w*"),
    ("parallax", r"track\w*|orbit\w*|arc(?:s|ing)? (?:around|shot)|parallax|dolly|slid(?:e|ing)|steadicam|gimbal|fly\w*"),
    ("hold", r"static|locked[ -]off|still camera|no movement|tripod|fixed camera"),
)  # fmt: skip
_SLOW = re.compile(r"\b(?:slow\w*|gentle|gently|subtle|barely|soft)\b", re.I)
_FAST = re.compile(r"\b(?:fast|quick\w*|rapid\w*|whip|rush\w*|energetic)\b", re.I)
_A_SECOND = 0.011  # of the frame, at the usual pace
_TURNS: tuple[MoveKind, ...] = ("push", "parallax", "pan_right", "pull")
_SIZES: tuple[ShotSize, ...] = ("wide", "medium", "close", "insert")


def move_of(prompt: str, number: int, *, seconds: float) -> Move:
    """The move of shot `number`: the one that the prompt names, in every shot; else the moves take turns."""
    kind = next((kind for kind, words in _MOVES if re.search(rf"\b(?:{words})\b", prompt, re.I)), None)
    pace = 0.7 if _SLOW.search(prompt) else 1.8 if _FAST.search(prompt) else 1.0
    amount = min(0.12, max(0.02, _A_SECOND * pace * seconds))
    kind = kind or _TURNS[number % len(_TURNS)]
    return Move("hold", 0.0) if kind == "hold" else Move(kind, amount)


def sizes_of(prompt: str, count: int) -> list[ShotSize | None]:
    """A size for each of several shots; of a single one, the prompt's own words decide."""
    return [None] if count == 1 else [_SIZES[number % len(_SIZES)] for number in range(count)]
