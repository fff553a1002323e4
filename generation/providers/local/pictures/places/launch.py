# ruff: noqa: E501 - outlines and tables are read by the row
"""The launch pad: a rocket on its own light."""

import math

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.nature import leafy, ridge, tufts
from generation.providers.local.pictures.nature import water as lay_water
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import line, path, polygon, smooth
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom
from generation.providers.local.pictures.stage import Stage


@place(
    "launch_pad",
    "rocket launch, rocket, launch pad, launchpad, spaceport, lift off, liftoff, space launch, cape canaveral, missile",
    horizon=0.74,
    lens=35.0,
)
def launch_pad(stage: Stage, brief: Brief) -> None:
    paint_sky(stage, show_sun=False)
    frame, row = stage.frame, stage.camera.horizon
    unit = min(frame.w, frame.h)
    x = frame.w * (0.5 if frame.is_tall or frame.is_square else 0.5 + 0.12 * (stage.layout.side or 1.0))
    tall = min(frame.h * 0.40, unit * 0.50)
    nozzle = frame.h * 0.53
    fire = mix(stage.light.lamp, (1.0, 0.95, 0.80), 0.5)
    bloom(stage, "far", x, nozzle + 60, unit * 0.42, strength=0.75, color=fire)
    ridge(stage, "far", row - 4, 26, "dark_leaf", air=stage.light.visibility * 0.4, rough=0.7)
    _gantry(stage, x - unit * 0.17, row, unit * 0.42)
    _smoke(stage, x, row, unit, back=True)
    _plume(stage, x, nozzle, row, unit * 0.035, fire)
    _rocket(stage, x, nozzle, tall)
    _smoke(stage, x, row, unit, back=False)
    lay_water(stage, "mid", row + unit * 0.05, calm=0.75, glitter=False)
    glow = stage.radial([(0, to_hex(fire), 0.7), (1, to_hex(fire), 0)])
    stage["mid"].soft(
        f'<ellipse cx="{x:.0f}" cy="{row + unit * 0.10:.0f}" rx="{unit * 0.10:.0f}" ry="{unit * 0.16:.0f}" fill="{glow}"/>',
        blur=8,
        mode="screen",
    )
    tufts(stage, "near", frame.h * 1.04, "dark_leaf", count=150, size=95, facing=0.1)
    stage["near"].blur = 2.0


def _rocket(stage: Stage, x: float, nozzle: float, tall: float) -> None:
    half = tall * 0.075
    line_to = (0, 0, 1, 0) if stage.light.sun[0] < 0 else (1, 0, 0, 0)
    body = stage.gradient(
        [
            (0, stage.paint("white", 0.9), 1),
            (0.25, stage.paint("white", 1.1), 1),
            (0.6, stage.paint("white", 0.35), 1),
            (1, stage.paint("ground_dark", 0.6), 1),
        ],
        line_to,
    )
    band, dark = (
        stage.gradient([(0, stage.paint("accent", 0.9), 1), (1, stage.paint("accent", 0.1), 1)], line_to),
        stage.paint("black", 0.3),
    )
    nose = [
        (x - half, nozzle - tall * 0.74),
        (x - half * 0.82, nozzle - tall * 0.86),
        (x, nozzle - tall),
        (x + half * 0.82, nozzle - tall * 0.86),
        (x + half, nozzle - tall * 0.74),
    ]
    for side in (-1, 1):
        fin = [
            (x + side * half, nozzle - tall * 0.20),
            (x + side * half * 2.5, nozzle - tall * 0.015),
            (x + side * half * 2.4, nozzle + tall * 0.02),
            (x + side * half * 0.9, nozzle - tall * 0.02),
        ]
        stage["mid"].add(polygon(fin, band))
    stage["mid"].add(
        polygon(
            [
                (x - half, nozzle),
                (x - half, nozzle - tall * 0.74),
                (x + half, nozzle - tall * 0.74),
                (x + half, nozzle),
            ],
            body,
        )
    )
    stage["mid"].add(path(smooth(nose, closed=False, tension=0.5) + "Z", band))
    for share in (0.18, 0.45):
        y = nozzle - tall * share
        stage["mid"].add(
            polygon(
                [(x - half, y), (x + half, y), (x + half, y - tall * 0.022), (x - half, y - tall * 0.022)], dark, 0.8
            )
        )
    stage["mid"].add(
        polygon(
            [
                (x - half * 0.7, nozzle),
                (x + half * 0.7, nozzle),
                (x + half * 0.95, nozzle + tall * 0.045),
                (x - half * 0.95, nozzle + tall * 0.045),
            ],
            dark,
        )
    )
    stage["mid"].add(
        f'<circle cx="{x:.1f}" cy="{nozzle - tall * 0.62:.1f}" r="{half * 0.36:.1f}" fill="{stage.paint("glass", 0.6)}" stroke="{dark}" stroke-width="{half * 0.14:.1f}"/>'
    )


