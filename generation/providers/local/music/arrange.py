"""Who plays what: every layer of a part is a function that writes into the score."""

from collections.abc import Callable
from dataclasses import dataclass

from generation.providers.local.music import harmony
from generation.providers.local.music.moods import Character
from generation.providers.local.music.prompt import Steering
from generation.providers.local.music.score import BEATS_PER_BAR, Part, Score
from generation.providers.local.music.theme import Motif

# From which density on a layer joins in. Pad and theme are always there.
_MOTION_FROM, _BASS_FROM, _DRUMS_FROM, _FRAGMENTS_FROM, _DOUBLING_FROM = 0.3, 0.15, 0.45, 0.3, 0.75


@dataclass(frozen=True)
class Band:
    """The players chosen for one mood; an empty name stands for a silent role."""

    lead: str
    pad: str
    mover: str
    bass: str
    drummer: str
    percussion: str


def cast(character: Character, steering: Steering, pick: Callable[[tuple[str, ...]], str]) -> Band:
    """The mood's own players, unless the prompt names others."""
    if steering.solo:
        return Band(steering.solo, steering.solo, steering.solo, steering.solo, "", "")
    silent = steering.silent
    drummer = character.drummer or ("drums" if "drums" in steering.forced else "")
    percussion = character.percussion or "lift"
    return Band(
        lead="" if "lead" in silent else steering.lead or pick(character.lead),
        pad="" if "pad" in silent else steering.pad or pick(character.pad),
        mover="" if "motion" in silent else pick(character.movers),
        bass="" if "bass" in silent else ("synth bass" if steering.lead == "synth" else character.bass),
        drummer="" if "drums" in silent else drummer,
        percussion=percussion,
    )


def write(score: Score, part: Part, band: Band, motif: Motif, steering: Steering) -> None:
    """Write all layers of one part."""
    is_solo = bool(steering.solo)
    if band.pad:
        _pad(score, part, band.pad, is_rolled=is_solo)
    if band.mover and part.density >= _MOTION_FROM:
        _MOTIONS[steering.motion or part.character.motion](score, part, band.mover)
    is_wanted = part.density >= _BASS_FROM or part.character.bass_style == "drone" or steering.bass_style
    if band.bass and is_wanted:
        _bass(score, part, band.bass, steering.bass_style or part.character.bass_style, is_solo=is_solo)
    if band.drummer and (part.density >= _DRUMS_FROM or "drums" in steering.forced):
        _PERCUSSION[band.percussion](score, part, band.drummer)
    if band.lead:
        _lead(score, part, band.lead, motif, is_calm_bed=steering.is_calm_bed)


def close(score: Score, part: Part, band: Band, motif: Motif, at_s: float, ring_s: float) -> None:
    """The theme whole, arriving on the tonic chord at `at_s`, which rings for `ring_s`."""
    beat = part.bars[-1].beat_s if part.bars else 0.6
    classes = harmony.chord(part.tonic, part.mode, 0)
    voicing = harmony.voice(classes, part.bars[-1].voicing if part.bars else None)
    for index, note in enumerate(voicing):
        if band.pad:
            score.play(band.pad, at_s + 0.05 * index, ring_s * 0.6, note, 66)
        if band.mover:
            score.play(band.mover, at_s + 0.09 * (index + 1), ring_s, note + 12, 54)
    if band.bass:
        score.play(band.bass, at_s, ring_s * 0.8, _bass_note(part.tonic % 12), 72)
    if not band.lead:
        return
    closing = motif.closing()
    starts = [at_s - sum(closing.beats[index:-1]) * beat for index in range(len(closing.beats))]
    for start, degree, beats in zip(starts, closing.degrees, closing.beats, strict=True):
        if start < 0:
            continue  # a very short cue has room for the theme's last notes only
        length = ring_s if start == starts[-1] else beats * beat * 1.02
        note = harmony.pitch(_octave(part), part.mode, degree)
        score.play(band.lead, start, length, note, 84)


def _lead(score: Score, part: Part, player: str, motif: Motif, *, is_calm_bed: bool) -> None:
    """The theme whole at the very beginning, then in pieces every fourth bar; a calm bed has it once."""
    bars = len(part.bars)
    free = bars - 3 if part.is_last else bars  # the last bars belong to the closing statement
    velocity = 62 + 26 * part.density
    for index in range(0, max(free, 0), 4):
        if index == 0 and part.is_first and bars >= 2:
            shape = motif
        elif part.density >= _FRAGMENTS_FROM and index + 1 < bars and not is_calm_bed:
            shape = motif.fragment(3 if part.density < 0.6 else len(motif.beats) - 1)
        else:
            continue
        _state(score, part, player, shape, index, velocity)
        if part.density >= _DOUBLING_FROM and player != "flute":
            _state(score, part, "flute", shape, index, velocity - 18, octaves=0 if _octave(part) > 64 else 1)


