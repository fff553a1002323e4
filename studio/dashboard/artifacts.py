"""One artifact: its film and sound, its script with the evidence of every line, and what can be made of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from billing.prices import price
from billing.services import balance
from generation.projects.models import Artifact, Revision, Source
from generation.projects.services import access_artifact
from generation.stories.api import present
from generation.stories.services import PRICE_OF_MODE, finalize
from studio.dashboard.access import Member, action, page

_MAX_QUOTE = 280  # characters of evidence shown beside a line


@page
def artifact(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    printed = present.artifacts([row], base_url=f"{request.scheme}://{request.get_host()}")[0]
    revision = Revision.objects.filter(artifact=row, number=row.current_version).first()
    context = {
        "artifact": row,
        "project": row.project,
        "manifest": printed["manifest"],
        "script": script_of(revision, row) if revision else None,
        "revision": revision,
        "offers": offers_of(printed["manifest"]),
        "balance": balance(member.organization_id),
    }
    return render(request, "dashboard/artifact.html", context)


def offers_of(manifest: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Film and sound: what each costs and how far it is."""
    if manifest is None:
        return []
    return [
        {"mode": mode, "label": label, "icon": icon, "price": price(PRICE_OF_MODE[mode]), **status}
        for mode, label, icon, status in (
            ("video", "Film", "film", manifest["video"]),
            ("audio", "Sound", "sound", manifest["audio"]["finalize"]),
        )
    ]


def script_of(revision: Revision, row: Artifact) -> dict[str, Any]:
    """The script with each line's evidence in words, cut from the sources in one query."""
    script = revision.content["script"]
    spans = [span for scene in script["scenes"] for line in scene["lines"] for span in line.get("evidence", ())]
    ids = {span["source_id"] for span in spans}
    kept = Source.objects.filter(pk__in=ids, project_id=row.project_id, deleted_at__isnull=True)
    sources = {source.pk: source for source in kept}
    scenes = [
        scene | {"lines": [line | {"evidence": _quotes(line, sources)} for line in scene["lines"]]}
        for scene in script["scenes"]
    ]
    return script | {"scenes": scenes}


def _quotes(line: dict[str, Any], sources: dict[str, Source]) -> list[dict[str, Any]]:
    quotes = []
    for span in line.get("evidence", ()):
        source = sources.get(span["source_id"])
        if source and source.text:
            text = " ".join(source.text[span["start"] : span["end"]].split())
            quotes.append({"source": source, "text": text[:_MAX_QUOTE] + ("…" if len(text) > _MAX_QUOTE else "")})
    return quotes


@action
def finalize_artifact(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    mode = request.POST.get("mode", "")
    if mode not in PRICE_OF_MODE:
        raise Http404("mode is audio or video.")
    status = finalize(row, mode=mode, record=True, principal=member.principal)
    return redirect("dashboard:job", status["jobId"])
