"""The doorbell: a django-q2 task that carries nothing. Whoever hears it claims the best eligible job."""

from typing import Any

from django_q.tasks import async_task

ANSWER = "generation.jobs.worker.answer"


def ring() -> None:
    """Put a ring into the database's queue; inside a transaction it counts only once that commits.

    A ring has no time limit of its own (a worker that hears it may work for hours), and its result is not kept.
    """
    options: dict[str, Any] = {"save": False, "ack_failure": True, "timeout": -1}
    async_task(ANSWER, q_options=options)
