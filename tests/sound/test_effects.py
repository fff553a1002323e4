"""Sound effects: what the prompt says is what is heard."""

from pathlib import Path

import numpy as np
import pytest

from generation.providers.base import SoundRequest
from generation.providers.local import pcm
from generation.providers.local.sound import kinds, make_sound, room
from tests.sound import ear
from wire.errors import ProviderRejected

pytestmark = pytest.mark.media


def sound(prompt: str, folder: Path, **options: int) -> Path:
    return make_sound(
        SoundRequest(prompt=prompt, **options), folder / f"{abs(hash((prompt, *options.items())))}.wav"
    ).path


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_sounds_and_keeps_its_level(kind: str, tmp_path: Path) -> None:
    result = make_sound(SoundRequest(prompt=kind, seed=3), tmp_path / "effect.wav")
    samples, rate = ear.heard(result.path)
    assert (rate, samples.shape[1]) == (48_000, 2)
    assert result.duration_ms == len(samples) * 1000 // rate
    assert 0.02 < np.max(np.abs(samples)) <= 0.71, "audible, and peaks at -3 dBFS at most"
    assert -34 < pcm.loudness(samples, rate) < -19
    assert ear.rms_db(samples[-rate // 200 :]) < -40, "no click at the end"


@pytest.mark.parametrize(
    ("prompt", "count"),
    [("three crisp knocks on a wooden door", 3), ("two knocks", 2), ("5 slow footsteps on stone", 5)],
)
def test_things_happen_as_often_as_the_prompt_says(prompt: str, count: int, tmp_path: Path) -> None:
    apart = 0.3 if "steps" in prompt else 0.09
    assert len(ear.onsets_s(sound(prompt, tmp_path), apart_s=apart)) == count


@pytest.mark.parametrize("prompt", ["rain", "three knocks", "whoosh", "applause", "church bell"])
@pytest.mark.parametrize("ms", [400, 1333, 5000])
def test_a_length_asked_for_is_the_length_given(prompt: str, ms: int, tmp_path: Path) -> None:
    result = make_sound(SoundRequest(prompt=prompt, duration_ms=ms), tmp_path / "effect.wav")
    samples, rate = ear.heard(result.path)
    assert result.duration_ms == ms
    assert len(samples) == ms * rate // 1000


def test_material_changes_the_sound(tmp_path: Path) -> None:
    wood, metal = sound("knock on wood", tmp_path), sound("knock on metal", tmp_path)
    gravel, carpet = sound("steps on gravel", tmp_path), sound("steps on carpet", tmp_path)
    assert ear.centroid_hz(metal) > 1.3 * ear.centroid_hz(wood)
    assert ear.centroid_hz(gravel) > 2 * ear.centroid_hz(carpet)


def test_words_for_how_change_the_sound(tmp_path: Path) -> None:
    crisp = sound("three crisp knocks", tmp_path)
    heavy = sound("three heavier knocks on a resonant wooden door", tmp_path)
    assert len(ear.onsets_s(crisp)) == len(ear.onsets_s(heavy)) == 3
    assert ear.centroid_hz(crisp) > 1.5 * ear.centroid_hz(heavy)
    assert ear.ringing_s(heavy) > 1.3 * ear.ringing_s(crisp), "resonant: the board goes on"
    assert ear.share_below(heavy, 200) > 1.2 * ear.share_below(crisp, 200), "heavier: more weight below"


def test_a_prompt_may_name_several_sounds(tmp_path: Path) -> None:
    both = make_sound(SoundRequest(prompt="rain with distant thunder", duration_ms=3000), tmp_path / "a.wav")
    assert (both.duration_ms, both.description) == (3000, "rain; thunder (outside)")
    row = make_sound(SoundRequest(prompt="one knock, then a church bell after 1 s"), tmp_path / "b.wav")
    assert row.description == "1 knock (room); bell (church)"
    samples, rate = ear.heard(row.path)
    knock_s = make_sound(SoundRequest(prompt="one knock"), tmp_path / "c.wav").duration_ms / 1000
    bell = samples[int((knock_s + 1.0) * rate) :]
    assert ear.rms_db(samples[int((knock_s + 0.3) * rate) : int((knock_s + 0.9) * rate)]) < ear.rms_db(bell) - 30


def test_a_sound_comes_from_where_the_prompt_says(tmp_path: Path) -> None:
    samples, _ = ear.heard(sound("two knocks on the left", tmp_path))
    assert ear.rms_db(samples[:, 0]) > ear.rms_db(samples[:, 1]) + 3
    passing, _ = ear.heard(sound("a siren from left to right", tmp_path))
    half = len(passing) // 2
    assert ear.rms_db(passing[:half, 0]) > ear.rms_db(passing[:half, 1]) + 2
    assert ear.rms_db(passing[half:, 1]) > ear.rms_db(passing[half:, 0]) + 2


def test_what_is_only_near_is_called_so(tmp_path: Path) -> None:
    result = make_sound(SoundRequest(prompt="a helicopter overhead", duration_ms=800), tmp_path / "a.wav")
    assert result.description == "engine (outside), the nearest there is to 'helicopter'"


@pytest.mark.parametrize("where", ["room", "hall", "church"])
def test_rooms_decay_as_long_as_they_say(where: str) -> None:
    t60, _, high = room.ROOMS[where]
    response = room._response(t60, high)[:, 0]
    left = np.cumsum(np.square(response)[::-1])[::-1]
    curve = 10 * np.log10(left / left[0] + 1e-12)
    at = {db: int(np.argmax(curve < db)) / 48_000 for db in (-5, -25)}
    assert 3 * (at[-25] - at[-5]) == pytest.approx(t60, rel=0.25), "by Schroeder's integral, from -5 to -25 dB"


def test_a_church_rings_longer_than_a_room(tmp_path: Path) -> None:
    room = make_sound(SoundRequest(prompt="one knock, dry"), tmp_path / "room.wav")
    church = make_sound(SoundRequest(prompt="one knock in a church"), tmp_path / "church.wav")
    assert church.duration_ms > room.duration_ms + 700


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    request = SoundRequest(prompt="heavy rain on a window", duration_ms=1500, seed=4)
    one, two = (make_sound(request, tmp_path / f"{name}.wav").path.read_bytes() for name in ("one", "two"))
    other = make_sound(SoundRequest(prompt=request.prompt, duration_ms=1500, seed=5), tmp_path / "other.wav")
    assert one == two
    assert one != other.path.read_bytes()


@pytest.mark.parametrize("prompt", ["", "the sound of one idea", "🎉", "xyzzy"])
def test_an_unknown_sound_is_refused_with_what_there_is(prompt: str, tmp_path: Path) -> None:
    with pytest.raises(ProviderRejected, match="knock") as refused:
        make_sound(SoundRequest(prompt=prompt), tmp_path / "effect.wav")
    assert refused.value.details["kinds"] == list(kinds())


@pytest.mark.parametrize("ms", [0, 10, 10**7])
def test_impossible_lengths_are_refused(ms: int, tmp_path: Path) -> None:
    with pytest.raises(ProviderRejected):
        make_sound(SoundRequest(prompt="rain", duration_ms=ms), tmp_path / "effect.wav")
