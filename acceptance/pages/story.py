"""A project with one of everything that the story family makes, and the pages on which a person meets it."""

from dataclasses import dataclass
from typing import Any

from tests.films.studio_host import PRESS_RELEASE, StudioHost
from tests.jobs.hosts import eventually

_TARGET = {"audience": "everyone", "objective": "explain the news", "outcome": "retell it"}
_REQUESTS = [
    {"type": "table_read", "mode": "documentary", "durationSeconds": 20},
    {"type": "pitch_deck", "includePdf": True},
    {"type": "storyboard", "durationSeconds": 15},
    {"type": "trailer", "durationSeconds": 15},
]
_TABS = ("", "/script", "/cast", "/music", "/effects", "/coverage", "/versions", "/versions/compare?from=1&to=2")


@dataclass(frozen=True)
class Made:
    """`artifacts` are ids by type; `waiting` is a plan that nobody has decided on."""

    project: str
    source: str
    plan: str
    waiting: str
    job: str
    artifacts: dict[str, str]
    theater: str


def make_story(studio: StudioHost) -> Made:
    """One of each type, the table read with music, an effect, coverage, a second version, sound and film."""
    project = studio.api("POST", "/story-projects", {"name": "Harbour heat", "description": "For the town hall."})
    project_id = project["project"]["id"]
    body = {"type": "text", "label": "Press release", "content": PRESS_RELEASE.read_text()}
    source = studio.api("POST", f"/story-projects/{project_id}/sources", body)["source"]["id"]
    plan = _plan(studio, project_id, source, _REQUESTS, autoApprove=True)
    job = studio.api("POST", "/story-jobs", {"storyPlanId": plan})["job"]["id"]
    assert studio.events(job)[-1][1] == "succeeded"
    found = studio.api("GET", f"/story-jobs/{job}/artifacts")["artifacts"]
    artifacts = {one["type"]: one["id"] for one in found}
    assert set(artifacts) == {request["type"] for request in _REQUESTS}
    read = artifacts["table_read"]
    _stage(studio, read)
    waiting = _plan(studio, project_id, source, _REQUESTS[:1])
    theater = studio.api("GET", f"/artifacts/{read}")["artifact"]["manifest"]["theaterUrl"]
    return Made(project_id, source, plan, waiting, job, artifacts, theater)


def _plan(studio: StudioHost, project: str, source: str, requests: list[dict[str, Any]], **more: Any) -> str:
    body = {"target": _TARGET, "artifactRequests": requests, "sourceIds": [source], **more}
    plan: str = studio.api("POST", f"/story-projects/{project}/story-plans", body)["plan"]["id"]

    def is_planned() -> bool:
        return studio.api("GET", f"/story-plans/{plan}")["plan"]["status"] not in ("PENDING", "RUNNING")

    eventually(is_planned)
    return plan


def _stage(studio: StudioHost, read: str) -> None:
    refined = studio.api("POST", f"/artifacts/{read}/refine", {"instruction": "make it a bit shorter"})
    assert studio.events(refined["storyJob"]["id"])[-1][1] == "succeeded"
    studio.api("POST", f"/artifacts/{read}/music", {"musicCoveragePercent": 0.6})
    knock = {"op": "add", "entryIndex": 1, "label": "ship's horn", "prompt": "a ship's horn far away", "volume": 0.4}
    studio.api("POST", f"/artifacts/{read}/sfx", knock)
    studio.api("POST", f"/artifacts/{read}/coverage", {"focusPrompt": "Is the ending earned?"})
    for mode in ("audio", "video"):
        assert studio.events(studio.finalize(read, mode))[-1][1] == "succeeded"


def pages_of(made: Made) -> dict[str, str]:
    """Path or URL of every page, by the name that a failure calls it."""
    project, read = f"/dashboard/projects/{made.project}", f"/dashboard/artifacts/{made.artifacts['table_read']}"
    pages = {
        "overview": "/dashboard",
        "projects": "/dashboard/projects",
        "project": project,
        "source": f"{project}/sources/{made.source}",
        "new-source": f"{project}/sources/new",
        "new-plan": f"{project}/plans/new",
        "plan-waiting": f"/dashboard/plans/{made.waiting}",
        "plan-approved": f"/dashboard/plans/{made.plan}",
        "jobs": "/dashboard/jobs",
        "job": f"/dashboard/jobs/{made.job}",
        "first-version": f"{read}?revision=1",
        "theater": made.theater,
        "theater-fullscreen": f"{made.theater}?view=fullscreen",
        "link-gone": "/share/table-read/nothing-here",
    }
    pages |= {f"project-{kind}": f"{project}/{kind}" for kind in ("sources", "plans", "jobs", "artifacts")}
    pages |= {f"read{tab.partition('?')[0].replace('/', '-')}": f"{read}{tab}" for tab in _TABS}
    others = {kind: id_ for kind, id_ in made.artifacts.items() if kind != "table_read"}
    return pages | {kind: f"/dashboard/artifacts/{id_}" for kind, id_ in others.items()}
