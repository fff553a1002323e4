# ruff: noqa: E501 - outlines and tables are read by the row
"""A drawn head: shape, hair, hat; in close shots the planes of a face, split by the light."""

from typing import TYPE_CHECKING

from generation.providers.local.pictures.poses import Pose
from generation.providers.local.pictures.shapes import Point, ellipse, group, line, path, polygon, smooth
from generation.providers.local.pictures.wardrobe import Outfit

if TYPE_CHECKING:
    from generation.providers.local.pictures.figure import Tailor

_FACE_HALF = ((0.0, -11.6), (5.6, -9.6), (7.7, -3.6), (7.4, 2.2), (5.9, 7.6), (3.0, 11.0), (0.0, 11.9))
_PROFILE = (
    (-1.5, -12.0), (3.6, -11.2), (7.0, -8.0), (7.9, -4.2), (7.5, -2.0), (9.0, 0.6), (10.3, 2.4), (9.4, 3.5), (8.0, 3.9),
    (8.6, 5.3), (7.9, 6.2), (8.3, 7.5), (7.3, 8.7), (7.7, 10.6), (5.4, 12.2), (2.0, 10.9), (-1.8, 8.2), (-6.0, 8.6),
    (-9.3, 3.0), (-10.0, -3.4), (-7.2, -9.4),
)  # fmt: skip
# Hair as outlines about the middle of the head: (front or back view, profile facing right).
_HAIR: dict[str, tuple[tuple[Point, ...], tuple[Point, ...]]] = {
    "short": (
        ((-8.2, 0.5), (-8.9, -6), (-6, -12.4), (0, -14), (6.4, -12.2), (9, -6), (8.2, 0.5), (7.2, -4.2), (3.5, -7.6), (-3, -6.4), (-7, -4.0)),
        ((7.4, -7.6), (4.6, -12.8), (-2, -14.2), (-8.4, -11.4), (-11.4, -4), (-10.2, 3.4), (-6.8, 7.4), (-5.2, 3), (-1.6, 1.2), (-0.6, -3), (3, -6.4)),
    ),
    "crop": (
        ((-7.8, -1.5), (-8.0, -7), (-5.4, -11.8), (0, -13), (5.4, -11.8), (8.0, -7), (7.8, -1.5), (6.8, -5.6), (0, -8.4), (-6.8, -5.6)),
        ((6.4, -8.6), (2, -12.9), (-4, -12.6), (-9.2, -8.4), (-10.6, -2), (-8.8, 4.6), (-6.2, 5), (-4.4, 0), (-1, -2.2), (1.6, -6.6)),
    ),
    "bob": (
        ((-7.4, 9), (-9.8, 8), (-10.3, -3), (-7, -12.4), (0, -14.4), (7, -12.4), (10.3, -3), (9.8, 8), (7.4, 9), (7.6, -1), (4, -7), (-2.5, -7.6), (-7.4, -1.5)),
        ((7.0, -8.4), (3.4, -13.6), (-4, -14.4), (-10.4, -10), (-12.6, -1), (-11.4, 9), (-3.6, 10.4), (-1.4, 4), (-0.4, -2.6), (3.4, -6.6)),
    ),
    "long": (
        ((-7.2, 18), (-10.6, 19), (-11.2, 2), (-9.6, -8), (-6, -13), (0, -14.6), (6, -13), (9.6, -8), (11.2, 2), (10.6, 19), (7.2, 18), (7.8, 0), (3.6, -8), (-1, -8.4), (-7.6, -1)),
        ((7.0, -8.4), (3.4, -13.6), (-4, -14.6), (-10.6, -10), (-13, 0), (-14, 12), (-13.4, 23), (-5, 22), (-3, 10), (-1, 1), (0, -3), (3.4, -6.8)),
    ),
    "bun": (
        ((-8.0, -0.5), (-8.8, -6), (-6, -12), (0, -13.6), (6, -12), (8.8, -6), (8.0, -0.5), (6.8, -5.6), (2, -8.6), (-4, -7.6), (-7, -4.4)),
        ((7.0, -8.2), (3, -13.2), (-4, -13.8), (-9.8, -9.6), (-11.2, -2), (-9, 4.4), (-5.6, 5), (-3, 0.6), (-0.6, -3.2), (3, -6.6)),
    ),
    "plait": (
        ((-8.0, -0.5), (-8.8, -6), (-6, -12), (0, -13.6), (6, -12), (8.8, -6), (8.0, -0.5), (6.8, -5.6), (2, -8.6), (-4, -7.6), (-7, -4.4)),
        ((7.0, -8.2), (3, -13.2), (-4, -13.8), (-9.8, -9.6), (-11.2, -2), (-9, 4.4), (-5.6, 5), (-3, 0.6), (-0.6, -3.2), (3, -6.6)),
    ),
    "swept": (
        ((-8.2, 0.0), (-8.8, -6), (-7.2, -12.2), (-2, -15.4), (5.4, -14.8), (9.4, -8), (8.2, 0.5), (7.4, -4.6), (5.8, -9.2), (-1, -9.0), (-6.4, -5.2)),
        ((8.2, -9.2), (7.0, -13.6), (0, -15.4), (-7.6, -12.2), (-11.2, -4), (-9.6, 4), (-6.6, 6), (-4.8, 1), (-1.4, -1.4), (1.4, -6.4), (5.4, -8.2)),
    ),
    "ponytail": (
        ((-8.0, -0.5), (-8.8, -6), (-6, -12), (0, -13.6), (6, -12), (8.8, -6), (8.0, -0.5), (6.8, -5.6), (2, -8.6), (-4, -7.6), (-7, -4.4)),
        ((7.0, -8.2), (3, -13.2), (-4, -13.8), (-10.4, -10), (-15.4, -8.6), (-18, -1), (-17.6, 9), (-15, 15.4), (-13.6, 7), (-12.6, -0.4), (-10.4, -2.6), (-8.6, 4), (-5.6, 5), (-3, 0.6), (-0.6, -3.2), (3, -6.6)),
    ),
    "afro": (
        ((-8.8, 4.4), (-13.2, 0), (-14.2, -8), (-10.6, -15.6), (-4, -19.6), (3, -19.8), (10.0, -16.2), (14.2, -8.6), (13.4, 0), (9, 4.4), (7.6, -2), (4, -6.8), (-3, -7), (-7.4, -1.8)),
        ((7.4, -7.4), (9.4, -14), (4, -19.4), (-4, -20.2), (-12, -16.6), (-16.4, -8), (-15.6, 2.4), (-10, 8.6), (-4.8, 6.8), (-2.2, 0.8), (-0.6, -3), (3, -6.2)),
    ),
    "curly": (
        ((-8.6, 4), (-11.6, 0), (-11.6, -7), (-9, -13), (-4, -16.6), (1.5, -17), (7, -15.4), (11, -10), (12, -3), (9.4, 4), (7.6, -1.4), (4, -6.6), (-3, -7), (-7.4, -1.6)),
        ((7.2, -7.6), (8, -12), (3, -16.6), (-4, -17.4), (-11, -14), (-14.6, -6), (-14, 3), (-9, 8.2), (-4.6, 6.6), (-2, 0.8), (-0.6, -3), (3, -6.2)),
    ),
}  # fmt: skip


