# ruff: noqa: E501 - tables are read by the row
"""Pictures rendered by Blender: what a prompt asks for, and what happens where Blender is not there."""

import json
import sys
from pathlib import Path

import pytest

from generation.media.child import Maker
from generation.providers import registry
from generation.providers.base import Chart, PictureRequest, Sitter
from generation.providers.blender import pictures
from generation.providers.blender.adapters import BlenderPictures
from generation.providers.blender.read import read_scene
from generation.providers.blender.scene import SceneDescription
from wire.errors import GenerationFailed, MissingModel


def asked(prompt: str, **changes: object) -> PictureRequest:
    return PictureRequest(prompt=prompt, **{"width": 160, "height": 90, **changes})  # type: ignore[arg-type]


def scene(prompt: str, **changes: object) -> SceneDescription:
    found = read_scene(asked(prompt, **changes))
    assert found is not None, prompt
    return found


@pytest.mark.parametrize(
    ("prompt", "kind", "subject", "material"),
    [
        ("a perfume bottle of glass on a marble table", "product", "bottle", "glass"), ("a brushed steel watch", "product", "watch", "metal"),
        ("a wooden chair, studio", "product", "chair", "wood"), ("an espresso on a wooden table", "product", "cup", "ceramic"),
        ("a gold bottle on marble", "product", "bottle", "gold"), ("a smartphone, product shot", "product", "phone", "metal"),
        ("a ceramic vase in front of a seamless backdrop", "product", "vase", "ceramic"), ("a bowl of fruit, still life", "product", "fruit", "fruit"),
        ("a leather notebook on a desk", "product", "book", "leather"), ("a marble sphere on concrete", "product", "sphere", "marble"),
    ],
)  # fmt: skip
def test_a_product_is_read_with_its_material(prompt: str, kind: str, subject: str, material: str) -> None:
    found = scene(prompt)
    assert (found.kind, found.subject, found.material) == (kind, subject, material)


@pytest.mark.parametrize(
    ("prompt", "kind", "setting"),
    [
        ("a living room with a lamp", "interior", "living room"), ("a bedroom at night", "interior", "bedroom"), ("a quiet study with a desk", "interior", "study"),
        ("a café in the morning", "interior", "dining room"), ("a room with a view of the sea", "interior", "living room"),
        ("misty mountains at dawn", "landscape", "mountains"), ("rolling hills under clouds", "landscape", "hills"), ("a lake at sunset", "landscape", "lake"),
        ("sand dunes", "landscape", "desert"), ("a beach", "landscape", "coast"), ("a pine forest in fog", "landscape", "forest"), ("a house in the hills", "landscape", "hills"),
    ],
)  # fmt: skip
def test_rooms_and_lands_are_read(prompt: str, kind: str, setting: str) -> None:
    found = scene(prompt)
    assert (found.kind, found.setting) == (kind, setting)


@pytest.mark.parametrize(
    ("prompt", "surface", "setting"),
    [
        ("a cup on a marble table", "marble", "table"), ("a watch on polished black", "gloss", "table"), ("a bottle on linen", "fabric", "table"),
        ("a bottle, seamless backdrop", "seamless", "seamless"), ("a chair", "seamless", "seamless"), ("a glass bottle on a wooden table", "wood", "table"),
    ],
)  # fmt: skip
def test_what_it_stands_on_is_read(prompt: str, surface: str, setting: str) -> None:
    found = scene(prompt)
    assert (found.surface, found.setting) == (surface, setting)


def test_lens_and_depth_of_field_are_read() -> None:
    assert scene("a vase, 135 mm").lens_mm == 135
    assert scene("hills, 24mm").lens_mm == 24
    assert scene("hills, telephoto").lens_mm == 135
    assert scene("a vase, product shot").lens_mm >= 85
    assert scene("a vase, bokeh").f_stop < scene("a vase").f_stop < scene("a vase, deep focus").f_stop


def test_light_follows_words_and_mood() -> None:
    plain = scene("a vase", mood="calm")
    assert scene("a vase", mood="tense").key_to_fill > plain.key_to_fill
    assert scene("a vase, soft light").key_to_fill < plain.key_to_fill
    assert scene("a vase, low key").key_to_fill > plain.key_to_fill
    assert scene("a vase with rim light").rim > plain.rim
    assert scene("a vase, lit from the left").key_side == -1
    assert scene("a vase, lit from the right").key_side == 1


def test_hour_weather_and_angle_are_read_from_words_or_fields() -> None:
    found = scene("hills at dusk in the rain, from above")
    assert (found.time, found.weather, found.angle) == ("dusk", "rain", "high")
    assert scene("hills", time_of_day="night", weather="snow").weather == "snow"


