"""The music of an artifact, scene by scene: made, tuned, muted, heard."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from generation.projects.services import access_artifact
from generation.stories.api.staging import printed
from generation.stories.staging import music as scoring
from generation.stories.staging.read import require_table_read, staged
from studio.dashboard.access import Member, action
from studio.dashboard.artifact_pages import Opened, back_to, base_url, script_page


class CoverageForm(forms.Form):
    percent = forms.IntegerField(
        min_value=0,
        max_value=100,
        label="How many of the scenes have music",
        help_text="In percent. The scenes that call for it most come first.",
        widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
    )


class SceneForm(forms.Form):
    prompt = forms.CharField(
        max_length=1000,
        required=False,
        label="How it sounds",
        help_text="Such as: slow piano, hopeful. Empty follows the scene's mood.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    weight = forms.FloatField(
        min_value=0,
        max_value=scoring.MAX_WEIGHT,
        label="How loud",
        help_text="0 is silent, 1 as mixed, 2 the loudest.",
        widget=forms.NumberInput(attrs={"step": 0.1}),
    )
    enabled = forms.BooleanField(required=False, label="Play music in this scene")


@script_page
def music(request: HttpRequest, found: Opened) -> HttpResponse:
    require_table_read(found.artifact)
    state = staged(found.artifact)
    told = printed.music_state(state, base_url=base_url(request))
    for scene in told["scenes"]:
        prefix = f"scene-{scene['sceneIndex']}"
        scene["form"] = SceneForm(
            initial={"prompt": scene["prompt"], "weight": scene["weight"], "enabled": scene["enabled"]},
            auto_id=f"{prefix}-%s",
        )
    return found.draw(
        request,
        "music",
        music=told,
        form=CoverageForm(initial={"percent": round(told["coveragePercent"] * 100)}),
        is_moving=told["status"] == "generating" or any(s["status"] == "generating" for s in told["scenes"]),
        notes=told["notes"],
    )


@action
def make_music(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    form = CoverageForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say with a number from 0 to 100 how many of the scenes have music.")
        return back_to("music", row.pk)
    scoring.generate(row, coverage=form.cleaned_data["percent"] / 100, principal=member.principal)
    messages.success(request, "The music is being made. This costs nothing.")
    return back_to("music", row.pk)


@action
def tune_scene(request: HttpRequest, member: Member, artifact_id: str, scene: int) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    form = SceneForm(request.POST)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        label = form.fields[field].label
        messages.error(request, f"Scene {scene + 1}, {str(label).lower()}: {' '.join(map(str, errors))}")
        return back_to("music", row.pk, f"scene-{scene}")
    changes = _changes(row, scene, form.cleaned_data)
    if changes:
        scoring.tune(row, scene, changes, principal=member.principal)
        messages.success(request, f"Scene {scene + 1} is saved.")
    return back_to("music", row.pk, f"scene-{scene}")


def _changes(row: Any, scene: int, wanted: dict[str, Any]) -> dict[str, Any]:
    """What differs from how the scene is: a box that was left as it was keeps following the coverage."""
    plan = scoring.scene_plan(staged(row))
    if scene >= len(plan):
        raise Http404("There is no such scene.")
    return {name: value for name, value in wanted.items() if plan[scene][name] != value}
