"""Projects, sources, plans, jobs and artifacts."""

from pathlib import Path
from typing import Annotated, Any

import typer

from studio_sdk.cli.making import Out, Quote, Watch, given, text_of
from studio_sdk.cli.session import session
from studio_sdk.pages import iterate
from studio_sdk.transport import NOT_GIVEN, Download

projects = typer.Typer(help="What sources, plans and results belong to.", no_args_is_help=True)
sources = typer.Typer(help="Texts, pages and PDFs that a project draws on.", no_args_is_help=True)
plans = typer.Typer(help="What will be made, of which sources, at what price.", no_args_is_help=True)
jobs = typer.Typer(help="Work that goes on.", no_args_is_help=True)
artifacts = typer.Typer(help="What was made.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    for name, group in (
        ("projects", projects),
        ("sources", sources),
        ("plans", plans),
        ("jobs", jobs),
        ("artifacts", artifacts),
    ):
        app.add_typer(group, name=name)


@projects.command("list")
def list_projects() -> None:
    """Every project, newest first."""
    session.list(iterate(session.client.story.list_projects), ("id", "name", "updatedAt"))


@projects.command("create")
def create_project(name: str, description: Annotated[str | None, typer.Option()] = None) -> None:
    """A new project."""
    made = session.client.story.create_project(name=name, description=given(description))["project"]
    session.show(made, lambda told: told["id"])


@projects.command("show")
def show_project(project: str) -> None:
    """A project."""
    session.show(session.client.story.get_project(project)["project"])


@projects.command("delete")
def delete_project(project: str) -> None:
    """Delete a project with all that it has."""
    session.show(session.client.story.delete_project(project), lambda told: f"{project} is deleted.")


@sources.command("list")
def list_sources(project: str) -> None:
    """A project's sources."""
    session.list(iterate(session.client.story.list_sources, project), ("id", "type", "status", "byteSize", "uri"))


@sources.command("add")
def add_source(
    project: str, source: Annotated[str, typer.Argument(help="A text file, - for standard input, or an address.")]
) -> None:
    """Attach a source and wait until it has been read."""
    story = session.client.story
    is_url = source.startswith(("http://", "https://"))
    added = story.add_url(project, source) if is_url else story.add_text(project, text_of(source))
    session.show(added, lambda told: f"{told['id']}  {told['status']}")


@sources.command("show")
def show_source(project: str, source: str) -> None:
    """A source with its digest."""
    session.show(session.client.story.get_source(project, source)["source"])


@sources.command("delete")
def delete_source(project: str, source: str) -> None:
    """Forget a source."""
    session.show(session.client.story.delete_source(project, source), lambda told: f"{source} is deleted.")


@plans.command("create")
def create_plan(
    project: str,
    kind: Annotated[str, typer.Option(help="table_read, pitch_deck, storyboard, trailer or production_video.")],
    audience: Annotated[str, typer.Option(prompt=True)],
    objective: Annotated[str, typer.Option(prompt=True)],
    outcome: Annotated[str, typer.Option(prompt=True)],
    seconds: Annotated[int | None, typer.Option(help="How long.")] = None,
    mode: Annotated[str | None, typer.Option(help="documentary, podcast or drama.")] = None,
    tone: Annotated[str | None, typer.Option()] = None,
    brief: Annotated[str | None, typer.Option(help="What it should be like, in your words.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only these sources; every one by default.")] = None,
) -> None:
    """Have a plan made, and wait until it can be decided on."""
    story = session.client.story
    request = {"type": kind, "durationSeconds": seconds, "mode": mode}
    target = {"audience": audience, "objective": objective, "outcome": outcome, "tone": tone}
    ready = [one["id"] for one in iterate(story.list_sources, project) if one["status"] == "READY"]
    asked: Any = [{name: value for name, value in request.items() if value is not None}]
    aim: Any = {name: value for name, value in target.items() if value is not None}
    plan = story.create_plan(
        project, target=aim, artifact_requests=asked, creative_brief=given(brief), source_ids=source or ready
    )["plan"]
    with session.watched("Plan") as tell:
        made = story.wait_for_plan(plan["id"], on_progress=tell)
    session.show(made, _plan_text)


@plans.command("list")
def list_plans(project: str) -> None:
    """A project's plans."""
    session.list(iterate(session.client.story.list_plans, project), ("id", "status", "quote.total", "createdAt"))


@plans.command("show")
def show_plan(plan: str) -> None:
    """A plan with its scenes, evidence, gaps and price."""
    session.show(session.client.story.get_plan(plan)["plan"], _plan_text)


@plans.command("approve")
def approve(plan: str, watch: Watch = False) -> None:
    """Approve a plan and have it made."""
    story = session.client.story
    story.approve_plan(plan)
    job = story.create_job(story_plan_id=plan)["job"]
    _started(job, watch)


@plans.command("reject")
def reject(plan: str, reason: Annotated[str | None, typer.Option()] = None) -> None:
    """Reject a plan; it costs nothing."""
    session.show(session.client.story.reject_plan(plan, reason=given(reason))["plan"], lambda told: told["status"])


