"""Webhooks: endpoints, what was sent to them and what they answered. A secret is shown once."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from generation.webhooks import catalogue, services
from generation.webhooks.inbox import INBOX_URL
from generation.webhooks.models import Attempt, Delivery, Endpoint
from generation.webhooks.services import WithSecret
from studio.dashboard.access import Member, action, page, refusals_at, show_form, told_at
from studio.dashboard.lists import page_of

MANAGE = "webhooks:manage"
_OVERLAPS = [("0", "At once"), ("1", "In 1 hour"), ("24", "In 24 hours"), ("168", "In 7 days")]
_STATUSES = {
    "waiting": Delivery.Status.PENDING,
    "delivered": Delivery.Status.DELIVERED,
    "failed": Delivery.Status.FAILED,
}
_SERVER, _INBOX = "server", "inbox"


class EndpointForm(forms.Form):
    receiver = forms.ChoiceField(
        choices=[(_SERVER, "A server of yours"), (_INBOX, "The built-in inbox, to look at messages without a server")],
        widget=forms.RadioSelect,
        initial=_SERVER,
        label="Who receives",
    )
    url = forms.CharField(
        max_length=2048,
        label="Address",
        error_messages={"required": "Give the address of your receiver, or choose the built-in inbox."},
        widget=forms.URLInput(attrs={"placeholder": "https://example.com/webhooks/studio"}),
        help_text="Messages are sent there by POST. It has to begin with https:// and be reachable from the internet.",
    )
    description = forms.CharField(
        required=False, max_length=200, label="Name", help_text="So that you can tell your endpoints apart."
    )
    types = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="Events")

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["url"].required = (data or initial or {}).get("receiver") != _INBOX
        names = [(one.name, one.summary) for one in catalogue.event_types()]
        self.fields["types"].choices = names  # type: ignore[attr-defined]

    def type_groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The event types as the page shows them: by group, each with its sentence and whether it is ticked."""
        chosen = self["types"].value() or []
        groups: dict[str, list[dict[str, Any]]] = {}
        for one in catalogue.event_types():
            line = {"name": one.name, "sentence": one.summary, "is_chosen": one.name in chosen}
            groups.setdefault(one.group, []).append(line)
        return list(groups.items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("receiver") == _INBOX:
            given["url"] = INBOX_URL
        return given


class RotateForm(forms.Form):
    overlap_h = forms.ChoiceField(choices=_OVERLAPS, initial="24", label="The old secret ends")


class SampleForm(forms.Form):
    type = forms.ChoiceField(label="Event")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        names = [catalogue.TEST.name, *(one.name for one in catalogue.event_types())]
        self.fields["type"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]


def access(endpoint_id: str, member: Member) -> Endpoint:
    return described(services.access_endpoint(endpoint_id, organization_id=member.organization_id))


def described(endpoint: Endpoint) -> Endpoint:
    """The endpoint with `title`, `standing` and `is_inbox`."""
    endpoint.is_inbox = endpoint.url == INBOX_URL  # type: ignore[attr-defined]
    place = "Built-in inbox" if endpoint.url == INBOX_URL else urlsplit(endpoint.url).netloc
    endpoint.title = endpoint.description or place  # type: ignore[attr-defined]
    endpoint.standing = standing_of(endpoint)  # type: ignore[attr-defined]
    return endpoint


def standing_of(endpoint: Endpoint) -> str:
    if not endpoint.is_enabled:
        return "off"
    return "failing" if endpoint.failures else "active"


@page(permission=MANAGE)
def webhooks(request: HttpRequest, member: Member) -> HttpResponse:
    shown = page_of(request, services.endpoints_of(member.organization_id))
    for endpoint in shown.items:
        described(endpoint)
    has_inbox = any(endpoint.is_inbox for endpoint in shown.items)
    return render(request, "dashboard/webhooks/list.html", {"page": shown, "has_inbox": has_inbox})


@page(permission=MANAGE)
def new_webhook(request: HttpRequest, member: Member) -> HttpResponse:
    form = EndpointForm(request.POST or None)
    if form.is_valid():
        made = _create(form, member)
        if made is not None:
            return _shown_once(request, made)
    return show_form(request, "dashboard/webhooks/edit.html", {"form": form, "endpoint": None})


def _create(form: EndpointForm, member: Member) -> WithSecret | None:
    """The new endpoint, or None with the refusal in the form. Its host is looked up before the transaction."""
    given = form.cleaned_data
    with told_at(form):
        url = services.check_address(given["url"])
        with refusals_at(form):
            return services.create_endpoint(
                url, types=given["types"], description=given["description"], principal=member.principal
            )
    return None


@page(permission=MANAGE)
def edit_webhook(request: HttpRequest, member: Member, endpoint_id: str) -> HttpResponse:
    endpoint = access(endpoint_id, member)
    is_inbox = endpoint.url == INBOX_URL
    initial = {
        "receiver": _INBOX if is_inbox else _SERVER,
        "url": "" if is_inbox else endpoint.url,
        "description": endpoint.description,
        "types": endpoint.types,
    }
    form = EndpointForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        with told_at(form):
            url = given["url"] if given["url"] == endpoint.url else services.check_address(given["url"])
            changes = {"url": url, "types": given["types"], "description": given["description"].strip()}
            services.change_endpoint(endpoint, changes, principal=member.principal)
            messages.success(request, "Saved.")
            return redirect("dashboard:webhook", endpoint.pk)
    return show_form(request, "dashboard/webhooks/edit.html", {"form": form, "endpoint": endpoint})


def _shown_once(request: HttpRequest, made: WithSecret, *, rotated: bool = False) -> HttpResponse:
    """The only answer that carries the secret; neither browser nor proxy may keep it."""
    context = {"endpoint": described(made.endpoint), "secret": made.secret, "rotated": rotated}
    response = render(request, "dashboard/webhooks/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page(permission=MANAGE)
def webhook(request: HttpRequest, member: Member, endpoint_id: str) -> HttpResponse:
    endpoint = access(endpoint_id, member)
    chosen = request.GET.get("show", "")
    rows = services.deliveries_of(endpoint)
    if chosen in _STATUSES:
        rows = rows.filter(status=_STATUSES[chosen])
    context = {
        "endpoint": endpoint,
        "page": page_of(request, rows),
        "chosen": chosen,
        "test_form": SampleForm(),
        "rotate_form": RotateForm(),
    }
    return render(request, "dashboard/webhooks/endpoint.html", context)


@page(permission=MANAGE)
def delivery(request: HttpRequest, member: Member, endpoint_id: str, delivery_id: str) -> HttpResponse:
    endpoint = access(endpoint_id, member)
    row = services.access_delivery(delivery_id, endpoint)
    context = {
        "endpoint": endpoint,
        "delivery": row,
        "message": _pretty(row.message),
        "attempts": [_shown(one) for one in services.newest_attempts(row)][::-1],
    }
    return render(request, "dashboard/webhooks/delivery.html", context)


def _shown(attempt: Attempt) -> Attempt:
    """The attempt with its request and answer as text."""
    attempt.request_text = _headers(attempt.request_headers)  # type: ignore[attr-defined]
    body = attempt.response_body
    try:
        body = _pretty(json.loads(body)) if body else ""
    except ValueError:
        pass  # not JSON: shown as it came
    attempt.response_text = f"{_headers(attempt.response_headers)}\n\n{body}".strip()  # type: ignore[attr-defined]
    return attempt


def _headers(headers: dict[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers.items())


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


@page(permission=MANAGE)
def inbox(request: HttpRequest, member: Member) -> HttpResponse:
    shown = page_of(request, services.inbox_of(member.organization_id))
    for message in shown.items:
        message.headers_text = _headers(message.headers)
        message.body_text = _pretty(json.loads(message.body))
        described(message.endpoint)
    return render(request, "dashboard/webhooks/inbox.html", {"page": shown})


@action(permission=MANAGE)
def send_sample(request: HttpRequest, member: Member, endpoint_id: str) -> HttpResponse:
    endpoint, form = access(endpoint_id, member), SampleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose an event of the list.")
        return redirect("dashboard:webhook", endpoint.pk)
    row = services.send_test(endpoint, form.cleaned_data["type"])
    messages.success(request, "A sample is on its way.")
    return redirect("dashboard:delivery", endpoint.pk, row.pk)


@action(permission=MANAGE)
def redeliver(request: HttpRequest, member: Member, endpoint_id: str, delivery_id: str) -> HttpResponse:
    endpoint = access(endpoint_id, member)
    services.redeliver(services.access_delivery(delivery_id, endpoint))
    messages.success(request, "It is sent again, under the same webhook-id.")
    return redirect("dashboard:delivery", endpoint.pk, delivery_id)


@action(permission=MANAGE)
def rotate_secret(request: HttpRequest, member: Member, endpoint_id: str) -> HttpResponse:
    endpoint, form = access(endpoint_id, member), RotateForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose when the old secret ends.")
        return redirect("dashboard:webhook", endpoint.pk)
    overlap = timedelta(hours=int(form.cleaned_data["overlap_h"]))
    made = services.rotate_secret(endpoint, overlap=overlap, principal=member.principal)
    return _shown_once(request, made, rotated=True)


@action(permission=MANAGE)
def switch_webhook(request: HttpRequest, member: Member, endpoint_id: str) -> HttpResponse:
    """On if it is off, off if it is on."""
    endpoint = access(endpoint_id, member)
    changed = services.change_endpoint(endpoint, {"is_enabled": not endpoint.is_enabled}, principal=member.principal)
    told = "It is told of events again." if changed.is_enabled else "Nothing is sent to it any more."
    messages.success(request, told)
    return redirect("dashboard:webhook", endpoint.pk)


@action(permission=MANAGE)
def remove_webhook(request: HttpRequest, member: Member, endpoint_id: str) -> HttpResponse:
    endpoint = access(endpoint_id, member)
    services.delete_endpoint(endpoint, principal=member.principal)
    messages.success(request, f"“{endpoint.title}” is deleted.")  # type: ignore[attr-defined]
    return redirect("dashboard:webhooks")
