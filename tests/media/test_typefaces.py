"""A brand's typefaces: what stands for them, and that words are set in it."""

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image

from generation.media import fonts
from generation.media.fonts import Face, Family, font_file
from generation.media.lettering import Typesetter
from generation.media.plan import Overlay
from generation.media.posters import Poster, draw_poster
from generation.media.typefaces import Typefaces, closest, typefaces


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Montserrat", "montserrat"), ("playfair display", "playfair-display"),
        ("JetBrains  Mono", "jetbrains-mono"), ("Gotham Rounded", "nunito"), ("Futura PT Bold", "montserrat"),
        ("Helvetica Neue", "inter"), ("Adobe Garamond Pro", "lora"), ("Georgia", "lora"),
        ("Bodoni MT", "playfair-display"), ("Rockwell", "roboto-slab"), ("Helvetica Neue Condensed", "oswald"),
        ("Bebas Neue", "oswald"), ("Courier New", "jetbrains-mono"), ("Brush Script", "caveat"),
        ("Source Sans 3", "inter"), ("Source Serif 4", "lora"), ("Source Code Pro", "jetbrains-mono"),
        ("Noto Serif", "lora"), ("PT Sans Narrow", "oswald"), ("IBM Plex Mono", "jetbrains-mono"),
        ("IBM Plex Serif", "lora"), ("Cooper Black", "fraunces"), ("Our Own Thing", "inter"), ("明朝", "inter"),
        ("  ", "inter"), ("x" * 120, "inter"),
    ],
)  # fmt: skip
def test_a_name_finds_its_kind(name: str, family: Family) -> None:
    assert closest(name) == family


def test_titles_take_the_first_name_and_other_words_the_next_that_is_easily_read() -> None:
    assert typefaces([]) == typefaces(["", " "]) == Typefaces("fraunces", "inter")
    assert typefaces(["Bebas Neue"]) == Typefaces("oswald", "inter")
    assert typefaces(["Bodoni", "Caveat", "Georgia"]) == Typefaces("playfair-display", "lora")


def test_every_family_is_there_in_every_weight_that_is_drawn() -> None:
    for family in get_args(Family):
        for weight in (400, 500, 600, 700):
            assert font_file(family, "latin", weight).is_file()
        assert Face(family, 600, 40).width("Łódź, naïve") > 40


def test_a_folder_of_ones_own_may_hold_only_the_studios_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inter" / "files").mkdir(parents=True)
    (tmp_path / "fraunces" / "files").mkdir(parents=True)
    monkeypatch.setattr(fonts, "folder", lambda: tmp_path)
    assert (closest("Gotham"), closest("Bodoni")) == ("inter", "fraunces")


def test_posters_and_titles_are_set_in_the_brands_faces(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (320, 320), (90, 110, 130)).save(picture)
    luma = np.full((180, 320), 90, np.uint8)
    posters, titles = set(), set()
    for faces in (Typefaces(), Typefaces("oswald"), Typefaces("oswald", "lora")):
        poster = Poster(
            320, 320, "panel", picture, "Light after dark", "Nine hours.", "See it", "Lumo", ("#17324d",), faces
        )
        posters.add(draw_poster(poster, tmp_path / "out.png").read_bytes())
        setter = Typesetter(320, 180, has_captions=False, faces=faces)
        title = setter.overlay(Overlay("title", "Light after dark", "A film by Lumo", 0, 50), luma)
        titles.add(title.planes[0].tobytes())
    assert len(posters) == len(titles) == 3
