"""The request inspector: what programs asked and were answered, one request as code, and sending it again."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import ApiKey, RequestLog, User
from accounts.request_log import request_log
from generation.jobs.models import Job
from generation.stories.services import READABLE_KINDS
from studio.dashboard import resending
from studio.dashboard.access import Member, page
from studio.dashboard.inspected import Asked, access, find
from studio.dashboard.playground import KINDS
from studio.dashboard.snippets import request_snippets
from studio.dashboard.words import job_title

READ = "audit:read"
_MOST_KEYS = 100
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_STATUS_WORDS = {"ok": "Answered", "refused": "Refused or failed", "client": "Refused (4xx)", "failed": "Failed (5xx)"}
_WHY_NO_BODY = {
    "empty": "Nothing.",
    "secret": "Not kept: this answer shows a secret, once.",
    "switched_off": "Not kept: this organization keeps no bodies.",
    "busy": "Not kept: there was too much at once.",
    "too_long": "Not kept: too long.",
    "no_json": "Not kept: no JSON.",
    "stream": "Not kept: a stream, or a file.",
}


_CLOCK = forms.DateTimeInput({"type": "datetime-local"})


class FilterForm(forms.Form):
    status = forms.ChoiceField(required=False, label="Outcome")
    method = forms.ChoiceField(required=False, choices=[("", "Any"), *((name, name) for name in _METHODS)])
    key = forms.ChoiceField(required=False, label="API key")
    path = forms.CharField(required=False, max_length=200, label="Path contains")
    operation = forms.CharField(required=False, max_length=80)
    request_id = forms.CharField(required=False, max_length=64, label="Request id")
    since = forms.DateTimeField(required=False, label="From (UTC)", widget=_CLOCK)
    until = forms.DateTimeField(required=False, label="To (UTC)", widget=_CLOCK)

    def __init__(self, data: Any, *, keys: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["status"].choices = [("", "Any"), *_STATUS_WORDS.items()]  # type: ignore[attr-defined]
        self.fields["key"].choices = [("", "Any"), *keys.items()]  # type: ignore[attr-defined]

    @property
    def is_asking(self) -> bool:
        return any(self.cleaned_data.values()) if self.is_valid() else True

    def asked(self) -> Asked:
        """What is asked for; a field that makes no sense asks for nothing."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Asked(**{"key_id" if name == "key" else name: value for name, value in given.items()})


@page(permission=READ)
def requests(request: HttpRequest, member: Member) -> HttpResponse:
    keys = _keys_of(member)
    form = FilterForm(request.GET, keys={pk: f"{name} ({prefix[:9]}…)" for pk, (name, prefix) in keys.items()})
    found = find(member.organization_id, form.asked(), cursor=request.GET.get("cursor"))
    for row in found.items:
        row.who = keys.get(row.key_id, (row.key_id, ""))[0] or "a session"  # type: ignore[attr-defined]
        row.tone = tone_of(row.status)  # type: ignore[attr-defined]
    context = {"page": found, "form": form, "is_asking": form.is_asking}
    return render(request, "dashboard/requests/list.html", context, status=422 if form.errors else 200)


def tone_of(status: int) -> str:
    return "good" if status < 300 else "" if status < 400 else "waiting" if status < 500 else "bad"


def _keys_of(member: Member) -> dict[str, tuple[str, str]]:
    """(name, prefix) of the organization's newest keys by id."""
    rows = ApiKey.objects.filter(organization=member.organization).order_by("-pk").values_list("pk", "name", "prefix")
    return {pk: (name, prefix) for pk, name, prefix in rows[:_MOST_KEYS]}


