"""What a prompt asks of the music: "solo piano", "no drums", "ambient corporate, a little slower, heavier bass"."""

import re
from dataclasses import dataclass

_LEADS = {
    "piano": "piano", "electric piano": "electric piano", "rhodes": "electric piano", "guitar": "guitar",
    "acoustic": "guitar",
    "harp": "harp", "marimba": "marimba", "cello": "cello", "flute": "flute", "clarinet": "clarinet", "horn": "horns",
    "brass": "horns", "celesta": "celesta", "music box": "celesta", "bells": "celesta", "vibraphone": "vibraphone",
    "synth": "synth", "electronic": "synth", "violin": "strings", "choir": "choir",
}  # fmt: skip
_PADS = {
    "string": "strings", "orchestra": "strings", "cinematic": "strings", "choir": "choir", "ambient": "warm pad",
    "pad": "warm pad", "synth": "warm pad", "electronic": "warm pad", "drone": "halo pad", "brass": "brass",
}  # fmt: skip
_ROLES = {
    "drums": r"drums?|percussion|beats?|rhythm", "bass": r"bass", "pad": r"pads?|strings|synths?",
    "lead": r"melody|lead|theme",
    "motion": r"arpeggios?|ostinato",
}  # fmt: skip
_NOT = r"(?:no|without|minus|drop the|remove the|zero)\s+(?:\w+\s+(?:or|and)\s+)?"


@dataclass(frozen=True)
class Steering:
    """Deviations from the moods. `tempo` is a factor; `bass_db` and `bright` (1 is neutral) shape the sound."""

    lead: str = ""
    pad: str = ""
    solo: str = ""
    silent: frozenset[str] = frozenset()
    forced: frozenset[str] = frozenset()
    tempo: float = 1.0
    density: float = 0.0
    bass_db: float = 0.0
    bright: float = 1.0
    wet: float = 1.0


def steer(prompt: str) -> Steering:
    """Read a prompt; words it does not know change nothing."""
    text = prompt.lower()
    silent = frozenset(role for role, words in _ROLES.items() if re.search(rf"\b{_NOT}(?:{words})\b", text))
    wanted = re.sub(rf"\b{_NOT}\w+", " ", text)
    solo = re.search(r"\b(?:solo|only|just)\s+(?:an?\s+)?([a-z]+(?: piano| box)?)", wanted)
    lead = _first(_LEADS, wanted)
    is_ambient = bool(re.search(r"\b(?:ambient|sparse|minimal|gentle|bare)\b", wanted))
    drums = re.search(r"\b(?:drums|percussion|beat|rhythmic|driving)\b", wanted)
    return Steering(
        lead=lead,
        pad=_first(_PADS, wanted),
        solo=_first(_LEADS, solo[1]) if solo else "",
        silent=silent | (frozenset({"drums"}) if is_ambient and not drums else frozenset()),
        forced=frozenset({"drums"}) if drums and "drums" not in silent else frozenset(),
        tempo=_factor(
            wanted, r"slow|slower|relaxed|calm|ambient", r"fast|faster|upbeat|energetic|driving|urgent|quick", 1.15
        ),
        density=(-0.2 if is_ambient else 0.0)
        + (0.2 if re.search(r"\b(?:full|epic|big|rich|energetic|driving)\b", wanted) else 0.0),
        bass_db=5.0 if re.search(r"\b(?:heav(?:y|ier)|more|deep(?:er)?|strong(?:er)?|big)\s+bass\b", wanted) else 0.0,
        bright=_factor(
            wanted, r"dark|darker|warm|warmer|soft|softer|lo-?fi|mellow", r"bright|brighter|crisp|sparkling", 1.6
        ),
        wet=_factor(wanted, r"dry|close|intimate", r"spacious|reverb|wide|cathedral|epic|ambient", 1.6),
    )


def _first(table: dict[str, str], text: str) -> str:
    hits = [
        (found.start(), -len(word), name)
        for word, name in table.items()
        if (found := re.search(rf"\b{word}s?\b", text))
    ]
    return min(hits)[2] if hits else ""


def _factor(text: str, less: str, more: str, amount: float) -> float:
    factor = 1.0
    if re.search(rf"\b(?:{less})\b", text):
        factor /= amount
    if re.search(rf"\b(?:{more})\b", text):
        factor *= amount
    return factor
