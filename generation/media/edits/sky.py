"""Another sky: the old one is found by where it is, how smooth and how coloured, and a painted one is laid behind."""

import cv2
import numpy as np

from generation.media.edits.canvas import Bytes, Canvas, Effect, Floats, Moment, blurred, clouds, rounded
from generation.media.edits.intents import Operation

_WIDE = 240
_LEAST = 0.04  # of the picture
_STARS = 420
_REACH = 4  # pixels of the small picture by which the sky's border may move from frame to frame

# From the zenith to the horizon, RGB; how many clouds, their light and shade.
_SKIES: dict[str, tuple[tuple[tuple[int, int, int], ...], float, tuple[int, int, int], tuple[int, int, int]]] = {
    "blue": (((28, 92, 186), (74, 144, 218), (176, 214, 238)), 0.25, (255, 255, 255), (196, 212, 228)),
    "cloudy": (((92, 124, 160), (142, 166, 190), (206, 214, 220)), 0.75, (250, 250, 250), (150, 162, 176)),
    "stormy": (((34, 40, 50), (62, 70, 80), (120, 124, 124)), 0.95, (120, 124, 130), (30, 34, 42)),
    "sunset": (((48, 54, 112), (190, 92, 96), (255, 178, 92)), 0.5, (255, 196, 128), (150, 68, 92)),
    "dusk": (((16, 24, 62), (62, 60, 120), (214, 128, 120)), 0.35, (196, 132, 150), (54, 46, 92)),
    "night": (((4, 7, 20), (10, 18, 42), (30, 42, 74)), 0.15, (54, 62, 88), (12, 16, 32)),
    "pink": (((140, 110, 186), (232, 150, 184), (255, 208, 196)), 0.45, (255, 226, 226), (206, 130, 170)),
    "purple": (((50, 26, 96), (118, 62, 158), (232, 152, 190)), 0.45, (226, 166, 214), (82, 44, 122)),
    "orange": (((150, 62, 40), (232, 118, 50), (255, 196, 110)), 0.45, (255, 206, 140), (166, 70, 44)),
    "red": (((74, 12, 20), (164, 34, 34), (242, 118, 70)), 0.5, (242, 132, 92), (84, 18, 26)),
    "green": (((10, 44, 50), (26, 104, 92), (150, 206, 160)), 0.3, (170, 226, 180), (20, 74, 70)),
}  # fmt: skip
_WORDS = {
    "star": "night", "night": "night", "galaxy": "night", "milky": "night", "moon": "night", "aurora": "green",
    "northern": "green", "storm": "stormy", "dark": "stormy", "dramatic": "stormy", "thunder": "stormy",
    "grey": "cloudy", "gray": "cloudy", "cloud": "cloudy", "overcast": "cloudy", "sunset": "sunset",
    "sunrise": "sunset", "gold": "sunset", "yellow": "sunset", "dusk": "dusk", "twilight": "dusk", "evening": "dusk",
    "clear": "blue", "blue": "blue", "sunny": "blue", "pink": "pink", "purple": "purple", "violet": "purple",
    "magenta": "pink", "orange": "orange", "red": "red", "green": "green",
}  # fmt: skip


def kind_of(words: str) -> str | None:
    """The painted sky that words ask for; None for one that cannot be painted."""
    if words.strip() in _SKIES:
        return words.strip()
    return next((kind for word, kind in _WORDS.items() if word in words), None)


