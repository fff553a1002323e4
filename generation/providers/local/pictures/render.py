# ruff: noqa: E501 - outlines and tables are read by the row
"""From planes to pixels: SVG through resvg, soft passes at a quarter of the size, edge light, grade, PNG."""

import re
from pathlib import Path

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray

from generation.providers.local.pictures.color import display, encode, lab_to_linear, lch, linear_to_lab, scale
from generation.providers.local.pictures.field import blend, blur, noise_tile, over
from generation.providers.local.pictures.stage import Plane, Stage
from wire.errors import GenerationFailed

SOFT_SHRINK = 4
_USED = re.compile(r"url\(#(d\d+)\)")


def render_planes(stage: Stage) -> dict[str, NDArray]:
    """Every plane as straight RGBA uint8 `(h, w, 4)` of the layer size, from far to near, graded."""
    width, height = stage.frame.layer_size
    below = np.zeros((height, width, 4), np.float32)
    painted: dict[str, NDArray] = {}
    for plane in stage.planes.values():
        canvas = _paint(stage, plane, below)
        if plane.rim:
            _edge_light(stage, canvas, plane.rim)
        if plane.blur:
            canvas = blur(canvas, plane.blur * stage.frame.scale)
        if plane.passes:
            below = over(canvas, below)
        painted[plane.name] = canvas
    exposure = _exposure(stage, below)
    tone = _grade_tables(stage, exposure)
    color = min(1.0, exposure[0] ** -0.45)  # more contrast in each channel is also more colour: take that back
    return {name: _finish(canvas, tone, color, seed=index) for index, (name, canvas) in enumerate(painted.items())}


# hour: (where the lights should come to lie, where the darks), display values of the 96th and 2nd percentiles
LEVELS = {"dawn": (0.91, 0.045), "day": (0.93, 0.045), "dusk": (0.85, 0.035), "night": (0.62, 0.022)}


# Where the middle of the picture lies at least: lit windows in a dark street must not leave the street black.
MIDDLES = {"dawn": 0.30, "day": 0.34, "dusk": 0.24, "night": 0.19}


def _exposure(stage: Stage, composite: NDArray) -> tuple[float, float, float]:
    """Gain, offset and gamma that bring the picture's darks and lights to where its hour wants them, as a printer would.
    Taken from the whole picture, so that all layers get the same."""
    (dx, dy), frame = stage.frame.pad, stage.frame
    part = composite[dy : dy + frame.height : 3, dx : dx + frame.width : 3, :3]
    luma = part @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    low, high = (float(v) for v in np.percentile(luma, (2, 96)))
    white, black = LEVELS[stage.light.time]
    if stage.light.weather in ("rain", "fog"):
        white, black = white * 0.88, black * 1.6
    if not stage.is_graded:
        return 1.0, 0.0, 1.0
    gain = min(
        max((white - black) / max(high - low, 0.05), min(0.92, stage.contrast)),
        min(stage.contrast, 2.3 if stage.light.is_dark else 1.75),
    )
    offset = black - low * gain if low * gain > black else 0.0
    middle = float(np.clip(np.median(luma) * gain + offset, 0.02, 0.9))
    gamma = float(np.clip(np.log(MIDDLES[stage.light.time]) / np.log(middle), 0.70, 1.0))
    return gain, offset, gamma


def _paint(stage: Stage, plane: Plane, below: NDArray) -> NDArray:
    width, height = stage.frame.layer_size
    canvas = np.zeros((height, width, 4), np.float32)
    for step in plane.passes:
        if step.kind == "raster":
            canvas = step.work(canvas, below) if step.work else canvas
        elif step.kind == "sharp":
            # What will be out of focus is drawn at half the size: a quarter of the work, and nobody can tell.
            shrink = 2 if plane.blur * stage.frame.scale >= 4.0 else 1
            top = rasterize(stage, "".join(step.body), shrink)
            if shrink > 1:
                top = cv2.resize(top, (width, height), interpolation=cv2.INTER_LINEAR)
            canvas = over(top, canvas)
        else:
            small = rasterize(stage, "".join(step.body), SOFT_SHRINK)
            small = blur(small, step.blur * stage.frame.scale / SOFT_SHRINK)
            top = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
            canvas = blend(step.mode, top, canvas)
    return canvas


