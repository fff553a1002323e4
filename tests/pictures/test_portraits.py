"""Portraits: one face for one sitter, whatever the film; words decide what they name; the head is in the frame."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from generation.providers.base import PictureRequest, Sitter
from generation.providers.local.pictures import draw
from generation.providers.local.pictures.brief import read_request
from generation.providers.local.pictures.face import cast_face, sitter_face
from generation.providers.local.pictures.people import face_of
from generation.providers.local.pictures.portrait import portrait_request
from generation.providers.local.pictures.wardrobe import Outfit
from tests.pictures.world import distance, pixels

RUTH = Sitter(name="Ruth Okafor", role="chief scientist", gender="female")


class TestFaces:
    def test_the_same_sitter_has_the_same_face(self) -> None:
        assert sitter_face(RUTH) == sitter_face(Sitter(name="ruth okafor ", role="chief scientist", gender="female"))

    def test_other_names_have_other_faces(self) -> None:
        faces = {sitter_face(Sitter(name=name)) for name in ("Ada", "Ben", "Cem", "Dora", "Emil", "Fay", "Gus", "Hana")}
        assert len(faces) == 8

    @pytest.mark.parametrize(
        ("description", "field", "value"),
        [
            ("with round glasses", "glasses", True),
            ("a bald man", "hair", "bald"),
            ("wears a headscarf", "hair", "scarf"),
            ("a woman with long hair", "hair", "long"),
            ("a bearded man", "beard", "beard"),
            ("an elderly woman", "age", 0.95),
            ("a 31-year-old skipper", "age", 0.3),
            ("an old hand, aged 47", "age", 0.5),
        ],
    )
    def test_what_the_description_names_is_seen(self, description: str, field: str, value: object) -> None:
        found = getattr(sitter_face(Sitter(name="Kim", description=description)), field)
        assert bool(found) if value is True else found == value

    def test_colours_of_hair_and_skin_are_read(self) -> None:
        outfit = sitter_face(Sitter(name="Kim", description="pale, long red hair", gender="female")).outfit
        assert (outfit.hair, outfit.skin) == ("hair_red", "skin_1")

    def test_clothes_follow_the_role(self) -> None:
        assert sitter_face(RUTH).outfit.cut == "coat"
        assert sitter_face(Sitter(name="Tom", role="engineer")).outfit.cut == "vest"

    def test_an_unnamed_role_keeps_its_face_through_a_film(self) -> None:
        assert cast_face("nurse", palette_seed=4, index=0) == cast_face("nurse", palette_seed=4, index=0)
        assert cast_face("nurse", palette_seed=4, index=0) != cast_face("nurse", palette_seed=5, index=0)


class TestStandingFigures:
    def test_who_is_named_stands_in_the_scene_as_in_the_portrait(self) -> None:
        request = PictureRequest(prompt="a baker and a scientist", width=640, height=360, people=(RUTH,))
        brief = read_request(request)
        assert [one.sitter for one in brief.people] == [None, RUTH], "by the calling, not by the order"
        assert face_of(brief.people[1], brief, 1) == sitter_face(RUTH)
        turned = read_request(replace(request, focus_subject=1))
        assert [one.sitter for one in turned.people] == [RUTH, None]

    def test_a_word_for_man_or_woman_is_kept(self) -> None:
        request = PictureRequest(prompt="an old man and a female engineer", width=640, height=360)
        assert [(one.role, one.sex) for one in read_request(request).people] == [
            ("elder", "male"),
            ("engineer", "female"),
        ]
        dave = Sitter(name="Dave", role="engineer", gender="male")
        assert [one.sitter for one in read_request(replace(request, people=(dave,))).people] == [None, None]

    def test_passers_by_differ_from_each_other_and_from_scene_to_scene(self) -> None:
        def outfits(prompt: str) -> list[Outfit]:
            brief = read_request(PictureRequest(prompt=prompt, width=640, height=360, palette_seed=5))
            return [face_of(one, brief, number).outfit for number, one in enumerate(brief.people)]

        crowd = outfits("a crowd of people in a street")
        assert len({(one.top, one.cut) for one in crowd}) == len(crowd) == 6
        assert len({one.skin for one in crowd}) > 2
        assert max(one.stature for one in crowd) - min(one.stature for one in crowd) > 0.05
        assert outfits("a person in a park") == outfits("a person in a park") != outfits("a person at a station")

    def test_a_family_has_children(self) -> None:
        roles = read_request(PictureRequest(prompt="a family in a garden", width=640, height=360)).roles
        assert roles == ("woman", "person", "child", "child")


@pytest.mark.media
class TestPortraits:
    def test_it_is_square_repeatable_and_takes_the_films_palette(self, tmp_path: Path) -> None:
        paths = [
            draw(portrait_request(RUTH, size=160, palette_seed=n), tmp_path / str(i)).path
            for i, n in enumerate((1, 1, 6))
        ]
        assert pixels(paths[0]).shape == (160, 160, 3)
        assert paths[0].read_bytes() == paths[1].read_bytes()
        assert distance(pixels(paths[0]), pixels(paths[2])) > 0.03

    def test_the_head_stands_inside_the_frame(self, tmp_path: Path) -> None:
        for name in ("Ada", "Ben", "Leo"):
            result = draw(portrait_request(Sitter(name=name), size=160), tmp_path / name)
            alpha = pixels(next(layer.path for layer in result.layers if layer.path.stem == "subject"))[..., 3]
            rows = np.nonzero((alpha > 128).any(axis=1))[0]
            assert 13 + 160 * 0.03 < rows.min() < 13 + 160 * 0.35
            assert rows.max() == alpha.shape[0] - 1, "the shoulders run out of the frame"

    def test_the_description_says_who_it_is(self, tmp_path: Path) -> None:
        assert "portrait of Ruth Okafor" in draw(portrait_request(RUTH, size=96), tmp_path).description
