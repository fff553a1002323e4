"""The mix: speech in front, music that gives way to it, effects, the air of a room; and MP3.

Levels follow broadcast practice: -16 LUFS integrated (ITU-R BS.1770-4), true peaks under -1.5 dBTP after the
lossy encoders too, which add up to about 0.7 dB of their own.
"""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import av
import numpy as np
import pyloudnorm
from scipy.ndimage import minimum_filter1d
from scipy.signal import butter, oaconvolve, resample_poly, sosfilt

from generation.media.plan import Bed, MixPlan, MixResult, Placed
from generation.media.sound import RATE, fitted, read_sound, write_wav
from wire.errors import GenerationFailed

Report = Callable[[float, str], None]

TARGET_LUFS, CEILING_DB = -16.0, -2.4
SPEECH_LUFS = -16.0
MUSIC_LUFS = -21.0  # alone
DUCK_DB = -11.5  # further down under speech
EFFECT_LUFS = -25.0  # the loudest 400 ms of an effect
EFFECT_DUCK_DB = -5.0  # what sounds while someone speaks stays behind the words
BED_LUFS = -42.0
ROOM_DB = -60.0
MOST_LIFT_DB = 24.0  # what is nearly silent is meant to be
DUCK_BEFORE_MS, DUCK_AFTER_MS = 200, 500
SHORTEST_REST_MS = 1600  # in shorter pauses the music stays down: it would only pump
LOOKAHEAD_MS = 6
MUSIC_FADE_MS = 1800  # only for music that outlasts the film
OVERSAMPLING = 4
_BLOCK = 1 << 19


def mix(plan: MixPlan, out_wav: Path, *, report: Report | None = None) -> MixResult:
    """Mixes `plan` to a 16 bit stereo WAV at 48 kHz of exactly the plan's length; the same plan, the same bytes.

    Each line of speech is brought to one loudness before its gain. Raises GenerationFailed when a file cannot be
    read, or when the plan is impossible.
    """
    if problems := plan.problems():
        raise GenerationFailed(f"The mix cannot be made: {'; '.join(problems)}.")
    tell = report or (lambda fraction, message: None)
    samples = plan.duration_ms * RATE // 1000
    speech, spans = _speech(plan.speech, samples)
    tell(0.3, "speech placed")
    whole = speech
    if plan.music and plan.music_volume > 0:
        whole = whole + _music(plan.music, samples, spans) * _fader(plan.music_volume)
    if plan.effects:
        whole = whole + _effects(plan.effects, samples, spans)
    for bed in plan.beds:
        _add(whole, _bed(bed), bed.start_ms - bed.lead_ms)
    tell(0.6, "music and effects placed")
    finished = mastered(whole)
    out_wav.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out_wav.with_name(f".{out_wav.name}.part")
    write_wav(unfinished, finished)
    unfinished.replace(out_wav)
    tell(1.0, "mixed")
    return MixResult(out_wav, plan.duration_ms, loudness(finished), true_peak_db(finished))


