"""The mouth of a drawn presenter, measured in their pictures: it says what is heard when it is heard."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from generation.media.puppet.acting import Stretch, act
from generation.media.puppet.pose import COLUMNS, pose_of
from generation.media.puppet.puppet import Puppet
from generation.media.puppet.visemes import SHAPES, mouth_track
from generation.providers.base import TimedPhrase, TimedSound
from generation.providers.local.speech.sounds import spread_sounds
from tests.media.puppet.drawn import frame_of, marked, opening_cm, rig

pytestmark = pytest.mark.media
FPS, SHUT_CM = 25.0, 0.17  # one pixel of a small picture
WORDS = ("Maybe five people will believe me,", "but bring a map.", "Father opens the barn.")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rig")


@pytest.fixture(scope="module")
def spoken() -> tuple[TimedSound, ...]:
    """Three phrases with half a second of silence between them."""
    clock, phrases = 600, []
    for text in WORDS:
        end = clock + 62 * len(text)
        phrases.append(TimedPhrase(text=text, start_ms=clock, end_ms=end))
        clock = end + 500
    return spread_sounds(phrases)


def loudness(sounds: tuple[TimedSound, ...], frames: int) -> np.ndarray:
    level = np.zeros(frames * 8 + 1)
    for sound in sounds:
        level[sound.start_ms // 5 : sound.end_ms // 5] = 0.3 if sound.symbol in "pbtdkɡfsʃθ" else 1.0
    return level


@pytest.fixture(scope="module")
def openings(folder: Path, spoken: tuple[TimedSound, ...]) -> list[float]:
    """How far the mouth is open in every frame that shows somebody saying the words, in cm."""
    frames = spoken[-1].end_ms // 40 + 12
    track = act(spoken, loudness(spoken, frames), [Stretch(0, frames * 40)], frames=frames, fps=FPS, seed=5)
    drawn = marked(rig(folder))
    puppet = Puppet(drawn)
    return [opening_cm(drawn, frame_of(drawn, puppet, pose_of(row))) for row in track]


def test_lips_meet_at_every_m_b_and_p(spoken: tuple[TimedSound, ...], openings: list[float]) -> None:
    closed = [sound for sound in spoken if sound.symbol in "mbp"]
    assert len(closed) >= 10
    for sound in closed:
        first, last = int(sound.start_ms / 40) - 1, int(sound.end_ms / 40) + 1  # within a frame of its time
        assert min(openings[max(first, 0) : last + 1]) <= SHUT_CM, sound


def test_a_broad_a_opens_the_mouth_and_silence_shuts_it(spoken: tuple[TimedSound, ...], openings: list[float]) -> None:
    broad = [sound for sound in spoken if sound.symbol in "ɑæ"]
    assert len(broad) >= 3
    for sound in broad:
        near = openings[int(sound.start_ms / 40) - 1 : int(sound.end_ms / 40) + 1]
        assert max(near) > 4 * SHUT_CM, sound
    for before, after in itertools.pairwise(spoken):
        if after.start_ms - before.end_ms > 400:
            middle = (before.end_ms + after.start_ms) // 80
            assert max(openings[middle - 1 : middle + 2]) <= SHUT_CM
    assert max(openings[:8]) <= SHUT_CM
    assert openings[-1] <= SHUT_CM


def test_the_mouth_goes_with_the_sound_and_hardly_ahead_of_it(
    spoken: tuple[TimedSound, ...], openings: list[float]
) -> None:
    level = loudness(spoken, len(openings))[: len(openings) * 8].reshape(-1, 8).mean(axis=1)
    seen = np.array(openings)
    fits = {lag: np.corrcoef(seen[4:-4], np.roll(level, lag)[4:-4])[0, 1] for lag in range(-4, 5)}
    assert abs(max(fits, key=lambda lag: fits[lag])) <= 1, fits
    assert fits[0] > 0.5


def test_every_kind_of_sound_has_a_mouth_of_its_own(folder: Path) -> None:
    pictures = []
    drawn = rig(folder)
    puppet = Puppet(drawn)
    for sounds, _, _ in SHAPES:
        held = (TimedSound(symbol=sounds[0], start_ms=200, end_ms=800, stress=1),)
        row = np.zeros(len(COLUMNS), np.float32)
        row[:8] = mouth_track(held, np.ones(250), 25, FPS)[12]
        frame = frame_of(drawn, puppet, pose_of(row))
        y, x, cm = int(drawn.y), int(drawn.x), int(drawn.cm)
        pictures.append(frame[0][y + 5 * cm : y + 12 * cm, x - 5 * cm : x + 4 * cm].astype(float))
    kinds: list[np.ndarray] = []
    for picture in pictures:
        if all(np.abs(picture - other).mean() > 1.0 for other in kinds):
            kinds.append(picture)
    assert len(kinds) >= 9


def test_a_short_closure_is_seen_even_between_two_vowels() -> None:
    sounds = tuple(
        TimedSound(symbol=symbol, start_ms=start, end_ms=end, stress=2 * (symbol == "ɑ"))
        for symbol, start, end in (("ɑ", 200, 400), ("b", 400, 420), ("ɑ", 420, 620))
    )
    track = mouth_track(sounds, np.ones(200), 25, FPS)
    assert track[10, 0] == 0
    assert min(track[7, 0], track[13, 0]) > 1.0
