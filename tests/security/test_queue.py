"""The broker's table is written by whoever holds the database: nothing that stands in it runs but our own ring."""

import json
import logging
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.pusher import pusher
from django_q.signing import BadSignature, SignedPackage
from django_q.tasks import async_task

from generation.jobs.bell import ANSWER, ring
from generation.jobs.package import CALLABLE
from generation.jobs.sweeper import ring_for_waiting

pytestmark = pytest.mark.django_db(transaction=True)


class Evil:
    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return Path.touch, (self._mark,)


class _Pickled:
    def dumps(self, task: Any) -> bytes:
        return pickle.dumps(task)


class _Json:
    def dumps(self, task: Any) -> bytes:
        return json.dumps(task).encode()


def signed(task: Any, serializer: type, *, key: str = Conf.SECRET_KEY, compress: bool = False) -> str:
    return signing.dumps(task, key=key, salt=Conf.PREFIX, compress=compress, serializer=serializer)


def ring_package(**changes: Any) -> dict[str, Any]:
    return {"id": "1", "name": "ring", "func": ANSWER, "args": [], "kwargs": {}, **changes}


def forged(mark: Path) -> dict[str, str]:
    ring()
    ours = OrmQ.objects.get().payload
    OrmQ.objects.all().delete()
    body, _, signature = ours.rpartition(":")
    return {
        "nothing": "",
        "no signature": "e30",
        "not base64": "é€:1:x",
        "cut short": ours[:-4],
        "another's signature": f"{body}:{signature[::-1]}",
        "changed after signing": f"A{body[1:]}:{signature}",
        "signed with another key": signed(ring_package(), _Json, key="another key"),
        "a bare pickle": pickle.dumps(Evil(mark)).decode("latin-1"),
        "a pickle, signed": signed(Evil(mark), _Pickled),
        "a pickle, signed and compressed": signed([Evil(mark)] * 50, _Pickled, compress=True),
        "a pickle of a task": signed(ring_package(args=(Evil(mark),)), _Pickled),
        "a foreign function": signed(ring_package(func="os.system", args=[f"touch {mark}"]), _Json),
        "a builtin": signed(ring_package(func="builtins.exec", args=["1"]), _Json),
        "no name for a function": signed(ring_package(func=["os.system"]), _Json),
        "a list": signed([1, 2], _Json),
        "half a task": signed({"func": ANSWER}, _Json),
        "nested without end": signed("x", type("Deep", (), {"dumps": lambda self, task: b"[" * 100_000})),
        "an odd time limit": signed(ring_package(timeout="soon"), _Json),
    }  # fmt: skip


class TaskQueue(list[dict[str, Any]]):
    def put(self, task: dict[str, Any]) -> None:
        self.append(task)


class OneRound:
    """The pusher's event: set once the table is empty."""

    def is_set(self) -> bool:
        return not OrmQ.objects.exists() or not OrmQ.objects.filter(lock__lt=timezone.now()).exists()


def pushed() -> TaskQueue:
    """What django-q2's own pusher gives to the workers of what is in the table."""
    tasks = TaskQueue()
    pusher(tasks, OneRound(), broker=get_broker())
    return tasks


def test_nothing_forged_reaches_a_worker_and_what_is_ours_still_does(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mark = tmp_path / "mark"
    kinds = forged(mark)
    for payload in kinds.values():
        OrmQ.objects.create(key=Conf.CLUSTER_NAME, payload=payload, lock=timezone.now())
    ring()
    logging.getLogger("django-q").propagate = True
    with caplog.at_level(logging.ERROR, "django-q"):
        tasks = pushed()
    assert [task["func"] for task in tasks] == [ANSWER]
    assert not mark.exists()
    assert OrmQ.objects.count() == 1, "the ring, until its worker acknowledges it"
    assert caplog.text.count("Failed to push task to queue") == len(kinds)


def test_a_hook_or_a_chain_beside_a_ring_is_not_read() -> None:
    more = ring_package(hook="os.system", chain=[["os.system", ["x"]]], kwargs={"x": 1}, sync=True, cached=True)
    task = SignedPackage.loads(signed(more, _Json))
    assert not task.keys() & {"hook", "chain", "sync", "cached", "group"}
    assert (task["func"], task["args"], task["kwargs"]) == (ANSWER, (), {})


def test_nobody_of_ours_can_queue_another_function() -> None:
    with pytest.raises(ValueError, match="Workers run nothing but"):
        async_task("os.system", "true")
    assert {ANSWER} == CALLABLE


def test_a_ring_signed_with_the_key_before_is_dropped_and_its_job_is_rung_for_again(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rings carry nothing, so a new secret key loses none of what they were for."""
    from django.db import transaction

    from generation.jobs import registry
    from generation.jobs.services import create_job
    from tests.jobs import pipelines

    monkeypatch.setattr(registry, "_pipelines", {})
    pipelines.register_all()
    with transaction.atomic():
        create_job(organization_id=world.ada.organization.pk, kind="test.steps", params={})
    monkeypatch.setattr(Conf, "SECRET_KEY", "the next key")
    payload = OrmQ.objects.get().payload
    with pytest.raises(BadSignature):
        SignedPackage.loads(payload)
    assert pushed() == []
    ring_for_waiting(timezone.now())
    assert [task["func"] for task in pushed()] == [ANSWER]
