"""The stadium: a mown pitch with its lines and a goal, full stands under their roofs, floodlights."""

from dataclasses import replace
from itertools import pairwise

from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.color import mix, to_hex
from generation.providers.local.pictures.figure import draw_figure
from generation.providers.local.pictures.poses import POSES
from generation.providers.local.pictures.registry import place
from generation.providers.local.pictures.shapes import line, path, polygon
from generation.providers.local.pictures.sky import paint_sky
from generation.providers.local.pictures.solids import bloom, floor
from generation.providers.local.pictures.stage import Place3, Stage
from generation.providers.local.pictures.wardrobe import dress

_HALF, _BACK = 30.0, 62.0  # metres from the middle to the side stands, from the camera to the far one
_TONES = ("accent", "paper", "first", "ground", "charcoal", "ground_pale")


@place(
    "stadium",
    "football pitch, football stadium, football match, soccer match, soccer pitch, sports ground, arena, floodlights",
    horizon=0.47,
    eye=2.0,
)
def stadium(stage: Stage, brief: Brief) -> None:
    paint_sky(stage)
    stage.soaks = True
    half = _HALF if not stage.frame.is_tall else 20.0
    for side in (-1, 1):
        _mast(stage, side * (half + 2), _BACK + 4)
    _stand(stage, half)
    _pitch(stage, half)
    _goal(stage, 0.0, 36.0)
    if stage.is_peopled:
        _players(stage)
    if stage.light.lamps_on:
        fill = stage.radial([(0, to_hex(stage.light.lamp), 0.35), (1, to_hex(stage.light.lamp), 0)])
        cx, cy = stage.camera.point((0, 0, 24))
        stage["mid"].soft(
            f'<ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="{stage.frame.w * 0.5:.0f}" ry="120" fill="{fill}"/>',
            blur=16.0,
            mode="screen",
        )


def _stand(stage: Stage, half: float) -> None:
    """Three banks of seats around the far end, a roof over each, a board of colour along the foot."""
    back = _BACK
    banks: tuple[tuple[Place3, Place3, Place3], ...] = (  # foot left, foot right, where it leans to
        ((-half, 0, back), (half, 0, back), (0, 0, 16)),
        ((-half, 0, 9), (-half, 0, back), (-15, 0, 0)),
        ((half, 0, back), (half, 0, 9), (15, 0, 0)),
    )
    for index, (start, end, lean) in enumerate(banks):
        side = index - 1 if index else 0
        lit = 0.55 if index == 0 else (0.75 if stage.light.sun[0] * (1 if index == 2 else -1) < 0 else 0.25)
        high = [(p[0] + lean[0], 10.0, p[2] + lean[2]) for p in (end, start)]
        stage.face("mid", [(start[0], 1.0, start[2]), (end[0], 1.0, end[2]), *high], "concrete", lit * 0.5)
        _crowd(stage, start, end, lean, lit)
        stage.face(
            "mid",
            [(p[0], y, p[2]) for p, y in ((start, 0.0), (end, 0.0), (end, 1.0), (start, 1.0))],
            "accent" if side == 0 else "ground_dark",
            lit,
        )
        rear = [(p[0] + lean[0] * 1.05, 14.5, p[2] + lean[2] * 1.05) for p in (end, start)]
        brim = [(p[0] + lean[0] * 0.30, 13.0, p[2] + lean[2] * 0.30) for p in (start, end)]
        stage.face("mid", [(p[0] + lean[0], 10.0, p[2] + lean[2]) for p in (start, end)] + rear, "charcoal", 0.05)
        stage.face("mid", [*brim, *rear], "dark_metal", 0.10)
        stage.face("mid", [*brim, *[(p[0], 13.5, p[2]) for p in reversed(brim)]], "steel", 0.8)


def _crowd(stage: Stage, start: Place3, end: Place3, lean: Place3, lit: float) -> None:
    """Rows of people as dots of cloth and faces, one path a tone."""
    rng, bodies = stage.rng, dict[str, list[str]]()
    if not stage.is_peopled:
        return
    for row in range(11):
        up = (row + 0.6) / 11
        count = 64
        for seat in range(count):
            if rng.random() < 0.16:
                continue
            t = (seat + rng.uniform(0.2, 0.8)) / count
            at = [start[i] + (end[i] - start[i]) * t + lean[i] * up for i in range(3)]
            if at[2] < 7:
                continue
            k = stage.camera.scale(at[2])
            cx, cy = stage.camera.point((at[0], 1.0 + 9.0 * up, at[2]))
            w, h = 0.42 * k, 0.62 * k
            tone = _TONES[0] if rng.random() < 0.24 else _TONES[rng.randrange(1, 6)]
            bodies.setdefault(tone, []).append(f"M{cx - w / 2:.1f} {cy:.1f}v{-h:.1f}h{w:.1f}v{h:.1f}z")
            skin = f"skin_{rng.randrange(1, 5)}"
            bodies.setdefault(skin, []).append(
                f"M{cx - w * 0.26:.1f} {cy - h:.1f}v{-w * 0.6:.1f}h{w * 0.52:.1f}v{w * 0.6:.1f}z"
            )
    for tone, parts in bodies.items():
        stage["mid"].add(path("".join(parts), stage.paint(tone, lit, 45)))


