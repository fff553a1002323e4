"""Adverts by type, the brand, and what it knows."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from studio_sdk.cli.making import Out, Quote, Watch, given
from studio_sdk.cli.session import session
from studio_sdk.pages import iterate
from studio_sdk.transport import NOT_GIVEN, Download

workflow = typer.Typer(help="Adverts by type.", no_args_is_help=True)
knowledge = typer.Typer(help="What the brand knows.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(workflow, name="workflow")
    app.add_typer(knowledge, name="knowledge")


@workflow.command("launch")
def launch(
    kind: Annotated[str, typer.Argument(help="As cinematic or staticad; see the workflows guide.")],
    concept: Annotated[str | None, typer.Option(help="What it is about.")] = None,
    url: Annotated[str | None, typer.Option(help="A page or a video that it starts from.")] = None,
    quality: Annotated[str | None, typer.Option(help="standard or premium.")] = None,
    formats: Annotated[str | None, typer.Option(help="As 9:16,1:1.")] = None,
    seasonal: Annotated[str | None, typer.Option(help="ramadan or eid.")] = None,
    framework: Annotated[str | None, typer.Option(help="pas, aida, sb7, cialdini, uvp or bant.")] = None,
    review: Annotated[bool, typer.Option("--review", help="Pause after the art direction.")] = False,
    out: Out = None,
    watch: Watch = False,
    dry_run: Quote = False,
) -> None:
    """Launch a workflow. With --out its files are saved into that folder."""
    options = {"concept": concept, "url": url, "quality": quality, "formats": formats}
    options |= {"seasonal": seasonal, "framework": framework}
    named: dict[str, Any] = {name: given(value) for name, value in options.items()}
    kind_: Any = kind
    started: Any = session.client.workflows.create_workflow(
        type_=kind_, hitl=review or NOT_GIVEN, dry_run=dry_run or NOT_GIVEN, **named
    )
    if dry_run or not (watch or out):
        return session.show(started, None if dry_run else lambda told: told["jobId"])
    return _watched(started["jobId"], out)


@workflow.command("list")
def list_workflows() -> None:
    """Workflows, the latest first."""
    session.list(iterate(session.client.workflows.list_workflows), ("jobId", "type", "quality", "status", "cost"))


@workflow.command("show")
def show(job: str) -> None:
    """A workflow with its result."""
    session.show(session.client.workflows.get_workflow(job)["data"])


@workflow.command("watch")
def watch_workflow(job: str, out: Out = None) -> None:
    """Follow a workflow to its end, or to its review."""
    _watched(job, out)


@workflow.command("direction")
def direction(job: str) -> None:
    """The art direction that waits for a decision."""
    session.show(session.client.workflows.get_workflow_direction(job)["data"])


@workflow.command("approve")
def approve(job: str) -> None:
    """Approve the art direction."""
    session.show(session.client.workflows.resume_workflow(job, action="approve")["data"])


@workflow.command("reject")
def reject(job: str, note: Annotated[str | None, typer.Option(help="Why.")] = None) -> None:
    """Reject the art direction; nothing is charged."""
    session.show(session.client.workflows.resume_workflow(job, action="reject", note=given(note))["data"])


@workflow.command("cancel")
def cancel(job: str) -> None:
    """Cancel a workflow; nothing is charged."""
    session.show(session.client.workflows.cancel_workflow(job)["data"])


@workflow.command("batch")
def batch(
    file: Annotated[Path, typer.Argument(help="A JSON list of workflows, as POST /workflow takes them.")],
    dry_run: Quote = False,
) -> None:
    """Launch up to 50 workflows, all or none."""
    rows = json.loads(file.read_text())
    session.show(session.client.workflows.create_batch(workflows=rows, dry_run=dry_run or NOT_GIVEN))


@knowledge.command("list")
def list_knowledge() -> None:
    """Every document."""
    session.list(iterate(session.client.workflows.list_knowledge), ("id", "title", "kind", "status"))


@knowledge.command("add")
def add_knowledge(source: Annotated[str, typer.Argument(help="A file or an address.")]) -> None:
    """Add a PDF, DOCX, XLSX, CSV or TXT, or a page."""
    workflows = session.client.workflows
    is_url = source.startswith(("http://", "https://"))
    added: Any = workflows.add_knowledge_url(url=source) if is_url else workflows.add_knowledge_file(file=source)
    session.show(added["data"], lambda told: f"{told['id']}  {told['status']}")


@knowledge.command("search")
def search(query: str) -> None:
    """Passages that are nearest in meaning."""
    hits: Any = session.client.workflows.search_knowledge(q=query)["data"]
    session.show(hits)


@knowledge.command("delete")
def delete_knowledge(document: str) -> None:
    """Forget a document: its text, vectors and file."""
    session.show(session.client.workflows.delete_knowledge_document(document))


def _watched(job: str, out: Path | None) -> None:
    with session.watched("Workflow") as tell:
        done = session.client.workflows.wait(job, on_progress=tell)
    saved = _save(done, out) if out and done["status"] == "completed" else []
    session.show({**done, "files": saved}, lambda told: "\n".join([f"{job}  {told['status']}", *told["files"]]))


def _save(done: dict[str, Any], folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    result, saved = done["result"], []
    for file in (*result["videos"], *result["images"], *result["documents"]):
        name = Path(file["url"].partition("?")[0]).name
        saved.append(str(Download(session.client.transport, file["url"]).save(folder / name)))
    return saved
