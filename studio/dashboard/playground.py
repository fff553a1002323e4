"""The playground: a picture or a film with every parameter, and the same request for curl, Python and Node."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from billing.prices import price
from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.companions.api.serializers import MAX_SEED, STYLES
from generation.companions.services.jobs import access_job, cancel, jobs_of
from generation.imagery.models import Generation
from generation.imagery.services.orders import IMAGE_KIND, VIDEO_KIND, ImageOrder, VideoOrder, start_image, start_video
from generation.jobs.models import Job
from generation.jobs.states import LIVE
from generation.projects.services import projects_of
from studio.dashboard.access import Member, action, page, refusals_at, show_form
from wire.errors import JobNotFound

PATHS = {"image": "/api/v1/studio/image", "video": "/api/v1/studio/video"}
KINDS = {"image": IMAGE_KIND, "video": VIDEO_KIND}
SIZES = ("1024x1024", "1792x1024", "1024x1792", "1280x720", "512x512")
_STYLE = [(style, style.capitalize()) for style in STYLES]
_URL_S = 3600
EXAMPLE = "A solar lamp on a rock by a lake at dusk, low angle"


class OrderForm(forms.Form):
    prompt = forms.CharField(
        max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), initial=EXAMPLE,
        help_text="What is to be seen. Hour, weather, lens, angle and mood may stand in it.",
    )  # fmt: skip
    negative = forms.CharField(max_length=2000, required=False, label="Not to be seen")
    style = forms.ChoiceField(choices=_STYLE, required=False, initial=STYLES[0])
    seed = forms.IntegerField(
        min_value=0, max_value=MAX_SEED, required=False, help_text="The same seed and request give the same picture."
    )
    provider = forms.CharField(max_length=60, required=False, help_text="A wish. Empty: whoever is configured.")
    model = forms.CharField(max_length=120, required=False)
    project_id = forms.ChoiceField(required=False, label="Kept with the project")

    def __init__(self, data: Any = None, *, projects: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["project_id"].choices = [("", "No project"), *projects]  # type: ignore[attr-defined]

    def body(self) -> dict[str, Any]:
        """The API's body: what was filled in, in the order of the fields."""
        values = {name: self.cleaned_data.get(name) if self.is_bound else self[name].value() for name in self.fields}
        return {name: value for name, value in values.items() if value not in (None, "")}


class ImageForm(OrderForm):
    size = forms.ChoiceField(
        choices=[(size, size.replace("x", " × ")) for size in SIZES], required=False, initial=SIZES[0]
    )
    quality = forms.ChoiceField(
        choices=[("standard", f"Standard, {price('image')} credit"), ("hd", f"HD, {price('image_hd')} credits")],
        required=False,
        initial="standard",
    )
    field_order = ("prompt", "negative", "size", "quality", "style", "seed", "provider", "model", "project_id")


class VideoForm(OrderForm):
    duration_s = forms.FloatField(min_value=1, max_value=60, initial=5, label="Seconds")
    aspect_ratio = forms.ChoiceField(choices=[(r, r) for r in ("16:9", "9:16", "1:1", "4:5", "21:9")], initial="16:9")
    resolution = forms.ChoiceField(choices=[("720p", "720p"), ("1080p", "1080p")], initial="720p")
    field_order = (
        "prompt", "negative", "duration_s", "aspect_ratio", "resolution", "style", "seed", "provider", "model",
        "project_id",
    )  # fmt: skip


@page(permission="work:write")
def playground(request: HttpRequest, member: Member, what: str) -> HttpResponse:
    kind = ImageForm if what == "image" else VideoForm
    form = kind(request.POST or None, projects=_projects(member))
    if form.is_valid():
        with refusals_at(form, {"size": "size", "duration_s": "duration_s"}):
            job = _start(what, form.body(), member)
            return redirect("dashboard:made", what, job.pk)
    body = form.body() if not form.is_bound or form.is_valid() else {"prompt": form["prompt"].value() or ""}
    context = {
        "form": form,
        "what": what,
        "snippets": snippets(request, what, body),
        "price": price("image") if what == "image" else price("video", duration_s=5),
        "recent": _recent(member, what),
    }
    return show_form(request, "dashboard/playground.html", context)


