"""Portraits: a sitter before a backdrop of the film's palette, lit from one side, rimmed from the other."""

from dataclasses import replace

from generation.providers.base import PictureRequest, Sitter
from generation.providers.local.pictures.brief import Brief
from generation.providers.local.pictures.bust import draw_bust
from generation.providers.local.pictures.color import mix, scale, to_hex
from generation.providers.local.pictures.face import Face, sitter_face
from generation.providers.local.pictures.light import indoor_light
from generation.providers.local.pictures.people import face_of
from generation.providers.local.pictures.shapes import ellipse, polygon, rect
from generation.providers.local.pictures.stage import Stage

TALL_HAIR = ("afro", "bun", "curly")


def portrait_request(
    sitter: Sitter, *, size: int = 512, palette_seed: int = 0, brand_colors: tuple[str, ...] = (), place: str = ""
) -> PictureRequest:
    """A square portrait in a film's palette; with `place`, that place out of focus behind the sitter."""
    return PictureRequest(prompt="", width=size, height=size, place=place, shot_size="close", palette_seed=palette_seed,
                          brand_colors=brand_colors, sitter=sitter)  # fmt: skip


def draw_portrait(stage: Stage, brief: Brief, sitter: Sitter) -> None:
    """The sitter on the subject plane. Without a place in the request, a plain backdrop stands behind."""
    face = sitter_face(sitter)
    side = -1.0 if stage.light.sun[0] < 0 else 1.0
    if not brief.request.place:
        for plane in stage.planes.values():
            plane.passes.clear()
        stage.light = replace(indoor_light(stage.light, side=side, warm=0.45), time=stage.light.time)
        _backdrop(stage, side)
    else:
        soften(stage)
        _light_face(stage, side)
    stage.light = replace(stage.light, key=scale(stage.light.key, 0.92))
    stage.contrast = 0.9  # skin keeps the values it was set in
    place_bust(stage, face, yaw=0.30 * side)
    stage.description += [f"portrait of {sitter.name or 'a person'}", *([sitter.role] if sitter.role else [])]


def place_bust(stage: Stage, face: Face, *, yaw: float, column: float | None = None, share: float = 0.46) -> None:
    """Head and shoulders in the frame, eyes on the upper third, room on the side that the sitter looks to."""
    frame = stage.frame
    size = min(frame.h * share, frame.w * (0.64 if frame.is_tall else 0.46)) * (
        0.94 if face.age < 0.1 or face.hair in TALL_HAIR else 1.0
    )
    x = column if column is not None else frame.w * 0.5 - size * 0.12 * (1 if yaw > 0 else -1)
    y = frame.h * 0.41 + (size * 0.10 if face.hair in TALL_HAIR else 0.0)
    halo = stage.radial(
        [(0, to_hex(mix(stage.light.key, stage.light.lamp, 0.3)), 0.20), (1, to_hex(stage.light.lamp), 0)]
    )
    stage["mid"].soft(ellipse(x, y, size * 1.5, size * 1.3, halo), blur=12, mode="screen")
    draw_bust(stage, "subject", face, x=x, y=y, size=size, yaw=yaw, tilt=-2.0 if yaw > 0 else 2.0)


def draw_close(stage: Stage, brief: Brief) -> None:
    """The first of the brief's people near enough for a face, the place behind out of focus."""
    soften(stage)
    _light_face(stage, -1.0 if stage.light.sun[0] < 0 else 1.0)
    stage.contrast = 1.15
    face = face_of(brief.people[0], brief, 0)
    column = None if stage.frame.is_tall or stage.frame.is_square else stage.layout.column
    place_bust(stage, face, yaw=-0.32 * (stage.layout.side or 1.0), column=column, share=0.50)
    stage.description.append(f"{brief.roles[0]}, close")


def _light_face(stage: Stage, side: float) -> None:
    """At night and against the sun a face is lit from out of the frame: by the sky alone nobody would be known."""
    if not stage.indoors and (stage.light.is_dark or stage.light.sun[2] > 0.2):
        lit, more = indoor_light(stage.light, side=side), 1.35 if stage.light.is_dark else 1.5
        stage.light = replace(lit, key=scale(lit.key, more), ambient=scale(lit.ambient, more + 0.1))


def soften(stage: Stage) -> None:
    """Throws the place behind a near face out of focus."""
    stage["mid"].passes += stage["subject"].passes
    stage["subject"].passes = []
    stage["near"].passes.clear()
    for name, amount in (("sky", 5.0), ("far", 12.0), ("mid", 16.0)):
        stage[name].blur = max(stage[name].blur, amount)


def _backdrop(stage: Stage, side: float) -> None:
    """A painted studio wall: light falls on it behind the shaded cheek, and the other way about."""
    left, top, right, bottom = stage.frame.bounds
    w, h = right - left, bottom - top
    high = to_hex(mix(stage.shade("ground_pale", 0.5), stage.shade("first", 0.5), 0.45))
    mid, low = stage.paint("ground", 0.42), stage.paint("ground_dark", 0.25)
    line = (0, 0.2, 1, 0.9) if side > 0 else (1, 0.2, 0, 0.9)
    stage["sky"].add(rect(left, top, w, h, stage.gradient([(0, high, 1), (0.5, mid, 1), (1, low, 1)], line)))
    x = stage.frame.w * (0.5 - side * 0.16)
    kind = ("disc", "arch", "slant")[sum(map(ord, stage.description[0] if stage.description else "")) % 3]
    fill = stage.gradient(
        [(0, stage.paint("first_pale", 0.7), 0.95), (1, stage.paint("first", 0.35), 0.9)],
        (0.5 + side * 0.5, 0, 0.5 - side * 0.5, 1),
    )
    r = min(stage.frame.w, stage.frame.h) * 0.34
    if kind == "disc":
        shape = ellipse(x, stage.frame.h * 0.42, r, r, fill, 0.8)
    elif kind == "arch":
        shape = rect(x - r, stage.frame.h * 0.10, 2 * r, stage.frame.h * 1.2, fill, 0.8, r)
    else:  # daylight through a tall window, thrown on the wall
        lean = side * h * 0.30
        panes = ((-0.52, -0.10), (-0.02, 0.40)) if side > 0 else ((-0.40, 0.02), (0.10, 0.52))
        shape = "".join(
            polygon(
                [(x + a * w, top), (x + b * w, top), (x + b * w - lean, bottom), (x + a * w - lean, bottom)], fill, 0.55
            )
            for a, b in panes
        )
    stage["far"].soft(shape, blur=3.0)
    tint = stage.glow(stage.light.lamp, 0.9)
    wash = stage.radial([(0, tint, 0.22), (1, tint, 0)])
    stage["far"].soft(ellipse(x, stage.frame.h * 0.34, w * 0.5, h * 0.5, wash), blur=20, mode="screen")
