"""What a ring is written as in the queue: JSON that names a function known here.

django-q2 pickles its packages, so whoever can sign one (a leaked secret key, an example's) could run anything in a
worker, and a hook or a chain beside it. A ring carries nothing: none of that is needed, and what says more is no ring.
"""

import json
from typing import Any

from django.utils import timezone
from django_q.signing import BadSignature

from generation.jobs.bell import ANSWER

CALLABLE = {ANSWER}


class Package:
    """In the place of django-q2's PickleSerializer; the signature around it is checked before."""

    def dumps(self, task: dict[str, Any]) -> bytes:
        """Raises ValueError for a task that no worker of ours would run."""
        if task["func"] not in CALLABLE or task.get("kwargs"):
            raise ValueError(f"Workers run nothing but {', '.join(sorted(CALLABLE))}; a job is a pipeline's.")
        kept = {name: task[name] for name in ("id", "name", "func", "args", "timeout") if name in task}
        return json.dumps(kept).encode()

    def loads(self, data: bytes) -> dict[str, Any]:
        """The task as django-q2 has it. Raises BadSignature, on which django-q2 logs and drops what it was sent."""
        try:
            sent = json.loads(data)
            task = {"id": str(sent["id"]), "name": str(sent["name"]), "func": sent["func"], "args": tuple(sent["args"])}
            timeout = {"timeout": int(sent["timeout"])} if "timeout" in sent else {}
        except (ValueError, KeyError, TypeError, RecursionError):
            raise BadSignature("This is no ring.") from None
        if task["func"] not in CALLABLE:
            raise BadSignature("This ring names a function that is none of ours.")
        return {**task, **timeout, "kwargs": {}, "started": timezone.now(), "save": False, "ack_failure": True}
