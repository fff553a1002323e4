"""Puts people into a scene: how many, where, in which pose, so that they make a group and not a row."""

from dataclasses import replace
from itertools import pairwise

from generation.providers.local.pictures.brief import Brief, Somebody
from generation.providers.local.pictures.color import lch, mix, to_hex
from generation.providers.local.pictures.face import Face, cast_face, sitter_face
from generation.providers.local.pictures.figure import draw_figure
from generation.providers.local.pictures.poses import BY_ACTION, POSES
from generation.providers.local.pictures.shapes import ellipse, line, path
from generation.providers.local.pictures.stage import Stage
from generation.providers.local.pictures.wardrobe import Outfit
from generation.providers.local.pictures.words import COLORS

# (offset across in body heights, offset in depth as a factor) of each further person
CLOTHES = ("coat", "dress", "jacket", "shirt", "sweater", "jumper", "suit", "uniform", "raincoat", "hoodie", "t shirt")
_SPREAD = ((0.0, 1.0), (0.46, 1.06), (-0.52, 1.14), (0.95, 1.22), (-1.0, 1.30), (1.42, 1.12))


def place_people(stage: Stage, brief: Brief) -> None:
    """Draws the brief's people on the subject plane, the first on the composition's column."""
    if not brief.people:
        return
    camera, layout, rng = stage.camera, stage.layout, stage.rng
    z0 = min(camera.distance_for(1.75, layout.figure), stage.reach)
    poses = BY_ACTION.get(brief.action, BY_ACTION["stand"])
    if brief.action == "sit":
        poses = ("talk", "listen", "stand")
    close = brief.shot in ("medium", "close")
    turn = rng.randrange(len(poses))
    kept, color = stage.palette, brief.wishes.color_of(CLOTHES)
    if color:
        stage.palette = replace(kept, overrides=(*kept.overrides, ("accent", lch(*COLORS[color]))))
    spread = 0.55 if brief.shot == "close" else (0.8 if stage.frame.is_tall else 1.0)
    people = []
    for index, one in enumerate(brief.people[: 3 if close else 6]):
        across, deep = _SPREAD[index]
        if close and index:
            deep *= 1.12
        z = min(z0 * deep, stage.reach + 0.02 * index)
        x = camera.x_at(layout.column, z0) + across * -layout.side * 1.75 * spread + rng.uniform(-0.08, 0.08)
        pose = POSES[poses[(turn + index) % len(poses)]]
        flip = (
            layout.side > 0
            if pose.view == "side" and index == 0
            else (x > camera.x_at(layout.column, z0)) == (pose.view == "side") and index > 0
        )
        people.append((z, x, pose, _dressed(one, brief, index, is_colored=bool(color)), flip))
    if stage.light.is_dark and not stage.indoors:
        _backlight(stage)
    for z, x, pose, outfit, flip in sorted(people, key=lambda p: -p[0]):
        if stage.light.weather == "rain" and not stage.indoors:
            _umbrella(stage, x, z, outfit.stature, is_first=z == people[0][0])
        draw_figure(stage, "subject", x, z, pose, outfit, flip=flip, y=stage.footing(z))
    stage.palette = kept


def _umbrella(stage: Stage, x: float, z: float, stature: float, *, is_first: bool) -> None:
    """What one carries in the rain; the first person's is the picture's accent."""
    (cx, foot), k = stage.camera.point((x, stage.footing(z), z)), stage.camera.scale(z) * stature
    top, rim, half = foot - 2.36 * k, foot - 1.94 * k, 0.62 * k
    lit = stage.light.sun[0] < 0
    parts = [line([(cx + 0.2 * k, foot - 1.1 * k), (cx, top)], stage.paint("dark_metal", 0.5, z), max(0.025 * k, 0.8))]
    ribs = [cx + half * t for t in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    for index, (left, right) in enumerate(pairwise(ribs)):
        facing = (0.95, 0.7, 0.42, 0.2)[index if lit else 3 - index]
        tone = stage.paint("accent" if is_first else "charcoal", facing + 0.25, z)
        dip = f"Q{(left + right) / 2:.1f} {rim - 0.09 * k:.1f} {right:.1f} {rim:.1f}"
        sides = ((cx + (left - cx) * 0.9, cx + (right - cx) * 0.9), top + 0.02 * k)
        parts.append(
            path(
                f"M{cx:.1f} {top:.1f}Q{sides[0][0]:.1f} {sides[1]:.1f} {left:.1f} {rim:.1f}{dip}"
                f"Q{sides[0][1]:.1f} {sides[1]:.1f} {cx:.1f} {top:.1f}Z",
                tone,
            )
        )
    stage["subject"].add(*parts)


def _backlight(stage: Stage) -> None:
    """At night a figure is read against the lit air behind it and the pool that it stands in."""
    layout, foot = stage.layout, stage.camera.ground(stage.camera.distance_for(1.75, stage.layout.figure))
    tint = to_hex(mix(stage.light.lamp, stage.light.haze, 0.35))
    tall = min(layout.figure, stage.frame.h)
    halo = stage.radial([(0, tint, 0.75), (0.5, tint, 0.32), (1, tint, 0)])
    stage["mid"].soft(
        ellipse(layout.column, foot - tall * 0.52, tall * 0.95, tall * 0.85, halo), blur=8.0, mode="screen"
    )
    stage["mid"].soft(ellipse(layout.column, foot, tall * 0.75, tall * 0.13, halo, 0.9), blur=8.0, mode="screen")


def face_of(one: Somebody, brief: Brief, index: int) -> Face:
    """Whom the request names is the same person as in a portrait; anybody else is cast for the film."""
    if one.sitter:
        return sitter_face(one.sitter)
    known = [sitter_face(sitter) for sitter in brief.request.cast]
    return cast_face(
        one.role, palette_seed=brief.request.palette_seed, index=index, gender=one.sex, scene=brief.scene, age=one.age,
        known=known,
    )  # fmt: skip


def _dressed(one: Somebody, brief: Brief, index: int, *, is_colored: bool) -> Outfit:
    """Clothes and build. Of strangers the first wears what the prompt has coloured; who is known, always their own."""
    outfit = face_of(one, brief, index).outfit
    if one.sitter:
        return outfit
    if brief.place.indoors:
        outfit = replace(outfit, bag="")
    return replace(outfit, top="accent") if is_colored and index == 0 else outfit
