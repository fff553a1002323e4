"""The people of a film stay the same people: one design each, in every shot that shows them; no stranger shares it."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generation.films.boards import rehearsal
from generation.films.cast import as_heard, sitter_of
from generation.films.screen import picture_request
from generation.films.shots import ShotIdea, list_shots
from generation.providers.base import PictureRequest, Script, ScriptRequest, Sitter, SourceText, Target
from generation.providers.local.pictures.brief import read_request
from generation.providers.local.pictures.catalog import load
from generation.providers.local.pictures.face import cast_face, likeness, sitter_face
from generation.providers.local.pictures.people import _dressed, face_of
from generation.providers.local.text import write_script
from generation.providers.local.text.staging import weather_of

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "docs" / "examples").glob("*.txt"))
RATIOS = ((1280, 720), (720, 720), (720, 900), (720, 1280))


@cache
def planned(path: Path) -> tuple[Script, tuple[ShotIdea, ...]]:
    source = SourceText(id="src_1", text=path.read_text(encoding="utf-8"))
    script = as_heard(
        write_script(ScriptRequest(sources=(source,), target=Target(), duration_ms=60_000, mode="documentary")), {}
    )
    timing, phrases = rehearsal(script, duration_ms=60_000)
    return script, list_shots(script, timing, phrases)


def requests_of(path: Path, width: int = 1280, height: int = 720) -> list[PictureRequest]:
    script, shots = planned(path)
    return [picture_request(script, shot, {"width": width, "height": height, "seed": 7}) for shot in shots]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_person_has_one_design_in_every_shot_and_ratio(path: Path) -> None:
    load()
    designs: dict[str, set[object]] = {}
    for width, height in RATIOS:
        for request in requests_of(path, width, height):
            for again in (request, replace(request, seed=request.seed + 1, prompt=f"{request.prompt}, a red coat")):
                brief = read_request(again)
                if again.sitter:
                    designs.setdefault(again.sitter.name, set()).add(sitter_face(again.sitter).outfit)
                for index, one in enumerate(brief.people):
                    if one.sitter:
                        designs.setdefault(one.sitter.name, set()).add(_dressed(one, brief, index, is_colored=True))
    assert designs
    assert {name: len(found) for name, found in designs.items()} == dict.fromkeys(designs, 1)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_stranger_is_taken_for_one_of_the_cast(path: Path) -> None:
    load()
    for request in requests_of(path):
        brief = read_request(request)
        known = [sitter_face(sitter) for sitter in request.cast]
        for index, one in enumerate(brief.people):
            if one.sitter is None:
                assert likeness(face_of(one, brief, index), known) <= 2


def test_a_stranger_of_the_same_calling_looks_like_somebody_else() -> None:
    known = [sitter_face(Sitter(name="Ruth Adeyemi", role="project director", gender="female"))]
    for seed in range(30):
        stranger = cast_face("executive", palette_seed=seed, index=0, gender="female", known=known)
        assert stranger.outfit.style != known[0].outfit.style
        assert likeness(stranger, known) <= 2


def test_who_is_called_by_office_or_by_a_pronoun_is_the_same_person() -> None:
    script, _ = planned(next(path for path in EXAMPLES if path.stem == "short-story"))
    osei = next(one for one in script.characters if one.name == "Mr Osei")
    assert osei.gender == "male"
    found = [
        request
        for request in requests_of(next(path for path in EXAMPLES if path.stem == "short-story"))
        if "stationmaster" in request.prompt and not request.sitter
    ]
    assert found
    assert all(sitter_of(osei) in request.people for request in found)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_stranger_is_never_shown_from_close_by(path: Path) -> None:
    """The face under somebody's words would be taken for theirs."""
    load()
    for request in requests_of(path):
        brief = read_request(request)
        if brief.shot == "close" and not request.sitter and not request.chart and brief.people:
            assert brief.people[0].sitter is not None


@pytest.mark.parametrize(
    ("text", "weather"),
    [
        ("The rain had stopped and the square was empty.", "clear"),
        ("It had not rained since May.", "clear"),
        ("The fog lifted.", "clear"),
        ("The rain had stopped, but snow fell.", "snow"),
        ("It rained all night.", "rain"),
    ],
)
def test_weather_that_is_over_is_not_shown(text: str, weather: str) -> None:
    assert weather_of(text, "clear") == weather
