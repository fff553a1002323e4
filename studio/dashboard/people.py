"""One's own account and the organization's settings; switching between organizations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.current import switch_organization
from studio.dashboard.access import Member, action, page


@action(permission="work:read")
def switch(request: HttpRequest, member: Member) -> HttpResponse:
    switch_organization(request, request.POST.get("organization", ""))
    return redirect("dashboard:overview")


@page
def profile(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "dashboard/profile.html", {"member": member})


@page(permission="organization:edit")
def organization(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "dashboard/organization.html", {"member": member})