def _pitch(stage: Stage, half: float) -> None:
    floor(stage, "mid", "grass", far=_BACK, lit=0.72)
    for index in range(11):
        near, far = 1.0 + index * 5.5, 1.0 + (index + 1) * 5.5
        if index % 2:
            stage.face(
                "mid",
                [(-half, 0, near), (half, 0, near), (half, 0, far), (-half, 0, far)],
                "dark_leaf",
                0.75,
                opacity=0.34,
            )
    box = 11.0 if stage.frame.is_tall else 20.0
    lines: tuple[list[Place3], ...] = (
        [(-half + 2, 0.0, 36.0), (half - 2, 0.0, 36.0)],
        [(-half + 2, 0.0, 1.2), (-half + 2, 0.0, 36.0)],
        [(half - 2, 0.0, 1.2), (half - 2, 0.0, 36.0)],
        [(-box, 0.0, 36.0), (-box, 0.0, 19.5), (box, 0.0, 19.5), (box, 0.0, 36.0)],
        [(-box * 0.46, 0.0, 36.0), (-box * 0.46, 0.0, 30.5), (box * 0.46, 0.0, 30.5), (box * 0.46, 0.0, 36.0)],
    )
    for corners in lines:
        _chalk(stage, corners)


# (metres across, metres away, pose, side) of the players about the box.
_PLAYERS = (
    (-7.5, 33.0, "look", 1), (3.2, 31.0, "stride", 0), (9.0, 28.0, "look", 1), (-3.4, 26.0, "stride", 0),
    (-10.5, 22.0, "walk", 1), (6.4, 20.5, "stride", 1), (0.8, 35.2, "stand_hip", 2),
    (-2.6, 13.0, "stride", 0), (3.4, 10.5, "look", 1),
)  # fmt: skip


def _players(stage: Stage) -> None:
    """Two sides in their shirts, and the goalkeeper."""
    for index, (x, z, pose, side) in enumerate(_PLAYERS):
        shirt = ("accent", "paper", "wheat")[side]
        outfit = replace(dress("player", stage.rng, index=index), top=shirt, legs=("white", "navy", "charcoal")[side])
        x *= 0.6 if stage.frame.is_tall else 1.0
        draw_figure(stage, "mid", x, z, POSES[pose], outfit, flip=index % 2 == 0)


def _chalk(stage: Stage, points: list[Place3]) -> None:
    """A chalk line, cut in lengths so that it thins with the distance."""
    tone = stage.paint("white", 0.85, 20)
    for start, end in pairwise(points):
        for step in range(8):
            a, b = _between(start, end, step / 8), _between(start, end, (step + 1) / 8)
            if min(a[2], b[2]) > 1.0:
                width = max(0.12 * stage.camera.scale((a[2] + b[2]) / 2) * 0.5, 0.8)
                stage["mid"].add(line([stage.camera.point(a), stage.camera.point(b)], tone, min(width, 6.0), 0.85))


def _between(start: Place3, end: Place3, t: float) -> Place3:
    return start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t, start[2] + (end[2] - start[2]) * t


def _goal(stage: Stage, x: float, z: float) -> None:
    k, (cx, ground) = stage.camera.scale(z), stage.camera.point((x, 0, z))
    w, h = 3.66 * k, 2.44 * k
    net = to_hex(mix(stage.shade("white", 0.7, z), stage.light.haze, 0.3))
    rear = 0.80
    back = [
        (cx - w * rear, ground - 0.35 * k),
        (cx - w * rear, ground - h * 0.92),
        (cx + w * rear, ground - h * 0.92),
        (cx + w * rear, ground - 0.35 * k),
    ]
    stage["mid"].add(
        polygon(
            [(cx - w, ground), (cx - w, ground - h), (cx + w, ground - h), (cx + w, ground)],
            stage.paint("charcoal", 0.2, z),
            0.22,
        )
    )
    for i in range(17):
        t = -1 + i / 8
        stage["mid"].add(
            line(
                [
                    (cx + w * t, ground - h),
                    (cx + w * rear * t, ground - h * 0.9),
                    (cx + w * rear * t, ground - 0.3 * k),
                ],
                net,
                0.7,
                0.55,
            )
        )
    for i in range(7):
        y = ground - h * (0.12 + 0.13 * i)
        stage["mid"].add(
            line([(cx - w, y), (cx - w * rear, y - 2), (cx + w * rear, y - 2), (cx + w, y)], net, 0.7, 0.5)
        )
    stage["mid"].add(
        line(back, net, 1.2, 0.6),
        line(
            [(cx - w, ground), (cx - w, ground - h), (cx + w, ground - h), (cx + w, ground)],
            stage.paint("white", 1.1, 8),
            max(0.13 * k, 1.8),
        ),
    )


def _mast(stage: Stage, x: float, z: float) -> None:
    """A floodlight mast behind the stand."""
    k, (cx, ground) = stage.camera.scale(z), stage.camera.point((x, 0, z))
    top = ground - 24 * k
    steel = stage.paint("steel", 0.5, z)
    stage["far"].add(line([(cx, ground), (cx, top)], steel, max(0.55 * k, 1.2)))
    for row in range(3):
        for column in range(4):
            px, py = cx + (column - 1.5) * 1.1 * k, top - row * 1.0 * k
            tone = stage.glow("white", 1.25) if stage.light.lamps_on else stage.paint("white", 0.9, z)
            stage["far"].add(
                polygon(
                    [
                        (px - 0.48 * k, py),
                        (px + 0.48 * k, py),
                        (px + 0.48 * k, py - 0.85 * k),
                        (px - 0.48 * k, py - 0.85 * k),
                    ],
                    tone,
                )
            )
    if stage.light.lamps_on:
        bloom(stage, "far", cx, top - 1.2 * k, 4.5 * k, strength=0.75)
