"""Models: who does what for the organization, and its accounts with vendors. A key goes in and never comes out."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.audit import record
from accounts.models import Organization
from generation.jobs.caps import Use, used
from generation.providers import registry
from generation.routing.models import CapUnit, ProviderAccount, Route
from generation.routing.routes import CHOSEN
from generation.routing.services import (
    access_account,
    accounts_of,
    add_account,
    change_account,
    choose,
    remove_account,
    test_account,
    vendors,
)
from studio.dashboard.access import Member, action, page, refusals_at, show_form
from wire.errors import ValidationFailed

_DEFAULT, _STUDIO = "default", "studio"
_CAP_UNITS = [("", "No cap"), (CapUnit.CALLS.value, "calls a month"), (CapUnit.CREDITS.value, "credits a month")]
_FAILING = [
    ("0", "The studio does it itself, and says so"),
    ("1", "It fails with the cause, and nothing is charged"),
]


class AccountForm(forms.Form):
    name = forms.CharField(max_length=80, help_text="So that you can tell it apart.")
    provider = forms.ChoiceField()
    base_url = forms.CharField(
        max_length=500, required=False, label="Address",
        widget=forms.URLInput(attrs={"placeholder": "https://api.example.com/v1"}),
        help_text="For another firm's server or your own. It must be public, unless your operator opened its network.",
    )  # fmt: skip
    key = forms.CharField(
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="Stored encrypted, and shown to nobody again.",
    )
    cap_unit = forms.ChoiceField(choices=_CAP_UNITS, required=False, label="Monthly cap")
    cap = forms.IntegerField(min_value=1, max_value=10_000_000, required=False, label="How many")

    def __init__(self, *args: Any, account: ProviderAccount | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if account is None:
            titles = [(name, one.title) for name, one in vendors().items()]
            self.fields["provider"].choices = titles  # type: ignore[attr-defined]
        else:
            del self.fields["provider"]
            self.fields["key"].required = False
            self.fields["key"].label = "New key"
            self.fields["key"].help_text = "Leave it empty to keep the one there is. A new address needs it again."

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "cap": self.cleaned_data.get("cap") or 0}


@dataclass(frozen=True)
class Line:
    """What is done, by whom, and who else could."""

    capability: str
    label: str
    choice: str
    model: str
    done_by: str
    options: list[tuple[str, str]]
    suggestions: list[str]


@page(permission="organization:edit")
def models(request: HttpRequest, member: Member) -> HttpResponse:
    rows = list(accounts_of(member.organization_id))
    now = timezone.now()
    context = {
        "lines": lines_of(member.organization_id, rows),
        "accounts": [(account, _shown(account), _use(account, used(account, now=now))) for account in rows],
        "failing": _FAILING,
        "is_strict": member.organization.is_strict_providers,
    }
    return render(request, "dashboard/models.html", context)


def lines_of(organization_id: str, accounts: list[ProviderAccount]) -> list[Line]:
    routes = {route.capability: route for route in Route.objects.filter(organization_id=organization_id)}
    names = {account.pk: account.name for account in accounts}
    lines = []
    for capability, label in CHOSEN.items():
        able = [account for account in accounts if capability in vendors()[account.provider].adapters]
        route = routes.get(capability)
        usual = _title(registry.configured(capability))
        lines.append(
            Line(
                capability=capability,
                label=label,
                choice=_choice(route),
                model=route.model if route else "",
                done_by=names.get(route.account_id or "", "The studio itself") if route else usual,
                options=[
                    (_DEFAULT, f"Default: {usual}"),
                    (_STUDIO, "The studio itself"),
                    *((account.pk, account.name) for account in able),
                ],
                suggestions=sorted({name for one in able for name in vendors()[one.provider].models[capability]}),
            )
        )
    return lines


def _choice(route: Route | None) -> str:
    if route is None:
        return _DEFAULT
    return route.account_id or _STUDIO


def _title(provider: str) -> str:
    known = registry.providers().get(provider)
    return known.title if known else provider


def _shown(account: ProviderAccount) -> str:
    known = vendors().get(account.provider)
    return known.title if known else account.provider


def _use(account: ProviderAccount, use: Use) -> dict[str, Any]:
    """This month, and of a cap how much is gone, in whole percent."""
    counted = use.credits if account.cap_unit == CapUnit.CREDITS else use.calls
    percent = min(100, round(100 * counted / account.cap)) if account.cap_unit else None
    return {"calls": use.calls, "credits": use.credits, "counted": counted, "percent": percent}


@action(permission="organization:edit")
def choose_model(request: HttpRequest, member: Member, capability: str) -> HttpResponse:
    choice, model = request.POST.get("account", _DEFAULT), request.POST.get("model", "")
    choose(
        member.organization_id, capability, account_id=None if choice in (_DEFAULT, _STUDIO) else choice, model=model,
        is_default=choice == _DEFAULT, by=member.user, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, f"Saved. {CHOSEN[capability]}: the next one is made so.")
    return redirect("dashboard:models")


@action(permission="organization:edit")
def set_failing(request: HttpRequest, member: Member) -> HttpResponse:
    """Whether the studio stands in where a provider cannot do it."""
    is_strict = request.POST.get("is_strict")
    if is_strict not in ("0", "1"):
        raise ValidationFailed("Choose what is to happen.", field="is_strict")
    Organization.objects.filter(pk=member.organization_id).update(is_strict_providers=is_strict == "1")
    record(
        "organization.changed", actor=member.user, organization_id=member.organization_id,
        target=member.organization_id, details={"changed": ["is_strict_providers"]},
    )  # fmt: skip
    messages.success(request, "Saved.")
    return redirect("dashboard:models")


@page(permission="organization:edit")
def new_account(request: HttpRequest, member: Member) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if form.is_valid():
        with refusals_at(form):
            account = add_account(member.organization_id, by=member.user, now=timezone.now(), **form.given())
            messages.success(request, f"“{account.name}” is added. Test it, then choose what it does.")
            return redirect("dashboard:models")
    return show_form(request, "dashboard/model_account.html", {"form": form, "account": None})


@page(permission="organization:edit")
def edit_account(request: HttpRequest, member: Member, account_id: str) -> HttpResponse:
    account = access_account(account_id, organization_id=member.organization_id)
    initial = {"name": account.name, "base_url": account.base_url, "cap_unit": account.cap_unit}
    form = AccountForm(request.POST or None, initial=initial | {"cap": account.cap or None}, account=account)
    if form.is_valid():
        with refusals_at(form):
            change_account(account, by=member.user, now=timezone.now(), **form.given())
            messages.success(request, "Saved.")
            return redirect("dashboard:models")
    return show_form(request, "dashboard/model_account.html", {"form": form, "account": account})


@page(permission="organization:edit")
def try_account(request: HttpRequest, member: Member, account_id: str) -> HttpResponse:
    """Ask the vendor whether the account works. Outside of a transaction: it calls out and may take a while."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    account = access_account(account_id, organization_id=member.organization_id)
    failure = test_account(account, by=member.user, now=timezone.now())
    if failure:
        messages.error(request, failure)
    else:
        messages.success(request, f"“{account.name}” works.")
    return redirect("dashboard:models")


@action(permission="organization:edit")
def drop_account(request: HttpRequest, member: Member, account_id: str) -> HttpResponse:
    account = access_account(account_id, organization_id=member.organization_id)
    remove_account(account, by=member.user, now=timezone.now())
    messages.success(request, f"“{account.name}” is removed, and its key with it.")
    return redirect("dashboard:models")
