"""Whole ways in one command: a film, a picture, a clip, a talk."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from studio_sdk.cli.session import session
from studio_sdk.transport import NOT_GIVEN, Download, NotGiven

Out = Annotated[Path | None, typer.Option("--out", "-o", help="Where the file goes.")]
Watch = Annotated[bool, typer.Option("--watch", "-w", help="Wait for the end and show how far it is.")]
Quote = Annotated[bool, typer.Option("--dry-run", help="Say what it would cost, and do nothing.")]


def register(app: typer.Typer) -> None:
    for command in (film, image, video, say):
        app.command()(command)


def given(value: Any) -> Any | NotGiven:
    """An option that was left out is not sent."""
    return NOT_GIVEN if value is None else value


def text_of(source: str) -> str:
    """A file's text, standard input for `-`."""
    return sys.stdin.read() if source == "-" else Path(source).read_text()


def film(
    source: Annotated[str, typer.Argument(help="A text file, - for standard input, or the address of a page or PDF.")],
    out: Out = None,
    seconds: Annotated[int, typer.Option(help="How long.")] = 60,
    kind: Annotated[str, typer.Option(help="table_read, trailer or production_video.")] = "table_read",
    ratio: Annotated[str | None, typer.Option(help="16:9, 9:16, 1:1, 4:5 or 21:9.")] = None,
    audience: Annotated[str, typer.Option(help="Who watches it.")] = "whoever is curious",
    objective: Annotated[str, typer.Option(help="What it is for.")] = "tell what the source says",
    outcome: Annotated[str, typer.Option(help="What they should do then.")] = "remember it",
) -> None:
    """Make a film of a text, from source to file."""
    story = session.client.story
    is_url = source.startswith(("http://", "https://"))
    target = out or Path(f"{'film' if is_url or source == '-' else Path(source).stem}.mp4")
    request: dict[str, Any] = {"type": kind, "durationSeconds": seconds, **({"aspectRatio": ratio} if ratio else {})}
    aim = {"audience": audience, "objective": objective, "outcome": outcome}
    with session.watched("Film") as tell:
        project = story.create_project(name=target.stem[:200])["project"]
        story.add_url(project["id"], source) if is_url else story.add_text(project["id"], text_of(source))
        artifact = story.make(project["id"], request, target=aim, on_progress=tell)[0]
        saved = story.film(artifact["id"], on_progress=tell).save(target)
    told = {"projectId": project["id"], "artifactId": artifact["id"], "file": str(saved)}
    session.show(told, lambda made: f"{made['file']}  (artifact {made['artifactId']})")


def image(
    prompt: str,
    out: Out = None,
    size: Annotated[str | None, typer.Option(help="As 1280x720.")] = None,
    style: Annotated[str | None, typer.Option(help="See the studio family's guide.")] = None,
    quality: Annotated[str | None, typer.Option(help="standard or hd.")] = None,
    negative: Annotated[str | None, typer.Option(help="What must not be in it.")] = None,
    seed: Annotated[int | None, typer.Option(help="Same seed, same picture.")] = None,
    dry_run: Quote = False,
) -> None:
    """Draw a picture."""
    options = {"size": size, "style": style, "quality": quality, "negative": negative, "seed": seed}
    named: dict[str, Any] = {name: given(value) for name, value in options.items()}
    made: Any = session.client.studio.generate_image(prompt=prompt, dry_run=dry_run or NOT_GIVEN, **named)
    _saved(made, out or Path("picture.png"), dry_run)


def video(
    prompt: str,
    out: Out = None,
    seconds: Annotated[float | None, typer.Option(help="How long.")] = None,
    ratio: Annotated[str | None, typer.Option(help="16:9, 9:16, 1:1, 4:5 or 21:9.")] = None,
    seed: Annotated[int | None, typer.Option(help="Same seed, same film.")] = None,
    watch: Watch = True,
    dry_run: Quote = False,
) -> None:
    """Film a scene."""
    studio = session.client.studio
    job: Any = studio.generate_video(
        prompt=prompt,
        duration_s=given(seconds),
        aspect_ratio=given(ratio),
        seed=given(seed),
        dry_run=dry_run or NOT_GIVEN,
    )
    if dry_run or not watch:
        return session.show(job)
    with session.watched("Clip") as tell:
        done = studio.wait(job["id"], on_progress=tell)
    return _saved(done["result"], out or Path("clip.mp4"), is_quote=False)


def say(
    companion: Annotated[str, typer.Argument(help="As cinematic-director; see: studio call listCompanions")],
    text: str,
    talk: Annotated[str | None, typer.Option("--session", help="Go on with this conversation.")] = None,
    project: Annotated[str | None, typer.Option(help="A project whose sources may be drawn on.")] = None,
) -> None:
    """Talk to a companion; its answer appears as it is said."""
    pieces = session.client.studio.say(companion, text, session_id=given(talk), project_id=given(project))
    if session.as_json:
        return session.show({"text": "".join(pieces)})
    for piece in pieces:
        print(piece, end="", flush=True)
    return print()


def _saved(made: Any, target: Path, is_quote: bool) -> None:
    if is_quote:
        return session.show(made)
    saved = Download(session.client.transport, made["url"]).save(target)
    return session.show({**made, "file": str(saved)}, lambda told: str(told["file"]))
