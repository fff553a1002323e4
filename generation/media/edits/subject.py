"""What a picture is of, as a soft mask: near the middle, unlike the borders, sharp or moving; cut out by colour."""

import cv2
import numpy as np

from generation.media.edits.canvas import Bytes, Canvas, Floats, Moment, ellipse

_WIDE = 240  # pixels across at which the mask is found
_EVERY_S = 0.4  # how often it is found anew; in between it is carried along by what moves
_FEWEST = 0.02
_MOST = 0.75


class Subject:
    """Masks of one film, in order. Each is float32 `[height, width]`, 1 on the subject."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        share = min(1.0, _WIDE / canvas.width)
        self._size = max(16, round(canvas.width * share)), max(16, round(canvas.height * share))
        self._every = max(1, round(canvas.fps * _EVERY_S))
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._before: Bytes | None = None
        self._mask: Floats | None = None

    def mask(self, bgr: Bytes, moment: Moment) -> Floats:
        small = cv2.resize(bgr, self._size, interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        if self._mask is None or self._before is None:
            self._mask = self._found(small, grey, None)
        else:
            carried, speed = self._carried(grey)
            self._mask = carried
            if moment.number % self._every == 0:
                self._mask = 0.55 * carried + 0.45 * self._found(small, grey, speed, near=carried)
        self._before = grey
        return self._sized(bgr, self._mask)

    def _carried(self, grey: Bytes) -> tuple[Floats, Floats]:
        assert self._before is not None  # noqa: S101
        assert self._mask is not None  # noqa: S101
        flow = self._flow.calc(grey, self._before, np.zeros((*grey.shape, 2), np.float32))
        height, width = grey.shape
        across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        moved = cv2.remap(
            self._mask, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        speed = np.linalg.norm(flow - np.median(flow.reshape(-1, 2), axis=0), axis=2)
        return np.asarray(moved, np.float32), np.asarray(speed, np.float32)

    def _found(self, small: Bytes, grey: Bytes, speed: Floats | None, near: Floats | None = None) -> Floats:
        width, height = self._size
        score = self._score(small, grey, speed)
        if near is not None:
            score = 0.5 * score + 0.5 * near
        sure, likely = np.quantile(score, 0.93), np.quantile(score, 0.74)
        marks = np.full((height, width), cv2.GC_BGD, np.uint8)
        marks[score > np.quantile(score, 0.35)] = cv2.GC_PR_BGD
        marks[score > likely] = cv2.GC_PR_FGD
        marks[score > sure] = cv2.GC_FGD
        edge = max(1, width // 60)
        marks[:edge] = marks[:, :edge] = marks[:, -edge:] = cv2.GC_BGD
        cv2.setRNGSeed(self._canvas.seed % 2**31)
        cv2.grabCut(small, marks, (0, 0, 1, 1), np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
        cut = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8)
        cut = cv2.morphologyEx(cut, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        cut = cv2.morphologyEx(cut, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
        cut = _largest(cut)
        if not _FEWEST < cut.mean() < _MOST:  # nothing stands out: the middle does
            away = ellipse(height, width, (width / 2, height * 0.55), (width * 0.3, height * 0.48))
            return np.clip(1.5 - away, 0, 1).astype(np.float32)
        return cut.astype(np.float32)

    def _score(self, small: Bytes, grey: Bytes, speed: Floats | None) -> Floats:
        width, height = self._size
        lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32)
        rim = max(2, width // 14)
        border = np.concatenate([lab[:rim].reshape(-1, 3), lab[:, :rim].reshape(-1, 3), lab[:, -rim:].reshape(-1, 3)])
        # Unlike each of the border's main colours.
        _, _, centres = cv2.kmeans(
            border[::3].copy(),
            4,
            np.empty(0, np.int32),
            (cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0),
            1,
            cv2.KMEANS_PP_CENTERS,
        )
        unlike = np.min([np.linalg.norm(lab - centre, axis=2) for centre in centres], axis=0)
        detail = cv2.GaussianBlur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (0, 0), width / 60)
        middle = np.exp(-(ellipse(height, width, (width / 2, height * 0.56), (width * 0.34, height * 0.46)) ** 2))
        total = _unit(unlike) + 0.6 * _unit(detail)
        if speed is not None and float(speed.max()) > 0.6:
            total = total + 0.9 * _unit(cv2.GaussianBlur(speed, (0, 0), width / 80))
        return np.asarray(cv2.GaussianBlur(total * (0.25 + middle), (0, 0), width / 90), np.float32)

    def _sized(self, bgr: Bytes, mask: Floats) -> Floats:
        soft = cv2.GaussianBlur(mask, (0, 0), 1.2)
        big = cv2.resize(soft, (self._canvas.width, self._canvas.height), interpolation=cv2.INTER_CUBIC)
        return np.clip((big - 0.2) / 0.6, 0, 1).astype(np.float32)


def _unit(values: Floats) -> Floats:
    top = float(np.quantile(values, 0.98))
    return np.clip(values / max(top, 1e-6), 0, 1).astype(np.float32)


def _largest(cut: Bytes) -> Bytes:
    """The largest piece, and those that are a fifth of it at least."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cut)
    if count < 2:
        return cut
    sizes = stats[1:, cv2.CC_STAT_AREA]
    kept = [index + 1 for index, size in enumerate(sizes) if size >= sizes.max() / 5]
    return np.isin(labels, kept).astype(np.uint8)
