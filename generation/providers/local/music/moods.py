"""What each mood sounds like: mode, tempo, chords, players. Data only."""

from dataclasses import dataclass

from generation.providers.base import Mood

MODES = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
}


@dataclass(frozen=True)
class Player:
    """One instrument of the General MIDI set as this music uses it.

    `level_db` is its loudness in the mix, `low_pass_hz` darkens it,
    `wet` is how far back in the room it stands (0 to 1).
    """

    name: str
    program: int
    level_db: float
    low_pass_hz: float = 9000.0
    wet: float = 0.3
    pan: float = 0.0  # -1 left to 1 right
    is_drums: bool = False


PLAYERS = {
    player.name: player
    for player in (
        Player("piano", 0, -20, 5000, 0.30, -0.10),
        Player("felt piano", 0, -21, 1900, 0.35, -0.05),
        Player("electric piano", 4, -22, 4000, 0.30, 0.10),
        Player("celesta", 8, -25, 8000, 0.55, 0.30),
        Player("glockenspiel", 9, -29, 9000, 0.60, 0.35),
        Player("vibraphone", 11, -23, 6000, 0.50, 0.25),
        Player("marimba", 12, -22, 6000, 0.30, 0.20),
        Player("guitar", 24, -22, 5000, 0.25, 0.25),
        Player("harp", 46, -22, 6000, 0.40, 0.30),
        Player("pizzicato", 45, -22, 6000, 0.35, -0.25),
        Player("cello", 42, -22, 4000, 0.40, 0.20),
        Player("strings", 49, -23, 5000, 0.50, 0.0),
        Player("low strings", 49, -22, 1600, 0.45, 0.0),
        Player("choir", 52, -26, 4000, 0.60, 0.0),
        Player("horns", 60, -21, 3500, 0.45, -0.20),
        Player("brass", 61, -24, 3500, 0.45, 0.15),
        Player("flute", 73, -23, 7000, 0.45, 0.10),
        Player("clarinet", 71, -23, 5000, 0.40, -0.15),
        Player("warm pad", 89, -24, 3500, 0.40, 0.0),
        Player("halo pad", 94, -27, 3500, 0.50, 0.0),
        Player("contrabass", 43, -23, 900, 0.20, 0.05),
        Player("bass", 32, -22, 900, 0.10, 0.0),
        Player("synth bass", 38, -22, 700, 0.05, 0.0),
        Player("synth", 81, -25, 3000, 0.30, 0.15),
        Player("taiko", 116, -23, 1500, 0.45, 0.0),
        Player("drums", 0, -24, 7000, 0.20, 0.0, is_drums=True),
        Player("brushes", 40, -27, 7000, 0.25, 0.0, is_drums=True),
    )
}


@dataclass(frozen=True)
class Character:
    """How a mood is written. `progressions` are scale degrees, one chord a bar; `sevenths` and `sus` colour them.

    `motion` names a pattern of `arrange`; `melody_octave` is the MIDI note of the tonic that the lead plays around.
    """

    modes: tuple[str, ...]
    tempo: tuple[float, float]
    progressions: tuple[tuple[int, ...], ...]
    lead: tuple[str, ...]
    pad: tuple[str, ...]
    movers: tuple[str, ...]
    motion: str
    bass: str
    bass_style: str
    percussion: str = ""
    drummer: str = ""
    sevenths: bool = False
    sus: bool = False
    melody_octave: int = 72
    cadence: tuple[int, int] = (3, 4)


CHARACTERS: dict[Mood, Character] = {
    "hopeful": Character(
        ("ionian", "lydian"), (84, 100), ((0, 4, 5, 3), (0, 3, 5, 4), (5, 3, 0, 4)), ("piano",), ("strings",),
        ("harp", "guitar"), "arpeggio", "contrabass", "roots", "lift", "brushes",
    ),
    "tense": Character(
        ("phrygian", "aeolian"), (120, 132), ((0, 0, 1, 0), (0, 5, 1, 0), (0, 1, 6, 0)), ("clarinet", "vibraphone"),
        ("low strings",), ("pizzicato",), "pulse", "contrabass", "pedal", "heartbeat", "taiko",
        melody_octave=60, cadence=(1, 6),
    ),
    "wistful": Character(
        ("dorian", "aeolian"), (60, 76), ((0, 3, 0, 6), (0, 2, 3, 4), (0, 5, 2, 6)), ("felt piano",),
        ("cello", "strings"),
        ("felt piano",), "broken", "contrabass", "roots", sevenths=True, melody_octave=67, cadence=(3, 6),
    ),
    "proud": Character(
        ("ionian", "mixolydian"), (96, 112), ((0, 3, 0, 4), (0, 4, 3, 0), (0, 5, 3, 4)), ("horns",),
        ("brass", "strings"),
        ("strings",), "march", "contrabass", "roots", "toms", "taiko", sus=True, melody_octave=60,
    ),
    "curious": Character(
        ("lydian", "mixolydian", "ionian"), (104, 120), ((0, 1, 0, 4), (0, 3, 1, 4), (0, 5, 1, 4)),
        ("marimba", "clarinet"),
        ("warm pad",), ("pizzicato",), "offbeat", "bass", "walk", "ticks", "brushes",
    ),
    "night": Character(
        ("aeolian", "dorian"), (56, 66), ((0, 0, 5, 5), (0, 0, 3, 3), (0, 0, 6, 0)), ("celesta", "vibraphone"),
        ("halo pad", "choir"), ("glockenspiel",), "bells", "contrabass", "drone", melody_octave=72, cadence=(3, 6),
    ),
    "calm": Character(
        ("ionian", "lydian"), (66, 80), ((0, 3, 0, 4), (0, 5, 3, 0), (0, 2, 3, 3)), ("piano", "electric piano"),
        ("warm pad",),
        ("piano", "harp"), "broken", "contrabass", "roots", sevenths=True, melody_octave=72,
    ),
}  # fmt: skip

# The chord mode each mood prefers when a whole film moves between major and minor: nearest to brightest.
BRIGHTNESS = ("phrygian", "aeolian", "dorian", "mixolydian", "ionian", "lydian")
