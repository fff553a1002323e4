"""The steps of a type that makes films, in their order: each is a fifth, two fifths, a good third, and the rest."""

from collections.abc import Callable, Sequence
from typing import Any

from generation.jobs.context import StageContext
from generation.jobs.registry import Stage
from generation.workflows.kinds import DIRECTION
from generation.workflows.pipeline import direct, film

Json = dict[str, Any]
Step = Callable[[StageContext], Json]


def film_steps(write: Step, generate: Step, edit: Step = film.edit) -> tuple[Stage, ...]:
    """`write` makes the art direction, `generate` the sound and the pictures; `edit` films them."""
    return (
        Stage(DIRECTION, write, weight=20, label="Directing", commit=direct.keep_direction),
        Stage("video_generation", generate, weight=40, label="Voice, music and pictures"),
        Stage("editing", edit, weight=35, label="Filming and cutting"),
        Stage("delivery", film.deliver, weight=5, label="Delivering", commit=film.tell_ready),
    )


def formats_of(ctx: StageContext) -> tuple[str, ...]:
    return tuple(ctx.params["formats"])


def one_cut(ctx: StageContext, seconds: int) -> Sequence[film.Cut]:
    return (film.Cut("main", seconds, formats_of(ctx)),)
