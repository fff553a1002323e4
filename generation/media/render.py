"""From a film plan to an MP4 and a poster: its shots one by one, then joined without encoding them again."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from generation.media.mp4 import join_shots
from generation.media.plan import FilmPlan, FilmResult, ShotResult
from generation.media.shot import render_shot
from wire.errors import GenerationFailed

Report = Callable[[float, str], None]


def render_film(plan: FilmPlan, out: Path, *, report: Report | None = None) -> FilmResult:
    """Renders `plan` to `out` (MP4) and its best frame to a JPEG beside it, named `out` with `.poster.jpg`.

    Both appear whole or not at all. `report` gets fractions of the frames done. Raises GenerationFailed when the
    plan does not hold together or a file of it cannot be read.
    """
    check(plan)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
        shots: list[ShotResult] = []
        done = 0
        for number, one in enumerate(plan.shot_plans()):
            tell = _within(report, done, plan.frames)
            shots.append(render_shot(one, Path(folder) / f"{number:04}.mp4", report=tell))
            done += one.shot.frames
        return assemble(plan, shots, out)


def check(plan: FilmPlan) -> None:
    """Raises GenerationFailed with all that makes the plan impossible to render."""
    if found := plan.problems():
        raise GenerationFailed(f"The film cannot be rendered: {'; '.join(found)}.", problems=found)


def _within(report: Report | None, before: int, total: int) -> Report | None:
    """A shot's report as the film's; it counts frames."""
    if report is None:
        return None

    def tell(fraction: float, message: str) -> None:
        number = before + int(message.split()[1])
        report(number / total, f"frame {number} of {total}")

    return tell


def assemble(plan: FilmPlan, shots: Sequence[ShotResult], out: Path) -> FilmResult:
    """Joins rendered shots and lays the sound under them; the best still becomes the poster."""
    unfinished = out.with_name(f".{out.name}.part")
    poster, unfinished_poster = out.with_suffix(".poster.jpg"), out.with_name(f".{out.name}.poster.part.jpg")
    try:
        join_shots([shot.path for shot in shots], unfinished, plan.rate, audio=plan.audio, title=plan.title)
        shutil.copyfile(max(shots, key=lambda shot: shot.score).still, unfinished_poster)
        unfinished_poster.replace(poster)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
        unfinished_poster.unlink(missing_ok=True)
    return FilmResult(out, plan.frames, plan.rate.ms_at(plan.frames), plan.width, plan.height, poster)
