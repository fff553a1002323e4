"""The mix: as long as asked, as loud as broadcast, never clipped, music out of the way of words."""

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from generation.media.mix import (
    CEILING_DB,
    DUCK_AFTER_MS,
    DUCK_BEFORE_MS,
    ducking,
    encode_mp3,
    limiting,
    loudness,
    mix,
    true_peak_db,
    true_peaks,
)
from generation.media.plan import Bed, MixPlan, Placed
from generation.media.probe import probe
from generation.media.sound import RATE, read_sound, write_wav
from tests.media.pictures import babble, tone
from wire.errors import GenerationFailed


def level_db(sound: np.ndarray) -> float:
    return 20 * np.log10(np.sqrt(np.mean(np.square(sound))) + 1e-12)


def at(sound: np.ndarray, start_ms: int, end_ms: int) -> np.ndarray:
    return sound[start_ms * RATE // 1000 : end_ms * RATE // 1000]


class TestDucking:
    SPANS = ((2 * RATE, 4 * RATE),)

    def test_music_is_down_before_the_first_word_and_up_after_the_last(self):
        gain_db = 20 * np.log10(ducking(6 * RATE, self.SPANS))
        assert gain_db[: (2000 - DUCK_BEFORE_MS) * 48] == pytest.approx(0, abs=0.01)
        assert gain_db[2 * RATE : 4 * RATE].max() <= -10
        assert gain_db[(4000 + DUCK_AFTER_MS) * 48 + 1 :] == pytest.approx(0, abs=0.01)
        assert 150 <= DUCK_BEFORE_MS <= 250
        assert 400 <= DUCK_AFTER_MS <= 600

    def test_it_moves_without_a_step(self):
        assert np.abs(np.diff(20 * np.log10(ducking(6 * RATE, self.SPANS)))).max() < 0.01

    def test_speech_at_the_very_ends_is_no_trouble(self):
        gain = ducking(RATE, [(0, RATE)])
        assert gain.max() < 0.35


class TestLimiting:
    def test_peaks_between_samples_are_seen(self):
        # A sine at a quarter of the rate, sampled 45° off its crests: 3 dB more than any sample shows.
        time = np.arange(RATE)
        sine = np.sin(np.pi / 2 * time + np.pi / 4)[:, None] * np.ones((1, 2))
        assert 20 * np.log10(np.abs(sine).max()) == pytest.approx(-3, abs=0.05)
        assert true_peak_db(sine) == pytest.approx(0, abs=0.15)

    def test_what_is_loud_stays_under_the_ceiling_and_what_is_not_is_untouched(self):
        noise = np.random.default_rng(3).standard_normal((2 * RATE, 2)).astype(np.float32) * 0.05
        noise[RATE : RATE + 200] *= 40
        gain = limiting(true_peaks(noise))
        assert true_peak_db(noise * gain[:, None]) <= CEILING_DB + 0.1
        assert gain[: RATE // 2] == pytest.approx(1, abs=1e-5)
        assert gain[RATE + RATE // 2 :] == pytest.approx(1, abs=1e-5)


@pytest.mark.media
class TestMix:
    @pytest.fixture(scope="class")
    @staticmethod
    def mixed(tmp_path_factory):
        folder = tmp_path_factory.mktemp("mix")
        plan = MixPlan(
            20_000,
            speech=(
                Placed(babble(folder / "a.wav", 3.0), 3_000),
                Placed(babble(folder / "b.wav", 3.0, seed=2, level=0.05), 6_600),
                Placed(babble(folder / "c.wav", 2.5, seed=1), 14_000),
            ),
            music=tone(folder / "music.wav", 25, hertz=5000, level=0.4),
            effects=(Placed(babble(folder / "e.wav", 0.5, seed=3), 11_000),),
        )
        result = mix(plan, folder / "mix.wav")
        return plan, result, read_sound(result.path)

    def test_it_lasts_to_the_sample(self, mixed):
        plan, result, sound = mixed
        assert len(sound) == plan.duration_ms * 48
        assert result.duration_ms == plan.duration_ms
        found = probe(result.path)
        assert (found.audio_rate, found.channels) == (48_000, 2)

    def test_it_is_as_loud_as_broadcast_and_peaks_are_kept(self, mixed):
        _, result, sound = mixed
        assert loudness(sound) == pytest.approx(-16, abs=1)
        assert true_peak_db(sound) <= -1.5
        assert (result.lufs, result.true_peak_db) == (
            pytest.approx(loudness(sound), abs=0.05),
            pytest.approx(true_peak_db(sound), abs=0.05),
        )

    def test_music_is_ten_decibels_lower_under_speech(self, mixed):
        # The music is a tone at 5 kHz, above the voices, so that a narrow filter can weigh it alone.
        *_, sound = mixed
        music = sosfiltfilt(butter(4, [4950, 5050], "bandpass", fs=RATE, output="sos"), sound[:, 0])
        alone = level_db(at(music, 1_000, 2_500))
        assert level_db(at(music, 3_200, 5_800)) <= alone - 10
        assert level_db(at(music, 6_100, 6_500)) <= alone - 10  # it stays down in a short pause
        assert level_db(at(music, 10_500, 10_900)) == pytest.approx(alone, abs=0.5)
        assert level_db(at(music, 12_000, 13_500)) == pytest.approx(alone, abs=0.5)

    def test_music_is_twelve_to_eighteen_decibels_under_the_words(self, mixed):
        *_, sound = mixed
        spoken = at(sound, 3_100, 5_900)
        music = sosfiltfilt(butter(4, [4950, 5050], "bandpass", fs=RATE, output="sos"), spoken, axis=0)
        words = sosfiltfilt(butter(4, 3000, fs=RATE, output="sos"), spoken, axis=0)
        assert 12 <= loudness(words) - loudness(music) <= 18

    def test_quiet_lines_are_brought_up_to_the_others(self, mixed):
        *_, sound = mixed
        voices = sosfiltfilt(butter(4, 3000, fs=RATE, output="sos"), sound[:, 0])
        assert level_db(at(voices, 3_000, 6_000)) == pytest.approx(level_db(at(voices, 6_600, 9_600)), abs=1.5)

    def test_music_that_is_too_long_fades_out(self, mixed):
        *_, sound = mixed
        assert level_db(at(sound, 19_900, 20_000)) < level_db(at(sound, 17_500, 18_000)) - 12

    def test_the_same_plan_gives_the_same_bytes(self, mixed, tmp_path):
        plan, result, _ = mixed
        assert mix(plan, tmp_path / "again.wav").path.read_bytes() == result.path.read_bytes()

    def test_mp3_is_as_long_as_loud_and_carries_the_title(self, mixed, tmp_path):
        plan, result, sound = mixed
        out = encode_mp3(result.path, tmp_path / "film.mp3", title="Nine hectares")
        heard = read_sound(out)
        assert abs(len(heard) - len(sound)) <= 1152
        assert loudness(heard) == pytest.approx(-16, abs=1)
        assert true_peak_db(heard) <= -1.5
        found = probe(out)
        assert found.title == "Nine hectares"
        assert abs(found.duration_ms - plan.duration_ms) <= 30
        assert out.stat().st_size == pytest.approx(192_000 / 8 * 20, rel=0.1)


@pytest.mark.media
def test_silence_is_a_quiet_room_not_digital_zero(tmp_path):
    result = mix(MixPlan(3_000), tmp_path / "room.wav")
    sound = read_sound(result.path)
    assert level_db(sound) == pytest.approx(-60, abs=1)


@pytest.mark.media
def test_a_transient_does_not_clip(tmp_path):
    clicks = np.zeros((RATE * 4, 2))
    clicks[:: RATE // 3] = 1.0
    clicks += np.random.default_rng(0).standard_normal(clicks.shape) * 0.01
    write_wav(tmp_path / "clicks.wav", clicks)
    result = mix(MixPlan(4_000, speech=(Placed(tmp_path / "clicks.wav", 0),)), tmp_path / "out.wav")
    assert result.true_peak_db <= -1.5


@pytest.mark.media
def test_sound_that_would_start_before_or_end_after_the_film_is_cut(tmp_path):
    line = babble(tmp_path / "a.wav", 2)
    result = mix(MixPlan(1_500, speech=(Placed(line, -500), Placed(line, 1_200))), tmp_path / "out.wav")
    assert len(read_sound(result.path)) == 1_500 * 48


def octave_of(sound: np.ndarray, hertz: float) -> np.ndarray:
    return sosfiltfilt(butter(4, [hertz * 0.98, hertz * 1.02], "bandpass", fs=RATE, output="sos"), sound, axis=0)


@pytest.mark.media
def test_effects_stand_where_and_as_loud_as_the_plan_says(tmp_path):
    bell = tone(tmp_path / "bell.wav", 0.8, hertz=3000, level=0.5)
    plan = MixPlan(
        12_000,
        speech=(Placed(babble(tmp_path / "a.wav", 3.0), 1_000),),
        effects=(
            Placed(bell, 2_000),
            Placed(bell, 6_000),
            Placed(bell, 8_000, volume=0.5),
            Placed(bell, 10_000, pan=-1.0),
            Placed(bell, 9_000, volume=0.0),
        ),
    )
    heard = octave_of(read_sound(mix(plan, tmp_path / "mix.wav").path), 3000)
    alone = level_db(at(heard, 6_100, 6_700))
    assert level_db(at(heard, 2_100, 2_700)) == pytest.approx(alone - 5, abs=1), "it stays behind the words"
    assert level_db(at(heard, 8_100, 8_700)) == pytest.approx(alone - 10, abs=0.5), "half as loud"
    assert level_db(at(heard, 9_100, 9_700)) < alone - 40
    left, right = (level_db(at(heard, 10_100, 10_700)[:, side]) for side in (0, 1))
    assert left > right + 30
    voice = read_sound(tmp_path / "mix.wav")
    assert -16 <= level_db(at(heard, 6_100, 6_700)) - level_db(at(voice, 1_200, 3_800)) <= -5


@pytest.mark.media
def test_a_bed_fills_its_scene_without_a_seam_and_leads_into_it(tmp_path):
    rng = np.random.default_rng(5)
    write_wav(tmp_path / "air.wav", rng.standard_normal((2 * RATE, 2)) * 0.1)
    plan = MixPlan(
        12_000,
        speech=(Placed(babble(tmp_path / "a.wav", 1.5), 500),),
        beds=(Bed(tmp_path / "air.wav", 3_000, 9_000, lead_ms=400, tail_ms=500),),
    )
    sound = read_sound(mix(plan, tmp_path / "mix.wav").path)
    inside = [level_db(at(sound, start, start + 300)) for start in range(3_400, 8_400, 300)]
    assert max(inside) - min(inside) < 2.5, "no seam is heard"
    assert level_db(at(sound, 2_800, 3_000)) > level_db(at(sound, 2_350, 2_550)) + 3, "it is there before its scene"
    assert level_db(at(sound, 9_050, 9_250)) > level_db(at(sound, 10_000, 11_000)) + 3, "and a little after it"
    assert -34 < np.mean(inside) - level_db(at(sound, 600, 1_900)) < -20


def test_an_impossible_mix_says_what_is_wrong(tmp_path):
    plan = MixPlan(0, effects=(Placed(tmp_path / "bell.wav", 0, volume=1.5, pan=2),), music_volume=-1)
    with pytest.raises(GenerationFailed) as refused:
        mix(plan, tmp_path / "mix.wav")
    for words in ("0 ms", "bell.wav is 1.5", "panned to 2", "the music is -1"):
        assert words in refused.value.message


@pytest.mark.parametrize("content", [None, b"", b"no sound at all" * 100, b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"])
def test_what_is_no_sound_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / "line.wav").write_bytes(content)
    with pytest.raises(GenerationFailed, match=r"line\.wav"):
        mix(MixPlan(1_000, speech=(Placed(tmp_path / "line.wav", 0),)), tmp_path / "out.wav")
    assert not (tmp_path / "out.wav").exists()
