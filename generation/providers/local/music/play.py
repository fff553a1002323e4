"""Notes to sound: each player alone from the soundfont, shaped, placed in one room, mixed to length."""

import importlib.util
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
import tinysoundfont
from scipy import signal

from generation.providers.local import pcm
from generation.providers.local.music.moods import PLAYERS, Player
from generation.providers.local.music.prompt import Colour
from generation.providers.local.music.score import Note
from generation.providers.local.pcm import Samples
from wire.errors import MissingModel

RATE = 48_000
LUFS = -18.0
_ROOM_S = 1.8
_LOWS = frozenset({"contrabass", "bass", "synth bass"})
_DRUM_BANK = 128


def render(notes: Mapping[tuple[str, Colour], list[Note]], frames: int) -> Samples:
    """The mix, shape (frames, 2), not yet levelled."""
    dry, wet = np.zeros((frames, 2)), np.zeros((frames, 2))
    for name, colour in sorted(notes):
        player = PLAYERS[name]
        stem = _shape(_stem(player, notes[name, colour], frames), player, colour)
        dry += stem * (1 - 0.5 * player.wet)
        wet += stem * min(1.0, player.wet * colour.wet)
    room = np.stack([signal.fftconvolve(wet[:, side], _impulse(side), mode="full")[:frames] for side in (0, 1)], axis=1)
    return pcm.high_pass(dry + room, RATE, hz=35.0)


def _stem(player: Player, notes: list[Note], frames: int) -> Samples:
    synth = tinysoundfont.Synth(gain=-6, samplerate=RATE)
    font = synth.sfload(str(_soundfont()))
    synth.program_select(0, font, _DRUM_BANK if player.is_drums else 0, player.program, player.is_drums)
    events = [(round(note.start_s * RATE), 1, note) for note in notes]
    events += [(round((note.start_s + note.length_s) * RATE), 0, note) for note in notes]
    events.sort(key=lambda event: (event[0], event[1], event[2].pitch))
    pieces, position = [], 0
    for at, is_on, note in events:
        if at >= frames:
            break
        if at > position:
            pieces.append(np.array(np.frombuffer(synth.generate(at - position), dtype=np.float32)))
            position = at
        if is_on:
            synth.noteon(0, note.pitch, note.velocity)
        else:
            synth.noteoff(0, note.pitch)
    if position < frames:
        pieces.append(np.array(np.frombuffer(synth.generate(frames - position), dtype=np.float32)))
    return np.concatenate(pieces).astype(np.float64).reshape(-1, 2)


def _shape(stem: Samples, player: Player, colour: Colour) -> Samples:
    """Colour, place and level of one player. Levels are those of its louder moments, so that rests do not count."""
    cut = min(player.low_pass_hz * colour.bright, 0.45 * RATE)
    stem = np.asarray(signal.sosfilt(signal.butter(2, cut, "lowpass", fs=RATE, output="sos"), stem, axis=0))
    blocks = np.sqrt(np.mean(np.square(stem[: len(stem) // 4800 * 4800].reshape(-1, 4800, 2)), axis=(1, 2)))
    loud = blocks[blocks > 0.2 * np.max(blocks, initial=0.0)]
    if not len(loud):
        return stem
    wanted = player.level_db + (colour.bass_db if player.name in _LOWS else 0.0)
    gain = 10 ** (wanted / 20) / float(np.sqrt(np.mean(np.square(loud))))
    angle = (player.pan + 1) * np.pi / 4
    return stem * gain * np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(2)


@lru_cache(maxsize=2)
def _impulse(side: int) -> Samples:
    """A small hall: noise that decays by 60 dB in 1.8 s, darker as it goes, after a short pre-delay."""
    rng = np.random.default_rng(7 + side)
    time = np.arange(int(_ROOM_S * RATE)) / RATE
    noise = rng.standard_normal(len(time))
    bright = signal.sosfilt(signal.butter(1, 6000, "lowpass", fs=RATE, output="sos"), noise)
    dark = signal.sosfilt(signal.butter(2, 1800, "lowpass", fs=RATE, output="sos"), noise)
    blend = np.exp(-time / 0.25)
    tail = (bright * blend + 1.6 * dark * (1 - blend)) * 10 ** (-3 * time / _ROOM_S)
    tail = pcm.high_pass(tail, RATE, hz=180.0)
    delayed = np.concatenate([np.zeros(int(0.018 * RATE)), tail])
    return delayed / np.sqrt(np.sum(np.square(delayed)))


@lru_cache(maxsize=1)
def _soundfont() -> Path:
    spec = importlib.util.find_spec("pretty_midi")
    path = Path(spec.origin).with_name("TimGM6mb.sf2") if spec and spec.origin else None
    if path is None or not path.is_file():
        raise MissingModel("The soundfont is not installed. Run: pip install pretty-midi")
    return path
