"""Film music: exact in length, the same every time, different by mood, and it ends."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from generation.providers.base import Mood, MusicRequest, MusicSection
from generation.providers.local import pcm
from generation.providers.local.music import compose, form, harmony
from generation.providers.local.music.compose import write
from generation.providers.local.music.moods import CHARACTERS, MODES, PLAYERS
from generation.providers.local.music.prompt import steer
from generation.providers.local.music.score import Part, Score
from generation.providers.local.music.theme import Motif, invent
from tests.sound import ear
from wire.errors import ProviderRejected

TONICS = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


def request(*moods: Mood, ms: int = 9000, prompt: str = "", seed: int = 1, density: float = 0.6) -> MusicRequest:
    sections = tuple(MusicSection(mood=mood, duration_ms=ms, density=density) for mood in moods)
    return MusicRequest(sections=sections, prompt=prompt, seed=seed)


# ---------------------------------------------------------------- planning, no sound


def test_every_character_names_known_players_and_modes() -> None:
    for character in CHARACTERS.values():
        players = {*character.lead, *character.pad, *character.movers, character.bass, character.drummer} - {""}
        assert players <= set(PLAYERS)
        assert set(character.modes) <= set(MODES)


@pytest.mark.parametrize("seed", range(40))
def test_a_motif_has_four_to_seven_notes_and_fills_two_bars(seed: int) -> None:
    motif = invent(np.random.default_rng(seed))
    assert 4 <= len(motif.degrees) <= 7
    assert sum(motif.beats) == 8
    assert len(set(motif.degrees)) >= 2
    assert motif.closing().degrees[-1] in (0, 7), "at the end of the film it comes home"


def test_section_boundaries_are_bar_lines_and_tempo_stays_near_the_mood() -> None:
    sections = request("curious", "tense", "hopeful", "proud", ms=11_300).sections
    parts = form.lay_out(sections, [steer("")] * 4, seed=3)
    for index, part in enumerate(parts):
        low, high = part.character.tempo
        assert part.bars[0].start_s == pytest.approx(index * 11.3)
        assert 0.92 * low <= 60 / part.bars[0].beat_s <= 1.08 * high
        if not part.is_last:
            assert part.bars[-1].start_s + part.bars[-1].length_s == pytest.approx((index + 1) * 11.3)
    assert len({part.tonic for part in parts}) == 1, "one key for the whole film"


def test_voices_move_by_small_steps() -> None:
    before = None
    for degree in (0, 4, 5, 3, 0, 3, 4, 0):
        after = harmony.voice(harmony.chord(48, "ionian", degree), before)
        if before is not None:
            assert sum(abs(a - b) for a, b in zip(after, before, strict=True)) <= 9
        before = after


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("no drums please", {"silent": frozenset({"drums"})}),
        ("solo piano", {"solo": "piano"}),
        ("ambient corporate", {"pad": "warm pad"}),
        ("heavier bass, upbeat", {"bass_db": 5.0, "tempo": 1.15}),
        ("driving percussion", {"forced": frozenset({"drums"})}),
        ("something nobody has words for", {}),
    ],
)
def test_a_prompt_steers(prompt: str, expected: dict[str, object]) -> None:
    steering = steer(prompt)
    for name, value in expected.items():
        assert getattr(steering, name) == value
    if not expected:
        assert steering == steer("")


@pytest.mark.parametrize(
    "sections", [(), (MusicSection(mood="calm", duration_ms=0),), (MusicSection(mood="calm", duration_ms=10**8),)]
)
def test_impossible_lengths_are_refused(sections: tuple[MusicSection, ...], tmp_path: Path) -> None:
    with pytest.raises(ProviderRejected):
        compose(MusicRequest(sections=sections), tmp_path / "music.wav")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a heavier bass pulse, no lyrics", {"bass_db": 5.0, "bass_style": "pulse"}),
        ("ambient corporate", {"is_calm_bed": True, "silent": frozenset({"drums"})}),
        ("a little slower", {"tempo": pytest.approx(1 / 1.075)}),
        ("much faster", {"tempo": pytest.approx(1.15**2)}),
        ("Adagio for strings", {"bpm": 68.0, "pad": "strings"}),
        ("90 bpm with arpeggios", {"bpm": 90.0, "motion": "arpeggio"}),
        ("999 bpm", {"bpm": 180.0}),
    ],
)
def test_a_prompt_says_how(prompt: str, expected: dict[str, object]) -> None:
    steering = steer(prompt)
    for name, value in expected.items():
        assert getattr(steering, name) == value


def written(sections: tuple[MusicSection, ...], *, seed: int) -> tuple[Score, tuple[Part, ...], Motif]:
    """Everything but the playing."""
    score, parts, motif, _ = write(MusicRequest(sections=sections, seed=seed))
    return score, parts, motif


@pytest.mark.parametrize("seed", range(8))
def test_the_theme_is_whole_at_the_beginning_and_comes_home_at_the_end(seed: int) -> None:
    score, parts, motif = written(request("hopeful", "hopeful").sections, seed=seed)
    piano = sorted(note.start_s for (name, _), notes in score.notes.items() if name == "piano" for note in notes)
    opening = parts[0].bars[1].start_s + parts[0].bars[1].length_s
    assert sum(start < opening - 0.05 for start in piano) == len(motif.degrees), "whole, in the first two bars"
    last = parts[-1].bars[-1]
    arrival = last.start_s + last.length_s
    assert sum(start > arrival - 8 * last.beat_s - 0.05 for start in piano) == len(motif.degrees), "and whole again"
    final = [note for notes in score.notes.values() for note in notes if note.start_s > arrival - 0.02]
    assert {note.pitch % 12 for note in final} == set(harmony.chord(parts[0].tonic, parts[0].mode, 0))
    assert all(note.length_s >= 1 for note in final), "they ring"


@pytest.mark.parametrize("mood", list(CHARACTERS))
def test_melody_and_bass_do_not_move_in_octaves(mood: Mood) -> None:
    for seed in range(6):
        score, parts, _ = written(request(mood, mood, ms=16_000).sections, seed=seed)
        names = {name for name, _ in score.notes}
        leads, basses = (
            names & set(CHARACTERS[mood].lead) - set(CHARACTERS[mood].movers),
            names & {"contrabass", "bass", "synth bass"},
        )
        bars = [bar for part in parts for bar in part.bars[:-2]]

        def on_beat(players: set[str], start_s: float, score: Score = score) -> set[int]:
            played = [note for (name, _), notes in score.notes.items() if name in players for note in notes]
            return {note.pitch % 12 for note in played if abs(note.start_s - start_s) <= 0.009}

        for one, two in pairwise(bars):
            before, after = (on_beat(leads, bar.start_s) & on_beat(basses, bar.start_s) for bar in (one, two))
            assert not (before and after and before != after), (mood, seed, one.start_s)


# ---------------------------------------------------------------- real sound


@pytest.mark.media
def test_a_film_cue_is_exact_level_and_ends(tmp_path: Path) -> None:
    sections = (
        MusicSection(mood="curious", duration_ms=7123, density=0.4),
        MusicSection(mood="proud", duration_ms=10_877, density=0.9),
    )
    result = compose(MusicRequest(sections=sections, seed=5), tmp_path / "cue.wav")
    samples, rate = ear.heard(result.path)
    assert (rate, samples.shape) == (48_000, (18 * 48_000, 2))
    assert result.duration_ms == 18_000
    assert np.max(np.abs(samples)) < 0.9, "no clipping"
    assert pcm.loudness(samples, rate) == pytest.approx(-18, abs=1)
    middle, last = samples[5 * rate : 12 * rate], samples[-rate // 2 :]
    assert ear.rms_db(last) < ear.rms_db(middle) - 20, "the last chord rings out inside the length"
    assert ear.rms_db(last[-rate // 20 :]) < -60, "and the file ends in silence"


@pytest.mark.media
def test_the_same_request_gives_the_same_bytes_and_another_seed_other_music(tmp_path: Path) -> None:
    one = compose(request("hopeful"), tmp_path / "one.wav").path.read_bytes()
    two = compose(request("hopeful"), tmp_path / "two.wav").path.read_bytes()
    other = compose(request("hopeful", seed=2), tmp_path / "other.wav").path.read_bytes()
    assert one == two
    assert one != other


@pytest.mark.media
def test_moods_differ_in_tempo_mode_and_brightness(tmp_path: Path) -> None:
    results = {mood: compose(request(mood), tmp_path / f"{mood}.wav") for mood in CHARACTERS}
    tempo = {mood: int(result.description.split(" bpm")[0].rsplit(" ", 1)[-1]) for mood, result in results.items()}
    assert tempo["tense"] > tempo["hopeful"] > tempo["night"]
    assert len({result.description.split("; ")[1].split(" on ")[0] for result in results.values()}) >= 4
    brightness = {mood: ear.centroid_hz(result.path) for mood, result in results.items()}
    assert max(brightness.values()) > 1.3 * min(brightness.values())


@pytest.mark.media
def test_it_ends_on_the_tonic(tmp_path: Path) -> None:
    for mood in ("hopeful", "proud", "calm"):
        result = compose(request(mood, ms=12_000), tmp_path / f"{mood}.wav")
        tonic = TONICS.index(result.description.split(" on ")[1].split(",")[0])
        chroma = ear.pitch_classes(result.path, start_s=9.9, end_s=11.2)
        chord = {tonic, (tonic + 4) % 12, (tonic + 7) % 12}
        assert sum(chroma[note] for note in chord) > 0.6
        assert chroma[tonic] > 0.2


@pytest.mark.media
def test_a_scene_has_its_own_prompt_weight_and_silence(tmp_path: Path) -> None:
    scene = MusicSection(mood="calm", duration_ms=8000)
    plain = compose(MusicRequest(sections=(scene,) * 3, seed=3), tmp_path / "plain.wav")
    shaped = (scene, replace(scene, enabled=False), replace(scene, weight=0.4, prompt="solo marimba"))
    result = compose(MusicRequest(sections=shaped, seed=3), tmp_path / "shaped.wav")
    assert result.description.split("; ")[1] == plain.description.split("; ")[1], "the same theme and key"
    (before, rate), (after, _) = ear.heard(plain.path), ear.heard(result.path)
    assert ear.rms_db(after[10 * rate : 16 * rate - 600]) < -70, "switched off, once the ringing is over"
    level = [ear.rms_db(samples[18 * rate : 21 * rate]) for samples in (before, after)]
    assert level[1] < level[0] - 4, "softer than it was"
    assert ear.rms_db(after[-rate // 20 :]) < -60, "and it still ends"


@pytest.mark.media
def test_music_that_is_switched_off_everywhere_is_silence(tmp_path: Path) -> None:
    off = MusicSection(mood="calm", duration_ms=1000, enabled=False)
    result = compose(MusicRequest(sections=(off, off)), tmp_path / "off.wav")
    samples, rate = ear.heard(result.path)
    assert (len(samples), float(np.max(np.abs(samples)))) == (2 * rate, 0.0)
    assert result.description.startswith("no music")


@pytest.mark.media
def test_a_prompt_is_heard(tmp_path: Path) -> None:
    plain = compose(request("proud"), tmp_path / "plain.wav").path
    bare = compose(request("proud", prompt="no drums"), tmp_path / "bare.wav").path
    bass = compose(request("proud", prompt="heavier bass"), tmp_path / "bass.wav").path
    assert ear.centroid_hz(bass) < ear.centroid_hz(plain)
    assert bare.read_bytes() != plain.read_bytes()


@pytest.mark.media
@pytest.mark.parametrize("ms", [500, 900, 2000])
def test_very_short_cues_are_a_chord_that_rings(ms: int, tmp_path: Path) -> None:
    result = compose(request("wistful", ms=ms), tmp_path / "sting.wav")
    samples, rate = ear.heard(result.path)
    assert len(samples) == ms * rate // 1000
    assert ear.rms_db(samples) > -35
