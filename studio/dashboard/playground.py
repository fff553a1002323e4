"""The playground: a picture, a film or speech with every parameter, and the request for curl, Python and Node."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from billing.prices import price
from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.companions.api.serializers import MAX_SEED, STYLES
from generation.companions.services.jobs import cancel
from generation.companions.services.speech import (
    MAX_CHARACTERS,
    SPEECH_KIND,
    SPEED,
    SpeechOrder,
    start_speech,
    voice_named,
    voices_offered,
)
from generation.imagery.models import Generation
from generation.imagery.services.orders import IMAGE_KIND, VIDEO_KIND, ImageOrder, VideoOrder, start_image, start_video
from generation.jobs.models import Job
from generation.jobs.states import LIVE
from generation.media.encoding import FORMS
from generation.projects.services import projects_of
from generation.providers.stand_ins import OPENAI_TO_LOCAL
from studio.dashboard.access import Member, action, page, refusals_at, show_form
from studio.dashboard.snippets import snippets
from wire.errors import JobNotFound

PATHS = {
    "image": "/api/v1/studio/image", "video": "/api/v1/studio/video", "speech": "/openai/v1/audio/speech",
}  # fmt: skip
KINDS = {"image": IMAGE_KIND, "video": VIDEO_KIND, "speech": SPEECH_KIND}
SIZES = ("1024x1024", "1792x1024", "1024x1792", "1280x720", "512x512")
_STYLE = [(style, style.capitalize()) for style in STYLES]
_URL_S = 3600
EXAMPLE = "A solar lamp on a rock by a lake at dusk, low angle"


def filled(form: forms.Form) -> dict[str, Any]:
    """The API's body: what was filled in, in the order of the fields."""
    values = {name: form.cleaned_data.get(name) if form.is_bound else form[name].value() for name in form.fields}
    whole = {
        name: int(v) if isinstance(v, float) and v.is_integer() else v for name, v in values.items()
    }  # as JS writes
    return {name: value for name, value in whole.items() if value not in (None, "")}


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
        return filled(self)


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


class SpeechForm(forms.Form):
    """As OpenAI's clients ask for it, with the model that says whoever speaks here."""

    input = forms.CharField(
        max_length=MAX_CHARACTERS, label="Words", widget=forms.Textarea(attrs={"rows": 4}),
        initial="The lamp wakes at dusk. It burns all night, and nobody has to carry a battery.",
    )  # fmt: skip
    model = forms.CharField(max_length=120, initial="studio-speech")
    voice = forms.ChoiceField(initial="alloy", help_text="OpenAI’s names are spoken by their like here.")
    instructions = forms.CharField(
        max_length=4096, required=False, label="How to say it", help_text="For example: calm and warm, or urgent."
    )
    response_format = forms.ChoiceField(choices=[(form, form.upper()) for form in FORMS], initial="mp3")
    speed = forms.FloatField(min_value=SPEED[0], max_value=SPEED[1], initial=1)

    def __init__(self, data: Any = None, *, organization_id: str, projects: Any = None) -> None:
        super().__init__(data)
        self.fields["voice"].choices = _voices(organization_id)  # type: ignore[attr-defined]

    def body(self) -> dict[str, Any]:
        return filled(self)


def _voices(organization_id: str) -> list[tuple[str, str]]:
    own = [(voice.id, f"{voice.name}, {voice.description}") for voice in voices_offered(organization_id)]
    return [*((name, name.title()) for name in OPENAI_TO_LOCAL), *(o for o in own if o[0] not in OPENAI_TO_LOCAL)]


FORMS_OF: dict[str, Callable[..., OrderForm | SpeechForm]] = {
    "image": ImageForm,
    "video": VideoForm,
    "speech": SpeechForm,
}
PRICES = {
    "image": lambda: price("image"),
    "video": lambda: price("video", duration_s=5),
    "speech": lambda: price("speech", characters=1000),
}


@page(permission="work:write")
def playground(request: HttpRequest, member: Member, what: str) -> HttpResponse:
    whose = {"organization_id": member.organization_id} if what == "speech" else {}
    form = FORMS_OF[what](request.POST or None, projects=_projects(member), **whose)
    if form.is_valid():
        with refusals_at(form, {"size": "size", "duration_s": "duration_s"}):
            job = _start(what, form.body(), member)
            return redirect("dashboard:made", what, job.pk)
    words = "input" if what == "speech" else "prompt"
    body = form.body() if not form.is_bound or form.is_valid() else {words: form[words].value() or ""}
    context = {
        "form": form,
        "what": what,
        "snippets": _request(request, what, body),
        "price": PRICES[what](),
        "recent": _recent(member, what),
    }
    return show_form(request, "dashboard/playground.html", context)


def _start(what: str, body: dict[str, Any], member: Member) -> Job:
    if what == "speech":
        order = SpeechOrder(
            text=body["input"], voice=voice_named(body["voice"], member.organization_id).id, speed=body["speed"],
            tone=body.get("instructions", ""), model=body["model"],
        )  # fmt: skip
        with transaction.atomic():
            return start_speech(order, principal=member.principal)
    project_id = body.pop("project_id", None)
    if what == "image":
        return start_image(ImageOrder(**body), principal=member.principal, project_id=project_id)
    return start_video(VideoOrder(**body), principal=member.principal, project_id=project_id)


@page
def made(request: HttpRequest, member: Member, what: str, job_id: str) -> HttpResponse:
    """An order, while it is made and when it is there."""
    job = _access(what, job_id, member)
    names = ("prompt", "negative", "size", "quality", "duration_s", "aspect_ratio", "resolution", "style", "seed",
             "provider", "model", "voice", "speed")  # fmt: skip
    body = {name: job.params[name] for name in names if job.params.get(name) not in (None, "")}
    if what == "speech":
        body = {"input": job.params["text"], **body}
    context = {
        "job": job,
        "what": what,
        "body": body,
        "words": body.get("prompt") or body.get("input", ""),
        "made": _shown([job]).get(job.pk),
        "generation": Generation.objects.filter(job_id=job.pk).first(),
        "is_live": job.status in LIVE,
        "snippets": _request(request, what, body),
    }
    return render(request, "dashboard/made.html", context)


@action
def cancel_made(request: HttpRequest, member: Member, what: str, job_id: str) -> HttpResponse:
    job = cancel(_access(what, job_id, member))
    return redirect("dashboard:made", what, job.pk)


def _access(what: str, job_id: str, member: Member) -> Job:
    job = Job.objects.filter(organization_id=member.organization_id, kind=KINDS[what], pk=job_id).first()
    if job is None:
        raise JobNotFound(kind="job")
    return job


def _recent(member: Member, what: str) -> list[dict[str, Any]]:
    rows = list(Job.objects.filter(organization_id=member.organization_id, kind=KINDS[what]).order_by("-pk")[:8])
    files = _shown(rows)
    return [
        {"job": row, "prompt": row.params.get("prompt") or row.params["text"], **files.get(row.pk, {})} for row in rows
    ]


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


def _request(request: HttpRequest, what: str, body: dict[str, Any]) -> list[dict[str, str]]:
    saves = f"speech.{body.get('response_format', 'mp3')}" if what == "speech" else ""
    return snippets(request, PATHS[what], body, saves=saves)