def _start(what: str, body: dict[str, Any], member: Member) -> Job:
    project_id = body.pop("project_id", None)
    if what == "image":
        return start_image(ImageOrder(**body), principal=member.principal, project_id=project_id)
    return start_video(VideoOrder(**body), principal=member.principal, project_id=project_id)


@page
def made(request: HttpRequest, member: Member, what: str, job_id: str) -> HttpResponse:
    """An order, while it is made and when it is there."""
    job = access_job(job_id, organization_id=member.organization_id)
    if job.kind != KINDS[what]:
        raise JobNotFound(kind="job")
    names = ("prompt", "negative", "size", "quality", "duration_s", "aspect_ratio", "resolution", "style", "seed",
             "provider", "model")  # fmt: skip
    body = {name: job.params[name] for name in names if job.params.get(name) not in (None, "")}
    context = {
        "job": job,
        "what": what,
        "body": body,
        "made": _shown([job]).get(job.pk),
        "generation": Generation.objects.filter(job_id=job.pk).first(),
        "is_live": job.status in LIVE,
        "snippets": snippets(request, what, body),
    }
    return render(request, "dashboard/made.html", context)


@action
def cancel_made(request: HttpRequest, member: Member, what: str, job_id: str) -> HttpResponse:
    job = cancel(access_job(job_id, organization_id=member.organization_id))
    return redirect("dashboard:made", what, job.pk)


def _recent(member: Member, what: str) -> list[dict[str, Any]]:
    rows = list(jobs_of(member.organization_id).filter(kind=KINDS[what]).order_by("-pk")[:8])
    files = _shown(rows)
    return [{"job": row, "prompt": row.params["prompt"], **files.get(row.pk, {})} for row in rows]


def _shown(rows: list[Job]) -> dict[str, dict[str, str]]:
    """The addresses of what finished jobs made; one query."""
    results = {row.pk: row.result for row in rows if row.result and "assetId" in row.result}
    named = [r[key] for r in results.values() for key in ("assetId", "posterAssetId") if key in r]
    kept = Asset.objects.in_bulk(named)
    shown = {}
    for job_id, result in results.items():
        asset, poster = kept.get(result["assetId"]), kept.get(result.get("posterAssetId", ""))
        if asset:
            still = poster or asset
            urls = {"url": signed_url(asset, expires_s=_URL_S), "still": signed_url(still, expires_s=_URL_S)}
            shown[job_id] = urls | {"description": result["description"]}
    return shown


def _projects(member: Member) -> list[tuple[str, str]]:
    rows = projects_of(member.organization_id).filter(archived_at__isnull=True).order_by("-pk")[:50]
    return [(row.pk, row.name) for row in rows]


def snippets(request: HttpRequest, what: str, body: dict[str, Any]) -> list[dict[str, str]]:
    """The request as curl, Python and Node, ready to paste where STUDIO_API_KEY is set."""
    url = f"{request.scheme}://{request.get_host()}{PATHS[what]}"
    text = json.dumps(body, indent=2, ensure_ascii=False)
    quoted = text.replace("'", "'\\''")
    curl = (
        f"curl -X POST '{url}' \\\n"
        '  -H "Authorization: Bearer $STUDIO_API_KEY" \\\n'
        "  -H 'Content-Type: application/json' \\\n"
        f"  -d '{quoted}'"
    )
    python = (
        "import json, os, urllib.request\n\n"
        f"body = json.loads(r'''{text}''')\n"
        f'request = urllib.request.Request("{url}", json.dumps(body).encode(), {{\n'
        '    "Authorization": f"Bearer {os.environ[\'STUDIO_API_KEY\']}", "Content-Type": "application/json"})\n'
        "print(json.load(urllib.request.urlopen(request)))"
    )
    node = (
        f'const response = await fetch("{url}", {{\n  method: "POST",\n'
        '  headers: { Authorization: `Bearer ${process.env.STUDIO_API_KEY}`, "Content-Type": "application/json" },\n'
        f"  body: JSON.stringify({text.replace(chr(10), chr(10) + '  ')}),\n}});\nconsole.log(await response.json());"
    )
    return [
        {"name": name, "id": f"snippet-{name.lower()}", "code": code}
        for name, code in (("curl", curl), ("Python", python), ("Node", node))
    ]
