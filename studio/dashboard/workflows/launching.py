"""Choose a type, see what it would cost, launch. What is quoted is what the API's dry run quotes: the same service."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from billing.dry_run import Preview, preview
from generation.webhooks.services import endpoints_of
from generation.workflows.api.serializers import WorkflowCreate
from generation.workflows.services.access import access_run
from generation.workflows.services.launch import start_workflow
from studio.dashboard.access import Member, page
from studio.dashboard.snippets import snippets
from studio.dashboard.workflows.cards import Card, card, cards
from studio.dashboard.workflows.forms import LaunchForm, initial_of
from wire.errors import NotFound, StudioError, ValidationFailed
from wire.requests import checked

_TITLES = {
    "insufficient_credits": "Not enough credits",
    "not_in_plan": "Not part of your plan",
    "trial_expired": "The trial has ended",
    "insufficient_scope": "Not allowed to you",
    "validation_failed": "Something is missing",
}


@dataclass(frozen=True)
class Offer:
    """What launching would hold and leave, or why it would be refused."""

    quote: dict[str, Any]
    before: int
    after: int
    refusal: str = ""
    title: str = ""
    asks_for_plan: bool = False

    @property
    def is_open(self) -> bool:
        return not self.refusal


def offer_of(tried: Preview) -> Offer:
    refused = tried.error
    title = _TITLES.get(refused.code, "This cannot be launched now") if refused else ""
    text = refused.message if refused else ""
    asks_for_plan = bool(refused and refused.code in ("not_in_plan", "trial_expired"))
    return Offer(tried.quote, tried.available_before, tried.available_after, text, title, asks_for_plan)


@page
def choose(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"cards": cards(), "can_launch": member.may("work:write")}
    return render(request, "dashboard/workflows/choose.html", context)


@page(permission="work:write")
def new_workflow(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """The form with its quote; posted, the workflow. `?from=` fills it with an earlier one's parameters."""
    chosen = _card(name)
    form = LaunchForm(chosen, request.POST or None, initial=_earlier(request, member, name))
    context = {"card": chosen, "form": form, "endpoints": _endpoints(member)}
    if request.method == "POST":
        run = _launched(form, member) if form.is_valid() else None
        if run:
            messages.success(request, f"{chosen.title} is on its way.")
            return redirect("dashboard:workflow", run)
    context |= _offered(request, form, member)
    return render(request, "dashboard/workflows/new.html", context, status=422 if form.is_bound else 200)


@page(permission="work:write")
def quote_workflow(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """The quote and the request as code for what the form holds now: a part of the page."""
    form = LaunchForm(_card(name), request.POST)
    context = {"card": form.card, "form": form, **_offered(request, form, member)}
    return render(request, "dashboard/workflows/offer.html", context)


def _card(name: str) -> Card:
    try:
        return card(name)
    except KeyError:
        raise Http404(f"{name} is no type of workflow.") from None


def _earlier(request: HttpRequest, member: Member, name: str) -> dict[str, Any]:
    if "from" not in request.GET:
        return {}
    workflow = access_run(request.GET["from"], organization_id=member.organization_id).workflow
    return initial_of(workflow.request) if workflow.type == name else {}


def _launched(form: LaunchForm, member: Member) -> str | None:
    """The new workflow's id; None when it was refused, which the form then says."""
    try:
        with transaction.atomic():
            body = checked(form.body(), WorkflowCreate)
            return start_workflow(body, principal=member.principal).workflow.pk
    except NotFound:
        raise
    except ValidationFailed as error:
        named = str(error.details.get("field", ""))
        form.add_error(named if named in form.fields else None, error.message)
    except StudioError:
        pass  # credits, or a type that the plan does not open: the offer beside the form says it
    return None


def _offered(request: HttpRequest, form: LaunchForm, member: Member) -> dict[str, Any]:
    """`offer` and `snippets`, as far as the form can be read; an empty form is quoted as it would be when filled."""
    body = form.body() if not form.is_bound or form.is_valid() else None
    if body is None:
        return {"offer": None, "snippets": []}
    needs_more = not any(body.get(name) for name in ("concept", "url"))
    tried = {**body, **({_asked_first(form): "https://example.com"} if needs_more else {})}
    with preview(member.organization_id) as result:
        start_workflow(checked(tried, WorkflowCreate), principal=member.principal)
    return {
        "offer": offer_of(result),
        "snippets": snippets(request, "/api/v1/workflow", body),
        "is_unfilled": needs_more,
    }


def _asked_first(form: LaunchForm) -> str:
    return "url" if form.kind.needs[0] == "url" else "concept"


def _endpoints(member: Member) -> int:
    return endpoints_of(member.organization_id).filter(is_enabled=True).count()
