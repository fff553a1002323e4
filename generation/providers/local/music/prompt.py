"""What a prompt asks of the music: "solo piano", "no drums", "ambient corporate, slower, a heavier bass pulse"."""

import re
from dataclasses import dataclass, field

_LEADS = {
    "piano": "piano", "electric piano": "electric piano", "rhodes": "electric piano", "guitar": "guitar",
    "acoustic": "guitar",
    "harp": "harp", "marimba": "marimba", "cello": "cello", "flute": "flute", "clarinet": "clarinet", "horn": "horns",
    "brass": "horns", "celesta": "celesta", "music box": "celesta", "bells": "celesta", "vibraphone": "vibraphone",
    "synth": "synth", "electronic": "synth", "violin": "strings", "choir": "choir", "felt piano": "felt piano",
}  # fmt: skip
_PADS = {
    "string": "strings", "orchestra": "strings", "orchestral": "strings", "cinematic": "strings", "choir": "choir",
    "ambient": "warm pad", "pad": "warm pad", "synth": "warm pad", "electronic": "warm pad", "drone": "halo pad",
    "brass": "brass",
}  # fmt: skip
_ROLES = {
    "drums": r"drums?|percussion|beats?|rhythm", "bass": r"bass(?:line)?", "pad": r"pads?|strings|synths?",
    "lead": r"melody|lead|theme",
    "motion": r"arpeggios?|ostinato",
}  # fmt: skip
_NOT = r"(?:no|without|minus|drop the|remove the|zero)\s+(?:\w+\s+(?:or|and)\s+)?"
_HEAVY_BASS = r"\b(?:heav(?:y|ier)|more|deep(?:er)?|strong(?:er)?|big(?:ger)?|fat(?:ter)?|thumping)\s+(?:low\s+)?bass"
_LIGHT_BASS = r"\b(?:less|lighter|softer|little|quieter)\s+bass"
_TEMPO_STEP = 1.15
# Italian and plain words for how fast, in beats a minute; a figure before "bpm" says it outright.
_MARKED_TEMPO = {"largo": 50, "adagio": 68, "andante": 84, "moderato": 104, "allegro": 126, "presto": 160}
TEMPO_RANGE = (40.0, 180.0)


@dataclass(frozen=True, order=True)
class Colour:
    """How players sound. `bright` and `wet` are factors (1 is neutral), `bass_db` lifts the low instruments."""

    bass_db: float = 0.0
    bright: float = 1.0
    wet: float = 1.0


@dataclass(frozen=True)
class Steering:
    """Deviations from the moods. `tempo` is a factor; `bpm`, unless 0, overrules it.

    `bass_style` "pulse" has the bass beat in eighths; `motion` names a pattern of `arrange`; `is_calm_bed` is music
    that stays out of the way ("corporate", "background"): the theme once, then texture.
    """

    lead: str = ""
    pad: str = ""
    solo: str = ""
    silent: frozenset[str] = frozenset()
    forced: frozenset[str] = frozenset()
    tempo: float = 1.0
    bpm: float = 0.0
    density: float = 0.0
    bass_style: str = ""
    motion: str = ""
    is_calm_bed: bool = False
    colour: Colour = field(default_factory=Colour)

    @property
    def bass_db(self) -> float:
        return self.colour.bass_db


def steer(prompt: str) -> Steering:
    """Read a prompt; words it does not know change nothing. There never are lyrics, so "no lyrics" is met already."""
    text = prompt.lower()
    silent = frozenset(role for role, words in _ROLES.items() if re.search(rf"\b{_NOT}(?:{words})\b", text))
    wanted = re.sub(rf"\b{_NOT}\w+", " ", text)
    solo = re.search(r"\b(?:solo|only|just)\s+(?:an?\s+)?([a-z]+(?: piano| box)?)", wanted)
    is_ambient = bool(re.search(r"\b(?:ambient|sparse|minimal|gentle|bare)\b", wanted))
    drums = re.search(r"\b(?:drums|percussion|beat|rhythmic|driving)\b", wanted)
    return Steering(
        lead=_first(_LEADS, wanted),
        pad=_first(_PADS, wanted),
        solo=_first(_LEADS, solo[1]) if solo else "",
        silent=silent | (frozenset({"drums"}) if is_ambient and not drums else frozenset()),
        forced=frozenset({"drums"}) if drums and "drums" not in silent else frozenset(),
        tempo=_tempo(wanted),
        bpm=_bpm(wanted),
        density=(-0.2 if is_ambient else 0.0)
        + (0.2 if re.search(r"\b(?:full|epic|big|rich|energetic|driving)\b", wanted) else 0.0),
        bass_style="pulse" if re.search(r"\bbass(?:line)?\s+(?:pulse|pulses|pulsing)|puls\w+ bass", wanted) else "",
        motion=_motion(wanted),
        is_calm_bed=bool(re.search(r"\b(?:corporate|background|underscore|bed|unobtrusive|subtle)\b", wanted)),
        colour=_colour(wanted),
    )


def _colour(wanted: str) -> Colour:
    bass_db = 5.0 if re.search(_HEAVY_BASS, wanted) else -5.0 if re.search(_LIGHT_BASS, wanted) else 0.0
    return Colour(
        bass_db=bass_db,
        bright=_factor(
            wanted, r"dark|darker|warm|warmer|soft|softer|lo-?fi|mellow", r"bright|brighter|crisp|sparkling", 1.6
        ),
        wet=_factor(wanted, r"dry|close|intimate", r"spacious|reverb|wide|cathedral|epic|ambient", 1.6),
    )


def _tempo(wanted: str) -> float:
    """A factor; "a little slower" and "slightly faster" count for half a step, "much" for two."""
    step = _TEMPO_STEP
    if re.search(r"\b(?:a (?:little|bit|touch)|slightly|somewhat)\s+(?:slow|fast|quick)", wanted):
        step = 1 + (_TEMPO_STEP - 1) / 2
    elif re.search(r"\b(?:much|very|far|a lot)\s+(?:slow|fast|quick)", wanted):
        step = _TEMPO_STEP**2
    slow = r"slow|slower|slowly|relaxed|calm|ambient|laid-back|dreamy"
    return _factor(wanted, slow, r"fast|faster|upbeat|energetic|driving|urgent|quick|quicker|lively", step)


def _bpm(wanted: str) -> float:
    figure = re.search(r"\b(\d{2,3})\s?bpm\b", wanted)
    if figure:
        return min(max(float(figure[1]), TEMPO_RANGE[0]), TEMPO_RANGE[1])
    return next((float(bpm) for word, bpm in _MARKED_TEMPO.items() if re.search(rf"\b{word}\b", wanted)), 0.0)


def _motion(wanted: str) -> str:
    found = re.search(r"\b(?:(arpeggi)|(ostinato|pulsing|pulse)|(march)|(off-?beat|plucky))", wanted)
    if not found or re.search(r"\bbass(?:line)?\s+puls", wanted):
        return ""
    return ("arpeggio", "pulse", "march", "offbeat")[found.lastindex - 1 if found.lastindex else 0]


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
