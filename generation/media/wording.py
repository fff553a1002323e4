"""What is written on a shot, frame by frame: titles, names, notes, captions, and when each fades."""

import numpy as np

from generation.media.lettering import Inset, Typesetter, scrim_strength
from generation.media.plan import SCRIM_FADE_MS, ShotPlan

TITLE_FADE_MS, OVERLAY_FADE_MS, CAPTION_FADE_MS = 400, 350, 80


def eased(share: float) -> float:
    """A fade's share of opacity, soft at both ends."""
    return share * share * (3 - 2 * share)


def envelope(frame: int, start: int, end: int, fade: float) -> float:
    """Opacity at `frame` of something shown during `[start, end)`, with fades of `fade` frames inside of it."""
    if not start <= frame < end:
        return 0.0
    fade = min(fade, (end - start) / 3)
    if fade < 1:
        return 1.0
    return eased(min((frame - start + 1) / (fade + 1), (end - frame) / (fade + 1), 1.0))


class Words:
    """All that is written on a shot. Scrims suit its picture."""

    def __init__(self, plan: ShotPlan, clean: np.ndarray) -> None:
        """`clean` is any frame of the shot without words."""
        self._height, self._rate, self._captions = plan.height, plan.rate, plan.captions
        self._setter = Typesetter(
            plan.width, plan.height, has_captions=plan.has_captions, caption_style=plan.caption_style,
            faces=plan.faces,
        )  # fmt: skip
        self._scrims = plan.scrims
        self._set: tuple[int, Inset] | None = None
        luma = clean[: plan.height]
        self._overlays = [(overlay, self._setter.overlay(overlay, luma)) for overlay in plan.shot.overlays]
        self._scrim: Inset | None = None
        if plan.scrims:
            behind = float(np.percentile(luma[self._setter.caption_region()], 90))
            self._scrim = self._setter.caption_scrim(scrim_strength(behind, wanted=0.35))

    def lay_on(self, frame: np.ndarray, number: int) -> None:
        """Writes on frame `number` of the shot, in place."""
        if self._scrim:
            fade = self._frames(SCRIM_FADE_MS)
            opacity = max((envelope(number, start, end, fade) for start, end in self._scrims), default=0.0)
            self._scrim.lay_on(frame, self._height, opacity)
        for overlay, inset in self._overlays:
            fade = self._frames(TITLE_FADE_MS if overlay.kind in ("title", "logo") else OVERLAY_FADE_MS)
            inset.lay_on(frame, self._height, envelope(number, overlay.start_frame, overlay.end_frame, fade))
        for index, caption in enumerate(self._captions):
            if caption.start_frame <= number < caption.end_frame:
                self._lay_caption(frame, number, index)

    def _lay_caption(self, frame: np.ndarray, number: int, index: int) -> None:
        caption = self._captions[index]
        if self._set is None or self._set[0] != index:
            self._set = index, self._setter.caption(caption.lines)
        opacity = envelope(number, caption.start_frame, caption.end_frame, self._frames(CAPTION_FADE_MS))
        self._set[1].lay_on(frame, self._height, opacity)

    def _frames(self, ms: int) -> float:
        return float(ms * self._rate.fraction / 1000)