def draw_head(tailor: "Tailor", centre: Point, pose: Pose, outfit: Outfit) -> str:
    """The head at `centre` (cm), turned with the pose."""
    draw = {"side": _side, "back": _back}.get(pose.view, _front)
    return group(draw(tailor, outfit), x=centre[0], y=centre[1], turn=pose.nod)


def _front(tailor: "Tailor", outfit: Outfit) -> str:
    face = [*_FACE_HALF, *[(-x, y) for x, y in reversed(_FACE_HALF[1:-1])]]
    parts = []
    if outfit.style in ("long", "scarf", "ponytail", "plait"):
        parts.append(_behind(tailor, outfit))
    for side in (-1, 1):
        parts.append(ellipse(7.7 * side, 0.6, 1.6, 2.7, tailor.flat(outfit.skin, 0.3 if side > 0 else 0.6)))
    parts.append(path(smooth(face), tailor.fill(outfit.skin)))
    if tailor.detail > 300:
        parts.append(_features(tailor, outfit))
    if outfit.beard == "moustache":
        lip = [(-4.0, 5.8), (-1.6, 4.2), (0, 4.5), (1.6, 4.2), (4.0, 5.8), (1.4, 5.8), (0, 5.4), (-1.4, 5.8)]
        parts.append(path(smooth(lip, tension=0.4), tailor.fill(outfit.hair, 0.8)))
    elif outfit.beard:
        jaw = [
            (-7.3, 1.6),
            (-6.2, 8.2),
            (-3.2, 12.2),
            (0, 13.2),
            (3.2, 12.2),
            (6.2, 8.2),
            (7.3, 1.6),
            (4.6, 4.6),
            (0, 4.2),
            (-4.6, 4.6),
        ]
        parts.append(path(smooth(jaw, tension=0.5), tailor.fill(outfit.hair, 0.9)))
    parts.append(_hair(tailor, outfit, 0))
    if outfit.glasses and tailor.detail > 90:
        parts += [_lens(outfit, 3.4 * side, -0.9, tailor.flat("black", 0.2)) for side in (-1, 1)]
        parts.append(line([(-0.9, -1.2), (0.9, -1.2)], tailor.flat("black", 0.2), 0.9))
    parts.append(_hat(tailor, outfit, 0))
    return "".join(parts)


