"""The organization's look and tone, on one page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from generation.brand.models import LOOKS, BrandProfile
from generation.brand.services import change_profile, profile_of
from studio.dashboard.access import Member, page, refusals_at, show_form

_LOOK = [("", "No preference"), *((look, look.capitalize()) for look in LOOKS)]


class Lines(forms.CharField):
    """A list, one entry a line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class BrandForm(forms.Form):
    name = forms.CharField(max_length=120, required=False, help_text="How the brand calls itself.")
    colors = Lines(label="Colours", help_text="One a line, as #rrggbb, the main one first. Accents, never floods.")
    fonts = Lines(label="Typefaces", help_text="One a line, the one for titles first.")
    tone = forms.CharField(max_length=200, required=False, help_text="For example: warm, exact, a little dry.")
    look = forms.ChoiceField(choices=_LOOK, required=False, label="How pictures are made")
    look_notes = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}), label="What pictures look like",
        help_text="For example: morning light, real places, nobody poses.",
    )  # fmt: skip
    constraints = Lines(label="Never to be seen", help_text="One a line.")


@page(permission="organization:edit")
def brand(request: HttpRequest, member: Member) -> HttpResponse:
    profile = profile_of(member.organization_id)
    form = BrandForm(request.POST or None, initial=_initial(profile))
    if form.is_valid():
        with refusals_at(form):
            change_profile(member.organization_id, form.cleaned_data, actor=member.user)
            messages.success(request, "Saved. The next picture looks like it.")
            return redirect("dashboard:brand")
    return show_form(request, "dashboard/brand.html", {"form": form, "profile": profile})


def _initial(profile: BrandProfile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in BrandForm.base_fields}