@jobs.command("list")
def list_jobs(project: Annotated[str | None, typer.Option(help="Of this project alone.")] = None) -> None:
    """Jobs, the latest first."""
    rows = iterate(session.client.story.list_jobs, project_id=given(project))
    session.list(rows, ("id", "status", "progress.stage", "quote.total", "createdAt"))


@jobs.command("show")
def show_job(job: str) -> None:
    """A job."""
    session.show(session.client.story.get_job(job)["job"])


@jobs.command("watch")
def watch_job(job: str) -> None:
    """Follow a job to its end. Exit code 1 where it failed."""
    _started({"id": job}, watch=True)


@jobs.command("cancel")
def cancel_job(job: str) -> None:
    """Cancel a job; nothing is charged."""
    session.show(session.client.story.cancel_job(job)["job"], lambda told: told["status"])


@jobs.command("resume")
def resume_job(job: str, watch: Watch = False) -> None:
    """Take up a failed or canceled job where it stopped."""
    _started(session.client.story.resume_job(job)["job"], watch)


@jobs.command("explain")
def explain_job(job: str) -> None:
    """Why a job is where it is."""
    session.show(session.client.story.explain_job(job))


@jobs.command("receipt")
def receipt(job: str) -> None:
    """What a job cost, and why."""
    session.show(session.client.story.get_job_receipt(job))


@artifacts.command("list")
def list_artifacts(job: str) -> None:
    """What a job made."""
    session.list(session.client.story.list_job_artifacts(job)["artifacts"], ("id", "type", "status", "currentVersion"))


@artifacts.command("show")
def show_artifact(artifact: str) -> None:
    """An artifact with its manifest: addresses of sound, film, pages."""
    session.show(session.client.story.get_artifact(artifact)["artifact"])


@artifacts.command("script")
def script(
    artifact: str, fountain: Annotated[bool, typer.Option("--fountain", help="As a screenplay file.")] = False
) -> None:
    """An artifact's script."""
    told: Any = session.client.story.get_artifact_script(artifact, format_="fountain" if fountain else NOT_GIVEN)
    if isinstance(told, str):
        print(told)
    else:
        session.show(told, _script_text)


@artifacts.command("refine")
def refine(artifact: str, instruction: str, watch: Watch = False, dry_run: Quote = False) -> None:
    """Make the next revision by an instruction in plain words."""
    told: Any = session.client.story.refine_artifact(artifact, instruction=instruction, dry_run=dry_run or NOT_GIVEN)
    session.show(told) if dry_run else _started(told["storyJob"], watch)


@artifacts.command("film")
def film(artifact: str, out: Out = None) -> None:
    """Render an artifact as MP4 and save it."""
    target = out or Path(f"{artifact}.mp4")
    with session.watched("Film") as tell:
        saved = session.client.story.film(artifact, on_progress=tell).save(target)
    session.show({"artifactId": artifact, "file": str(saved)}, lambda told: told["file"])


@artifacts.command("sound")
def sound(artifact: str, out: Out = None) -> None:
    """Record an artifact as MP3 and save it."""
    story, target = session.client.story, out or Path(f"{artifact}.mp3")
    with session.watched("Sound") as tell:
        made = story.finalize_artifact(artifact, mode="audio", record=True)["finalize"]
        if made["status"] != "complete":
            story.wait(made["jobId"], on_progress=tell)
        manifest: Any = story.get_artifact(artifact)["artifact"]["manifest"]
        saved = Download(session.client.transport, manifest["audio"]["recordingUrl"]).save(target)
    session.show({"artifactId": artifact, "file": str(saved)}, lambda told: told["file"])


@artifacts.command("revisions")
def revisions(artifact: str) -> None:
    """An artifact's versions."""
    session.list(
        iterate(session.client.story.list_revisions, artifact),
        ("revision", "isCurrent", "origin", "instruction", "title"),
    )


@artifacts.command("restore")
def restore(
    artifact: str,
    revision: str,
    expected: Annotated[int | None, typer.Option(help="Only while this version is the current one.")] = None,
) -> None:
    """Make an earlier version the current one, as a new version."""
    session.show(session.client.story.restore_revision(artifact, revision, expected=expected))


def _started(job: Any, watch: bool) -> None:
    if not watch:
        return session.show(job, lambda told: told["id"])
    with session.watched("Job") as tell:
        done = session.client.story.wait(job["id"], on_progress=tell)
    return session.show(done, lambda told: f"{told['id']}  {told['status']}")


def _plan_text(plan: Any) -> str:
    told = plan.get("plan") or {}
    lines = [f"{plan['id']}  {plan['status']}  {plan['quote']['total']} credits", told.get("summary", "")]
    lines += [f"  {beat['index']}. {beat['heading']}: {beat['opensWith']}" for beat in told.get("journeyBeats", ())]
    lines += [f"  missing: {gap}" for gap in told.get("gaps", ())]
    return "\n".join(line for line in lines if line)


def _script_text(told: Any) -> str:
    lines = [told["title"], ""]
    for entry in told["entries"]:
        speaker = f"{entry['character'].upper()}: " if entry["character"] else ""
        lines.append(f"{speaker}{entry['text']}")
    return "\n".join(lines)
