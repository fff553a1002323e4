"""A presenter, drawn once in parts that a film then moves: set, hair, body, head, and the colours of what is drawn anew
for every frame, eyes and mouth. Lengths are centimetres about the middle of the face, as in `bust`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.media.puppet.rig import Backdrop, Rig, Sprite
from generation.providers.base import PictureRequest, Sitter
from generation.providers.local.pictures import bust
from generation.providers.local.pictures.arms import ELBOW, draw_arm
from generation.providers.local.pictures.brief import read_request
from generation.providers.local.pictures.catalog import load
from generation.providers.local.pictures.clothes import draw_clothes
from generation.providers.local.pictures.color import mix, scale, to_hex
from generation.providers.local.pictures.draw import open_stage
from generation.providers.local.pictures.face import Face, sitter_face
from generation.providers.local.pictures.framing import shade_edges
from generation.providers.local.pictures.hair import hair_back, hair_front
from generation.providers.local.pictures.light import indoor_light
from generation.providers.local.pictures.portrait import TALL_HAIR, soften
from generation.providers.local.pictures.render import render_planes, write_png
from generation.providers.local.pictures.shapes import ellipse, group, rect
from generation.providers.local.pictures.stage import OVERSCAN, PLANES, Plane, Stage

PARTS = ("behind", "body", "head", "over", "arm_left", "arm_right")  # from far to near
HEAD_CM = 24.0
_KEY, _FILL = 1.05, 2.25  # a presenter stands in softer light than the room
_LIFT = {"skin_3": 1.12, "skin_4": 1.36}  # and is lit for their own skin
_DEPTH = PLANES["subject"]


def draw_presenter(
    request: PictureRequest, folder: Path, *, yaw: float, share: float, column: float, is_deep: bool
) -> Rig:
    """Draws set and parts as PNG files in `folder`; the request has a sitter.

    `yaw` in radians is how far the head is turned to the right, `share` the head's height as a part of the frame's
    height (of its width in a narrow frame), `column` where the face stands as a part of the width. A deep set has
    planes that move apart; another one is a single picture.
    """
    load()
    brief = read_request(request)
    stage = open_stage(brief)
    face = _groomed(sitter_face(request.sitter or Sitter(name="")))
    brief.place.build(stage, brief)
    soften(stage)
    side = -1.0 if stage.light.sun[0] < 0 else 1.0
    stage.light = replace(indoor_light(stage.light, side=side, warm=0.3), time=stage.light.time)
    lift = _LIFT.get(face.outfit.skin, 1.0)
    stage.light = replace(
        stage.light, key=scale(stage.light.key, _KEY * lift), ambient=scale(stage.light.ambient, _FILL * lift)
    )
    stage.contrast = 1.05
    frame = stage.frame
    size = min(frame.h * share, frame.w * share * 1.45) * (0.90 if face.hair in TALL_HAIR else 1.0)
    x, y = (
        frame.w * column,
        frame.h * (0.40 if not frame.is_tall else 0.38) + (size * 0.10 if face.hair in TALL_HAIR else 0.0),
    )
    halo = stage.radial(
        [(0, to_hex(mix(stage.light.key, stage.light.lamp, 0.3)), 0.16), (1, to_hex(stage.light.lamp), 0)]
    )
    stage["mid"].soft(ellipse(x, y, size * 1.5, size * 1.4, halo), blur=12, mode="screen")
    shade_edges(stage, strength=0.25)
    for name in PARTS:
        stage.planes[name] = Plane(name, _DEPTH, rim=0.5 if name != "over" else 0.0)
    colors = _place_parts(stage, face, x, y, size, yaw)
    painted = render_planes(stage)
    folder.mkdir(parents=True, exist_ok=True)
    return _kept(stage, face, painted, colors, folder, (x, y, size / HEAD_CM), yaw, is_deep=is_deep)


def _reach(stage: Stage, size: float) -> float:
    """How far out the hands are, as a factor: in a narrow frame they stay in it."""
    half_cm = stage.frame.w / 2 / size * HEAD_CM
    return min(1.0, max(0.55, (half_cm - 6.5) / ELBOW[0]))


def _groomed(face: Face) -> Face:
    """As one comes before a camera: bare-headed, in the brand's colour where the trade asks for no clothes of its own,
    and no greyer than one's age."""
    outfit = replace(face.outfit, hat="", bag="")
    if outfit.cut in ("knit", "tee", "dress", "skirt", "shirt"):
        outfit = replace(outfit, top="accent")
    elif outfit.cut == "apron":
        outfit = replace(outfit, top="accent", under="white")
    if outfit.hair == "hair_grey" and face.age < 0.6:
        outfit = replace(outfit, hair="hair_brown" if outfit.skin in ("skin_1", "skin_2") else "hair_dark")
    return replace(face, outfit=outfit)


