"""`GET /search?q=`: the page, which needs no script; with `part=1` only its results, for the palette."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from studio.dashboard.access import Member, page
from studio.dashboard.finding import asked, ids, places, titles
from studio.dashboard.finding.asked import Asked
from studio.dashboard.finding.hits import Group, Hit
from studio.discovery import search as documents
from wire.errors import Unavailable
from wire.ratelimit import limiter

_A_MINUTE = 240  # of one person: the palette asks while they type, some five times a second at the most
_RECENT = 5
_OFFERED = 6  # actions before anything is typed
_OF_A_KIND, _OF_A_KIND_IN_PALETTE = 20, 5


@page
def search(request: HttpRequest, member: Member) -> HttpResponse:
    is_part = "part" in request.GET
    query = asked.read(request.GET.get("q", ""))
    wait_s = _wait_s(member)
    template = "dashboard/search_part.html" if is_part else "dashboard/search.html"
    if wait_s:
        context = {"query": query.text, "wait_s": wait_s}
        answer = render(request, template, context, status=429)
        answer["Retry-After"] = str(wait_s)
        return answer
    most = _OF_A_KIND_IN_PALETTE if is_part else _OF_A_KIND
    groups = found(member, query, most=most) if query.words else offered(member)
    count = sum(len(group.hits) for group in groups)
    context = {"query": query.text, "groups": groups, "count": count, "is_part": is_part}
    answer = render(request, template, context)
    answer["Cache-Control"] = "no-store"
    return answer


def _wait_s(member: Member) -> int:
    """Seconds to wait for who asked too often, else 0.

    Only a hasty hand is slowed down here: while nothing can be counted, members find their things all the same.
    """
    try:
        allowed, usage = limiter.hit(f"search:{member.user.pk}", _A_MINUTE, 60)
    except Unavailable:
        return 0
    return 0 if allowed else usage.seconds_left()


def offered(member: Member) -> list[Group]:
    """Before anything is asked: what was made last, and what can be begun."""
    recent, actions = titles.recent(member, most=_RECENT), places.open_to(member, places.ACTIONS)
    return _filled(Group("Recent", recent), Group("Begin", actions[:_OFFERED]))


def found(member: Member, query: Asked, *, most: int) -> list[Group]:
    """An id's thing first, then where one can go, then things by their titles, then the documents."""
    exact = ids.found(member, query.one_word) if query.one_word else None
    return _filled(
        Group("By its id", [exact] if exact else []),
        Group("Actions", places.open_to(member, places.ACTIONS, query.words)[:most]),
        Group("Pages", places.open_to(member, places.pages(), query.words)[:most]),
        *titles.found(member, query.words, most=most),
        Group("Documentation", _documents(query, most=most)),
    )


def _documents(query: Asked, *, most: int) -> list[Hit]:
    if not query.text.isascii():
        return []  # they are in English: of other words only fragments would be found
    return [
        Hit(hit.title, hit.url, "text", "" if hit.heading == hit.title else hit.heading)
        for hit in documents.find(query.text, at_most=most)
    ]


def _filled(*groups: Group) -> list[Group]:
    return [group for group in groups if group.hits]