def rasterize(stage: Stage, body: str, shrink: int) -> NDArray:
    """An SVG fragment in units as premultiplied RGBA float32, the layer's size divided by `shrink`."""
    width, height = stage.frame.layer_size
    width, height = max(width // shrink, 2), max(height // shrink, 2)
    left, top, right, bottom = stage.frame.bounds
    definitions = _definitions(stage, body)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" preserveAspectRatio="none" '
        f'viewBox="{left:.3f} {top:.3f} {right - left:.3f} {bottom - top:.3f}">{definitions}{body}</svg>'
    )
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    image = cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise GenerationFailed("The vector renderer returned no picture.")
    if image.ndim == 2 or image.shape[2] == 3:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGRA if image.ndim == 2 else cv2.COLOR_BGR2BGRA)
    rgba = cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA).astype(np.float32) * (1 / 255)
    rgba[..., :3] *= rgba[..., 3:4]
    return rgba


def _definitions(stage: Stage, body: str) -> str:
    wanted = set(_USED.findall(body))
    todo = list(wanted)
    while todo:
        for name in _USED.findall(stage.definitions[todo.pop()]):
            if name not in wanted:
                wanted.add(name)
                todo.append(name)
    if not wanted:
        return ""
    return "<defs>" + "".join(stage.definitions[n] for n in sorted(wanted, key=lambda n: int(n[1:]))) + "</defs>"


def _edge_light(stage: Stage, canvas: NDArray, strength: float) -> None:
    """A rim on the edges that face the light: the silhouette minus itself moved away from the light."""
    light, unit = stage.light, stage.frame.scale
    alpha = canvas[..., 3]
    reach = 3.2 * unit
    move = np.array([[1, 0, -light.sun[0] * reach], [0, 1, max(light.sun[1], 0.35) * reach]], np.float32)
    moved = cv2.warpAffine(alpha, move, (alpha.shape[1], alpha.shape[0]), flags=cv2.INTER_LINEAR)
    rim = blur(np.clip(alpha - moved, 0.0, 1.0), 0.8 * unit) * alpha * strength
    color = display(
        scale(light.lamp, 0.9) if light.is_dark else scale(light.key, 1.5)
    )  # at night the lamps draw the edge
    canvas[..., :3] += (color * alpha[..., None] - canvas[..., :3]) * np.clip(rim, 0, 0.9)[..., None]


def _grade_tables(stage: Stage, exposure: tuple[float, float, float]) -> NDArray:
    """One 256-entry curve per channel: lifted blacks, soft contrast, cool or warm split toning. `(256, 3)` float32."""
    x = np.linspace(0.0, 1.0, 256)
    gain, offset, gamma = exposure
    x = x * gain + offset
    x = np.where(x < 0.8, np.maximum(x, 0.0), 0.8 + 0.2 * np.tanh((x - 0.8) / 0.2))
    x = np.clip(x, 0.0, 1.0) ** gamma
    curve = x + 0.055 * np.sin((x - 0.06) * 2 * np.pi) * -1.0
    curve = 0.022 + np.clip(curve, 0, 1) * 0.968
    shadow = linear_to_lab(np.array(lch(0.5, 0.035, stage.palette.ground)))
    warm = linear_to_lab(np.array(lch(0.5, 0.030, stage.palette.accent if stage.light.time != "day" else 80)))
    cool_rgb = encode(lab_to_linear(shadow))
    warm_rgb = encode(lab_to_linear(warm))
    grey = encode(lab_to_linear(np.array([0.5, 0.0, 0.0])))
    weight_low = ((1 - x) ** 2)[:, None] * 0.55
    weight_high = (x**2)[:, None] * 0.35 * (1 - x[:, None] ** 6)
    table = curve[:, None] + (cool_rgb - grey) * weight_low + (warm_rgb - grey) * weight_high
    return np.clip(table, 0.0, 1.0).astype(np.float32)


