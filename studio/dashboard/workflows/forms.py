"""The parameters of a workflow as form fields: only those that matter for its type."""

from typing import Any

from django import forms

from generation.workflows.api.serializers import MAX_CONCEPT_CHARS
from generation.workflows.kinds import FORMATS, QUALITIES, WorkflowType
from generation.workflows.writing.frameworks import FRAMEWORKS
from generation.workflows.writing.seasons import SEASONS
from studio.dashboard.workflows.cards import Card

_OF_A_FILM = ("clone", "ad-optimizer")  # their url is a film's address, not a page's
_FORMAT_WORDS = {"16:9": "16:9, wide", "9:16": "9:16, phone", "1:1": "1:1, square", "4:5": "4:5, feed"}
_CONCEPT_HELP = "What it is for, who it is for, and what they should feel. A sentence is enough."


class LaunchForm(forms.Form):
    """What is asked for one workflow of a type. `body()` is the API's request."""

    def __init__(self, card: Card, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.card, self.kind = card, card.kind
        self.fields |= _fields(card, card.kind)

    def body(self) -> dict[str, Any]:
        """What was filled in, named as the API names it; what is left to its default is left out."""
        given = self.cleaned_data if self.is_bound else {name: self[name].value() for name in self.fields}
        names = ("url", "concept", "quality", "framework", "seasonal")
        body: dict[str, Any] = {"type": self.card.name} | {name: given[name] for name in names if given.get(name)}
        if given.get("formats"):
            body["formats"] = ",".join(given["formats"])
        models = {name: given[f"model_{name}"] for name in ("image", "voice") if given.get(f"model_{name}")}
        if models:
            body["models"] = models
        if given.get("hitl"):
            body["hitl"] = True
        return body

    @property
    def main(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in _MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in _MORE]


_MORE = ("framework", "seasonal", "model_image", "model_voice")


def _fields(card: Card, kind: WorkflowType) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if kind.is_directed:
        fields["concept"] = forms.CharField(
            max_length=MAX_CONCEPT_CHARS, required=kind.needs == ("concept",), help_text=_CONCEPT_HELP,
            widget=forms.Textarea(attrs={"rows": 3}), label="Idea",
        )  # fmt: skip
    if kind.is_directed or "url" in kind.needs:
        fields["url"] = _address(kind)
    fields["quality"] = forms.ChoiceField(
        choices=[(quality, _tier(card, kind, quality)) for quality in QUALITIES],
        initial="standard", widget=forms.RadioSelect,
    )  # fmt: skip
    if kind.formats:
        fields["formats"] = forms.MultipleChoiceField(
            choices=[(ratio, _FORMAT_WORDS[ratio]) for ratio in FORMATS], initial=list(kind.formats), required=False,
            widget=forms.CheckboxSelectMultiple, help_text="Each is composed for itself.",
        )  # fmt: skip
    if kind.is_directed:
        fields |= _of_direction(kind)
    return fields


def _address(kind: WorkflowType) -> forms.Field:
    is_film = kind.name in _OF_A_FILM
    return forms.CharField(
        max_length=2000,
        required=kind.needs == ("url",),
        label="Address of the film" if is_film else "Address of the page",
        help_text="An MP4 that you may use. Nothing of its pictures is shown." if kind.name == "clone"
        else "An MP4 of your advert, one of yours from here too." if is_film
        else "Facts, prices and quotes are taken from it word for word.",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )  # fmt: skip


def _tier(card: Card, kind: WorkflowType, quality: Any) -> str:
    credits = card.prices[quality]
    return f"{quality.capitalize()}, {credits} credit{'' if credits == 1 else 's'}: {kind.tiers[quality].more}"


def _of_direction(kind: WorkflowType) -> dict[str, forms.Field]:
    own = FRAMEWORKS[kind.framework].title
    return {
        "hitl": forms.BooleanField(
            required=False, label="Show me the art direction first",
            help_text="It stops before anything is made, and you approve, change or reject it.",
        ),
        "framework": forms.ChoiceField(
            choices=[("", f"The type’s own: {own}"), *((key, one.title) for key, one in FRAMEWORKS.items())],
            required=False,
        ),
        "seasonal": forms.ChoiceField(
            choices=[("", "None"), *((key, one.title) for key, one in SEASONS.items())], required=False, label="Season"
        ),
        "model_image": forms.CharField(
            max_length=120, required=False, label="Model for pictures",
            help_text="A wish. Empty: what the organization has chosen.",
        ),
        "model_voice": forms.CharField(max_length=120, required=False, label="Model for the voice"),
    }  # fmt: skip


def initial_of(request: dict[str, Any]) -> dict[str, Any]:
    """An earlier workflow's request as the form's values."""
    models = request.get("models") or {}
    names = ("url", "concept", "quality", "formats", "framework", "seasonal", "hitl")
    return {name: request[name] for name in names if name in request} | {
        f"model_{name}": value for name, value in models.items() if isinstance(value, str)
    }


class RejectForm(forms.Form):
    note = forms.CharField(
        max_length=400, required=False, label="Why", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For whoever asked for it. It is kept with the workflow.",
    )  # fmt: skip
