"""From the plan of one shot to its frames, a file of them without sound, and a still."""

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from generation.media.mp4 import Mp4Writer
from generation.media.plan import ShotPlan, ShotResult
from generation.media.planes import ShotPicture
from generation.media.puppet.staged import picture_of
from generation.media.wording import Words, eased

Report = Callable[[float, str], None]

REPORT_EVERY_FRAMES = 12
STILL_QUALITY = 88  # of 100, as JPEG


def render_shot(plan: ShotPlan, out: Path, *, report: Report | None = None) -> ShotResult:
    """Renders `plan` to `out` (MP4 without sound) and its still to `out` with `.jpg`.

    `report` gets fractions of the frames done. Raises GenerationFailed when a layer cannot be read.
    """
    frames = plan.shot.frames
    picture = picture_of(plan.shot, plan.width, plan.height, tail_frames=plan.tail_frames)
    clean = picture.frame(frames // 2)
    still = out.with_suffix(".jpg")
    cv2.imwrite(str(still), cv2.cvtColor(clean, cv2.COLOR_YUV2BGR_I420), [cv2.IMWRITE_JPEG_QUALITY, STILL_QUALITY])
    with Mp4Writer(out, plan.width, plan.height, plan.rate, sound=None) as film:
        for number, frame in enumerate(_frames(plan, picture, clean), start=1):
            film.write(frame)
            if report and (number % REPORT_EVERY_FRAMES == 0 or number == frames):
                report(number / frames, f"frame {number} of {frames}")
    return ShotResult(out, frames, still, _score(clean, plan.height))


def _frames(plan: ShotPlan, picture: ShotPicture, clean: np.ndarray) -> Iterator[np.ndarray]:
    words = Words(plan, clean)
    shot, before = plan.shot, None
    if shot.dissolve_frames and plan.before:
        before = picture_of(plan.before, plan.width, plan.height, tail_frames=shot.dissolve_frames)
    for number in range(shot.frames):
        frame = picture.frame(number)
        if number < shot.dissolve_frames:
            share = eased((number + 1) / (shot.dissolve_frames + 1))
            under = before.frame(plan.before.frames + number) if before and plan.before else _black(frame)
            frame = cv2.addWeighted(frame, share, under, 1 - share, 0)
        else:
            before = None
        words.lay_on(frame, number)
        yield frame


def _black(frame: np.ndarray) -> np.ndarray:
    black = np.full_like(frame, 128)
    black[: len(frame) * 2 // 3] = 16
    return black


def _score(frame: np.ndarray, height: int) -> float:
    """How good a still the frame would make: strong values, some colour, some detail."""
    luma = cv2.resize(frame[:height], (96, 54), interpolation=cv2.INTER_AREA).astype(np.float32)
    colours = frame[height:].reshape(2, -1)[:, ::7].astype(np.float32) - 128
    detail = float(np.abs(cv2.Laplacian(luma, cv2.CV_32F)).mean())
    return float(luma.std()) + 0.5 * float(np.hypot(*colours).mean()) + 1.5 * min(detail, 12.0)