def _finish(canvas: NDArray, table: NDArray, saturation: float, *, seed: int) -> NDArray:
    """Premultiplied float to graded straight uint8, with half a step of noise against banding."""
    alpha = canvas[..., 3]
    if not alpha.any():
        return np.zeros(canvas.shape, np.uint8)
    straight = canvas[..., :3] / np.maximum(alpha, 1e-3)[..., None]
    np.clip(straight, 0.0, 1.0, out=straight)
    if saturation < 0.98:
        luma = (straight @ np.array([0.30, 0.59, 0.11], np.float32))[..., None]
        straight = luma + (straight - luma) * saturation
    straight *= 255.0
    index = straight.astype(np.uint8)
    part = straight - index
    out = np.empty(canvas.shape, np.uint8)
    dither = _dither(canvas.shape[:2], seed)
    for channel in range(3):
        low = cv2.LUT(index[..., channel], table[:, channel] * 255.0)
        high = cv2.LUT(np.minimum(index[..., channel], 254) + 1, table[:, channel] * 255.0)
        out[..., channel] = np.clip(low + (high - low) * part[..., channel] + dither, 0, 255).astype(np.uint8)
    out[..., 3] = np.clip(alpha * 255.0 + 0.5, 0, 255).astype(np.uint8)
    return out


def _dither(shape: tuple[int, int], seed: int) -> NDArray:
    tile = np.random.default_rng(seed).random((256, 256), dtype=np.float32)
    return np.tile(tile, (shape[0] // 256 + 1, shape[1] // 256 + 1))[: shape[0], : shape[1]]


def flatten(stage: Stage, layers: dict[str, NDArray], *, seed: int, is_clean: bool = False) -> NDArray:
    """The finished still `(height, width, 3)` uint8 RGB: layers over one another, bloom, vignette, grain; with
    `is_clean` nothing but the layers, as print has neither bloom nor grain."""
    (dx, dy), frame = stage.frame.pad, stage.frame
    image = np.zeros((frame.height, frame.width, 3), np.float32)
    for layer in layers.values():
        part = layer[dy : dy + frame.height, dx : dx + frame.width].astype(np.float32) * (1 / 255)
        alpha = part[..., 3:4]
        image += (part[..., :3] - image) * alpha
    if is_clean:
        return (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8)
    luma = image @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    bright = image * np.clip((luma - 0.80) / 0.2, 0, 1)[..., None]
    image += blur(bright, 22 * frame.scale) * 0.30 * (1 - image)
    ys = np.linspace(-1, 1, frame.height, dtype=np.float32)[:, None]
    xs = np.linspace(-1, 1, frame.width, dtype=np.float32)[None, :]
    image *= (1.0 - 0.075 * np.clip((xs**2 + ys**2) / 2, 0, 1) ** 1.4)[..., None]
    image += (
        _grain(frame.height, frame.width, seed)[..., None]
        * (0.35 + 0.65 * np.sqrt(np.clip(luma * (1 - luma) * 4, 0, 1)))[..., None]
    )
    return (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8)


def _grain(height: int, width: int, seed: int) -> NDArray:
    """Film grain , about 1.2 % of the range at one standard deviation, 2 to 3 % to the eye, slightly clumped as silver is."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((512, 512), dtype=np.float32)
    tile: NDArray = cv2.GaussianBlur(noise, (0, 0), 0.7, borderType=cv2.BORDER_REFLECT)
    tile *= 0.012 / float(tile.std())
    return np.tile(tile, (height // 512 + 1, width // 512 + 1))[:height, :width]


def write_png(path: Path, image: NDArray) -> None:
    """RGB or RGBA uint8 to a lightly compressed PNG; what is clear in a layer costs nothing as runs."""
    has_alpha = image.shape[2] == 4
    code = cv2.COLOR_RGBA2BGRA if has_alpha else cv2.COLOR_RGB2BGR
    strategy = cv2.IMWRITE_PNG_STRATEGY_RLE if has_alpha else cv2.IMWRITE_PNG_STRATEGY_HUFFMAN_ONLY
    ok, data = cv2.imencode(".png", cv2.cvtColor(image, code), [cv2.IMWRITE_PNG_STRATEGY, strategy])
    if not ok:
        raise OSError(f"could not encode {path.name}")
    path.write_bytes(data.tobytes())


def texture(stage: Stage, plane: str, *, strength: float = 0.05, seed: int = 5) -> None:
    """Brushed unevenness over what the plane holds, so that no area is dead flat. Anchored to the plane."""
    tile = noise_tile(seed)

    def work(canvas: NDArray, below: NDArray) -> NDArray:
        height, width = canvas.shape[:2]
        reps = (height // 512 + 1, width // 512 + 1)
        field = np.tile(tile, reps)[:height, :width]
        canvas[..., :3] *= (1.0 + (field - 0.5) * 2 * strength)[..., None]
        np.minimum(canvas[..., :3], canvas[..., 3:4], out=canvas[..., :3])
        return canvas

    stage[plane].raster(work)
