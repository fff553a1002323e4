"""Footage, cuts and exports."""

from pathlib import Path
from typing import Annotated, Any

import typer

from studio_sdk.cli.making import Out, Quote, Watch
from studio_sdk.cli.session import session
from studio_sdk.transport import NOT_GIVEN, Download

edit = typer.Typer(help="Cut, grade, change and export footage.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(edit, name="edit")


@edit.command("new")
def new(
    name: str, video: Annotated[str | None, typer.Argument(help="A file, or the address of a video.")] = None
) -> None:
    """A new timeline, with a video on it."""
    editor = session.client.editor
    is_url = bool(video) and str(video).startswith(("http://", "https://"))
    project: Any = editor.create_editor_project(name=name, video_url=video if is_url else NOT_GIVEN)
    if video and not is_url:
        with session.watched("Upload") as tell:
            project = editor.upload(project["id"], Path(video), on_progress=tell)
    session.show(project, _timeline)


@edit.command("show")
def show(project: str) -> None:
    """What plays: the segments in their order."""
    session.show(session.client.editor.get_editor_project(project), _timeline)


@edit.command("split")
def split(segment: str, at: Annotated[float, typer.Argument(help="Seconds of the original footage.")]) -> None:
    """Split a segment in two."""
    session.show(session.client.editor.split_segment(segment, split_ts=at))


@edit.command("trim")
def trim(
    segment: str,
    start: Annotated[float, typer.Argument(help="Seconds of the original footage.")],
    end: Annotated[float, typer.Argument()],
) -> None:
    """Trim a segment within its original bounds."""
    session.show(session.client.editor.trim_segment(segment, new_start_ts=start, new_end_ts=end))


@edit.command("delete")
def delete(segment: str) -> None:
    """Take a segment off the timeline; undo brings it back."""
    session.show(session.client.editor.delete_segment(segment))


@edit.command("undo")
def undo(project: str) -> None:
    """Undo the last edit."""
    session.show(session.client.editor.undo_edit(project), _timeline)


@edit.command("redo")
def redo(project: str) -> None:
    """Redo what was undone last."""
    session.show(session.client.editor.redo_edit(project), _timeline)


@edit.command("change")
def change(
    project: str,
    prompt: Annotated[str, typer.Argument(help="As: make it dusk; remove the logo.")],
    start: Annotated[float, typer.Option(help="Seconds of the timeline.")],
    end: Annotated[float, typer.Option()],
    watch: Watch = True,
    dry_run: Quote = False,
) -> None:
    """Make variants of a stretch by an instruction."""
    editor = session.client.editor
    job: Any = editor.generate_variants(
        project_id=project, prompt=prompt, start_ts=start, end_ts=end, dry_run=dry_run or NOT_GIVEN
    )
    if dry_run or not watch:
        return session.show(job)
    with session.watched("Variants") as tell:
        done = editor.wait(job["id"], on_progress=tell)
    return session.list(done["variants"], ("id", "label", "url"))


@edit.command("accept")
def accept(variant: str) -> None:
    """Play a variant in place of what it was made from."""
    session.show(session.client.editor.accept_variant(variant))


@edit.command("frame")
def frame(project: str, at: Annotated[float, typer.Argument(help="Seconds of the timeline.")], out: Out = None) -> None:
    """Save a frame of the timeline."""
    made: Any = session.client.editor.preview_frame(project, ts=at)
    saved = Download(session.client.transport, made["frame_url"]).save(out or Path("frame.jpg"))
    session.show({**made, "file": str(saved)}, lambda told: told["file"])


@edit.command("export")
def export(
    project: str,
    format_: Annotated[str, typer.Option("--format", help="mp4, otio, edl or srt.")] = "mp4",
    out: Out = None,
) -> None:
    """Export the timeline as it plays now, and save the file."""
    with session.watched("Export") as tell:
        saved = session.client.editor.export(project, format_, on_progress=tell).save(
            out or Path(f"{project}.{format_}")
        )
    session.show({"projectId": project, "file": str(saved)}, lambda told: told["file"])


def _timeline(told: Any) -> str:
    lines = [f"{told.get('id') or told['project_id']}  revision {told['revision']}"]
    lines += [f"  {one['id']}  {one['start_ts']:.3f} to {one['end_ts']:.3f} s" for one in told.get("segments", ())]
    return "\n".join(lines)
