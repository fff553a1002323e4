# ruff: noqa: E501 - outlines and tables are read by the row
"""High-rise: the skyline across the water, and the bands of towers behind other places."""

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.nature import mist, water
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import line, polygon, rect
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.stage import Stage


@place(
    "skyline",
    "city skyline, skyscraper, skyscrapers, towers, metropolis, financial district, headquarters, tower, capital, business district, exchange",
    horizon=0.70,
)
def skyline(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    stage.stand_row = stage.frame.h * 0.925
    rng, frame = stage.rng, stage.frame
    row = stage.camera.horizon
    left, _, right, bottom = frame.bounds
    tall = 1.55 if frame.is_tall else 1.0
    lamps = 0.55 if stage.light.is_dark else (0.30 if stage.light.lamps_on else 0.05)
    bands = (
        ("far", 0.75, 120, 300, 34, 74),
        ("far", 0.48, 90, 380, 44, 96),
        ("mid", 0.24, 60, 330, 60, 120),
        ("mid", 0.10, 30, 200, 80, 150),
    )
    for index, (plane, air, low, high, thin, thick) in enumerate(bands):
        x = left - rng.uniform(0, 60)
        while x < right:
            w = rng.uniform(thin, thick)
            centre = 1 - abs((x + w / 2) / frame.w - (0.5 - stage.layout.side * 0.16)) * 1.3
            h = (low + (high - low) * max(0.1, centre) * rng.uniform(0.55, 1.1)) * tall
            tower(stage, plane, x, row + 12 * index, w, h, air * stage.light.visibility, lamps)
            x += w + rng.uniform(-6, 18)
        mist(stage, plane, row + 8 * index, 80, strength=0.34)
    water(stage, "mid", row + 34, calm=0.7)
    stage["subject"].add(
        rect(
            left,
            frame.h * 0.90,
            right - left,
            bottom,
            stage.gradient([(0, stage.paint("concrete", 0.55), 1), (1, stage.paint("asphalt", 0.1), 1)]),
        )
    )
    stage["subject"].add(rect(left, frame.h * 0.897, right - left, 5, stage.paint("stone", 1.0)))


def tower(stage: Stage, plane: str, x: float, ground: float, w: float, h: float, air: float, lamps: float) -> None:
    """A high-rise of two faces, one lit; windows as a fine grid, some of them on."""
    rng = stage.rng
    tone = rng.choice(("concrete", "glass", "ground_pale", "ground", "stone", "first_pale"))
    split = w * rng.uniform(0.55, 0.75)
    from_right = stage.light.sun[0] > 0
    tones = [
        stage.gradient([(0, stage.paint(tone, f, air * 0.85), 1), (1, stage.paint(tone, f * 0.6, air * 1.4), 1)])
        for f in (0.28, 0.95)
    ]
    first, second = (tones[0], tones[1]) if from_right else (tones[1], tones[0])
    stage[plane].add(rect(x, ground - h, split, h, first), rect(x + split, ground - h * 0.985, w - split, h, second))
    kind = rng.randrange(4)
    if kind == 0:
        stage[plane].add(rect(x + w * 0.2, ground - h * 1.07, w * 0.4, h * 0.08, first))
    elif kind == 1:
        stage[plane].add(
            line(
                [(x + split * 0.5, ground - h), (x + split * 0.5, ground - h - w * 0.9)],
                stage.paint("dark_metal", 0.3, air),
                1.6,
            )
        )
    elif kind == 2:
        stage[plane].add(
            polygon([(x, ground - h), (x + split, ground - h - w * 0.22), (x + split, ground - h + 1)], first)
        )
    step_x, step_y = max(w / 7, 7.0), max(11.0, w / 7)
    dark: list[str] = []
    warm: list[str] = []
    for column in range(int(w / step_x)):
        for line_no in range(int(h / step_y)):
            cell = f"M{x + column * step_x + 2:.1f} {ground - h + line_no * step_y + 4:.1f}h{step_x * 0.55:.1f}v{step_y * 0.5:.1f}h{-step_x * 0.55:.1f}z"
            (warm if rng.random() < lamps * 0.7 else dark).append(cell)
    glass = to_hex(mix(stage.shade("glass", 0.2, air), stage.light.haze, 0.15))
    stage[plane].add(f'<path d="{"".join(dark)}" fill="{glass}" opacity="0.34"/>')
    if warm:
        stage[plane].add(
            f'<path d="{"".join(warm)}" fill="{stage.glow(stage.light.at(stage.light.lamp, air * 0.25), 1.0)}"/>'
        )


def skyline_bands(stage: Stage) -> None:
    paint_sky(stage)
    rng, frame = stage.rng, stage.frame
    left, _, right, _ = frame.bounds
    lamps = 0.55 if stage.light.is_dark else (0.30 if stage.light.lamps_on else 0.05)
    for plane, air, low, high in (("far", 0.7, 60, 260), ("far", 0.4, 20, 200), ("mid", 0.16, -60, 110)):
        x = left - rng.uniform(0, 60)
        while x < right:
            w = rng.uniform(60, 140)
            tower(
                stage,
                plane,
                x,
                frame.h * 0.86,
                w,
                frame.h * 0.86 - stage.camera.horizon + rng.uniform(low, high),
                air * stage.light.visibility,
                lamps,
            )
            x += w + rng.uniform(-4, 30)
        mist(stage, plane, stage.camera.horizon + 60, 110, strength=0.3)
