"""How a line is delivered: moods and words for a tone, as pace and pauses. Nothing here changes what is said."""

import re
from dataclasses import dataclass

# tone -> (factor of the pace, within a tenth; factor of the pauses)
_TONES: dict[str, tuple[float, float]] = {
    "hopeful": (1.0, 1.0), "tense": (1.06, 0.85), "wistful": (0.94, 1.2), "proud": (0.98, 1.05),
    "curious": (1.03, 0.95), "night": (0.92, 1.25), "calm": (0.95, 1.15),
    "urgent": (1.1, 0.75), "excited": (1.08, 0.8), "energetic": (1.08, 0.8), "upbeat": (1.05, 0.9),
    "lively": (1.06, 0.85), "playful": (1.05, 0.9), "confident": (1.0, 1.0), "neutral": (1.0, 1.0),
    "warm": (0.97, 1.1), "friendly": (1.02, 0.95), "serious": (0.96, 1.15), "grave": (0.92, 1.3),
    "solemn": (0.92, 1.3), "sad": (0.92, 1.25), "thoughtful": (0.94, 1.25), "gentle": (0.94, 1.15),
    "dramatic": (0.95, 1.35), "slow": (0.9, 1.2), "fast": (1.1, 0.8), "authoritative": (0.97, 1.1),
    "conversational": (1.03, 0.9), "journalistic": (1.02, 0.95), "inspiring": (0.98, 1.15),
}  # fmt: skip


@dataclass(frozen=True)
class Delivery:
    pace: float
    pauses: float


def deliver(tone: str, pace: float = 1.0, pauses: float = 1.0) -> Delivery:
    """The tone's words averaged, on top of what is asked for; words that are not known change nothing."""
    known = [_TONES[word] for word in re.findall(r"[a-z]+", tone.lower()) if word in _TONES] or [(1.0, 1.0)]
    bend = sum(of_pace for of_pace, _ in known) / len(known)
    stretch = sum(of_pauses for _, of_pauses in known) / len(known)
    return Delivery(pace * bend, pauses * stretch)