@page(permission=READ)
def one_request(request: HttpRequest, member: Member, log_id: int) -> HttpResponse:
    row = access(member.organization_id, log_id)
    said = _said(row, member)
    context = {
        "row": row,
        "tone": tone_of(row.status),
        "caller": _caller(row, member),
        "job": _job(row, member),
        "request_side": _side(said["request"]),
        "answer_side": _side(said["answer"]),
        "limit": _limit(said["answer"]),
        "snippets": request_snippets(
            request,
            row.method,
            row.path,
            query=row.query,
            body=said["request"].get("body"),
            headers={name: value for name, value in said["request"]["headers"] if name == "X-External-Org-Id"},
        ),
        "is_told_in_part": said["request"].get("is_struck") or said["request"].get("is_cut"),
        "why_not_again": resending.why_not(row, said["request"]),
        "is_safe": row.method in ("GET", "HEAD"),
    }
    return render(request, "dashboard/requests/one.html", context)


@page(permission=READ)
def again(request: HttpRequest, member: Member, log_id: int) -> HttpResponse:
    """What sending it again would do and cost; and, by POST, doing it."""
    row = access(member.organization_id, log_id)
    body = _said(row, member)["request"]
    if why := resending.why_not(row, body):
        messages.error(request, why)
        return redirect("dashboard:request", row.pk)
    if request.method == "POST":
        return _sent_again(request, member, row, body.get("body", ""))
    if request.method != "GET":
        return HttpResponseNotAllowed(["GET", "POST"])
    trial = resending.trial(request, member, row, body.get("body", ""))
    context = {"row": row, "body": _pretty(body.get("body", "")), "trial": trial}
    return render(request, "dashboard/requests/again.html", context)


def _sent_again(request: HttpRequest, member: Member, row: RequestLog, body: str) -> HttpResponse:
    answer = resending.send(request, member, row, body)
    request_log.flush()  # the answer's page is where the person goes next
    new = RequestLog.objects.filter(organization_id=member.organization_id, request_id=answer["X-Request-Id"]).last()
    messages.success(request, f"Sent again, as yourself: answered {answer.status_code}.")
    return redirect("dashboard:request", new.pk) if new else redirect("dashboard:requests")


def _said(row: RequestLog, member: Member) -> dict[str, dict[str, Any]]:
    """What was said, by side; of a request whose row is gone already, only that it is."""
    keeps = member.organization.keeps_bodies
    exchange = getattr(row, "exchange", None) if keeps else None
    gone: dict[str, Any] = {"headers": [], "bytes": 0, "why": "gone" if keeps else "switched_off"}
    return {"request": exchange.request, "answer": exchange.answer} if exchange else {"request": gone, "answer": gone}


def _side(said: dict[str, Any]) -> dict[str, Any]:
    why = _WHY_NO_BODY.get(said.get("why", ""), "Not kept any more.")
    return {**said, "text": _pretty(said.get("body", "")), "why": "" if "body" in said else why}


def _pretty(body: str) -> str:
    """JSON with a line for each field; what was cut is no JSON any more and stays as it is."""
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return body


def _limit(said: dict[str, Any]) -> str:
    """How much of its rate limit was left, in a person's words."""
    told = {name.lower().replace("-requests", ""): value for name, value in said["headers"]}
    limits = [told.get(f"{prefix}ratelimit-{what}") for what in ("remaining", "limit") for prefix in ("", "x-")]
    left, limit = limits[0] or limits[1], limits[2] or limits[3]
    return f"{left} of {limit} requests left" if left and limit else ""


def _caller(row: RequestLog, member: Member) -> dict[str, str]:
    if row.key_id:
        key = ApiKey.objects.filter(pk=row.key_id, organization=member.organization).first()
        return {"what": "API key", "name": key.name if key else row.key_id, "prefix": key.prefix if key else ""}
    user = User.objects.filter(pk=row.user_id).first() if row.user_id else None
    return {"what": "Session", "name": (user.name or user.email) if user else "nobody"}


def _job(row: RequestLog, member: Member) -> dict[str, Any] | None:
    found = Job.objects.filter(organization_id=member.organization_id, pk=row.job_id).first() if row.job_id else None
    if found is None:
        return None
    url = reverse("dashboard:job", args=[found.pk]) if found.kind in READABLE_KINDS else ""
    for what, kind in KINDS.items():
        if kind == found.kind:
            url = reverse("dashboard:made", args=[what, found.pk])
    return {"row": found, "title": job_title(found), "url": url}