def encode_mp3(wav: Path, out: Path, *, title: str = "") -> Path:
    """Encodes `wav` as MP3, 192 kbit/s, with a title and the header that lets players skip the padding."""
    sound = read_sound(wav)
    unfinished = out.with_name(f".{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(unfinished), "w", format="mp3", options={"id3v2_version": "3"}) as file:
        if title:
            file.metadata["title"] = title
        quick = {"compression_level": "7"}  # at this rate the slower searches cost time and change nothing one hears
        stream = file.add_stream("libmp3lame", rate=RATE, layout="stereo", bit_rate=192_000, options=quick)
        planar = np.ascontiguousarray(sound.T)
        for start in range(0, planar.shape[1], 1152):
            part = np.ascontiguousarray(planar[:, start : start + 1152])
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = RATE, start
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    unfinished.replace(out)
    return out


# ---------------------------------------------------------------- measuring


def loudness(sound: np.ndarray) -> float:
    """Integrated loudness in LUFS; -inf for silence or less than 0.4 s."""
    if len(sound) < RATE * 0.4:
        return -math.inf
    return float(pyloudnorm.Meter(RATE).integrated_loudness(sound.astype(np.float64)))


def true_peak_db(sound: np.ndarray) -> float:
    """True peak in dBTP."""
    peak = float(true_peaks(sound).max(initial=0.0))
    return 20 * math.log10(peak) if peak > 0 else -math.inf


def true_peaks(sound: np.ndarray) -> np.ndarray:
    """The peak around each sample, over both channels, at fourfold oversampling: float32 `[samples]`."""
    peaks = np.empty(len(sound), np.float32)
    margin = 64
    for start in range(0, len(sound), _BLOCK):
        low, high = max(start - margin, 0), min(start + _BLOCK + margin, len(sound))
        # Channels first: the filter runs along memory.
        fine = resample_poly(np.ascontiguousarray(sound[low:high].T), OVERSAMPLING, 1, axis=1)
        coarse = np.abs(fine).max(axis=0).reshape(-1, OVERSAMPLING).max(axis=1)
        here = min(_BLOCK, len(sound) - start)
        peaks[start : start + here] = coarse[start - low : start - low + here]
    return peaks


# ---------------------------------------------------------------- placing


def _gain(db: float) -> float:
    return 10 ** (db / 20)


def _fader(volume: float) -> float:
    """A fader's gain: every halving sounds half as loud, which is 10 dB; at 0 it is shut."""
    return float(volume ** (10 / (20 * math.log10(2)))) if volume > 0 else 0.0


def _panned(sound: np.ndarray, pan: float) -> np.ndarray:
    """Stereo with more of itself on one side; the middle and the total power stay as they are."""
    if not pan:
        return sound
    angle = (pan + 1) * math.pi / 4
    return sound * np.array([math.cos(angle), math.sin(angle)], np.float32) * np.float32(math.sqrt(2))


def _add(onto: np.ndarray, sound: np.ndarray, start_ms: int) -> None:
    start = start_ms * RATE // 1000
    if start < 0:
        sound, start = sound[-start:], 0
    sound = sound[: max(len(onto) - start, 0)]
    onto[start : start + len(sound)] += sound


def _at_level(sound: np.ndarray, lufs: float, gain_db: float, *, is_whole: bool = False) -> np.ndarray:
    """`sound` with its loudest stretch (or, whole, its integrated loudness) at `lufs`, then louder by `gain_db`."""
    step = RATE // 10
    padded = fitted(sound, max(len(sound), 5 * step))
    if is_whole:
        level = loudness(padded)
    else:
        starts = range(0, max(len(padded) - 4 * step, 0) + 1, step)
        power = max(float(np.mean(padded[at : at + 4 * step] ** 2)) for at in starts)
        level = 10 * math.log10(power * 2) - 0.7 if power > 1e-12 else -math.inf
    if not math.isfinite(level):
        return sound * _gain(gain_db)
    return sound * _gain(min(lufs - level, MOST_LIFT_DB) + gain_db)


def _speech(placed: Sequence[Placed], samples: int) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The speech track, and the stretches `[start, end)` in samples during which someone speaks."""
    track = np.zeros((samples, 2), np.float32)
    high_pass = butter(2, 80, "highpass", fs=RATE, output="sos")
    spans: list[tuple[int, int]] = []
    rest = SHORTEST_REST_MS * RATE // 1000
    for line in sorted(placed, key=lambda line: line.start_ms):
        sound = sosfilt(high_pass, read_sound(line.path), axis=0).astype(np.float32)
        levelled = _at_level(sound, SPEECH_LUFS, line.gain_db, is_whole=True) * _fader(line.volume)
        _add(track, _panned(levelled, line.pan), line.start_ms)
        start = line.start_ms * RATE // 1000
        end = start + len(sound)
        if spans and start - spans[-1][1] < rest:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        else:
            spans.append((start, end))
    return track, spans


def _music(path: Path, samples: int, spans: Sequence[tuple[int, int]]) -> np.ndarray:
    whole = read_sound(path)
    music = _at_level(fitted(whole, samples), MUSIC_LUFS, 0.0, is_whole=True)
    if len(whole) > samples:
        fade = min(MUSIC_FADE_MS * RATE // 1000, samples)
        music[samples - fade :] *= np.cos(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None]
    return music * ducking(samples, spans)[:, None]


def _effects(placed: Sequence[Placed], samples: int, spans: Sequence[tuple[int, int]]) -> np.ndarray:
    track = np.zeros((samples, 2), np.float32)
    for effect in placed:
        sound = _at_level(read_sound(effect.path), EFFECT_LUFS, effect.gain_db) * _fader(effect.volume)
        _add(track, _panned(sound, effect.pan), effect.start_ms)
    return track * ducking(samples, spans, depth_db=EFFECT_DUCK_DB)[:, None]


def _bed(bed: Bed) -> np.ndarray:
    """The bed for its scene with lead and tail: repeated with crossfades, faded at both ends."""
    wanted = (bed.end_ms - bed.start_ms + bed.lead_ms + bed.tail_ms) * RATE // 1000
    air = _at_level(read_sound(bed.path), BED_LUFS, 0.0, is_whole=True) * _fader(bed.volume)
    overlap = min(RATE, len(air) // 3)
    looped = air[:wanted]
    if overlap:
        # Equal power: the two ends of a noise-like sound have nothing in common.
        rise = np.sin(np.linspace(0, np.pi / 2, overlap, dtype=np.float32))[:, None]
        while len(looped) < wanted:
            seam = looped[-overlap:] * rise[::-1] + air[:overlap] * rise
            looped = np.concatenate([looped[:-overlap], seam, air[overlap:]])
    looped = fitted(looped, wanted).copy()
    for length_ms, is_end in ((2 * bed.lead_ms, False), (2 * bed.tail_ms, True)):
        length = min(max(length_ms, 20) * RATE // 1000, wanted // 2)
        ramp = np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32))[:, None]
        looped[wanted - length if is_end else 0 : wanted if is_end else length] *= ramp[::-1] if is_end else ramp
    return looped


def ducking(samples: int, spans: Sequence[tuple[int, int]], *, depth_db: float = DUCK_DB) -> np.ndarray:
    """The gain (float32 `[samples]`) of what gives way to speech: all the way down when each stretch begins."""
    down, up = DUCK_BEFORE_MS * RATE // 1000, DUCK_AFTER_MS * RATE // 1000
    depth = np.zeros(samples, np.float32)
    for start, end in spans:
        rise = (1 - np.cos(np.linspace(0, np.pi, down, dtype=np.float32))) / 2
        fall = (1 + np.cos(np.linspace(0, np.pi, up, dtype=np.float32))) / 2
        shape = np.concatenate([rise, np.ones(max(end - start, 0), np.float32), fall])
        first, last = max(start - down, 0), min(end + up, samples)
        if first < last:
            part = shape[first - (start - down) : last - (start - down)]
            depth[first:last] = np.maximum(depth[first:last], part)
    return (10 ** (depth * depth_db / 20)).astype(np.float32)


# ---------------------------------------------------------------- mastering


def mastered(sound: np.ndarray) -> np.ndarray:
    """At target loudness, limited, with the room's air underneath and clean ends."""
    level = loudness(sound)
    finished = sound.copy()
    if math.isfinite(level) and level > -60:
        gain = _gain(TARGET_LUFS - level)
        peaks = true_peaks(sound)
        for _ in range(4):  # limiting takes a little loudness away, which the next round puts back
            finished = sound * (gain * limiting(peaks * gain))[:, None]
            short = TARGET_LUFS - loudness(finished)
            if abs(short) < 0.1:
                break
            gain *= _gain(short)
    finished = finished + _room_tone(len(finished))
    edge = min(RATE // 100, len(finished) // 2)
    ramp = np.linspace(0, 1, edge, dtype=np.float32)[:, None]
    finished[:edge] *= ramp
    finished[len(finished) - edge :] *= ramp[::-1]
    return finished


def limiting(peaks: np.ndarray) -> np.ndarray:
    """The gain (float32 `[samples]`) that keeps true peaks under the ceiling, in place before each arrives."""
    ceiling = _gain(CEILING_DB)
    if len(peaks) == 0 or peaks.max() <= ceiling:
        return np.ones(len(peaks), np.float32)
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9)).astype(np.float32)
    reach = LOOKAHEAD_MS * RATE // 1000
    # The minimum over ±reach, smoothed by a window of the same reach, is never above what a peak needs.
    held = minimum_filter1d(needed, 2 * reach + 1, mode="nearest")
    window = np.hanning(2 * reach + 3)[1:-1].astype(np.float32)
    gain = oaconvolve(np.pad(held, reach, mode="edge"), window / window.sum(), mode="valid")
    return np.minimum(gain, 1.0).astype(np.float32)


def _room_tone(samples: int) -> np.ndarray:
    """Quiet, dark noise, the same every time: digital silence sounds broken."""
    white = np.random.default_rng(1).standard_normal((samples, 2), dtype=np.float32)
    dark = sosfilt(butter(1, [60, 900], "bandpass", fs=RATE, output="sos"), white, axis=0)
    power = math.sqrt(float(np.mean(dark**2))) if samples else 1.0
    return (dark * (_gain(ROOM_DB) / max(power, 1e-9))).astype(np.float32)
