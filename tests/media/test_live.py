"""Parts of a live read: encoded one by one, heard as one."""

from pathlib import Path

import av
import numpy as np
import pytest

from generation.media import live
from generation.media.sound import read_sound, write_wav


def click(path: Path, *, length_ms: int) -> Path:
    """A WAV with one click in its middle."""
    sound = np.zeros((length_ms * live.RATE // 1000, 1))
    sound[len(sound) // 2] = 0.9
    write_wav(path, sound, rate=live.RATE)
    return path


def heard(data: bytes, path: Path) -> np.ndarray:
    path.write_bytes(data)
    with av.open(str(path)) as file:
        return np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])


def test_parts_follow_each_other_without_a_gap_and_stay_in_time(tmp_path: Path) -> None:
    lengths = [310, 777, 1203, 45, 990, 1501, 402, 618]
    stream, expected, frames = b"", [], 0
    for number, length_ms in enumerate(lengths):
        wav = click(tmp_path / f"{number}.wav", length_ms=length_ms)
        part = live.encode_part(wav, tmp_path / f"{number}.mp3", silence_before_ms=50, silence_after_ms=150)
        middle = length_ms * live.RATE // 1000 // 2
        expected.append(frames * live.FRAME + 50 * live.RATE // 1000 + middle)
        frames += part.frames
        stream += part.path.read_bytes()
    sound = heard(stream, tmp_path / "all.mp3")
    assert len(sound) == frames * live.FRAME
    for sample in expected:
        around = np.abs(sound[sample - 400 : sample + 400])
        assert abs(int(around.argmax()) - 400) < 0.005 * live.RATE
    quiet = np.abs(sound[expected[0] + 2400 : expected[1] - 2400])
    assert 0 < quiet.max() < 0.01, "room tone where parts meet, no click and no digital silence"


def test_a_part_says_how_long_it_is(tmp_path: Path) -> None:
    part = live.encode_part(click(tmp_path / "a.wav", length_ms=1000), tmp_path / "a.mp3", silence_after_ms=500)
    assert part.duration_ms == pytest.approx(1500, abs=24)
    assert part.path.stat().st_size == part.frames * live.FRAME_BYTES


def test_takes_are_joined_with_their_pauses(tmp_path: Path) -> None:
    wavs = [click(tmp_path / f"{n}.wav", length_ms=400) for n in range(3)]
    assert live.join_speech(wavs, [100, 250], tmp_path / "line.wav") == 3 * 400 + 350
    sound = read_sound(tmp_path / "line.wav", rate=live.RATE)[:, 0]
    clicks = np.flatnonzero(np.abs(sound) > 0.3)
    assert [round(int(at) * 1000 / live.RATE) for at in clicks] == [200, 700, 1350]
