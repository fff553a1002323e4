"""Places of nothing but light: the studio's seamless backdrop."""

from dataclasses import replace

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.light import indoor_light
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import ellipse, polygon, rect
from generation.providers.local.pictures.stage import Stage


@place(
    "studio",
    "photo studio, backdrop, seamless, plain background, studio background, white background",
    indoors=True,
    horizon=0.58,
)
def studio(stage: Stage, brief: Brief) -> None:
    """A wall that runs into the floor without an edge; one soft window of light falls across it."""
    side = -1.0 if stage.light.sun[0] < 0 else 1.0
    stage.indoors = True
    stage.light = replace(indoor_light(stage.light, side=side, warm=0.4), time=stage.light.time)
    left, top, right, bottom = stage.frame.bounds
    w, h = right - left, bottom - top
    pale = to_hex(mix(stage.shade("ground_pale", 0.75), stage.shade("first_pale", 0.75), 0.5))
    mid, deep = stage.paint("first", 0.45), stage.paint("ground", 0.22)
    line = (1, 0, 0, 0.7) if side > 0 else (0, 0, 1, 0.7)
    stage["sky"].add(rect(left, top, w, h, stage.gradient([(0, pale, 1), (0.52, mid, 1), (1, deep, 1)], line)))
    x = stage.frame.w * (0.5 - side * 0.05)
    r = min(stage.frame.w, stage.frame.h) * 0.40
    disc = stage.gradient([(0, stage.paint("ground_pale", 0.9), 1), (1, stage.paint("first", 0.5), 1)], (0, 0, 0, 1))
    stage["far"].soft(ellipse(x, stage.frame.h * 0.40, r, r, disc, 0.55), blur=2.0)
    tint = stage.glow(stage.light.lamp, 0.9)
    for a, b in ((-0.26, -0.06), (0.0, 0.20)):  # a mullioned window thrown on the wall
        lean = -side * h * 0.34
        band = [
            (x + (a + 0.1) * w, top),
            (x + (b + 0.1) * w, top),
            (x + (b + 0.1) * w + lean, bottom),
            (x + (a + 0.1) * w + lean, bottom),
        ]
        stage["far"].soft(polygon(band, tint, 0.16), blur=8.0, mode="atop_screen")
    row = stage.camera.ground(12)
    floor = stage.gradient(
        [
            (0, stage.paint("ground", 0.35), 0),
            (0.25, stage.paint("ground", 0.30), 0.55),
            (1, stage.paint("ground_dark", 0.2), 0.95),
        ]
    )
    stage["mid"].add(rect(left, row - 60, w, bottom - row + 60, floor))