def _lens(outfit: Outfit, x: float, y: float, frame: str) -> str:
    rim = f'fill="none" stroke="{frame}" stroke-width="0.9"'
    if outfit.glasses == "round":
        return f'<circle cx="{x}" cy="{y}" r="2.5" {rim}/>'
    return f'<rect x="{x - 2.6}" y="{y - 2.0}" width="5.2" height="4.0" rx="0.7" {rim}/>'


def _back(tailor: "Tailor", outfit: Outfit) -> str:
    face = [*_FACE_HALF, *[(-x, y) for x, y in reversed(_FACE_HALF[1:-1])]]
    parts = [ellipse(7.7 * side, 0.6, 1.6, 2.7, tailor.flat(outfit.skin, 0.4)) for side in (-1, 1)]
    parts.append(path(smooth(face), tailor.fill(outfit.skin, 0.8)))
    if outfit.style == "bald":
        return "".join([*parts, _hat(tailor, outfit, 0)])
    low = {"long": 20.0, "bob": 10.0, "scarf": 16.0}.get(outfit.style, 6.5)
    wide = {"curly": 1.28, "afro": 1.5, "bob": 1.16, "long": 1.16, "scarf": 1.16}.get(outfit.style, 1.06)
    tint = outfit.scarf if outfit.style == "scarf" else outfit.hair
    crown = [(-7.6 * wide, low * 0.7), (-8.4 * wide, -4), (-5.6 * wide, -11.8), (0, -13.8 * (1.1 if wide > 1.2 else 1)),
             (5.6 * wide, -11.8), (8.4 * wide, -4), (7.6 * wide, low * 0.7), (0, low)]  # fmt: skip
    parts.append(path(smooth(crown), tailor.fill(tint)))
    if outfit.style == "bun":  # as high as it stands over the brow, with its own shadow on the crown
        parts.append(ellipse(0, -10.2, 4.9, 1.8, tailor.flat(tint, 0.0), 0.6))
        parts.append(ellipse(0, -15.0, 4.9, 4.6, tailor.fill(tint)))
    if outfit.style in ("ponytail", "plait"):
        end = 17.0 if outfit.style == "ponytail" else 25.0
        parts.append(
            path(
                smooth([(-2.6, -6), (-4.2, 4), (-3.0, end - 4), (0, end), (3.0, end - 4), (4.2, 4), (2.6, -6)]),
                tailor.fill(tint, 0.9),
            )
        )
    parts.append(_hat(tailor, outfit, 0))
    return "".join(parts)


