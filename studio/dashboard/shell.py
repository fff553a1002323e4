"""What stands around every page: navigation, organizations, the balance. A context processor."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.closing import is_offered
from accounts.current import memberships_of_request
from accounts.roles import ROLES
from billing.plans import WARN_DAYS, standing
from billing.services import balance_of
from studio.dashboard.access import Member, member_of

THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Item:
    """A line of the navigation; `count` is how many things wait behind it."""

    label: str
    icon: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class Section:
    title: str
    items: tuple[Item, ...]


# Section title -> (label, icon, URL name, permission)
NAVIGATION = {
    "": (
        ("Overview", "home", "overview", "work:read"),
        ("Projects", "folder", "projects", "work:read"),
        ("Editor", "film", "edits", "work:read"),
        ("Jobs", "play", "jobs", "work:read"),
        ("Workflows", "signal", "workflows", "work:read"),
        ("Companions", "spark", "companions", "work:read"),
        ("Playground", "film", "playgrounds", "work:write"),
        ("Usage", "coins", "usage", "billing:read"),
        ("Analytics", "chart", "analytics", "billing:read"),
    ),
    "Developers": (
        ("API keys", "key", "keys", "keys:manage"),
        ("Requests", "search", "requests", "audit:read"),
        ("Webhooks", "signal", "webhooks", "webhooks:manage"),
    ),
    "Organization": (
        ("Members", "people", "members", "members:read"),
        ("Audit log", "archive", "audit", "audit:read"),
        ("Brand", "shield", "brand", "organization:edit"),
        ("Knowledge", "archive", "knowledge", "organization:edit"),
        ("Models", "spark", "models", "organization:edit"),
        ("Subscription", "plan", "subscription", "billing:read"),
        ("Settings", "gear", "organization", "organization:edit"),
    ),
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """`theme` (light, dark or nothing) and `shell`, which costs its queries only where a template uses it."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in ("light", "dark") else "",
        "shell": SimpleLazyObject(lambda: _shell(request)),
    }


def _shell(request: HttpRequest) -> dict[str, Any]:
    member = member_of(request)
    if member is None:
        return {}
    now = timezone.now()
    account = member.account
    days_left = standing(account).days_left(now)
    return {
        "organization": member.organization,
        "is_offered": is_offered(member.membership, now),
        "may_close": member.may("owners:manage"),
        "role": ROLES[member.membership.role].label,
        "memberships": memberships_of_request(request),
        "balance": balance_of(account, now) if member.may("billing:read") else None,
        "has_webhooks": account.plan.is_webhooks_open,
        "trial_days_left": days_left,
        "trial_is_over": days_left == 0,
        "trial_ends_soon": days_left is not None and 0 < days_left <= WARN_DAYS,
        "sections": _sections(request, member),
    }


def _sections(request: HttpRequest, member: Member) -> list[Section]:
    counts = {"overview": len(member.decisions)}
    sections = []
    for title, lines in NAVIGATION.items():
        items = tuple(
            _item(request, label, icon, name, counts.get(name, 0))
            for label, icon, name, permission in lines
            if member.may(permission)
        )
        if items:
            sections.append(Section(title, items))
    return sections


def _item(request: HttpRequest, label: str, icon: str, name: str, count: int) -> Item:
    url = reverse(f"dashboard:{name}")
    is_current = request.path == url or (name != "overview" and request.path.startswith(f"{url}/"))
    return Item(label, icon, url, is_current, count)
