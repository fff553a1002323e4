"""Workers that die at each checkpoint of a pipeline, and what must be true of it afterwards."""

import json
from collections.abc import Iterable

from tests.jobs.hosts import eventually
from tests.kinds.apps import POINTS
from tests.kinds.hosts import KindsHost
from tests.kinds.trial import audit

# Two deaths in a stage: at the third a job is given up.
DEATHS = (("begin", "commit"), ("call", "done", "end"))


def survive_every_checkpoint(host: KindsHost, kinds: Iterable[str], *, within_s: float) -> None:
    """Of each kind a job that nothing happens to, and some whose worker dies at its points; then check everything."""
    assert {point for points in DEATHS for point in points} == set(POINTS)
    placed = host.place(*((kind, 1 + len(DEATHS)) for kind in kinds))
    doomed = {pk: points for ids in placed.values() for pk, points in zip(ids[1:], DEATHS, strict=True)}
    (host.data / "failpoints.json").write_text(json.dumps(doomed))
    main = host.start_worker()
    host.start_reviewer()
    eventually(lambda: not set(host.statuses()) & {"queued", "running", "suspended"}, within_s=within_s)
    for kind, ids in placed.items():
        calm, *crashed = (told_of(host, job_id) for job_id in ids)
        assert calm[0] == "succeeded", (kind, calm, host.output[-2000:])
        assert all(one == calm for one in crashed), (kind, calm, crashed)
        assert_died(host, kind, dict(zip(ids[1:], DEATHS, strict=True)), stages=calm[2])
    found = audit(host)
    assert found["charged wrongly"] == found["open holds"] == found["logs with gaps"] == 0, found
    assert (found["duplicate rows"], found["ledger"], found["not terminal"]) == ({}, "clean", 0), found
    assert (found["orphan assets"], found["lost assets"], found["bytes without a name"]) == ({}, 0, 0), found
    main.terminate()
    assert main.wait(30) == 0


def told_of(host: KindsHost, job_id: str) -> tuple[str, int | None, list[str]]:
    """How a job ended, what it cost, and its finished stages in order."""
    ((status, charged),) = host.query("SELECT status, charged FROM jobs_job WHERE id = ?", job_id)
    stages = host.query("SELECT stage FROM jobs_checkpoint WHERE job_id = ? ORDER BY id", job_id)
    return status, charged, [stage for (stage,) in stages]


def assert_died(host: KindsHost, kind: str, doomed: dict[str, tuple[str, ...]], *, stages: list[str]) -> None:
    """A failpoint that was never reached would make the matrix a picture of nothing."""
    for job_id, points in doomed.items():
        died = {path.name.removeprefix(f"{job_id}.") for path in (host.data / "died").glob(f"{job_id}.*")}
        wanted = {f"{stage}.{point}" for stage in stages for point in points if point in ("begin", "done", "commit")}
        wanted |= {".end"} & {f".{point}" for point in points}
        assert wanted <= died, (kind, wanted - died)
        lost = host.query("SELECT count(*) FROM jobs_attempt WHERE job_id = ? AND outcome = 'lost'", job_id)
        assert lost == [(len(died),)], (kind, died, lost)