def _plume(stage: Stage, x: float, nozzle: float, row: float, half: float, fire: tuple[float, float, float]) -> None:
    hot, warm = to_hex(mix(fire, (1, 1, 1), 0.7)), to_hex(fire)
    outer = [
        (x - half * 0.5, nozzle),
        (x - half * 1.25, nozzle + (row - nozzle) * 0.4),
        (x - half * 1.9, row),
        (x + half * 1.9, row),
        (x + half * 1.25, nozzle + (row - nozzle) * 0.4),
        (x + half * 0.5, nozzle),
    ]
    inner = [(x - half * 0.3, nozzle), (x - half * 0.7, row - 20), (x + half * 0.7, row - 20), (x + half * 0.3, nozzle)]
    stage["mid"].soft(
        path(
            smooth(outer, tension=0.4),
            stage.gradient([(0, hot, 1), (0.5, warm, 0.95), (1, to_hex(stage.albedo("accent")), 0.55)]),
        ),
        blur=7.0,
    )
    stage["mid"].soft(path(smooth(inner, tension=0.4), hot, 0.95), blur=4.0)
    bloom(stage, "mid", x, nozzle + 26, half * 4.2, strength=0.85, color=fire)


def _smoke(stage: Stage, x: float, row: float, unit: float, *, back: bool) -> None:
    """Billows that roll away from the foot, lit from within near the fire and by the sky on top."""
    rng = stage.rng
    for i in range(16 if back else 12):
        away = (i / 15) ** 1.2
        for side in (-1, 1):
            cx = x + side * (unit * (0.06 + 0.62 * away) + rng.uniform(-14, 14))
            radius = unit * (0.105 - 0.055 * away) * rng.uniform(0.8, 1.15) * (1.0 if back else 0.72)
            cy = row + unit * 0.045 - radius * (0.9 if back else 0.35) * math.cos(away)
            near = 1.0 - away
            lit = mix(stage.light.lamp, stage.albedo("white"), 0.45)
            shade = mix(stage.shade("ground_pale", 0.4), stage.light.sky[2], 0.35)
            tone, low = (
                to_hex(mix(shade, lit, 0.75 * near)),
                to_hex(mix(stage.shade("ground", 0.2), stage.albedo("accent"), 0.5 * near)),
            )
            fill = stage.gradient([(0, tone, 1), (1, low, 1)], (0, 0, 0.2 * side, 1))
            stage["mid"].soft(path(leafy(rng, cx, cy, radius), fill, 0.92), blur=3.0)


def _gantry(stage: Stage, x: float, row: float, tall: float) -> None:
    tone = stage.paint("dark_metal", 0.2, stage.light.visibility * 0.15)
    half, parts = tall * 0.06, []
    for dx in (-half, half):
        parts.append(line([(x + dx, row), (x + dx, row - tall)], tone, 4.0))
    for i in range(9):
        y, step = row - tall * i / 9, tall / 9
        parts.append(line([(x - half, y), (x + half, y - step), (x - half, y - step)], tone, 1.8))
    parts.append(line([(x, row - tall), (x, row - tall * 1.2)], tone, 2.0))
    for share in (0.55, 0.78):
        parts.append(line([(x, row - tall * share), (x + tall * 0.26, row - tall * share)], tone, 4.0))
    stage["far"].add("".join(parts))