class SkyMask:
    """Where the sky is, float32 0 to 1, frame by frame and without flicker: cut out by colour and edges (GrabCut,
    Rother, Kolmogorov, Blake 2004), beginning with what is smooth, light or blue along the top."""

    def __init__(self, first: Bytes) -> None:
        self._share = min(1.0, _WIDE / first.shape[1])
        small = self._small(first)
        self._models = np.zeros((1, 65)), np.zeros((1, 65))
        self._marks = _marked(small)
        self._held: Floats | None = None
        self.fraction = 0.0
        if (self._marks == cv2.GC_FGD).mean() > 0.01:
            self._cut(small, 5, cv2.GC_INIT_WITH_MASK)
            self.fraction = float(_sky_of(self._marks).mean())

    @property
    def is_there(self) -> bool:
        return _LEAST <= self.fraction <= 0.9

    def _small(self, bgr: Bytes) -> Bytes:
        return np.asarray(cv2.resize(bgr, None, fx=self._share, fy=self._share, interpolation=cv2.INTER_AREA))

    def _cut(self, small: Bytes, rounds: int, mode: int) -> None:
        cv2.grabCut(small, self._marks, (0, 0, 1, 1), *self._models, rounds, mode)

    def at(self, bgr: Bytes) -> Floats:
        small = self._small(bgr)
        if self._held is not None:
            # Colours are known by now; only the border is looked for again, around where it was.
            was = _sky_of(self._marks)
            near = np.ones((2 * _REACH + 1,) * 2, np.uint8)
            inner, outer = cv2.erode(was, near), cv2.dilate(was, near)
            marks = np.where(was > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
            marks[inner > 0], marks[outer == 0] = cv2.GC_FGD, cv2.GC_BGD
            self._marks = marks
            self._cut(small, 1, cv2.GC_EVAL)
        now = cv2.GaussianBlur(_completed(_sky_of(self._marks), small).astype(np.float32), (0, 0), 1.0)
        self._held = now if self._held is None else 0.5 * self._held + 0.5 * now
        return _refined(self._held, bgr)


def _marked(small: Bytes) -> Bytes:
    """GrabCut's marks: surely sky, perhaps, perhaps not, surely not."""
    height = small.shape[0]
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 1.2), cv2.COLOR_BGR2LAB).astype(np.float32)
    grey = lab[..., 0]
    edge = cv2.magnitude(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    calm = cv2.GaussianBlur(edge, (0, 0), 2.5) < 12
    likes = np.clip(grey / 255 * 1.2 - 0.25, 0, 1) + np.clip((132 - lab[..., 2]) / 40, 0, 1)
    down = np.broadcast_to(np.arange(height)[:, None] / height, grey.shape)
    is_edge = edge > 40
    is_open = np.cumsum(is_edge, axis=0) == 0  # nothing between it and the top
    strip = max(4, height // 12)
    top = likes[:strip][calm[:strip]]
    level = float(np.quantile(top, 0.7)) if top.size > 30 else 2.0
    marks = np.full(grey.shape, cv2.GC_PR_BGD, np.uint8)
    marks[calm & (likes > max(0.4, level * 0.6)) & (down < 0.6)] = cv2.GC_PR_FGD
    marks[down > 0.72] = cv2.GC_BGD
    marks[is_edge] = cv2.GC_PR_BGD
    # Columns of sky run far before anything begins; those of a pale wall soon meet a window.
    runs = is_open.sum(axis=0)
    liked = likes[:strip].mean(axis=0) > level * 0.6
    is_long = runs >= 0.5 * (float(np.quantile(runs[liked], 0.9)) if liked.any() else height)
    sure = calm & is_open & (down < 0.45) & (likes > max(0.45, level * 0.72)) & is_long
    marks[is_open & ~is_long & (marks == cv2.GC_PR_FGD)] = cv2.GC_PR_BGD
    marks[cv2.erode(sure.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = cv2.GC_FGD
    return marks


def _sky_of(marks: Bytes) -> Bytes:
    return _from_the_top(((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8))


def _completed(mask: Bytes, small: Bytes) -> Bytes:
    """With what shows between masts and branches: pixels above the horizon of the sky's own colour at their height."""
    if mask.mean() < _LEAST / 2:
        return mask
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 0.7), cv2.COLOR_BGR2LAB).astype(np.float32)
    wide = mask.mean(axis=1)
    rows = np.flatnonzero(wide > 0.08)
    if not len(rows):
        return mask
    typical = np.array([np.median(lab[row][mask[row] > 0], axis=0) for row in rows])
    colour = np.stack([np.interp(np.arange(len(mask)), rows, typical[:, n]) for n in range(3)], axis=1)
    own = (np.linalg.norm(lab - colour[:, None], axis=2) < 11).astype(np.uint8)
    own[rows.max() + 1 :] = 0
    own = cv2.morphologyEx(own, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(mask | own)


def _from_the_top(cut: np.ndarray) -> np.ndarray:
    """The pieces that reach into the upper fifth, with their small holes closed."""
    cut = cv2.morphologyEx(cut, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels = cv2.connectedComponents(cut)
    kept = set(np.unique(labels[: max(1, cut.shape[0] // 5)])) - {0}
    return np.isin(labels, list(kept)).astype(np.uint8)


def _refined(mask: Floats, bgr: Bytes) -> Floats:
    """A small mask at full size, along the picture's own edges (guided filter, He, Sun, Tang 2010)."""
    height, width = bgr.shape[:2]
    guide = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    half = cv2.resize(guide, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    target = cv2.resize(mask, (width // 2, height // 2), interpolation=cv2.INTER_LINEAR)
    radius = max(4, width // 120)
    box = (2 * radius + 1,) * 2
    mean_i, mean_p = cv2.blur(half, box), cv2.blur(target, box)
    slope = (cv2.blur(half * target, box) - mean_i * mean_p) / (cv2.blur(half * half, box) - mean_i * mean_i + 4e-4)
    offset = mean_p - slope * mean_i
    steep, high = (
        cv2.resize(cv2.blur(part, box), (width, height), interpolation=cv2.INTER_LINEAR) for part in (slope, offset)
    )
    return np.clip((steep * guide + high - 0.15) / 0.7, 0, 1).astype(np.float32)


def sky(operation: Operation, flavour: int, canvas: Canvas) -> Effect | None:
    """None where no sky is found."""
    mask = SkyMask(canvas.first)
    kind = kind_of(operation.target) or "blue"
    if not mask.is_there:
        return None
    reach = 1.5
    horizon = _horizon(canvas.first, mask)
    painted = _painted(kind, flavour, canvas, horizon, reach)
    light = _light_of(kind)

    def effect(bgr: Bytes, moment: Moment) -> Bytes:
        cover = mask.at(bgr)[..., None]
        dx = float(moment.camera[0, 2]) + moment.seconds * 3.0 * canvas.unit
        dy = float(moment.camera[1, 2])
        left = canvas.width * (reach - 1) / 2
        matrix = np.array([[1.0, 0, dx - left], [0, 1, dy * 0.7 - canvas.height * 0.1]])
        above = cv2.warpAffine(
            painted, matrix, (canvas.width, canvas.height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        ground = bgr.astype(np.float32) * light
        return rounded(ground * (1 - cover) + above.astype(np.float32) * cover)

    return effect


def _horizon(first: Bytes, mask: SkyMask) -> float:
    """How far down the sky reaches, as a share of the height."""
    rows = mask.at(first).mean(axis=1) > 0.12
    return float(np.clip((np.flatnonzero(rows).max() + 1) / len(rows) if rows.any() else 0.5, 0.2, 1.0))


_LIGHTS = {
    "night": (0.52, 0.38, 0.34), "dusk": (0.92, 0.74, 0.76), "sunset": (0.74, 0.88, 1.06),
    "stormy": (0.72, 0.68, 0.66), "pink": (1.0, 0.92, 1.04), "purple": (0.98, 0.8, 0.88), "orange": (0.72, 0.88, 1.05),
    "red": (0.68, 0.72, 1.0), "green": (0.78, 0.86, 0.66), "cloudy": (0.96, 0.94, 0.92),
}  # fmt: skip


def _light_of(kind: str) -> Floats:
    """What that sky's light does to the ground, BGR factors."""
    return np.array(_LIGHTS.get(kind, (1.0, 1.0, 1.0)), np.float32)


def _painted(kind: str, flavour: int, canvas: Canvas, horizon: float, reach: float) -> Bytes:
    """The sky alone, BGR, a little larger than the canvas on all sides."""
    height, width = round(canvas.height * 1.2), round(canvas.width * reach)
    stops, amount, bright, shade = _SKIES[kind]
    at = np.clip(np.linspace(-0.1, 1.1, height) / horizon, 0, 1)
    column = np.stack(
        [np.interp(at, np.linspace(0, 1, len(stops)), [stop[n] for stop in stops]) for n in (2, 1, 0)], axis=1
    )
    picture = np.repeat(column[:, None, :], width, axis=1).astype(np.float32)
    rng = canvas.rng(61 + flavour)
    if kind in ("night", "green"):
        picture = _starred(picture, rng, canvas, flavour)
    if kind == "green":
        picture = _with_aurora(picture, rng, canvas)
    amount = min(1.0, amount * (1.0 if flavour % 2 == 0 else 1.7))
    picture = _clouded(picture, rng, amount, bright, shade, at)
    if kind in ("sunset", "orange", "red", "dusk"):
        picture = _with_sun(picture, canvas, horizon, flavour)
    return rounded(picture + rng.normal(0, 0.8, picture.shape).astype(np.float32))


def _clouded(
    picture: Floats,
    rng: np.random.Generator,
    amount: float,
    bright: tuple[int, int, int],
    shade: tuple[int, int, int],
    at: Floats,
) -> Floats:
    """Clouds that lie flatter and closer towards the horizon, lit from above."""
    height, width = picture.shape[:2]
    flat = clouds(rng, height, width, coarsest=5, octaves=7, wraps=False)
    # Perspective: rows near the horizon show more of the cloud layer.
    rows = (1 - np.clip(at, 0, 1)) ** 0.55 * (height - 1)
    down = np.repeat(rows[:, None], width, axis=1).astype(np.float32)
    across = np.linspace(0, 1, width, dtype=np.float32)[None] - 0.5
    spread = (0.45 + 0.55 * (1 - np.clip(at, 0, 1)))[:, None]
    noise = cv2.remap(
        flat,
        ((across * spread + 0.5) * (width - 1)).astype(np.float32),
        down,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    cover = np.clip((noise - (0.78 - 0.5 * amount)) / 0.3, 0, 1)
    cover = cover * cover * (3 - 2 * cover)
    lit = np.clip(0.5 + (noise - np.roll(noise, -round(height * 0.02), axis=0)) * 7, 0, 1)[..., None]
    colour = np.array(shade[::-1], np.float32) * (1 - lit) + np.array(bright[::-1], np.float32) * lit
    return picture + (colour - picture) * (cover * 0.92)[..., None]


def _starred(picture: Floats, rng: np.random.Generator, canvas: Canvas, flavour: int) -> Floats:
    height, width = picture.shape[:2]
    sheet = np.zeros((height, width), np.float32)
    for _ in range(_STARS * (2 if flavour % 2 else 1)):
        x, y = int(rng.integers(0, width)), int(rng.integers(0, height))
        size = rng.pareto(2.2) * 0.28 * canvas.unit
        cv2.circle(
            sheet,
            (x * 16, y * 16),
            max(8, round(min(size, 2.0 * canvas.unit) * 16)),
            float(rng.uniform(0.25, 1.0)),
            -1,
            cv2.LINE_AA,
            4,
        )
    light = np.asarray(blurred(sheet, 0.6 * canvas.unit), np.float32) + 0.5 * np.asarray(
        blurred(sheet, 3 * canvas.unit), np.float32
    )
    if flavour % 2:
        band = clouds(rng, height, width, coarsest=6, octaves=5, wraps=False)
        slope = np.abs(np.linspace(-0.5, 0.5, width)[None] * 0.5 + np.linspace(-0.4, 0.6, height)[:, None])
        light = light + np.exp(-((slope / 0.16) ** 2)).astype(np.float32) * band * 0.28
    return picture + np.clip(light, 0, 1)[..., None] * np.array((255, 246, 236), np.float32)


def _with_aurora(picture: Floats, rng: np.random.Generator, canvas: Canvas) -> Floats:
    height, width = picture.shape[:2]
    bands = clouds(rng, 8, width, coarsest=7, octaves=4, wraps=False)[3]
    foot = 0.55 + 0.3 * (blurred(bands[None], 20 * canvas.unit)[0] - 0.5)
    down = np.linspace(0, 1, height)[:, None]
    curtain = (
        np.clip((foot[None] - down) / 0.5, 0, 1)
        * np.exp(-np.clip((foot[None] - down) * 3.4, 0, 9))
        * (down < foot[None])
    )
    light = curtain * (0.35 + 0.9 * bands[None])
    glow = np.asarray(blurred(light.astype(np.float32), 5 * canvas.unit), np.float32)
    return picture + glow[..., None] * np.array((120, 255, 110), np.float32) * 1.3


def _with_sun(picture: Floats, canvas: Canvas, horizon: float, flavour: int) -> Floats:
    height, width = picture.shape[:2]
    x, y = width * (0.5 if flavour % 2 == 0 else 0.36), height * (horizon * 0.8 / 1.2 + 0.08)
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    away = np.hypot((across - x) / canvas.height, (down - y) / canvas.height)
    glow = 0.55 * np.exp(-((away / 0.3) ** 2)) + 0.9 * np.exp(-((away / 0.07) ** 2))
    return picture + glow[..., None] * (np.array((120, 196, 255), np.float32) - picture * 0.35)


EFFECTS = {"sky": sky}
