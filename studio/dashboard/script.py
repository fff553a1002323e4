"""The script: numbered lines with the evidence of each, in whole or one character's part; as Fountain to download."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

from generation.projects.models import Artifact, Revision, Source
from generation.stories.fountain import fountain
from generation.stories.services.revisions import access_revision
from generation.stories.services.screenplay import Selection, screenplay
from studio.dashboard.artifact_pages import Opened, script_page
from wire.errors import ArtifactNotFound

_MAX_QUOTE = 280  # characters of evidence shown beside a line


@script_page
def script(request: HttpRequest, found: Opened) -> HttpResponse:
    revision = _asked(request, found)
    written = revision.content["script"]
    wanted = request.GET.get("character", "")
    names = [character["name"] for character in written.get("characters", [])]
    return found.draw(
        request,
        "script",
        scenes=scenes_of(written, found.artifact, character=wanted if wanted in names else ""),
        names=names,
        character=wanted if wanted in names else "",
        shown=revision,
        is_earlier=revision.number != found.artifact.current_version,
    )


@script_page
def script_file(request: HttpRequest, found: Opened) -> HttpResponse:
    """`script.fountain`: the screenplay in the plain text that screenwriting programs read."""
    revision = _asked(request, found)
    told = screenplay(revision.content["script"], Selection())
    text = fountain(told, credit=f"Revision {revision.number}", draft_date=f"{revision.created_at:%Y-%m-%d}")
    name = re.sub(r"[^\w.-]+", "-", told["title"], flags=re.ASCII).strip("-") or "script"
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name[:80]}.fountain"'},
    )


def _asked(request: HttpRequest, found: Opened) -> Revision:
    """`?revision=`, or the current one. Raises `ArtifactNotFound`, also for one without a script."""
    number = request.GET.get("revision") or str(found.artifact.current_version)
    is_number = number.isascii() and number.isdecimal() and len(number) <= 9
    revision = access_revision(found.artifact, int(number) if is_number else 0)
    if not isinstance(revision.content.get("script"), dict):
        raise ArtifactNotFound("This version has no script.")
    return revision


def scenes_of(written: dict[str, Any], row: Artifact, *, character: str = "") -> list[dict[str, Any]]:
    """The scenes, each line with its number and its evidence in words, cut from the sources in one query.

    With a character, only what it says; the numbers stay those of the whole script, from 0.
    """
    spans = [span for scene in written["scenes"] for line in scene["lines"] for span in line.get("evidence", ())]
    kept = Source.objects.filter(
        pk__in={span["source_id"] for span in spans}, project_id=row.project_id, deleted_at__isnull=True
    )
    sources = {source.pk: source for source in kept}
    scenes, index = [], 0
    for number, scene in enumerate(written["scenes"], start=1):
        lines = [
            {**line, "index": index + offset, "evidence": _quotes(line, sources)}
            for offset, line in enumerate(scene["lines"])
        ]
        index += len(lines)
        said = [line for line in lines if character in ("", line["character"])]
        if said or not character:
            scenes.append({**scene, "number": number, "lines": said})
    return scenes


def _quotes(line: dict[str, Any], sources: dict[str, Source]) -> list[dict[str, Any]]:
    quotes = []
    for span in line.get("evidence", ()):
        source = sources.get(span["source_id"])
        if source and source.text:
            text = " ".join(source.text[span["start"] : span["end"]].split())
            quotes.append({"source": source, "text": text[:_MAX_QUOTE] + ("…" if len(text) > _MAX_QUOTE else "")})
    return quotes
