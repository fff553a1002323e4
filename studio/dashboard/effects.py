"""The sound effects of an artifact: added at a line of the script, heard, moved, made anew, removed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from generation.projects.services import access_artifact
from generation.stories.api.staging import printed
from generation.stories.staging import sfx
from generation.stories.staging.models import SfxCue
from generation.stories.staging.read import Staged, require_table_read, staged
from generation.stories.staging.script import entries_of
from studio.dashboard.access import Member, action
from studio.dashboard.artifact_pages import Opened, back_to, base_url, script_page

_WHEN = [("before", "before the line"), ("with", "with the line"), ("after", "after the line")]
_MAX_WORDS = 60  # characters of a line in the list of lines


class CueForm(forms.Form):
    label = forms.CharField(max_length=200, label="Name", widget=forms.TextInput(attrs={"autocomplete": "off"}))
    prompt = forms.CharField(
        max_length=1000,
        required=False,
        label="What is heard",
        help_text="Such as: three knocks on a wooden door. Empty takes the name.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    entry = forms.IntegerField(min_value=0, label="At line", help_text="Lines are numbered as in the script.")
    trigger_offset = forms.ChoiceField(choices=_WHEN, label="When", initial=SfxCue.Trigger.WITH)
    offset_ms = forms.IntegerField(
        min_value=-sfx.MAX_OFFSET_MS,
        max_value=sfx.MAX_OFFSET_MS,
        label="Shifted by (ms)",
        help_text="1000 is a second later, −1000 a second earlier.",
        initial=0,
    )
    volume = forms.FloatField(
        min_value=0,
        max_value=1,
        label="Volume",
        help_text="0 is silent, 1 is full.",
        initial=0.5,
        widget=forms.NumberInput(attrs={"step": 0.05}),
    )


def add_form(state: Staged, data: Any = None) -> CueForm:
    """A form whose line is chosen from the script by its words."""
    form = CueForm(data, auto_id="add-%s")
    form.fields["entry"] = forms.TypedChoiceField(
        coerce=int,
        label="At line",
        choices=[(e.index, f"{e.index} {e.character}: {_cut(e.text)}") for e in entries_of(state.script)],
    )
    return form


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_WORDS else text[:_MAX_WORDS].rsplit(" ", 1)[0] + "…"


@script_page
def effects(request: HttpRequest, found: Opened) -> HttpResponse:
    return _draw(request, found)


def _draw(request: HttpRequest, found: Opened, *, form: CueForm | None = None) -> HttpResponse:
    require_table_read(found.artifact)
    state = staged(found.artifact)
    entries = entries_of(state.script)
    cues = printed.cues(state, state.cues, base_url=base_url(request))
    for cue, row in zip(cues, state.cues, strict=True):
        cue["line"] = entries[row.entry].text if row.entry < len(entries) else ""
        cue["when"] = dict(_WHEN)[row.trigger_offset]
        fields = ("label", "prompt", "entry", "trigger_offset", "offset_ms", "volume")
        cue["form"] = CueForm(initial={name: getattr(row, name) for name in fields}, auto_id=f"{row.pk}-%s")
    return found.draw(
        request,
        "effects",
        cues=cues,
        form=form or add_form(state),
        is_moving=any(cue["isDraft"] and not cue["error"] for cue in cues),
        notes=state.read.notes,
    )


@action
def add_effect(request: HttpRequest, member: Member, artifact_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    form = add_form(staged(row), request.POST)
    if not form.is_valid():
        return _refused(request, row.pk, form)
    fields = {name: value for name, value in form.cleaned_data.items() if value != ""}
    cue = sfx.add_cue(row, fields, principal=member.principal)
    messages.success(request, f"“{cue.label}” is added. Its sound is made at no cost.")
    return back_to("effects", row.pk, cue.pk)


@action
def change_effect(request: HttpRequest, member: Member, artifact_id: str, cue_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    if request.POST.get("regenerate"):
        sfx.update_cue(row, cue_id, {}, regenerate=True, principal=member.principal)
        messages.success(request, "Another sound is being made of the same words.")
        return back_to("effects", row.pk, cue_id)
    form = CueForm(request.POST)
    if not form.is_valid():
        return _refused(request, row.pk, form, cue_id)
    fields = {**form.cleaned_data, "prompt": form.cleaned_data["prompt"] or form.cleaned_data["label"]}
    sfx.update_cue(row, cue_id, fields, regenerate=False, principal=member.principal)
    messages.success(request, "The effect is saved.")
    return back_to("effects", row.pk, cue_id)


@action
def remove_effect(request: HttpRequest, member: Member, artifact_id: str, cue_id: str) -> HttpResponse:
    row = access_artifact(artifact_id, organization_id=member.organization_id)
    sfx.remove_cue(row, cue_id)
    messages.success(request, "The effect is removed.")
    return back_to("effects", row.pk)


def _refused(request: HttpRequest, artifact_id: str, form: CueForm, anchor: str = "") -> HttpResponse:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else "The effect"
        messages.error(request, f"{label}: {' '.join(map(str, errors))}")
    return back_to("effects", artifact_id, anchor)