def _side(tailor: "Tailor", outfit: Outfit) -> str:
    parts = [path(smooth(_PROFILE, tension=0.5), tailor.fill(outfit.skin))]
    if tailor.detail > 300:
        dark = tailor.flat(outfit.skin, 0.0)
        parts.append(path(smooth([(7.6, -3.4), (5.2, -3.0), (4.4, -1.6), (6.8, -1.2)]), dark, 0.45))
        parts.append(line([(4.6, -4.6), (7.5, -4.7)], tailor.flat(outfit.hair, 0.1), 0.8))
        parts.append(line([(6.2, 6.2), (8.0, 6.1)], dark, 0.6))
        parts.append(path(smooth([(5.4, 12.2), (2.0, 10.9), (-1.8, 8.2), (0.2, 6.4), (4.0, 9.8)]), dark, 0.35))
    if outfit.beard == "moustache":
        lip = [(3.4, 5.8), (6.2, 4.0), (9.0, 4.4), (8.6, 5.8), (6.0, 5.6)]
        parts.append(path(smooth(lip, tension=0.4), tailor.fill(outfit.hair, 0.8)))
    elif outfit.beard:
        jaw = [(-1.6, 2.6), (-1.0, 8.6), (2.6, 12.0), (5.6, 13.8), (8.4, 11.6), (8.2, 8.2), (6.4, 5.4), (3.0, 5.6)]
        parts.append(path(smooth(jaw, tension=0.5), tailor.fill(outfit.hair, 0.9)))
    parts.append(ellipse(-1.8, 0.8, 1.9, 2.9, tailor.flat(outfit.skin, 0.5)))
    parts.append(_hair(tailor, outfit, 1))
    if outfit.glasses and tailor.detail > 90:
        frame = tailor.flat("black", 0.2)
        parts += [_lens(outfit, 6.2, -0.9, frame), line([(3.6, -1.4), (-1.2, -0.6)], frame, 0.9)]
    parts.append(_hat(tailor, outfit, 1))
    return "".join(parts)


def _features(tailor: "Tailor", outfit: Outfit) -> str:
    """Not a portrait: the shaded half from brow to chin, eyes and mouth as accents."""
    dark = tailor.flat(outfit.skin, 0.0)
    turn = 1 if tailor.from_left else -1
    shade = [(0.6, -8), (0.4, -3.4), (1.9, 0.5), (2.5, 2.6), (0.6, 3.9), (1.1, 6.0), (0.4, 7.2), (1.2, 9.0), (0.6, 11.8),
             (3.4, 10.6), (6.0, 7.2), (7.5, 2.0), (7.6, -4)]  # fmt: skip
    parts = [path(smooth([(x * turn, y) for x, y in shade], tension=0.4), dark, 0.42)]
    for side in (-1, 1):
        parts.append(ellipse(3.3 * side, -1.0, 1.8, 1.0, dark, 0.26))
        parts.append(ellipse(3.3 * side, -0.8, 0.78, 0.72, tailor.flat("black", 0.1), 0.9))
        brow = [(1.6 * side, -3.1), (3.4 * side, -3.8), (5.2 * side, -3.0)]
        parts.append(line(brow, tailor.flat(outfit.hair, 0.1), 0.8, 0.9))
    parts.append(line([(-1.9, 6.4), (0, 6.75), (1.9, 6.4)], tailor.flat("plum", 0.3), 0.75, 0.75))
    return "".join(parts)


def _behind(tailor: "Tailor", outfit: Outfit) -> str:
    """What of hair and scarf hangs behind the shoulders."""
    if outfit.style == "scarf":
        drape = [(-10, -6), (-11, 6), (-15, 20), (0, 26), (15, 20), (11, 6), (10, -6), (0, -14.5)]
        return path(smooth(drape), tailor.fill(outfit.scarf, 0.6))
    if outfit.style == "long":
        return path(smooth([(-10, -4), (-11.4, 19), (0, 21), (11.4, 19), (10, -4)]), tailor.fill(outfit.hair, 0.4))
    side = -1 if tailor.from_left else 1  # over the lit shoulder
    low = 20 if outfit.style == "ponytail" else 26
    tail = [
        (5 * side, -4),
        (9.6 * side, 4),
        (10.4 * side, low - 5),
        (8.4 * side, low),
        (6.4 * side, low - 5),
        (5.4 * side, 6),
    ]
    return path(smooth(tail), tailor.fill(outfit.hair, 0.7))


