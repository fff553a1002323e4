"""A page of every component, for whoever builds pages: staff, or anyone while debugging."""

import re

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from billing.prices import story_quote
from studio.dashboard.words import STATES
from wire.pagination import Page

SWATCHES = (
    *("paper", "surface", "sunken", "line", "line-strong", "ink", "ink-soft", "ink-faint", "brand", "brand-soft"),
    *("signal", "signal-soft", "signal-lamp", "danger", "danger-soft", "info", "info-soft"),
)
_SPRITE = settings.BASE_DIR / "static" / "icons" / "sprite.svg"


class Specimen(forms.Form):
    text = forms.CharField(label="A line of text", help_text="Help stands under the field.")
    wrong = forms.EmailField(label="Wrong")
    choice = forms.ChoiceField(label="A choice", choices=[("a", "The first"), ("b", "The second")])
    long = forms.CharField(label="A longer text", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    tick = forms.BooleanField(label="A tick", required=False, help_text="With a sentence.")
    several = forms.MultipleChoiceField(
        label="Several",
        required=False,
        choices=[("a", "The first"), ("b", "The second")],
        widget=forms.CheckboxSelectMultiple,
    )


def components(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    if "toast" in request.GET:
        messages.success(request, "Saved. This goes away by itself.")
        messages.error(request, "It did not work. This stays until it is dismissed.")
    context = {
        "form": Specimen({"text": "Some text", "wrong": "not an address", "choice": "a", "several": ["b"]}),
        "states": list(STATES),
        "quote": story_quote(["table_read"], 2).as_dict(),
        "swatches": SWATCHES,
        "icons": re.findall(r'symbol id="([\w-]+)"', _SPRITE.read_text()),
        "page": Page([], "next"),
    }
    return render(request, "dashboard/components.html", context)
