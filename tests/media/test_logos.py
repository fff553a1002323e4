"""A logo is a stranger's picture: opened apart, kept clean, set where it is seen."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generation.media.lettering import Typesetter
from generation.media.logos import fit_logo, receive_logo, stamp_logo
from generation.media.plan import Overlay
from wire.errors import GenerationFailed


def logo_at(path: Path, *, color: tuple[int, ...] = (10, 110, 92, 255), size: tuple[int, int] = (200, 80)) -> Path:
    """A bar of that colour with a transparent border of 20 pixels."""
    picture = Image.new("RGBA", (size[0] + 40, size[1] + 40), (0, 0, 0, 0))
    picture.paste(Image.new("RGBA", size, color), (20, 20))
    picture.save(path, "PNG")
    return path


def test_a_logo_loses_its_border_and_whatever_else_its_file_held(tmp_path: Path) -> None:
    raw = logo_at(tmp_path / "raw", size=(3000, 1000))
    raw.write_bytes(raw.read_bytes() + b"<script>alert(1)</script>")
    receive_logo(raw, tmp_path / "logo.png")
    with Image.open(tmp_path / "logo.png") as kept:
        assert (kept.size, kept.mode) == ((1024, 341), "RGBA")
    assert b"script" not in (tmp_path / "logo.png").read_bytes()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "unreadable"),
        (b"", "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "unreadable"),
        (b"\0" * (5 << 20), "too_large"),
    ],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, body: bytes, reason: str) -> None:
    raw = tmp_path / "raw"
    raw.write_bytes(body)
    with pytest.raises(GenerationFailed) as caught:
        receive_logo(raw, tmp_path / "logo.png")
    assert caught.value.details["reason"] == reason
    assert not (tmp_path / "logo.png").exists()


def test_a_bomb_and_a_speck_and_nothing_are_refused(tmp_path: Path) -> None:
    raw = logo_at(tmp_path / "raw")
    data = raw.read_bytes()
    raw.write_bytes(data[:16] + (50_000).to_bytes(4, "big") * 2 + data[24:])
    for make, reason in (
        (lambda: None, {"too_big", "unreadable"}),
        (lambda: logo_at(raw, size=(4, 4)), {"too_small"}),
        (lambda: logo_at(raw, color=(0, 0, 0, 0)), {"empty"}),
    ):
        make()
        with pytest.raises(GenerationFailed) as caught:
            receive_logo(raw, tmp_path / "logo.png")
        assert caught.value.details["reason"] in reason


@pytest.mark.parametrize("ground", [(240, 240, 240), (12, 104, 90)])
def test_a_logo_stands_in_the_corner_and_is_seen_on_any_ground(tmp_path: Path, ground: tuple[int, int, int]) -> None:
    receive_logo(logo_at(tmp_path / "raw"), tmp_path / "logo.png")
    picture = tmp_path / "picture.png"
    Image.new("RGB", (640, 360), ground).save(picture)
    stamp_logo(picture, tmp_path / "logo.png", tmp_path / "stamped.png")
    with Image.open(tmp_path / "stamped.png") as opened:
        stamped = np.asarray(opened, np.int32)
    assert stamped.shape == (360, 640, 3)
    own = np.array([10, 110, 92])
    inside = stamped[360 - 18 - 36 : 360 - 18, 640 - 18 - 90 : 640 - 18]  # a tenth of the height, the margin off
    assert np.abs(inside[2:-2, 2:-2] - own).max() < 6
    assert np.abs(stamped[360 - 18 - 36 - 5, 640 - 60] - own).max() > 60, "what is around it is not its own colour"
    assert (stamped[:200, :400] == np.array(ground)).all()


@pytest.mark.parametrize("frame", [(1280, 720), (720, 1280), (720, 720)])
@pytest.mark.parametrize("ink", [(10, 110, 92, 255), (250, 250, 250, 255)])
@pytest.mark.parametrize("grey", [16, 126, 235])
def test_over_a_films_title_a_logo_stands_out_inside_the_safe_area(
    tmp_path: Path, frame: tuple[int, int], ink: tuple[int, ...], grey: int
) -> None:
    fit_logo(logo_at(tmp_path / "logo", color=ink), tmp_path / "fitted.png", frame)
    luma = np.full((frame[1], frame[0]), grey, np.uint8)
    overlay = Overlay("logo", "Orel", "", 0, 25, picture=tmp_path / "fitted.png")
    inset = Typesetter(*frame, has_captions=False).overlay(overlay, luma)
    down, across = inset.planes[0].shape
    assert inset.x >= 0
    assert inset.y >= 0.02 * frame[1]
    assert inset.x + across <= 0.5 * frame[0]
    assert inset.y + down <= 0.3 * frame[1]
    canvas = np.full((frame[1] * 3 // 2, frame[0]), 128, np.uint8)
    canvas[: frame[1]] = grey
    inset.lay_on(canvas, frame[1])
    # Between the logo and what lies round it the eye finds an edge.
    shown = canvas[inset.y : inset.y + down, inset.x : inset.x + across].astype(int)
    assert int(shown.max()) - int(shown.min()) >= 40 or abs(int(np.median(shown)) - grey) >= 40


def test_an_svg_is_drawn_without_what_leads_out_of_it(tmp_path: Path) -> None:
    secret = logo_at(tmp_path / "secret.png", color=(250, 0, 0, 255))
    raw = tmp_path / "raw"
    raw.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><script>alert(1)</script>'
        f'<image href="{secret}" width="90" height="90"/><circle cx="200" cy="50" r="40" fill="#0a6e5c"/></svg>'
    )
    receive_logo(raw, tmp_path / "logo.png")
    with Image.open(tmp_path / "logo.png") as kept:
        assert abs(kept.width - kept.height) <= 2
        assert kept.getpixel((kept.width // 2, kept.height // 2)) == (10, 110, 92, 255)


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90000 9"><rect width="9" height="9"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>',
    ],
)
def test_an_svg_with_entities_or_without_sides_is_refused(tmp_path: Path, body: str) -> None:
    (tmp_path / "raw").write_text(body)
    with pytest.raises(GenerationFailed, match="no SVG that can be drawn"):
        receive_logo(tmp_path / "raw", tmp_path / "logo.png")