def _state(score: Score, part: Part, player: str, motif: Motif, bar: int, velocity: float, octaves: int = 0) -> None:
    beat, before = 0.0, (-1, -1)
    for degree, beats in zip(motif.degrees, motif.beats, strict=True):
        index = bar + int(beat // BEATS_PER_BAR)
        if index >= len(part.bars):
            return
        here = part.bars[index]
        note = harmony.pitch(_octave(part), part.mode, degree) + 12 * octaves
        if beats >= 1.5 or beat % BEATS_PER_BAR == 0:
            # Two octaves with the bass in a row would empty the texture: the second becomes another chord tone.
            doubles = moves_in_octaves(harmony.nearest(note, here.classes), here.root, before)
            note = harmony.nearest(note, here.classes[1:] if doubles else here.classes)
            if beat % BEATS_PER_BAR == 0:
                before = (note % 12, here.root)
        start = here.start_s + (beat % BEATS_PER_BAR) * here.beat_s
        score.play(player, start, beats * here.beat_s * 1.02, note, velocity + (4 if beat % 4 == 0 else 0))
        beat += beats


def moves_in_octaves(note: int, root: int, before: tuple[int, int]) -> bool:
    """Whether `note` over the bass `root` moves in octaves with it from `before` (note class, bass class)."""
    return note % 12 == root and before[0] == before[1] and before[1] not in (-1, root)


def _pad(score: Score, part: Part, player: str, *, is_rolled: bool) -> None:
    velocity = 50 + 24 * part.density
    for bar in part.bars:
        for index, note in enumerate(bar.voicing):
            delay = 0.07 * index if is_rolled else 0.0
            score.play(player, bar.start_s + delay, bar.length_s * 1.03, note, velocity - (14 if is_rolled else 0))


def _bass_note(pitch_class: int, low: int = 36) -> int:
    return low + (pitch_class - low) % 12


def _bass(score: Score, part: Part, player: str, style: str, *, is_solo: bool) -> None:
    velocity = 62 + 24 * part.density
    for index, bar in enumerate(part.bars):
        pedal = part.tonic % 12 if style in ("pedal", "drone") else bar.root
        note = _bass_note(pedal, 36 if is_solo else 33)
        if style == "drone":
            if index % 2 == 0:
                score.play(player, bar.start_s, bar.length_s * 2, note, velocity - 12)
                score.play(player, bar.start_s, bar.length_s * 2, note + 7, velocity - 24)
        elif style == "pedal":
            for beat in (0, 2) if part.density < 0.6 else (0, 1, 2, 3):
                score.play(player, bar.start_s + beat * bar.beat_s, bar.beat_s * 0.7, note, velocity - 8 * (beat % 2))
        elif style == "pulse":
            for eighth in range(8):
                accent = 8 if eighth % 4 == 0 else -6
                score.play(player, bar.start_s + eighth * bar.beat_s / 2, bar.beat_s * 0.4, note, velocity + accent)
        elif style == "walk":
            following = part.bars[index + 1].root if index + 1 < len(part.bars) else bar.root
            approach = _bass_note(following, 33) - 1 if following != bar.root else note + 7
            for at, tone in ((0.0, note), (1.5, note + 7), (2.0, note + 12), (3.0, approach)):
                score.play(player, bar.start_s + at * bar.beat_s, bar.beat_s * 0.6, tone, velocity)
        else:
            score.play(player, bar.start_s, bar.length_s * 0.95, note, velocity)
            if part.density > 0.6:
                score.play(player, bar.start_s + 2.5 * bar.beat_s, bar.beat_s, note + 7, velocity - 14)


# ---------------------------------------------------------------- motion


def _arpeggio(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        low, high = sorted(bar.voicing)[0], sorted(bar.voicing)[:3]
        line = [*high, low + 12, high[1] + 12, low + 12, high[2], high[1]]
        step = 1 if part.density > 0.5 else 2
        for index in range(0, 8, step):
            accent = 8 if index % 4 == 0 else 0
            score.play(
                player,
                bar.start_s + index * bar.beat_s / 2,
                bar.beat_s * 1.2,
                line[index],
                48 + 24 * part.density + accent,
            )


def _broken(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        notes = sorted(bar.voicing)
        line = [(0.0, notes[0]), (1.0, notes[1]), (2.0, notes[-1]), (3.0, notes[1])]
        if part.density > 0.6:
            line += [(1.5, notes[-1] - 12 if notes[-1] > 60 else notes[-1]), (3.5, notes[-1])]
        for beat, note in line:
            score.play(player, bar.start_s + beat * bar.beat_s, bar.beat_s * 1.9, note, 44 + 22 * part.density)


def _pulse(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        root = 48 + (bar.root - 48) % 12
        for index in range(8):
            note = root + (12 if index in (3, 6) else 0)
            accent = 14 if index in (0, 3, 6) else 0
            score.play(
                player, bar.start_s + index * bar.beat_s / 2, bar.beat_s * 0.3, note, 46 + 24 * part.density + accent
            )


def _march(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        for beat in (0, 1.5, 2, 3, 3.5) if part.density > 0.5 else (0, 2, 3):
            for note in sorted(bar.voicing)[:3]:
                score.play(player, bar.start_s + beat * bar.beat_s, bar.beat_s * 0.4, note - 12, 54 + 26 * part.density)


def _offbeat(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        notes = sorted(bar.voicing)
        for index, beat in enumerate((0.5, 1.5, 2.5, 3.5)):
            for note in notes[:2] if index % 2 else notes[1:3]:
                score.play(player, bar.start_s + beat * bar.beat_s, bar.beat_s * 0.3, note, 52 + 22 * part.density)
        if part.density > 0.6:
            score.play(player, bar.start_s + 2.75 * bar.beat_s, bar.beat_s * 0.25, notes[-1] + 12, 56)


def _bells(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        count = 1 + int(score.rng.random() < part.density)
        for beat in sorted(score.rng.choice((0.5, 1.0, 2.0, 2.5, 3.0), size=count, replace=False)):
            note = int(score.rng.choice(bar.voicing)) + 24
            score.play(player, bar.start_s + float(beat) * bar.beat_s, bar.beat_s * 4, note, 38 + 20 * part.density)


# ---------------------------------------------------------------- percussion (General MIDI drum keys; taiko by pitch)

_KICK, _STICK, _HAT, _SHAKER, _RIDE = 36, 37, 42, 70, 51


def _lift(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        for index in range(8):
            score.play(
                player, bar.start_s + index * bar.beat_s / 2, 0.1, _SHAKER, 40 + 20 * part.density + 10 * (index % 2)
            )
        for beat in (0, 2.5) if part.density > 0.6 else (0,):
            score.play(player, bar.start_s + beat * bar.beat_s, 0.2, _KICK, 64 + 16 * part.density)
        if part.density > 0.65:
            for beat in (1, 3):
                score.play(player, bar.start_s + beat * bar.beat_s, 0.1, _STICK, 58)


def _heartbeat(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        for beat, accent in ((0, 16), (0.5, 0), (2, 10), (2.5, -4)) if part.density > 0.6 else ((0, 12), (0.5, 0)):
            score.play(player, bar.start_s + beat * bar.beat_s, 0.5, 41, 50 + 30 * part.density + accent)


def _toms(score: Score, part: Part, player: str) -> None:
    for index, bar in enumerate(part.bars):
        beats = (0, 1.5, 2, 3, 3.5) if index % 4 == 3 or part.density > 0.7 else (0, 2, 3)
        for beat in beats:
            score.play(
                player, bar.start_s + beat * bar.beat_s, 0.6, 43 if beat in (0, 2) else 48, 56 + 30 * part.density
            )


def _ticks(score: Score, part: Part, player: str) -> None:
    for bar in part.bars:
        for beat in (0.5, 1, 1.5, 2.5, 3, 3.5):
            key = _STICK if beat in (1, 3) else _HAT
            score.play(player, bar.start_s + beat * bar.beat_s, 0.1, key, 44 + 22 * part.density)
        score.play(player, bar.start_s, 0.2, _KICK, 56)


def _octave(part: Part) -> int:
    """The tonic that the lead plays around, near the mood's register."""
    centre = part.character.melody_octave
    return centre - 5 + (part.tonic - (centre - 5)) % 12


Layer = Callable[[Score, Part, str], None]
_MOTIONS: dict[str, Layer] = {
    "arpeggio": _arpeggio, "broken": _broken, "pulse": _pulse, "march": _march, "offbeat": _offbeat, "bells": _bells,
}  # fmt: skip
_PERCUSSION: dict[str, Layer] = {"lift": _lift, "heartbeat": _heartbeat, "toms": _toms, "ticks": _ticks}
