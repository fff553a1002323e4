"""The organization's look and tone, on one page."""

import tempfile
from dataclasses import astuple
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from generation.assets.models import Asset
from generation.assets.services import signed_url
from generation.brand.logo import keep_logo, remove_logo
from generation.brand.models import LOOKS, BrandProfile
from generation.brand.services import change_profile, profile_of
from generation.media.typefaces import typefaces
from studio.dashboard.access import Member, page, refusals_at

_URL_S = 3600
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
    fonts = Lines(
        label="Typefaces",
        help_text="One a line, the one for titles first. What may not be given away is set in the nearest free one.",
    )
    tone = forms.CharField(max_length=200, required=False, help_text="For example: warm, exact, a little dry.")
    industry = forms.CharField(max_length=120, required=False, help_text="For example: skincare, e-bikes.")
    target_audience = forms.CharField(max_length=300, required=False, label="Who it is for")
    look = forms.ChoiceField(choices=_LOOK, required=False, label="How pictures are made")
    look_notes = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}), label="What pictures look like",
        help_text="For example: morning light, real places, nobody poses.",
    )  # fmt: skip
    constraints = Lines(label="Never to be seen", help_text="One a line.")


class LogoForm(forms.Form):
    logo = forms.FileField(
        help_text="PNG, JPEG, WebP or SVG up to 4 MB, best with a transparent ground. It ends films, and "
        "is set small into the lower right corner of pictures for other systems.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/svg+xml"}),
    )  # fmt: skip


@page(permission="organization:edit")
def brand(request: HttpRequest, member: Member) -> HttpResponse:
    profile = profile_of(member.organization_id)
    form = BrandForm(request.POST or None, initial=_initial(profile))
    if form.is_valid():
        with refusals_at(form):
            change_profile(member.organization_id, form.cleaned_data, actor=member.user)
            messages.success(request, "Saved. The next picture looks like it.")
            return redirect("dashboard:brand")
    return _shown(request, member, form=form)


@page(permission="organization:edit")
def brand_logo(request: HttpRequest, member: Member) -> HttpResponse:
    """Take in a logo, or go without one."""
    if request.method != "POST":
        return redirect("dashboard:brand")
    if "remove" in request.POST:
        remove_logo(member.organization_id, actor=member.user)
        messages.success(request, "The logo is removed.")
        return redirect("dashboard:brand")
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_at(form, {"logo": "logo"}), tempfile.TemporaryDirectory(prefix="studio-logo-") as folder:
            raw = Path(folder) / "raw"
            with raw.open("wb") as file:
                for chunk in form.cleaned_data["logo"].chunks():
                    file.write(chunk)
            keep_logo(member.organization_id, raw, actor=member.user)
            messages.success(request, "The logo is kept.")
            return redirect("dashboard:brand")
    return _shown(request, member, logo_form=form)


def _shown(
    request: HttpRequest, member: Member, *, form: BrandForm | None = None, logo_form: LogoForm | None = None
) -> HttpResponse:
    profile = profile_of(member.organization_id)
    logo = Asset.objects.filter(pk=profile.logo_asset_id or "", organization_id=member.organization_id).first()
    context = {
        "form": form or BrandForm(initial=_initial(profile)),
        "logo_form": logo_form or LogoForm(auto_id="logo_%s"),
        "profile": profile,
        "set_in": _set_in(profile),
        "logo": signed_url(logo, expires_s=_URL_S) if logo else "",
        "logo_name": logo.filename if logo else "",
    }
    is_refused = bool(form and form.errors) or bool(logo_form and logo_form.errors)
    return render(request, "dashboard/brand.html", context, status=422 if is_refused else 200)


def _set_in(profile: BrandProfile) -> list[str]:
    """The families of titles and of other words, where the brand names any."""
    families = astuple(typefaces(profile.fonts)) if profile.fonts else ()
    return [family.replace("-", " ").title() for family in families]


def _initial(profile: BrandProfile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in BrandForm.base_fields}
