"""Portraits: one face for one sitter, whatever the film; words decide what they name; the head is in the frame."""

from pathlib import Path

import numpy as np
import pytest

from generation.providers.base import Sitter
from generation.providers.local.pictures import draw
from generation.providers.local.pictures.face import cast_face, sitter_face
from generation.providers.local.pictures.portrait import portrait_request
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