def test_colours_come_from_the_prompt_and_the_brand_is_an_accent() -> None:
    red = scene("a red ceramic vase").color
    assert red[0] > 2 * max(red[1:])
    branded = scene("a vase", brand_colors=("#0000ff",))
    assert branded.accent[2] > 0.9
    assert branded.ground == scene("a vase").ground


def test_the_same_request_is_the_same_scene_and_another_seed_another() -> None:
    assert scene("a bottle", seed=5) == scene("a bottle", seed=5)
    assert scene("a bottle", seed=5) != scene("a bottle", seed=6)
    assert scene("a bottle", palette_seed=1).ground != scene("a bottle", palette_seed=2).ground


def test_a_scene_travels_as_json() -> None:
    found = scene("a gold watch on marble, rim light")
    assert SceneDescription.from_json(found.to_json()) == found
    assert json.loads(found.to_json())["kind"] == "product"


@pytest.mark.parametrize(
    "prompt", ["a woman in a living room", "a crowd at a concert", "", "trust, abstractly", "a farmer in a field"]
)
def test_what_has_no_model_is_left_to_the_painter(prompt: str) -> None:
    assert read_scene(asked(prompt)) is None


def test_charts_and_portraits_are_left_to_the_painter() -> None:
    chart = Chart(kind="number", title="Trees", values=(9.0,), labels=("now",))
    assert read_scene(asked("a vase", chart=chart)) is None
    assert read_scene(asked("a vase", sitter=Sitter(name="Ruth Okafor"))) is None


@pytest.mark.parametrize("prompt", ["\x00", "bottle " * 5000, "{}[]()\\ vase", "花瓶", "a" * 100_000])
def test_odd_prompts_do_no_harm(prompt: str) -> None:
    read_scene(asked(prompt))


# ---------------------------------------------------------------- the process


def test_the_environment_picks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PROVIDER_IMAGE", "blender")
    assert isinstance(registry.adapter("image", Maker()), BlenderPictures)


def test_without_blender_the_error_names_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STUDIO_BLENDER_PYTHON", str(tmp_path / "nowhere" / "python"))
    with pytest.raises(MissingModel, match="make blender"):
        pictures.draw(asked("a vase"), tmp_path / "out")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("No module named 'bpy'", "make blender"),
        ("libSM.so.6: cannot open shared object file", "apt-get install .*libsm6"),
    ],
)
def test_why_blender_cannot_be_imported_decides_the_advice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, expected: str
) -> None:
    _stand_in(monkeypatch, tmp_path, f"print('noise'); print({json.dumps(json.dumps({'missing': said}))})")
    with pytest.raises(MissingModel, match=expected):
        pictures.draw(asked("a vase"), tmp_path / "out")


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(3)", "print('[1]')", "import os; os.kill(os.getpid(), 11)", "print('{\"near\": true}')"],
)
def test_a_render_that_ends_without_a_picture_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str
) -> None:
    _stand_in(monkeypatch, tmp_path, program)
    with pytest.raises(GenerationFailed, match="without"):
        pictures.draw(asked("a vase"), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_render_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pictures, "TIMEOUT_S", 0.2)
    _stand_in(monkeypatch, tmp_path, "import time; time.sleep(60)")
    with pytest.raises(GenerationFailed, match="longer than"):
        pictures.draw(asked("a vase"), tmp_path / "out")


def test_no_secret_reaches_the_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STUDIO_SECRET_KEY", "s3cret")
    _stand_in(monkeypatch, tmp_path, "import os, json; print(json.dumps({'missing': ' '.join(os.environ)}))")
    with pytest.raises(MissingModel) as caught:
        pictures.draw(asked("a vase"), tmp_path / "out")
    told = f"{caught.value.message} {caught.value.__notes__}"
    assert "PYTHONPATH" in told
    assert "SECRET" not in told


def test_impossible_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerationFailed, match="pixels a side"):
        pictures.draw(asked("a vase", width=8), tmp_path)


@pytest.mark.media
def test_what_has_no_model_is_painted_and_said_to_be(tmp_path: Path) -> None:
    made = pictures.draw(asked("a farmer in a field"), tmp_path)
    assert made.path.exists()
    assert "painted" in made.description


def _stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Puts a program in the place of the Python that has Blender."""
    script = folder / "python"
    script.write_text(f"#!{sys.executable}\n{program}\n")
    script.chmod(0o755)
    monkeypatch.setenv("STUDIO_BLENDER_PYTHON", str(script))
