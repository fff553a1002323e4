"""Whoever is near enough to be recognised has a head in the picture, however the camera is tilted."""

import random

import pytest

from generation.providers.base import CameraAngle, ShotSize
from generation.providers.local.pictures.brief import read_request
from generation.providers.local.pictures.compose import lay_out, place_camera
from generation.providers.local.pictures.draw import load
from generation.providers.local.pictures.stage import Frame
from tests.pictures.world import request


@pytest.mark.parametrize("place", ["river", "harbour", "bakery", "office"])
@pytest.mark.parametrize("size", ["medium", "close"])
@pytest.mark.parametrize("angle", ["low", "level", "high"])
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (720, 1280), (720, 720)])
def test_a_near_person_keeps_the_head(place: str, size: ShotSize, angle: CameraAngle, width: int, height: int) -> None:
    load()
    wanted = request(
        prompt="a woman examining a wall", place=place, shot_size=size, angle=angle, width=width, height=height
    )
    brief, frame, rng = read_request(wanted), Frame(width, height), random.Random(1)
    camera, layout = place_camera(brief, frame, rng), lay_out(brief, frame, rng)
    assert brief.people
    z = camera.distance_for(1.75, layout.figure)
    _, crown = camera.point((0.0, 1.75, z))
    assert 0.0 <= crown <= 0.5 * frame.h