def _hair(tailor: "Tailor", outfit: Outfit, view: int) -> str:
    if outfit.style == "bald":
        return ""
    if outfit.style == "scarf":
        if view == 1:
            drape = [
                (7.2, -8),
                (3, -13.4),
                (-5, -14),
                (-11, -9),
                (-12.6, 2),
                (-14, 16),
                (-2, 24),
                (8, 18),
                (5.4, 12),
                (-0.4, 8),
                (-0.8, -1),
                (3, -6),
            ]
            return path(smooth(drape), tailor.fill(outfit.scarf))
        hood = [
            (-8.2, 4),
            (-10, -4),
            (-7, -12.4),
            (0, -14.6),
            (7, -12.4),
            (10, -4),
            (8.2, 4),
            (8.6, 14),
            (0, 19),
            (-8.6, 14),
        ]
        inner = [
            (-6.6, 3),
            (-6.9, -3),
            (-4.6, -8.4),
            (0, -9.6),
            (4.6, -8.4),
            (6.9, -3),
            (6.6, 3),
            (4.4, 9),
            (0, 12.2),
            (-4.4, 9),
        ]
        return path(smooth(hood) + " " + smooth(inner), tailor.fill(outfit.scarf), 1.0, 'fill-rule="evenodd"')
    outline = _HAIR.get(outfit.style, _HAIR["short"])[view]
    parts = [path(smooth(outline, tension=0.55), tailor.fill(outfit.hair))]
    if outfit.style == "bun":
        x, y = ((0.0, -15.4), (-11.5, -9.5))[view]
        parts.insert(0, ellipse(x, y, 4.8, 4.5, tailor.fill(outfit.hair)))
    if outfit.style == "plait" and view == 1:
        tail = [(-7, 2), (-11, 8), (-12.4, 16), (-11.6, 24), (-9, 18), (-7.4, 9)]
        parts.append(path(smooth(tail), tailor.fill(outfit.hair, 0.8)))
    return "".join(parts)


def _hat(tailor: "Tailor", outfit: Outfit, view: int) -> str:
    if not outfit.hat:
        return ""
    fill = tailor.fill(outfit.hat_color)
    under = tailor.flat(outfit.hat_color, 0.0)
    lead = 5.0 if view == 1 else 0.0
    if outfit.hat == "helmet":
        dome = [(-10.2, -4.6), (-9.6, -11), (-5, -16.4), (0, -17.4), (5, -16.4), (9.6, -11), (10.2, -4.6)]
        brim = [(-11.2, -4.8), (-11.0, -3.4), (11.0 + lead, -3.4), (11.6 + lead, -4.4), (9, -6.4), (-9, -6.4)]
        ridge = line([(0, -17.2), (0.3, -7)], tailor.flat(outfit.hat_color, 0.95), 1.6, 0.7)
        return path(smooth(dome, closed=False) + "Z", fill) + polygon(brim, under) + (ridge if view == 0 else "")
    if outfit.hat == "toque":
        puff = [(-7.6, -8), (-10.6, -17), (-7, -23), (0, -22), (6.4, -23.4), (10.6, -17), (7.6, -8)]
        band = polygon([(-8, -6), (-8, -10.6), (8, -10.6), (8, -6)], tailor.fill(outfit.hat_color, 0.8))
        return path(smooth(puff), fill) + band
    if outfit.hat == "straw":
        crown: list[Point] = [(-8, -7), (-7, -15), (0, -16.6), (7, -15), (8, -7)]
        straw_brim = ellipse(0, -6.6, 18, 3.6, tailor.fill(outfit.hat_color, 0.7))
        band = polygon([(-8, -7.2), (-7.7, -9.6), (7.7, -9.6), (8, -7.2)], tailor.flat("accent", 0.4))
        return straw_brim + path(smooth(crown, closed=False) + "Z", fill) + band
    if outfit.hat == "beanie":
        knitted = [(-9.4, -4.2), (-9.2, -11), (-5, -16.2), (0, -17.2), (5, -16.2), (9.2, -11), (9.4, -4.2)]
        roll = [(-9.9, -3.6), (-9.7, -7.4), (9.7, -7.4), (9.9, -3.6)]
        return path(smooth(knitted, closed=False) + "Z", fill) + polygon(roll, tailor.fill(outfit.hat_color, 0.7))
    bonnet: list[Point] = [(-9.2, -3.8), (-9, -10), (-4, -14.6), (3, -14.6), (8.4, -10), (9.2, -4.6)]
    visor: str = (
        polygon([(2, -6.6), (9, -6), (15.5, -4.2), (9, -3.6)], under)
        if view == 1
        else ellipse(0, -4.8, 8.4, 1.8, under)
    )
    return path(smooth(bonnet, closed=False) + "Z", fill) + visor
