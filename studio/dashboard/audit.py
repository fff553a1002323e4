"""The organization's audit log: who did what, staff of the studio included, with their reasons."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import AuditEvent, User
from studio.dashboard.access import Member, page

NEWEST = 100
# What staff did, as people read it; whatever else reads as it is called.
_IN_WORDS = {
    "content.opened": "Staff opened the organization’s content",
    "content.closed": "Staff closed the organization’s content",
    "content.read": "Staff read",
}


@page(permission="audit:read")
def audit(request: HttpRequest, member: Member) -> HttpResponse:
    events: list[Any] = list(
        AuditEvent.objects.filter(organization_id=member.organization_id).order_by("-at", "-pk")[:NEWEST]
    )
    names = dict(User.objects.filter(pk__in={event.actor for event in events}).values_list("pk", "name"))
    rows = [
        {
            "at": event.at,
            "what": _IN_WORDS.get(event.action) or event.action.replace(".", ": ").replace("_", " ").capitalize(),
            "who": names.get(event.actor) or event.actor,
            "target": event.details.get("kind", "") + " " + event.target,
            "reason": event.details.get("reason", ""),
        }
        for event in events
    ]
    return render(request, "dashboard/audit.html", {"member": member, "rows": rows, "newest": NEWEST})
