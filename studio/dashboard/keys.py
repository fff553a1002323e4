"""API keys: what each may do and spend; issuing, changing, rotating and revoking them.

A secret is shown once, by the answer that made it.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.keys import change_key, issue_key, revoke_key, rotate_key
from accounts.models import ApiKey
from accounts.scopes import DEFAULT_SCOPES, SCOPES
from billing.budgets import MOST_CREDITS, set_budget, spending_of
from studio.dashboard.access import Member, action, page, refusals_at, show_form
from studio.dashboard.lists import page_of
from wire.errors import NotFound

_LIFETIMES = [("", "Never"), ("7", "In 7 days"), ("30", "In 30 days"), ("90", "In 90 days"), ("365", "In a year")]
_OVERLAPS = [("0", "At once"), ("1", "In 1 hour"), ("24", "In 24 hours"), ("168", "In 7 days")]
SCOPE_GROUPS = {
    "Stories": ("story", "source", "artifact"),
    "Credits": ("credits", "usage"),
    "Pictures and film": ("image", "video", "edit", "external"),
    "Companions": ("chat", "export"),
    "Workflows and brand": ("workflow", "brand"),
    "Webhooks": ("webhook",),
}


class ChangeForm(forms.Form):
    """What of a key can be changed later."""

    name = forms.CharField(max_length=200, help_text="Where it will be used, so that you can tell keys apart.")
    monthly_budget = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_CREDITS,
        label="Budget, credits a month",
        widget=forms.NumberInput(attrs={"placeholder": "No budget", "inputmode": "numeric"}),
        help_text="Calendar months, UTC. What its work has been charged and holds counts; beyond that it is refused.",
    )
    ip_allowlist = forms.CharField(
        required=False,
        label="Only from these addresses",
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "203.0.113.7, 10.0.0.0/8"}),
        help_text="Addresses or CIDR networks, separated by commas or lines. Empty means from anywhere.",
    )

    def networks(self) -> list[str]:
        text: str = self.cleaned_data["ip_allowlist"]
        return text.replace(",", " ").split()


class KeyForm(ChangeForm):
    scopes = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        initial=list(DEFAULT_SCOPES),
        error_messages={"required": "Choose at least one thing that the key may do."},
    )
    lifetime = forms.ChoiceField(choices=_LIFETIMES, required=False, label="Expires")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["scopes"].choices = list(SCOPES.items())  # type: ignore[attr-defined]

    def scope_groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The scopes as the page shows them: in groups, each with its sentence and whether it is ticked."""
        chosen = self["scopes"].value() or []
        return [
            (
                title,
                [
                    {"name": scope, "sentence": sentence, "is_chosen": scope in chosen}
                    for scope, sentence in SCOPES.items()
                    if scope.partition(":")[0] in heads
                ],
            )
            for title, heads in SCOPE_GROUPS.items()
        ]


class RotateForm(forms.Form):
    overlap_h = forms.ChoiceField(choices=_OVERLAPS, initial="24", label="The old key ends")


def keys_of(member: Member) -> "QuerySet[ApiKey]":
    return ApiKey.objects.select_related("created_by").filter(organization=member.organization)


def access_key(key_id: str, member: Member) -> ApiKey:
    """A key of the member's organization; raises NotFound for any other."""
    key = keys_of(member).filter(pk=key_id).first()
    if key is None:
        raise NotFound("No such key.", kind="key")
    return key


def standing_of(key: ApiKey) -> str:
    now = timezone.now()
    if key.revoked_at:
        return "revoked"
    if key.expires_at and key.expires_at <= now:
        return "expired"
    return "retiring" if key.replaced_by_id else "active"


@page(permission="keys:manage")
def keys(request: HttpRequest, member: Member) -> HttpResponse:
    shown = page_of(request, keys_of(member))
    spending = spending_of(shown.items)
    for key in shown.items:
        key.standing = standing_of(key)
        key.spending = spending[key.pk]
    return render(request, "dashboard/keys.html", {"page": shown, "rotate_form": RotateForm()})


@page(permission="keys:manage")
def new_key(request: HttpRequest, member: Member) -> HttpResponse:
    form = KeyForm(request.POST or None)
    if form.is_valid():
        with refusals_at(form):
            given, now = form.cleaned_data, timezone.now()
            key, token = issue_key(
                member.organization,
                name=given["name"],
                scopes=given["scopes"],
                user=member.user,
                expires_at=now + timedelta(days=int(given["lifetime"])) if given["lifetime"] else None,
                ip_allowlist=form.networks(),
                now=now,
            )
            set_budget(key, given["monthly_budget"], by=member.user, now=now)
            return _shown_once(request, key, token)
    return show_form(request, "dashboard/key_new.html", {"form": form})


@page(permission="keys:manage")
def edit_key(request: HttpRequest, member: Member, key_id: str) -> HttpResponse:
    key = access_key(key_id, member)
    spending = spending_of([key])[key.pk]
    given = {"name": key.name, "monthly_budget": spending.budget, "ip_allowlist": "\n".join(key.ip_allowlist)}
    form = ChangeForm(request.POST or None, initial=given)
    if form.is_valid():
        with refusals_at(form):
            change_key(key, name=form.cleaned_data["name"], ip_allowlist=form.networks(), by=member.user)
            set_budget(key, form.cleaned_data["monthly_budget"], by=member.user)
            messages.success(request, f"“{key.name}” is changed.")
            return redirect("dashboard:keys")
    return show_form(request, "dashboard/key_edit.html", {"form": form, "key": key, "spending": spending})


def _shown_once(request: HttpRequest, key: ApiKey, token: str, old: ApiKey | None = None) -> HttpResponse:
    """The only answer that carries the secret; neither browser nor proxy may keep it."""
    base_url = f"{request.scheme}://{request.get_host()}"
    response = render(
        request, "dashboard/key_shown.html", {"key": key, "token": token, "old": old, "base_url": base_url}
    )
    response["Cache-Control"] = "no-store"
    return response


@action(permission="keys:manage")
def rotate(request: HttpRequest, member: Member, key_id: str) -> HttpResponse:
    key, form = access_key(key_id, member), RotateForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose when the old key ends.")
        return redirect("dashboard:keys")
    new, token = rotate_key(
        key, overlap=timedelta(hours=int(form.cleaned_data["overlap_h"])), by=member.user, now=timezone.now()
    )
    return _shown_once(request, new, token, old=key)


@action(permission="keys:manage")
def revoke(request: HttpRequest, member: Member, key_id: str) -> HttpResponse:
    key = access_key(key_id, member)
    revoke_key(key, timezone.now(), by=member.user)
    messages.success(request, f"“{key.name}” is revoked. Calls with it are refused from now on.")
    return redirect("dashboard:keys")