def _place_parts(stage: Stage, face: Face, x: float, y: float, size: float, yaw: float) -> dict[str, str]:
    lit = -1.0 if stage.light.sun[0] < 0 else 1.0
    sculptor = bust.Sculptor(stage, face, yaw, lit)
    depth = (stage.frame.bounds[3] - y) / size * HEAD_CM + 6
    reach = _reach(stage, size)
    bodies = {
        "behind": hair_back(sculptor),
        "body": bust.neck(sculptor) + draw_clothes(sculptor, depth),
        "head": bust.ears(sculptor)
        + bust.skull(sculptor)
        + bust.nose(sculptor)
        + "".join(bust.socket(sculptor, side) for side in (-1, 1)),
        "over": hair_front(sculptor) + bust.eyewear(sculptor),
        "arm_left": draw_arm(sculptor, -1, reach),
        "arm_right": draw_arm(sculptor, 1, reach),
    }
    for name, body in bodies.items():
        stage[name].add(group(body, x=x, y=y, scale=size / HEAD_CM))
    colors = _moving_colors(sculptor)
    # Beyond the frame, so that what is drawn later has its colours from the same print as the rest.
    left, top, _, _ = stage.frame.bounds
    for number, color in enumerate(colors.values()):
        stage["over"].add(rect(left + 4 * number, top, 4.0, 6.0, color))
    return colors


def _moving_colors(sculptor: bust.Sculptor) -> dict[str, str]:
    """The colours of what moves in a face, by the names of the rig."""
    face, blend, tone = sculptor.face, sculptor.blend, sculptor.tone
    skin, hair = face.outfit.skin, face.outfit.hair
    stage = sculptor.stage
    white = to_hex(mix(stage.shade("paper", 0.72), stage.shade(skin, 0.6), 0.16))
    return {
        "rose": blend(skin, 0.30, "brick" if face.is_broad else "plum", 0.34),
        "pale": blend(skin, 0.75, "brick", 0.30 if not face.is_broad else 0.16),
        "line": blend(skin, 0.0, "plum", 0.45),
        "inner": blend(skin, 0.0, "black", 0.62),
        "teeth": to_hex(mix(stage.shade("paper", 0.80), stage.shade(skin, 0.6), 0.10)),
        "gum": blend(skin, 0.25, "brick", 0.45),
        "tongue": blend(skin, 0.42, "brick", 0.52),
        "under": blend(skin, 0.0, "plum", 0.30),
        "skin": tone(skin, 0.68),
        "lid": blend(skin, 0.52, "plum", 0.10),
        "crease": blend(skin, 0.0, "plum", 0.3),
        "white": white,
        "iris": blend("dark_wood" if skin != "skin_1" else "ground", 0.5, "black", 0.15),
        "pupil": blend(hair, 0.05, "black", 0.75),
        "lash": blend(hair, 0.05, "black", 0.7),
        "brow": blend(hair, 0.2, "black", 0.35 if hair != "hair_grey" else 0.1),
        "spark": stage.glow("white", 1.0),
    }


def _kept(
    stage: Stage, face: Face, painted: dict[str, NDArray], colors: dict[str, str], folder: Path,
    at: tuple[float, float, float], yaw: float, *, is_deep: bool,
) -> Rig:  # fmt: skip
    frame, (dx, dy) = stage.frame, stage.frame.pad
    step = 4.0 * frame.scale
    over = painted["over"]
    printed = {
        name: tuple(int(c) for c in over[round(2 * frame.scale), min(round((n + 0.5) * step), dx - 1), :3])
        for n, name in enumerate(colors)
    }
    over[:dy, :dx] = 0
    layers = []
    for name, picture, depth in _set_of(painted, is_deep=is_deep):
        path = folder / f"{name}.png"
        write_png(path, picture)
        layers.append(Backdrop(path=path, depth=depth))
    sprites = {}
    for name in PARTS:
        box = cv2.boundingRect(painted[name][..., 3])
        left, top, width, height = _grown(box, 4, painted[name].shape)
        path = folder / f"{name}.png"
        write_png(path, np.ascontiguousarray(painted[name][top : top + height, left : left + width]))
        sprites[name] = Sprite(path=path, left=left - dx, top=top - dy)
    x, y, cm = (value * frame.scale for value in at)
    return Rig(
        width=frame.width, height=frame.height, overscan=OVERSCAN, layers=tuple(layers), sprites=sprites, x=x, y=y,
        cm=cm, yaw=yaw, lit=-1.0 if stage.light.sun[0] < 0 else 1.0, colors=printed, eyes=face.eyes, lips=face.lips,
        brow=face.brow, long=face.long, age=face.age, is_broad=face.is_broad, depth=_DEPTH,
        elbow=(ELBOW[0] * _reach(stage, at[2] * HEAD_CM), ELBOW[1]), description=", ".join(stage.description),
    )  # fmt: skip


def _set_of(painted: dict[str, NDArray], *, is_deep: bool) -> list[tuple[str, NDArray, float]]:
    """The planes of the set with their depths, or all that lie behind the presenter as one."""
    planes = [(name, painted[name], depth) for name, depth in PLANES.items() if name != "subject"]
    planes = [plane for plane in planes if plane[1][..., 3].any()]
    back = [plane for plane in planes if plane[2] < _DEPTH]
    if is_deep or not back:
        return planes
    flat = back[0][1][..., :3].astype(np.float32)
    for _, picture, _ in back[1:]:
        flat += (picture[..., :3] - flat) * (picture[..., 3:].astype(np.float32) / 255)
    whole = np.ascontiguousarray(np.clip(flat + 0.5, 0, 255).astype(np.uint8))
    return [("set", whole, back[len(back) // 2][2]), *(plane for plane in planes if plane[2] >= _DEPTH)]


def _grown(box: Sequence[int], by: int, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    left, top = max(box[0] - by, 0), max(box[1] - by, 0)
    return left, top, min(box[0] + box[2] + by, shape[1]) - left, min(box[1] + box[3] + by, shape[0]) - top
